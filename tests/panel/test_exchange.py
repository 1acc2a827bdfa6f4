"""Offices and terms leave the panel as files and come back, checked row by row."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from provinces.models import Office, Person, Term
from tests.factories import make_office, make_post, make_term, make_user

pytestmark = pytest.mark.django_db

OFFICES = "/admin/provinces/office/"
TERMS = "/admin/provinces/term/"
NIP = "198001012005012001"


def upload(client: Client, address: str, text: str, name: str = "berkas.csv"):
    return client.post(f"{address}impor/", {"file": SimpleUploadedFile(name, text.encode())})


def confirm(client: Client, address: str, page, **more: str):
    return client.post(f"{address}impor/", {"checked": page.context["token"], **more}, follow=True)


def csv_rows(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def reader_with(*codenames: str) -> Client:
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(reader)
    return client


def test_export_follows_the_filters_and_is_recorded(
    secretary_client: Client, secretary: User, aceh: Office, bali: Office
):
    response = secretary_client.post(f"{OFFICES}ekspor/csv/?q=bali")
    head, *found = csv_rows(response)
    assert (head[:2], [row[:2] for row in found]) == (
        ["ID", "Alamat halaman"],
        [[str(bali.pk), "bali"]],
    )
    assert response["Content-Disposition"].startswith('attachment; filename="balai-')
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target, event.details) == (
        "office.exported",
        secretary,
        "1 baris",
        {"format": "csv", "count": 1},
    )


def test_looking_at_the_address_hands_out_nothing(secretary_client: Client):
    for address in (OFFICES, TERMS):
        assert secretary_client.get(f"{address}ekspor/csv/").status_code == 405
        assert secretary_client.post(f"{address}ekspor/doc/").status_code == 403
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("offices", [1, 3])
def test_export_asks_as_much_for_one_as_for_three(
    secretary_client: Client, django_assert_num_queries, offices: int
):
    for _ in range(offices):
        make_term(make_post(office=make_office()))
    secretary_client.get("/admin/")
    for address, queries in ((OFFICES, 9), (TERMS, 8)):
        with django_assert_num_queries(queries):
            secretary_client.post(f"{address}ekspor/csv/")


def test_exported_terms_hold_no_nip(secretary_client: Client, aceh: Office):
    person = Person.objects.create(name="Syahrul", nip=NIP, note="rahasia")
    make_term(make_post(office=aceh), person=person)
    text = secretary_client.post(f"{TERMS}ekspor/csv/").content.decode()
    assert "Syahrul" in text
    assert NIP not in text
    assert "rahasia" not in text


@pytest.mark.parametrize("address", [OFFICES, TERMS])
def test_list_leads_to_the_import_and_its_templates(secretary_client: Client, address: str):
    assert f'href="{address}impor/"' in secretary_client.get(address).text
    page = secretary_client.get(f"{address}impor/").text
    for kind in ("xlsx", "csv"):
        assert f"{address}impor/templat/{kind}/" in page
    sheet = load_workbook(BytesIO(secretary_client.get(f"{address}impor/templat/xlsx/").content))
    assert sheet.active["A1"].value == "ID"
    assert secretary_client.get(f"{address}impor/templat/doc/").status_code == 403


def test_export_comes_back_without_a_change(secretary_client: Client, aceh: Office, bali: Office):
    make_term(make_post(office=aceh), name="Syahrul")
    for address, rows in ((OFFICES, 2), (TERMS, 1)):
        file = SimpleUploadedFile(
            "daftar.xlsx", secretary_client.post(f"{address}ekspor/xlsx/").content
        )
        page = secretary_client.post(f"{address}impor/", {"file": file})
        assert (page.context["told"], len(page.context["same"])) == ([], rows)
        assert "Terapkan" not in page.text


def test_every_fate_is_shown_and_nothing_written(
    secretary_client: Client, aceh: Office, bali: Office
):
    text = (
        "Alamat halaman;Kode provinsi;Nama resmi;Kota/kabupaten;Telepon kantor\r\n"
        "aceh;;;Banda Aceh;0651 21234\r\nbali;;;;\r\nbaru;51;<b>Balai Baru</b>;;\r\nbali;;;x;\r\n"
    )
    page = upload(secretary_client, OFFICES, text)
    assert [(f.number, f.outcome) for f in page.context["told"]] == [
        (2, "berubah"),
        (4, "baru"),
        (5, "ditolak"),
    ]
    assert page.context["counts"] == [
        ("baru", 1),
        ("berubah", 1),
        ("tanpa perubahan", 1),
        ("ditolak", 1),
    ]
    assert "Telepon kantor: kosong → (0651) 21234" in page.text
    assert "Balai ini sudah disebut pada baris 3." in page.text
    assert "<b>Balai Baru" not in page.text
    assert (Office.objects.count(), AuditEvent.objects.count()) == (2, 0)


def test_confirmation_applies_what_was_shown(
    secretary_client: Client, secretary: User, aceh: Office
):
    page = upload(secretary_client, OFFICES, "Alamat halaman,Kota/kabupaten\naceh,Banda Aceh\n")
    done = confirm(secretary_client, OFFICES, page)
    assert "Impor selesai: 0 baris baru, 1 berubah." in done.text
    aceh.refresh_from_db()
    assert aceh.city == "Banda Aceh"
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "actor")) == [
        ("office.changed", secretary.pk),
        ("office.imported", secretary.pk),
    ]


def test_a_change_in_between_is_told_and_asked_again(secretary_client: Client, aceh: Office):
    page = upload(secretary_client, OFFICES, "Alamat halaman,Kota/kabupaten\naceh,Banda Aceh\n")
    Office.objects.filter(pk=aceh.pk).update(city="Sigli")
    again = confirm(secretary_client, OFFICES, page)
    assert "data di portal berubah sejak berkas ini diperiksa" in again.text
    assert "Kota/kabupaten: Sigli → Banda Aceh" in again.text
    assert Office.objects.get().city == "Sigli"
    confirm(secretary_client, OFFICES, again)
    assert Office.objects.get().city == "Banda Aceh"


def test_nothing_is_applied_that_was_not_shown(secretary_client: Client, aceh: Office):
    page = upload(secretary_client, OFFICES, "Alamat halaman,Kota/kabupaten\naceh,Banda Aceh\n")
    token = page.context["token"]
    colleague = make_user(is_staff=True, is_superuser=True)
    other = Client()
    other.force_login(colleague)
    for client, address, sent in (
        (secretary_client, OFFICES, token[:-1] + ("A" if token[-1] != "A" else "B")),
        (secretary_client, OFFICES, ""),
        (secretary_client, TERMS, token),
        (other, OFFICES, token),
    ):
        answer = client.post(f"{address}impor/", {"checked": sent})
        assert "Unggah berkasnya lagi" in answer.text
    assert (Office.objects.get().city, AuditEvent.objects.count()) == ("", 0)


def test_a_check_does_not_last_for_ever(secretary_client: Client, aceh: Office, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    page = upload(secretary_client, OFFICES, "Alamat halaman,Kota/kabupaten\naceh,Banda Aceh\n")
    time_machine.shift(timedelta(hours=3))
    answer = secretary_client.post(f"{OFFICES}impor/", {"checked": page.context["token"]})
    assert "Unggah berkasnya lagi" in answer.text
    assert Office.objects.get().city == ""


def test_terms_are_appointed_from_a_file(secretary_client: Client, aceh: Office):
    make_term(make_post(office=aceh), name="Kepala Lama")
    page = upload(
        secretary_client,
        TERMS,
        "Balai;Kode jabatan;Nama;Mulai\naceh;kepala;Nur Aini;2026-11\naceh;lurah;Lain;2026\n",
    )
    assert "Masa jabatan Kepala Lama sebagai Kepala UPTD Balai Tekkomdik Aceh" in page.text
    assert "tidak ada jabatan dengan kode itu pada balai itu" in page.text
    assert "Terapkan 1 baris" in page.text
    confirm(secretary_client, TERMS, page)
    assert set(Term.objects.values_list("person__name", flat=True)) == {"Kepala Lama", "Nur Aini"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kosong"),
        ("Alamat halaman,Warna\naceh,biru\n", "“Warna” tidak dikenal"),
        ("Alamat halaman\n", "tidak memuat satu baris pun"),
        ("%PDF-1.7\0", "bukan tabel"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    secretary_client: Client, aceh: Office, text: str, words: str
):
    page = upload(secretary_client, OFFICES, text)
    (error,) = page.context["form"].errors["file"]
    assert words in error


@pytest.mark.parametrize("client_name", ["note_taker_client", "operator_client"])
@pytest.mark.parametrize("address", [OFFICES, TERMS])
def test_files_are_refused_to_others(
    request: pytest.FixtureRequest, client_name: str, address: str, aceh: Office
):
    client = request.getfixturevalue(client_name)
    assert client.post(f"{address}ekspor/csv/").status_code == 403
    assert client.get(f"{address}impor/").status_code == 403
    assert client.get(f"{address}impor/templat/csv/").status_code == 403
    assert upload(client, address, "Alamat halaman\naceh\n").status_code == 403


def test_who_only_reads_may_export_but_not_import(aceh: Office):
    client = reader_with("view_office", "view_term", "change_office")
    for address in (OFFICES, TERMS):
        assert client.post(f"{address}ekspor/csv/").status_code == 200
        assert f"{address}impor/" not in client.get(address).text
        assert upload(client, address, "Alamat halaman\naceh\n").status_code == 403
