"""What an office does about its surat tugas, through the pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.models import AssignmentLetter, DelegateDraft, Meeting
from provinces.models import OfficeStaff
from tests.factories import NOW, make_letter, make_meeting, make_office, make_registration
from tests.hostile_pdfs import plain_pdf
from tests.signed_pdfs import signed_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

URL = "/rakor/rakor-makassar/daftar/surat-tugas/"
WORDS = {
    "number": "090/12/2026",
    "dated_on": "2026-12-01",
    "basis": "Surat undangan",
    "task": "Mengikuti Rakor Makassar",
    "signatory_position": "Kepala Dinas",
    "signatory_name": "Drs. Umar",
    "signatory_nip": "19700101 199512 1 001",
}


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")


def flashes(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def status(client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        # A file that nobody reads to its end stays open.
        body(response)
    return response.status_code


def named(letter: AssignmentLetter) -> list[str]:
    return sorted(letter.registrations.values_list("full_name", flat=True))


def test_page_says_how_those_without_a_letter_get_onto_one(operator_client, rakor, aceh):
    way_on = "Pilih <strong>Ubah</strong> pada surat yang memuat mereka"
    letter = make_letter(rakor, aceh, number="090/1")
    person = make_registration(rakor, aceh, full_name="Cut Meutia")
    assert way_on in operator_client.get(f"{URL}?balai=aceh").content.decode()
    person.letter = letter
    person.save()
    assert way_on not in operator_client.get(f"{URL}?balai=aceh").content.decode()


def test_written_for_those_without_a_letter_and_printed(operator_client, operator, rakor, aceh):
    ani = make_registration(rakor, aceh, full_name="Ani", position="Kepala Balai")
    other = make_letter(rakor, aceh, number="001")
    budi = make_registration(rakor, aceh, full_name="Budi", position="Staf", letter=other)
    cici = DelegateDraft.objects.create(
        meeting=rakor, office=aceh, data={"full_name": "Cici"}, made_at=NOW, changed_at=NOW,
        changed_by=operator,
    )  # fmt: skip
    form = operator_client.get(f"{URL}buat/").context["form"]
    keys = [f"peserta-{ani.pk}", f"peserta-{budi.pk}", f"draf-{cici.pk}"]
    assert form.fields["persons"].choices == [
        (keys[0], "Ani, Kepala Balai"),
        (keys[1], "Budi, Staf (sekarang pada 001)"),
        (keys[2], "Cici (draf)"),
    ]
    assert form["persons"].initial == [keys[0], keys[2]]
    response = operator_client.post(
        f"{URL}buat/", {**WORDS, "persons": [keys[0], keys[2]]}, follow=True
    )
    assert response.redirect_chain == [(f"{URL}?balai=aceh", 302)]
    letter = AssignmentLetter.objects.exclude(pk=other.pk).get()
    assert (named(letter), list(letter.drafts.all())) == (["Ani"], [cici])
    assert {name: str(getattr(letter, name)) for name in WORDS} == {
        **WORDS, "signatory_nip": "197001011995121001",
    }  # fmt: skip
    html = response.content.decode()
    assert "Menunggu tanda tangan" in html
    paper = operator_client.get(f"{URL}{letter.pk}/naskah.pdf")
    assert (paper.content[:5], paper["Cache-Control"]) == (b"%PDF-", "private, no-store")
    assert operator_client.get(f"{URL}{letter.pk}/surat-tugas.pdf").status_code == 404


def test_errors_keep_what_was_typed(operator_client, rakor, aceh):
    ani = make_registration(rakor, aceh)
    sent = {**WORDS, "signatory_nip": "123", "persons": [f"peserta-{ani.pk}"]}
    response = operator_client.post(f"{URL}buat/", sent)
    assert response.context["form"].errors == {
        "signatory_nip": ["NIP terdiri atas 18 angka; yang diisi 3 karakter."]
    }
    html = response.content.decode()
    assert 'value="090/12/2026"' in html
    assert re.search(rf'value="peserta-{ani.pk}"[^>]*checked', html)
    nobody = operator_client.post(f"{URL}buat/", WORDS).context["form"].errors
    assert nobody == {"persons": ["Pilih paling sedikit satu orang."]}
    assert AssignmentLetter.objects.count() == 0


def test_uploaded_scan_is_written_anew_and_a_signed_file_kept(operator_client, rakor, aceh):
    ani, budi = (make_registration(rakor, aceh, full_name=name) for name in ("Ani", "Budi"))
    persons = [f"peserta-{one.pk}" for one in (ani, budi)]
    response = operator_client.post(
        f"{URL}unggah/", {"file": file(plain_pdf()), "persons": persons}, follow=True
    )
    assert flashes(response) == ["Surat tugas disimpan."]
    letter = AssignmentLetter.objects.get()
    assert (named(letter), letter.task) == (["Ani", "Budi"], "")
    signed = signed_pdf()
    address = f"{URL}{letter.pk}/tanda-tangan/"
    response = operator_client.post(address, {"file": file(signed)}, follow=True)
    assert flashes(response) == [
        "Berkas bertanda tangan disimpan. Berkas asli beserta tanda tangan elektroniknya disimpan."
    ]
    for one in (ani, budi):
        own = operator_client.get(f"/rakor/rakor-makassar/daftar/{one.pk}/surat-tugas.pdf")
        assert body(own) == signed
    assert body(operator_client.get(f"{URL}{letter.pk}/surat-tugas.pdf")) == signed


def test_chosen_file_stays_sent_while_something_else_is_put_right(operator_client, rakor, aceh):
    ani = make_registration(rakor, aceh)
    html = operator_client.post(f"{URL}unggah/", {"file": file(plain_pdf())}).content.decode()
    assert "Berkas sudah diterima dan ikut disimpan." in html
    key = re.search(r'name="kept_key" value="(\w+)"', html).group(1)
    operator_client.post(f"{URL}unggah/", {"kept_key": key, "persons": [f"peserta-{ani.pk}"]})
    assert bool(AssignmentLetter.objects.get().file)


def test_changed_and_removed(operator_client, rakor, aceh):
    letter = make_letter(rakor, aceh, **{**WORDS, "dated_on": None, "signatory_nip": ""})
    ani = make_registration(rakor, aceh, full_name="Ani", letter=letter)
    budi = make_registration(rakor, aceh, full_name="Budi")
    page = operator_client.get(f"{URL}{letter.pk}/ubah/")
    assert page.context["form"]["persons"].initial == [f"peserta-{ani.pk}"]
    sent = {**WORDS, "persons": [f"peserta-{budi.pk}"]}
    assert flashes(operator_client.post(f"{URL}{letter.pk}/ubah/", sent, follow=True)) == [
        "Surat tugas disimpan."
    ]
    assert flashes(operator_client.post(f"{URL}{letter.pk}/ubah/", sent, follow=True)) == [
        "Tidak ada yang berubah."
    ]
    assert named(letter) == ["Budi"]
    address = f"{URL}{letter.pk}/hapus/"
    assert "Budi tetap terdaftar" in operator_client.get(address).content.decode()
    assert AssignmentLetter.objects.count() == 1
    operator_client.post(address, {"hapus": "berkas"}, follow=True)
    letter.refresh_from_db()
    assert not letter.file
    response = operator_client.post(address, {"hapus": "surat"}, follow=True)
    assert flashes(response) == [
        "Surat tugas dihapus. Pesertanya tetap terdaftar, tanpa surat tugas."
    ]
    assert AssignmentLetter.objects.count() == 0


def test_nothing_changes_once_registration_is_closed(operator_client, aceh):
    meeting = make_meeting(slug="rakor-makassar", registration_closes_at=NOW)
    letter = make_letter(meeting, aceh, number="001")
    ani = make_registration(meeting, aceh, letter=letter)
    page = operator_client.get(URL).content.decode()
    assert "Surat tugas tidak dapat diubah." in page
    assert [way in page for way in ("buat/", "unggah/", "ubah/", "hapus/")] == [False] * 4
    sent = {**WORDS, "persons": [f"peserta-{ani.pk}"]}
    for path in (f"{URL}buat/", f"{URL}{letter.pk}/ubah/", f"{URL}{letter.pk}/hapus/"):
        assert (
            "Pendaftaran sudah ditutup" in operator_client.get(path).content.decode()
            or "hapus" in path
        )
        errors = operator_client.post(path, sent).context["form"].non_field_errors()
        assert list(errors) == ["Pendaftaran ditutup sejak 24 November 2026, 11.00 WITA."]
    letter.refresh_from_db()
    assert (letter.number, AssignmentLetter.objects.count()) == ("001", 1)
    # What is there is still read.
    assert status(operator_client, f"{URL}{letter.pk}/surat-tugas.pdf") == 200


def test_nobody_to_assign_leads_to_the_delegation(operator_client, rakor, aceh):
    html = operator_client.get(f"{URL}buat/").content.decode()
    assert "Belum ada yang dapat ditugaskan" in html
    assert 'name="task"' not in html


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_statements(
    operator_client, rakor, aceh, django_assert_num_queries, count
):
    for number in range(count):
        letter = make_letter(rakor, aceh, number=f"00{number}")
        make_registration(rakor, aceh, letter=letter)
        make_registration(rakor, aceh)
    with django_assert_num_queries(8):
        operator_client.get(URL)


PAGES = ("ubah/", "tanda-tangan/", "hapus/", "naskah.pdf", "surat-tugas.pdf")


@pytest.mark.parametrize("page", PAGES)
def test_another_offices_letter_does_not_exist(
    operator_client, other_operator_client, secretariat_client, public_client, rakor, aceh, page
):
    letter = make_letter(rakor, aceh, content=b"%PDF-rahasia", task="Mengikuti")
    ani = make_registration(rakor, aceh, letter=letter)
    url = f"{URL}{letter.pk}/{page}"
    own = f"/rakor/rakor-makassar/daftar/{ani.pk}/surat-tugas.pdf"
    for address in (url, own):
        assert other_operator_client.get(address).status_code == 404
        assert other_operator_client.post(address, {"hapus": "surat"}).status_code == 404
        assert public_client.get(address).status_code == (404 if address.endswith(".pdf") else 302)
        assert [status(one, address) for one in (operator_client, secretariat_client)] == [200] * 2
    assert AssignmentLetter.objects.count() == 1


def test_participant_with_a_ticket_reads_no_letter(rakor, aceh, public_client):
    """The person's own page is no way to the office's papers."""
    letter = make_letter(rakor, aceh, content=b"%PDF-rahasia")
    ani = make_registration(rakor, aceh, letter=letter)
    page = public_client.get(ani.get_absolute_url())
    assert page.status_code == 200
    assert [words in page.content.decode() for words in ("surat-tugas", letter.file.name)] == [
        False, False,
    ]  # fmt: skip
    for address in (f"/media/{letter.file.name}", f"/{letter.file.name}"):
        assert public_client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["", "buat/", "unggah/"])
def test_another_office_is_forbidden(other_operator_client, rakor, aceh, page):
    assert other_operator_client.get(f"{URL}{page}?balai=aceh").status_code == 403


def test_who_acts_for_several_chooses_first(operator, rakor, bali):
    OfficeStaff.objects.create(office=bali, user=operator)
    make_office(name="Balai ketiga")
    client = Client()
    client.force_login(operator)
    assert client.get(URL)["Location"] == "/rakor/rakor-makassar/daftar/"
    assert client.get(f"{URL}?balai=bali").status_code == 200
