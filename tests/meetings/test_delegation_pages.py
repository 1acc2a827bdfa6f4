"""What an office does about its delegation, through the pages."""

from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from post_office.models import Email
from pypdf import PdfReader, PdfWriter

from accounts.roles import NOTE_TAKER
from meetings.models import Meeting, Registration
from meetings.privacy import PRIVACY_VERSION
from provinces.models import OfficeStaff
from tests.factories import NOW, make_meeting, make_office, make_registration, make_user

pytestmark = pytest.mark.django_db

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


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar", mode="hibrida")


def pdf_file(name: str = "surat.pdf") -> SimpleUploadedFile:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    written = BytesIO()
    writer.write(written)
    return SimpleUploadedFile(name, written.getvalue(), content_type="application/pdf")


def flashes(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_delegation_shows_quota_people_and_ways_on(operator_client, rakor, aceh, bali):
    one = make_registration(rakor, aceh, full_name="Ani", mobile="+6281234567890")
    make_registration(rakor, aceh, full_name="Budi", withdrawn_at=NOW, withdraw_reason="Sakit.")
    make_registration(rakor, bali, full_name="Orang Bali")
    html = operator_client.get(URL).content.decode()
    for shown in ("3 kursi", "1 kursi", "2 kursi", "Ani", "0812-3456-7890", "Budi", "Sakit."):
        assert shown in html
    for url in (one.get_absolute_url(), f"{URL}{one.pk}/ubah/", f"{URL}{one.pk}/batal/"):
        assert url in html
    assert f"{URL}tambah/?balai=aceh" in html
    assert "Orang Bali" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_delegation_takes_the_same_statements(
    operator_client, rakor, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        make_registration(rakor, aceh)
    with django_assert_num_queries(6):
        operator_client.get(URL)


@pytest.mark.parametrize(
    ("fields", "notice"),
    [
        ({"registration_closes_at": NOW}, "Delegasi tidak dapat diubah."),
        ({"seats_per_office": 1}, "Kuota UPTD Balai Tekkomdik Aceh 1 kursi, sudah terpakai 1."),
        ({"capacity": 1}, "Rakor ini menyediakan 1 kursi untuk semua balai, sudah terpakai 1."),
        ({"cancelled_at": NOW, "cancel_reason": "Banjir."}, "Banjir."),
    ],
)
def test_delegation_says_why_nobody_can_be_added(operator_client, aceh, fields, notice):
    meeting = make_meeting(slug="rakor-makassar", **fields)
    make_registration(meeting, aceh)
    html = operator_client.get(URL).content.decode()
    assert notice in html
    assert f"{URL}tambah/" not in html


def test_registered_with_letter_redirects_and_says_so(operator_client, rakor, aceh):
    response = operator_client.post(
        f"{URL}tambah/", {**FORM, "assignment_letter": pdf_file()}, follow=True
    )
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
    assert len(PdfReader(registration.assignment_letter.open()).pages) == 1
    registration.assignment_letter.close()


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
    assert Registration.objects.get().mode == "daring"


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("full_name", "", "Isi nama lengkap."),
        ("role", "panitia", "Masukkan pilihan yang valid. panitia bukan salah satu"),
        ("nip", "12345", "NIP terdiri atas 18 angka; yang diisi 5 karakter."),
        ("nip", "19850315201001200x", "NIP terdiri atas 18 angka; yang diisi 18 karakter."),
        ("email", "ani@", "Isi alamat surel yang lengkap, misalnya nama@contoh.go.id."),
        ("mobile", "021 572 5980", "Ini nomor telepon tetap."),
        ("mode", "hibrida", "Masukkan pilihan yang valid."),
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
    response = operator_client.post(f"{URL}tambah/", {**FORM, "assignment_letter": file})
    assert list(response.context["form"].errors) == ["assignment_letter"]
    assert error in response.content.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_chosen_file_is_said_to_be_lost(operator_client, rakor, aceh):
    make_registration(rakor, aceh, email="ani@dinas.example")
    for change in ({"full_name": ""}, {}):
        response = operator_client.post(
            f"{URL}tambah/", {**FORM, **change, "assignment_letter": pdf_file()}
        )
        assert "Pilih kembali berkasnya" in response.content.decode()


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
    assert "dan ditutup 24 November 2026, 11.00 WITA." in html
    assert 'value="Kepala Balai"' in html
    page = operator_client.get(f"{URL}tambah/").content.decode()
    assert "Pendaftaran tidak dibuka" in page
    assert 'name="full_name"' not in page
    assert Registration.objects.count() == 0


def test_changed_keeps_ticket_and_letter(operator_client, rakor):
    operator_client.post(f"{URL}tambah/", {**FORM, "assignment_letter": pdf_file()})
    before = Registration.objects.get()
    url = f"{URL}{before.pk}/ubah/"
    assert 'value="0812-3456-7890"' in operator_client.get(url).content.decode()
    response = operator_client.post(url, {**FORM, "position": "Plt. Kepala Balai"}, follow=True)
    after = Registration.objects.get()
    assert (after.position, after.ticket_code) == ("Plt. Kepala Balai", before.ticket_code)
    assert after.assignment_letter.name == before.assignment_letter.name
    assert flashes(response)[0].startswith("Dr. Ani Lestari, M.Pd. tersimpan.")


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
    registration.assignment_letter.save("x.pdf", ContentFile(b"%PDF-isi"))
    for client in (operator_client, secretariat_client):
        response = client.get(url)
        assert b"".join(response.streaming_content) == b"%PDF-isi"
        assert response["Cache-Control"] == "private, no-store"
    assert other_operator_client.get(url).status_code == 404
    assert public_client.get(url).status_code == 302


@pytest.mark.parametrize("page", ["ubah/", "batal/"])
def test_another_offices_delegate_does_not_exist(other_operator_client, rakor, aceh, page):
    registration = make_registration(rakor, aceh)
    url = f"{URL}{registration.pk}/{page}"
    for response in (other_operator_client.get(url), other_operator_client.post(url, FORM)):
        assert response.status_code == 404
    registration.refresh_from_db()
    assert registration.is_active


@pytest.mark.parametrize("page", ["", "tambah/"])
def test_another_office_is_forbidden_and_the_public_signs_in(
    other_operator_client, public_client, rakor, aceh, page
):
    assert other_operator_client.get(f"{URL}{page}?balai=aceh").status_code == 403
    assert public_client.get(f"{URL}{page}")["Location"].startswith(reverse("account_login"))


def test_secretariat_chooses_an_office_and_registers_for_it(secretariat_client, rakor, aceh, bali):
    choice = secretariat_client.get(URL).content.decode()
    assert [f"{URL}?balai={slug}" in choice for slug in ("aceh", "bali")] == [True, True]
    secretariat_client.post(f"{URL}tambah/?balai=bali", FORM)
    assert Registration.objects.get().office == bali


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
