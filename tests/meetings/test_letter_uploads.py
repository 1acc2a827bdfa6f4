"""Files that are no surat tugas, sent through the page: refused in words, or made harmless."""

import logging
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import AssignmentLetter, Meeting
from tests.factories import NOW, make_meeting, make_registration
from tests.hostile_pdfs import PROGRAM, SCRIPT, plain_pdf, scripted_pdf
from tests.signed_pdfs import dictionary, name, signed_pdf, text

pytestmark = pytest.mark.django_db

URL = "/rakor/rakor-makassar/daftar/surat-tugas/unggah/"
MEGABYTES = 1024 * 1024


@pytest.fixture(autouse=True)
def media(tmp_path, caplog):
    caplog.set_level(logging.CRITICAL, logger="pypdf")
    with time_machine.travel(NOW, tick=False):
        yield tmp_path


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar")


def sent(client, rakor, aceh, content: bytes):
    ani = make_registration(rakor, aceh)
    file = SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")
    return client.post(URL, {"file": file, "persons": [f"peserta-{ani.pk}"]})


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"MZ" + bytes(50), "Berkas ini bukan PDF, melainkan program.", id="program"),
        pytest.param(
            b"<html><script>alert(1)</script>",
            "Berkas ini bukan PDF, melainkan halaman web atau XML.",
            id="page",
        ),
        pytest.param(
            b"PK\x03\x04" + bytes(50),
            "Berkas ini bukan PDF, melainkan dokumen Office atau arsip ZIP.",
            id="archive",
        ),
        pytest.param(
            b"%PDF-1.7\nbukan isi PDF",
            "PDF ini rusak dan tidak dapat dibaca. Simpan ulang sebagai PDF, lalu unggah kembali.",
            id="head alone",
        ),
        pytest.param(
            plain_pdf(password="rahasia"),
            "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah kembali.",
            id="encrypted",
        ),
        pytest.param(plain_pdf(pages=201), "PDF ini berisi 201 halaman; batasnya 200.", id="pages"),
        pytest.param(b"", "Berkas yang dikirimkan kosong.", id="empty"),
    ],
)
def test_what_is_no_pdf_is_refused_in_words(operator_client, rakor, aceh, media, content, reason):
    response = sent(operator_client, rakor, aceh, content)
    assert response.context["form"].errors == {"file": [reason]}
    assert (AssignmentLetter.objects.count(), files(media)) == (0, [])


def test_hundred_megabytes_are_refused_on_the_page(operator_client, rakor, aceh, media):
    response = sent(operator_client, rakor, aceh, b"%PDF-1.7" + bytes(100 * MEGABYTES))
    assert response.status_code == 200
    errors = response.context["form"].errors["file"]
    assert [error.replace("\xa0", " ") for error in errors] == [
        "Berkas ini berukuran 100,0 MB; batasnya 5,0 MB."
    ]
    assert (AssignmentLetter.objects.count(), files(media)) == (0, [])


def test_script_and_program_in_a_scan_do_not_survive(operator_client, rakor, aceh, media):
    content = scripted_pdf()
    assert (SCRIPT in content, PROGRAM in content) == (True, True)
    assert sent(operator_client, rakor, aceh, content).status_code == 302
    (path,) = files(media)
    stored = path.read_bytes()
    left = [word for word in (SCRIPT, PROGRAM, b"JavaScript", b"OpenAction", b"EmbeddedFile")
            if word in stored]  # fmt: skip
    assert (left, path.suffix, AssignmentLetter.objects.get().size_bytes) == (
        [], ".pdf", len(stored),
    )  # fmt: skip
    # Nothing of the sender's name for it.
    assert "surat" not in path.name


def test_script_in_a_signed_letter_is_refused(operator_client, rakor, aceh, media):
    def script(writer) -> None:
        action = dictionary(S=name("/JavaScript"), JS=text(SCRIPT.decode()))
        writer.root_object[name("/OpenAction")] = action

    response = sent(operator_client, rakor, aceh, signed_pdf(script))
    (error,) = response.context["form"].errors["file"]
    assert error.startswith("PDF bertanda tangan elektronik ini memuat")
    assert "skrip (JavaScript)" in error
    assert (AssignmentLetter.objects.count(), files(media)) == (0, [])


def test_signed_letter_is_kept_byte_for_byte(operator_client, rakor, aceh, media):
    content = signed_pdf()
    sent(operator_client, rakor, aceh, content)
    assert [path.read_bytes() for path in files(media)] == [content]
