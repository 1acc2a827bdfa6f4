"""Isian pendaftaran and Logistik in the panel: set, counted, named for few, handed out."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import AuditEvent
from meetings.models import AskedField, FieldAnswer, Meeting
from tests.factories import NOW, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

DAY = date(2027, 1, 15)


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(title="Rakor Makassar", slug="rakor-makassar")


def url(meeting: Meeting, page: str = "isian/") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/{page}"


def ask(meeting: Meeting, kind: str, **fields) -> AskedField:
    return AskedField.objects.create(
        meeting=meeting, kind=kind, **{"purpose": "Menyiapkan", "delete_on": DAY, **fields}
    )


def answer(registration, field: AskedField, value: str) -> FieldAnswer:
    return FieldAnswer.objects.create(registration=registration, field=field, value=value)


def flashes(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_new_rakor_asks_nothing_beyond_what_is_needed(secretary_client: Client, rakor):
    rows = secretary_client.get(url(rakor)).context["rows"]
    assert [(row["label"], row["state"]) for row in rows] == [
        (label, "Tidak ditanyakan") for label in AskedField.Kind.labels
    ]


def test_asked_changed_and_asked_no_more(secretary_client: Client, rakor):
    page = url(rakor, "isian/kaus/")
    form = secretary_client.get(page).context["form"]
    assert form.initial == {"purpose": "Memesan kaus peserta", "delete_on": date(2027, 1, 16)}
    sent = {"purpose": "Memesan kaus", "delete_on": "2027-01-15"}
    response = secretary_client.post(page, sent, follow=True)
    assert response.redirect_chain == [(url(rakor), 302)]
    assert flashes(response) == ["Ukuran kaus ditanyakan saat mendaftar."]
    field = AskedField.objects.get()
    assert (field.purpose, field.delete_on, field.is_required) == ("Memesan kaus", DAY, False)
    response = secretary_client.post(page, {**sent, "is_required": "on"}, follow=True)
    assert flashes(response) == ["Ukuran kaus disimpan."]
    response = secretary_client.post(url(rakor, "isian/kaus/berhenti/"), follow=True)
    assert flashes(response) == ["Ukuran kaus tidak ditanyakan lagi."]
    assert AskedField.objects.count() == 0


def test_answers_go_only_when_said_so(secretary_client: Client, rakor, aceh):
    field = ask(rakor, "kaus")
    answer(make_registration(rakor, aceh), field, "XL")
    sent = {"purpose": "Hadiah", "delete_on": "2027-01-15"}
    page = url(rakor, "isian/kaus/")
    response = secretary_client.post(page, sent)
    assert list(response.context["form"].errors) == ["forget"]
    assert 'value="Hadiah"' in response.content.decode()
    assert FieldAnswer.objects.count() == 1
    secretary_client.post(page, {**sent, "forget": "on"})
    assert FieldAnswer.objects.count() == 0


def test_refused_day_stands_at_its_field(secretary_client: Client, rakor):
    sent = {"purpose": "Kaus", "delete_on": "2026-12-01"}
    form = secretary_client.post(url(rakor, "isian/kaus/"), sent).context["form"]
    assert list(form.errors) == ["delete_on"]


def test_opt_in_is_never_required_and_what_is_gone_is_not_asked_anew(
    secretary_client: Client, rakor
):
    assert (
        "is_required"
        not in secretary_client.get(url(rakor, "isian/makanan/")).context["form"].fields
    )
    ask(rakor, "kaus", purged_at=NOW)
    response = secretary_client.get(url(rakor, "isian/kaus/"), follow=True)
    assert flashes(response) == ["Jawaban Ukuran kaus sudah dihapus sesuai tanggalnya."]
    assert secretary_client.get(url(rakor, "isian/agama/")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_statements(
    secretary_client: Client, rakor, aceh, django_assert_num_queries, count
):
    for kind in ("kaus", "kamar", "nip")[:count]:
        field = ask(rakor, kind)
        for _ in range(count):
            one = make_registration(rakor, aceh, nip="")
            if kind != "nip":
                answer(one, field, "XL")
    secretary_client.get(url(rakor))
    with django_assert_num_queries(7):
        secretary_client.get(url(rakor))
    with django_assert_num_queries(8):
        secretary_client.get(url(rakor, "logistik/"))


def test_logistics_are_counted_for_those_who_come(secretary_client: Client, rakor, aceh, bali):
    shirt, diet, gone = (
        ask(rakor, "kaus"),
        ask(rakor, "makanan"),
        ask(rakor, "kamar", purged_at=NOW),
    )
    ask(rakor, "nip")
    ani = make_registration(rakor, aceh, full_name="Ani", name_key="ani", role="kepala")
    budi = make_registration(rakor, bali, full_name="=Budi", name_key="budi")
    make_registration(rakor, bali, full_name="Cici", name_key="cici")
    waits = make_registration(rakor, aceh, seat="menunggu", waiting_since=NOW)
    left = make_registration(rakor, aceh, withdrawn_at=NOW, withdraw_reason="Sakit.")
    for one, size in ((ani, "XL"), (budi, "M"), (waits, "S"), (left, "S")):
        answer(one, shirt, size)
    answer(ani, diet, "Alergi udang")
    answer(budi, gone, "Sendiri")
    context = secretary_client.get(url(rakor, "logistik/")).context
    assert [(row["label"], row["count"], row["values"]) for row in context["counts"]] == [
        ("Ukuran kaus", 2, "M: 1, XL: 1"),
        ("Kebutuhan makanan", 1, ""),
    ]
    assert (context["people"], [row["person"].full_name for row in context["rows"]]) == (
        3, ["Ani", "=Budi"],
    )  # fmt: skip
    expected = [
        ["Balai", "Nama lengkap", "Peran", "Cara hadir", "Ukuran kaus", "Kebutuhan makanan"],
        ["UPTD Balai Tekkomdik Aceh", "Ani", "Kepala balai", "Luring", "XL", "Alergi udang"],
        ["Balai TIK Pendidikan Provinsi Bali", "'=Budi", "Pendamping", "Luring", "M", ""],
        ["Balai TIK Pendidikan Provinsi Bali", "Cici", "Pendamping", "Luring", "", ""],
    ]
    response = secretary_client.post(url(rakor, "logistik/unduh/csv/"))
    assert list(csv.reader(StringIO(response.content.decode("utf-8-sig")))) == expected
    response = secretary_client.post(url(rakor, "logistik/unduh/xlsx/"))
    sheet = load_workbook(BytesIO(response.content)).active
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == expected
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    trail = AuditEvent.objects.filter(action="meeting.logistics_exported")
    assert [event.details for event in trail.order_by("pk")] == [
        {"format": "csv", "count": 3}, {"format": "xlsx", "count": 3},
    ]  # fmt: skip


def test_note_taker_reads_counts_and_no_names(note_taker_client: Client, rakor, aceh):
    answer(make_registration(rakor, aceh, full_name="Ani Rahasia"), ask(rakor, "makanan"), "Udang")
    html = note_taker_client.get(url(rakor, "logistik/")).content.decode()
    assert "1 orang" in html
    assert [words in html for words in ("Ani Rahasia", "Udang", "unduh/")] == [False] * 3
    for page in ("logistik/unduh/csv/", "isian/", "isian/kaus/", "isian/kaus/berhenti/"):
        assert note_taker_client.post(url(rakor, page)).status_code == 403
    assert AuditEvent.objects.filter(action="meeting.logistics_exported").count() == 0


def test_download_is_no_link(secretary_client: Client, rakor):
    ask(rakor, "kaus")
    assert secretary_client.get(url(rakor, "logistik/unduh/csv/")).status_code == 405
    assert secretary_client.post(url(rakor, "logistik/unduh/pdf/")).status_code == 404
    AskedField.objects.all().delete()
    response = secretary_client.post(url(rakor, "logistik/unduh/csv/"), follow=True)
    assert flashes(response) == ["Rakor ini tidak menanyakan logistik, atau sudah dihapus."]


def test_operator_has_no_business_there(operator_client: Client, rakor):
    for page in ("isian/", "isian/kaus/", "logistik/", "logistik/unduh/csv/"):
        response = operator_client.post(url(rakor, page))
        assert response.status_code in (302, 403)
        assert response.get("Location", "/admin/login/").startswith(("/admin/login/", "/akun/"))
