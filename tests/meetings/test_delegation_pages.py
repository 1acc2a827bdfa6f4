"""Registering, changing, substituting and withdrawing a delegate, through the pages."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from post_office.models import Email
from pypdf import PdfReader, PdfWriter

from accounts.roles import NOTE_TAKER
from meetings.models import AskedField, AssignmentLetter, Meeting, Registration
from meetings.privacy import PRIVACY_VERSION
from provinces.models import OfficeStaff
from tests.factories import (
    NOW,
    make_letter,
    make_meeting,
    make_office,
    make_registration,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/"
FORM = {
    "full_name": "Dr. Ani Lestari, M.Pd.",
    "role": "kepala",
    "position": "Kepala Balai",
    "unit": "UPTD Balai Tekkomdik Aceh",
    "rank": "Pembina, IV/a",
    "nip": "19850315 201001 2 002",
    "email": "Ani@Dinas.example",
    "mobile": "0812 3456 7890",
    "mode": "daring",
    "privacy": "on",
}


@pytest.fixture
def rakor(db) -> Meeting:
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar", mode="hibrida")
    for kind in ("nip", "pangkat"):
        ask(meeting, kind)
    return meeting


def ask(meeting: Meeting, kind: str, **fields: Any) -> AskedField:
    defaults = {"purpose": "Surat perjalanan dinas", "delete_on": date(2027, 1, 31)}
    return AskedField.objects.create(meeting=meeting, kind=kind, **{**defaults, **fields})


def pdf_file(name: str = "surat.pdf") -> SimpleUploadedFile:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    written = BytesIO()
    writer.write(written)
    return SimpleUploadedFile(name, written.getvalue(), content_type="application/pdf")


def flashes(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_registered_with_letter_redirects_and_says_so(operator_client, rakor, aceh):
    response = operator_client.post(f"{URL}tambah/", {**FORM, "file": pdf_file()}, follow=True)
    assert response.redirect_chain == [(f"{URL}?balai=aceh", 302)]
    assert flashes(response) == [
        "Dr. Ani Lestari, M.Pd. terdaftar. Tiket dikirim ke ani@dinas.example."
    ]
    registration = Registration.objects.get()
    values = {name: getattr(registration, name) for name in ("office", "mobile", "nip", "mode")}
    assert values == {
        "office": aceh,
        "mobile": "+6281234567890",
        "nip": "198503152010012002",
        "mode": "daring",
    }
    assert (registration.privacy_version, registration.rank) == (PRIVACY_VERSION, "Pembina, IV/a")
    with registration.letter.file.open() as stored:
        assert len(PdfReader(stored).pages) == 1


def test_odd_nip_is_stored_with_a_warning_that_keeps_it_private(operator_client, rakor):
    response = operator_client.post(
        f"{URL}tambah/", {**FORM, "nip": "198513152010013002"}, follow=True
    )
    warning = flashes(response)[1]
    assert "delapan angka pertama (tanggal lahir) dan angka ke-15 tampak tidak lazim" in warning
    assert "1985" not in warning
    assert Registration.objects.get().nip == "198513152010013002"


def test_mode_is_asked_only_where_there_is_a_choice(operator_client, aceh):
    make_meeting(slug="rakor-makassar", mode="daring")
    assert 'name="mode"' not in operator_client.get(f"{URL}tambah/").content.decode()
    operator_client.post(f"{URL}tambah/", {**FORM, "mode": "luring"})
    registration = Registration.objects.get()
    # Nor are NIP and rank kept that nobody asked for.
    assert (registration.mode, registration.nip, registration.rank) == ("daring", "", "")


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("full_name", "", "Isi nama lengkap."),
        ("role", "panitia", "“panitia” bukan peran yang dapat dipilih."),
        ("nip", "12345", "NIP terdiri atas 18 angka; yang diisi 5 karakter."),
        ("nip", "19850315201001200x", "NIP terdiri atas 18 angka; yang diisi 18 karakter."),
        ("email", "ani@", "Isi alamat surel yang lengkap, misalnya nama@contoh.go.id."),
        ("mobile", "021 572 5980", "Ini nomor telepon tetap."),
        ("mode", "hibrida", "“hibrida” bukan cara hadir rakor ini."),
        ("privacy", "", "Pendaftaran memerlukan persetujuan atas pemberitahuan privasi."),
    ],
)
def test_error_stands_at_its_field_and_the_rest_is_kept(operator_client, rakor, name, value, error):
    response = operator_client.post(f"{URL}tambah/", {**FORM, name: value})
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [name])
    assert form.errors[name][0].startswith(error)
    html = response.content.decode()
    for kept, typed in FORM.items():
        if kept not in (name, "privacy", "role", "mode"):
            assert f'value="{typed}"' in html
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (SimpleUploadedFile("surat.pdf", b"MZ"), "Berkas ini bukan PDF, melainkan program."),
        (SimpleUploadedFile("surat.pdf", b"%PDF-1.7 x"), "PDF ini rusak dan tidak dapat dibaca."),
    ],
)
def test_bad_letter_is_refused_and_nothing_stored(operator_client, rakor, tmp_path, file, error):
    response = operator_client.post(f"{URL}tambah/", {**FORM, "file": file})
    assert list(response.context["form"].errors) == ["file"]
    assert error in response.content.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_chosen_file_stays_sent_while_something_is_put_right(operator_client, rakor, aceh):
    make_registration(rakor, aceh, full_name="Budi", email="ani@dinas.example")
    data = {**FORM, "file": pdf_file()}
    for change in ({"full_name": ""}, {}):
        response = operator_client.post(f"{URL}tambah/", {**data, **change})
        assert "Berkas sudah diterima" in response.content.decode()
        data = {**FORM, "kept_key": response.context["form"]["kept_key"].value()}
    operator_client.post(f"{URL}tambah/", {**data, "email": "lain@dinas.example"})
    assert Registration.objects.get(email="lain@dinas.example").has_letter
    assert AssignmentLetter.objects.count() == 1


def test_one_letter_for_several_persons(operator_client, rakor, aceh, bali):
    letter = make_letter(rakor, aceh, number="090/12/2026")
    of_others = make_letter(rakor, bali, number="090/99/2026")
    html = operator_client.get(f"{URL}tambah/").content.decode()
    assert "090/12/2026 (0 orang)" in html
    assert "090/99/2026" not in html
    operator_client.post(f"{URL}tambah/", {**FORM, "letter": letter.pk})
    other = {**FORM, "full_name": "Budi", "email": "budi@dinas.example", "nip": ""}
    operator_client.post(f"{URL}tambah/", {**other, "letter": letter.pk})
    assert [one.letter for one in Registration.objects.all()] == [letter, letter]
    assert "090/12/2026 (2 orang)" in operator_client.get(f"{URL}tambah/").content.decode()
    third = {**other, "full_name": "Citra", "email": "citra@dinas.example"}
    response = operator_client.post(f"{URL}tambah/", {**third, "letter": of_others.pk})
    assert list(response.context["form"].errors) == ["letter"]


def test_refusal_stands_at_its_field(operator_client, rakor, aceh):
    make_registration(rakor, aceh, full_name="Ani", email="ani@dinas.example")
    response = operator_client.post(f"{URL}tambah/", FORM)
    assert response.context["form"].errors == {
        "email": ["Alamat surel ini sudah terdaftar pada rakor ini (atas nama Ani)."]
    }


def test_form_sent_twice_registers_once(operator_client, rakor):
    for _ in range(2):
        operator_client.post(f"{URL}tambah/", FORM)
    assert (Registration.objects.count(), Email.objects.count()) == (1, 1)


def test_closed_window_is_refused_with_what_was_typed(operator_client, aceh):
    make_meeting(slug="rakor-makassar", registration_closes_at=NOW)
    html = operator_client.post(f"{URL}tambah/", FORM).content.decode()
    closed = "Pendaftaran ditutup sejak 24 November 2026, 11.00 WITA."
    assert closed in html
    assert 'value="Kepala Balai"' in html
    page = operator_client.get(f"{URL}tambah/").content.decode()
    assert ("Pendaftaran sudah ditutup" in page, closed in page) == (True, True)
    assert 'name="full_name"' not in page
    assert Registration.objects.count() == 0


def test_changed_keeps_ticket_and_letter(operator_client, rakor):
    operator_client.post(f"{URL}tambah/", {**FORM, "file": pdf_file()})
    before = Registration.objects.get()
    url = f"{URL}{before.pk}/ubah/"
    assert 'value="0812-3456-7890"' in operator_client.get(url).content.decode()
    change = {**FORM, "position": "Plt. Kepala Balai", "letter": before.letter.pk}
    response = operator_client.post(url, change, follow=True)
    after = Registration.objects.get()
    assert (after.position, after.ticket_code) == ("Plt. Kepala Balai", before.ticket_code)
    assert after.letter == before.letter
    assert response.redirect_chain == [(f"{URL}{before.pk}/", 302)]
    assert flashes(response) == ["Data Dr. Ani Lestari, M.Pd. tersimpan."]


def test_substitute_takes_over_the_seat_and_both_are_told(operator_client, rakor, aceh):
    rakor.seats_per_office = 1
    rakor.save()
    former = make_registration(rakor, aceh, full_name="Budi", role="pendamping")
    url = f"{URL}{former.pk}/ganti/"
    form = operator_client.get(url).context["form"]
    assert [form[name].value() for name in ("role", "mode", "full_name")] == [
        "pendamping", "luring", None,
    ]  # fmt: skip
    assert list(operator_client.post(url, FORM).context["form"].errors) == ["reason"]
    response = operator_client.post(url, {**FORM, "reason": "Sakit."}, follow=True)
    assert response.redirect_chain == [(f"{URL}?balai=aceh", 302)]
    former.refresh_from_db()
    successor = former.replaced_by
    assert (successor.full_name, successor.has_seat) == ("Dr. Ani Lestari, M.Pd.", True)
    assert (former.is_active, former.withdraw_reason) == (False, "Sakit.")
    html = response.content.decode()
    assert "Digantikan oleh Dr. Ani Lestari, M.Pd.: Sakit." in html
    assert "tidak dapat digantikan" in operator_client.get(url).content.decode()


@pytest.mark.parametrize(
    ("seat", "told"),
    [
        ("terdaftar", " dengan kursinya. Tiket dikirim ke ani@dinas.example."),
        ("ditawari", ". Tawaran kursinya ikut beralih dan menunggu jawaban."),
        ("menunggu", " di tempatnya dalam daftar tunggu."),
    ],
)
def test_substitute_is_told_with_what_is_taken_over(operator_client, rakor, aceh, seat, told):
    Meeting.objects.update(seats_per_office=1)
    if seat == "menunggu":
        make_registration(rakor, aceh)
    since = None if seat == "terdaftar" else NOW
    former = make_registration(rakor, aceh, full_name="Budi", seat=seat, waiting_since=since)
    if seat == "ditawari":
        former.seat_offers.create(
            made_at=NOW, expires_at=NOW + timedelta(hours=1), reason="Ada kursi bebas."
        )
    sent = {**FORM, "reason": "Sakit.", "mode": "luring"}
    response = operator_client.post(f"{URL}{former.pk}/ganti/", sent, follow=True)
    assert flashes(response) == [f"Dr. Ani Lestari, M.Pd. menggantikan Budi{told}"]


def test_whoever_gets_no_seat_is_led_to_the_place_in_the_line(operator_client, rakor, aceh):
    for _ in range(3):
        make_registration(rakor, aceh)
    response = operator_client.post(f"{URL}tambah/", FORM, follow=True)
    waiting = Registration.objects.get(email="ani@dinas.example")
    assert response.redirect_chain == [(f"{URL}{waiting.pk}/", 302)]
    assert flashes(response) == [
        "Masuk daftar tunggu karena belum ada kursi: Dr. Ani Lestari, M.Pd."
    ]
    html = response.content.decode()
    assert "Daftar tunggu, urutan ke-1 dari 1" in html
    assert "Kuota UPTD Balai Tekkomdik Aceh 3 kursi, sudah terpakai 3." in html
    assert "ditahan 24 jam sampai dijawab" in html
    Meeting.objects.update(registration_closes_at=NOW)
    closed = operator_client.get(f"{URL}{waiting.pk}/").content.decode()
    assert "sampai dijawab" not in closed


def test_role_given_by_the_secretariat_stays_possible(operator_client, rakor, aceh):
    speaker = make_registration(rakor, aceh, role="narasumber", privacy_version="2020-01")
    url = f"{URL}{speaker.pk}/ubah/"
    operator_client.post(url, {**FORM, "role": "narasumber"})
    speaker.refresh_from_db()
    assert (speaker.role, speaker.privacy_version) == ("narasumber", PRIVACY_VERSION)


def test_withdrawn_with_reason_after_asking(operator_client, rakor, aceh):
    registration = make_registration(rakor, aceh, full_name="Ani")
    url = f"{URL}{registration.pk}/batal/"
    assert "Batalkan pendaftaran?" in operator_client.get(url).content.decode()
    assert "reason" in operator_client.post(url, {"reason": " "}).context["form"].errors
    response = operator_client.post(url, {"reason": "Sakit."}, follow=True)
    assert flashes(response) == ["Pendaftaran Ani dibatalkan."]
    registration.refresh_from_db()
    assert (registration.withdrawn_at, registration.withdraw_reason) == (NOW, "Sakit.")
    assert "sudah dibatalkan: Sakit." in operator_client.get(url).content.decode()
    assert (
        "sudah dibatalkan" in operator_client.get(f"{URL}{registration.pk}/ubah/").content.decode()
    )


def test_letter_is_for_the_office_and_the_secretariat(
    operator_client, other_operator_client, secretariat_client, public_client, rakor, aceh
):
    registration = make_registration(rakor, aceh, name_key="ani lestari")
    url = f"{URL}{registration.pk}/surat-tugas.pdf"
    assert operator_client.get(url).status_code == 404
    registration.letter = make_letter(rakor, aceh, content=b"%PDF-isi")
    registration.save()
    for client in (operator_client, secretariat_client):
        response = client.get(url)
        assert b"".join(response.streaming_content) == b"%PDF-isi"
        assert response["Cache-Control"] == "private, no-store"
    assert other_operator_client.get(url).status_code == 404
    assert public_client.get(url).status_code == 404


@pytest.mark.parametrize("page", ["", "ubah/", "ganti/", "batal/", "tawaran/"])
def test_another_offices_delegate_does_not_exist(other_operator_client, rakor, aceh, page):
    registration = make_registration(rakor, aceh)
    url = f"{URL}{registration.pk}/{page}"
    for response in (other_operator_client.get(url), other_operator_client.post(url, FORM)):
        assert response.status_code == 404
    registration.refresh_from_db()
    assert registration.is_active


@pytest.mark.parametrize("page", ["", "tambah/", "dikenal/", "draf/daftarkan/"])
def test_another_office_is_forbidden_and_the_public_signs_in(
    other_operator_client, public_client, rakor, aceh, page
):
    assert other_operator_client.get(f"{URL}{page}?balai=aceh").status_code == 403
    assert public_client.get(f"{URL}{page}")["Location"].startswith(reverse("account_login"))


def test_secretariat_chooses_an_office_and_registers_for_it(secretariat_client, rakor, aceh, bali):
    choice = secretariat_client.get(URL).content.decode()
    assert [f"{URL}?balai={slug}" in choice for slug in ("aceh", "bali")] == [True, True]
    secretariat_client.post(f"{URL}tambah/?balai=bali", {**FORM, "role": "narasumber"})
    registration = Registration.objects.get()
    assert (registration.office, registration.role) == (bali, "narasumber")


def test_operator_of_two_offices_chooses_as_well(operator_client, operator, rakor, bali):
    OfficeStaff.objects.create(office=bali, user=operator)
    make_office(name="Balai ketiga")
    choice = operator_client.get(URL).content.decode()
    assert "Delegasi balai mana?" in choice
    assert "Balai ketiga" not in choice
    assert operator_client.get(f"{URL}?balai=bali").status_code == 200


def test_note_taker_keeps_no_registrations(rakor, aceh):
    call_command("sync_roles", verbosity=0)
    note_taker = make_user(is_staff=True)
    note_taker.groups.add(Group.objects.get(name=NOTE_TAKER))
    registration = make_registration(rakor, aceh)
    client = Client()
    client.force_login(note_taker)
    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}{registration.pk}/ubah/").status_code == 404


def test_rakor_without_registration_has_no_delegations(operator_client):
    make_meeting(slug="rakor-makassar", registered_by="none")
    assert operator_client.get(URL).status_code == 404
