"""Delegates in the panel: found, filtered, exported whole, withdrawn with a reason."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from meetings.models import Meeting, Registration
from provinces.models import Office
from tests.factories import make_letter, make_meeting, make_registration, make_user

pytestmark = pytest.mark.django_db

HEADER = [
    "Rakor", "Provinsi", "Balai", "Nama lengkap", "Peran", "Jabatan", "Pangkat/golongan",
    "Unit kerja", "Nomor ponsel", "Surel", "Cara hadir", "Surat tugas", "Keadaan", "Kursi",
    "Verifikasi", "Catatan verifikasi", "Diperbaiki paling lambat", "Didaftarkan pada",
]  # fmt: skip


@pytest.fixture
def meeting(db: None) -> Meeting:
    day = timezone.localdate() + timedelta(days=30)
    return make_meeting(
        title="Rakor Makassar",
        starts_on=day,
        ends_on=day,
        registration_opens_at=timezone.now() - timedelta(days=1),
        registration_closes_at=timezone.now() + timedelta(days=1),
    )


@pytest.fixture
def delegate(meeting: Meeting, aceh: Office) -> Registration:
    return make_registration(
        meeting, aceh,
        full_name="=HYPERLINK(\"x\")",
        position="@kepala",
        mobile="+6281234567890",
        email="rahmi@dinas.example",
        nip="198001012005012001",
        unit="-",
        created_at=datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    )  # fmt: skip


def export(client: Client, kind: str, query: str = ""):
    return client.post(f"/admin/meetings/registration/ekspor/{kind}/{query}")


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def csv_rows(response) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def row_of(delegate: Registration) -> list[str]:
    return [
        "Rakor Makassar", "Aceh", "UPTD Balai Tekkomdik Aceh", "'=HYPERLINK(\"x\")", "Pendamping",
        "'@kepala", "", "'-", "0812-3456-7890", "rahmi@dinas.example", "Luring", "belum",
        "Terdaftar", "Terdaftar", "Belum diperiksa", "", "", "Selasa, 24 November 2026, 09.30 WITA",
    ]  # fmt: skip


def test_csv_holds_the_whole_list_with_formulas_defused(
    secretary_client: Client, delegate: Registration
):
    response = export(secretary_client, "csv")
    assert csv_rows(response) == [
        [*HEADER, "NIP"],
        [*row_of(delegate), "19800101 200501 2 001"],
    ]
    today = f"{timezone.now():%Y-%m-%d}"
    assert response["Content-Disposition"] == f'attachment; filename="pendaftaran-{today}.csv"'


def test_xlsx_holds_the_same_as_text(secretary_client: Client, delegate: Registration):
    response = export(secretary_client, "xlsx")
    sheet = load_workbook(BytesIO(response.content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows == [[*HEADER, "NIP"], [*row_of(delegate), "19800101 200501 2 001"]]
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}


def test_export_follows_the_filters(
    secretary_client: Client, delegate: Registration, bali: Office, meeting: Meeting
):
    make_registration(meeting, bali, full_name="Wayan")
    query = f"?office__id__exact={bali.pk}"
    assert [row[3] for row in csv_rows(export(secretary_client, "csv", query))] == [
        "Nama lengkap",
        "Wayan",
    ]
    assert [row[3] for row in csv_rows(export(secretary_client, "csv", "?q=wayan"))] == [
        "Nama lengkap",
        "Wayan",
    ]


def test_export_is_recorded_without_what_it_holds(
    secretary_client: Client, secretary: User, delegate: Registration
):
    export(secretary_client, "csv")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target, event.details) == (
        "registration.exported",
        secretary,
        "1 pendaftaran",
        {"format": "csv", "count": 1, "with_nip": True},
    )


def test_each_cell_carries_the_name_of_its_column_for_a_phone(
    secretary_client: Client, delegate: Registration
):
    """The choice and the name need none; the name is what the block is of."""
    page = secretary_client.get("/admin/meetings/registration/").text
    cells = re.findall(r'<(t[dh])( data-label="([^"]*)")? class="([^"]*)"', page)
    assert [(tag, label, name) for tag, _, label, name in cells] == [
        ("td", "", "action-checkbox"),
        ("th", "", "field-full_name"),
        ("td", "Asal", "field-origin"),
        ("td", "Peran", "field-role"),
        ("td", "Keadaan", "field-state"),
        ("td", "Verifikasi", "field-review_text"),
        ("td", "Surat tugas", "field-letter_text"),
        ("td", "Rakor", "field-meeting nowrap"),
    ]


def test_all_are_chosen_by_the_words_too(secretary_client: Client, delegate: Registration):
    page = secretary_client.get("/admin/meetings/registration/").text
    (label,) = re.findall(r'<label class="panel-choose-all">.*?</label>', page)
    assert ('id="action-toggle"' in label, "Pilih semua</span>" in label) == (True, True)


def test_filters_are_reached_before_the_rows_they_choose(
    secretary_client: Client, delegate: Registration
):
    page = secretary_client.get("/admin/meetings/registration/", {"verifikasi": "belum"}).text
    marks = ('id="changelist-filter"', "Hapus semua", 'id="searchbar"', 'id="result_list"')
    assert sorted(marks, key=page.index) == list(marks)


def test_nothing_is_done_with_rows_where_none_is_found(
    secretary_client: Client, delegate: Registration
):
    pages = [
        secretary_client.get("/admin/meetings/registration/", {"q": words}).text
        for words in (delegate.full_name, "tidak-ada")
    ]
    assert [page.count('name="action"') for page in pages] == [1, 0]
    assert [page.count('<option value="" selected>Pilih tindakan') for page in pages] == [1, 0]


@pytest.mark.parametrize(("action", "has_rows", "missing"), [
    ("", False, "Belum ada yang dipilih. Centang dahulu barisnya, pilih tindakannya"),
    ("", True, "Belum ada tindakan yang dipilih. Centang lagi barisnya, pilih tindakannya"),
    ("accept_selected", False,
     "Belum ada baris yang dicentang. Centang dahulu barisnya, pilih tindakannya"),
])  # fmt: skip
def test_what_is_missing_before_rows_are_decided_is_said(
    secretary_client: Client, delegate: Registration, action: str, has_rows: bool, missing: str
):
    chosen = {"_selected_action": [str(delegate.pk)]} if has_rows else {}
    response = secretary_client.post(
        "/admin/meetings/registration/", {"action": action, "index": "0", **chosen}, follow=True
    )
    delegate.refresh_from_db()
    assert (told(response), delegate.review) == (
        [f"{missing}, lalu tekan Lanjutkan. Tidak ada yang diubah."],
        Registration.Review.PENDING,
    )


def test_the_browser_asks_for_the_action_before_the_marks_are_lost(
    secretary_client: Client, delegate: Registration
):
    page = secretary_client.get("/admin/meetings/registration/").text
    (form,) = re.findall(r'<form id="changelist-form"[^>]*>', page)
    (choice,) = re.findall(r'<select name="action"[^>]*>', page)
    assert ("novalidate" in form, "required" in choice) == (False, True)


def test_a_number_is_shown_as_it_is_dialled_at_home(
    secretary_client: Client, delegate: Registration
):
    page = secretary_client.get(f"/admin/meetings/registration/{delegate.pk}/change/").text
    assert ["0812-3456-7890" in page, "+6281234567890" in page] == [True, False]


def test_moments_are_told_in_the_zone_of_the_rakor(
    secretary_client: Client, delegate: Registration
):
    page = secretary_client.get(f"/admin/meetings/registration/{delegate.pk}/change/").text
    assert "24 November 2026, 09.30 WITA" in page
    assert "24 November 2026, 08.30" not in page


def test_looking_at_the_address_hands_out_nothing(secretary_client: Client):
    assert secretary_client.get("/admin/meetings/registration/ekspor/csv/").status_code == 405
    assert export(secretary_client, "doc").status_code == 403


@pytest.mark.parametrize("client_name", ["note_taker_client", "operator_client"])
def test_export_is_refused_to_others(
    request: pytest.FixtureRequest, client_name: str, delegate: Registration
):
    response = export(request.getfixturevalue(client_name), "csv")
    assert response.status_code == 403
    assert delegate.email not in response.text
    assert not AuditEvent.objects.exists()


def test_nip_stays_away_from_who_does_not_keep_persons(delegate: Registration):
    reader = make_user(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_registration"))
    client = Client()
    client.force_login(reader)
    page = client.get(reverse("admin:meetings_registration_change", args=[delegate.pk])).text
    file = export(client, "csv")
    assert csv_rows(file) == [HEADER, row_of(delegate)]
    for text in (page, file.content.decode()):
        assert "198001012005012001" not in text
        assert "19800101 200501 2 001" not in text
    assert "rahmi@dinas.example" in page


def test_list_filters_by_state_and_letter(
    secretary_client: Client, delegate: Registration, bali: Office, meeting: Meeting
):
    withdrawn = make_registration(
        meeting, bali, withdrawn_at=timezone.now(), withdraw_reason="Sakit"
    )
    with_letter = make_registration(meeting, bali, letter=make_letter(meeting, bali))

    def found(**query: str) -> set[Registration]:
        page = secretary_client.get("/admin/meetings/registration/", query)
        return set(page.context["cl"].result_list)

    assert found(keadaan="batal") == {withdrawn}
    assert found(surat="belum") == {delegate}
    assert found(surat="ada") == {with_letter}
    assert found(meeting__id__exact=str(meeting.pk)) == {delegate, withdrawn, with_letter}


def test_withdrawal_goes_through_the_rules(
    secretary_client: Client, secretary: User, delegate: Registration
):
    address = f"/admin/meetings/registration/{delegate.pk}/batalkan/"
    secretary_client.post(address, {"reason": "Diganti"})
    delegate.refresh_from_db()
    assert (delegate.is_active, delegate.withdraw_reason) == (False, "Diganti")
    assert list(AuditEvent.objects.values_list("action", "actor")) == [
        ("registration.withdrawn", secretary.pk)
    ]


def test_nobody_edits_a_delegate_by_hand(secretary_client: Client, delegate: Registration):
    address = reverse("admin:meetings_registration_change", args=[delegate.pk])
    assert secretary_client.get(address).status_code == 200
    assert secretary_client.post(address, {"full_name": "Lain"}).status_code == 403
    delegate.refresh_from_db()
    assert delegate.full_name == '=HYPERLINK("x")'
