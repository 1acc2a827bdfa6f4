"""A PDF that was signed elsewhere is kept byte for byte, or refused with what stands in the way."""

import logging
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DecodedStreamObject, NumberObject

from forum_portal.lib.signed_pdf import kept_pdf
from tests.signed_pdfs import dictionary, name, signed_pdf, text, with_validation_data

ON = "Mintalah surat yang ditandatangani tanpa itu"
NOT_WHOLE = "Tanda tangan elektronik di dalam PDF ini tidak mencakup seluruh isinya"


@pytest.fixture(autouse=True)
def _quiet_parser(caplog):
    caplog.set_level(logging.CRITICAL, logger="pypdf")


def kept(content: bytes) -> tuple[bytes, bool]:
    result = kept_pdf(ContentFile(content, name="surat.pdf"))
    return result.file.read(), result.is_original


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        kept_pdf(ContentFile(content, name="surat.pdf"))
    return refused.value.messages[0]


def opening(**action: object):
    return lambda writer: writer.root_object.__setitem__(name("/OpenAction"), dictionary(**action))


def hidden(**entries: object):
    """In no page's reach."""
    return lambda writer: writer._add_object(dictionary(**entries))


def by_reference(writer: PdfWriter) -> None:
    """What it does stands in an object of its own."""
    writer._add_object(dictionary(S=writer._add_object(name("/Launch"))))


def fetched(key: str):
    """A stream whose content stands elsewhere."""
    stream = DecodedStreamObject()
    stream[name(key)] = text("//lain/a.pdf")
    return lambda writer: writer._add_object(stream)


def turned(writer: PdfWriter) -> None:
    writer.pages[0][name("/Rotate")] = NumberObject(90)


def test_signed_is_kept_byte_for_byte():
    signed = signed_pdf()
    assert kept(signed) == (signed, True)


def test_unsigned_is_written_anew():
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("jahat.exe", b"MZjahat")
    field = dictionary(FT=name("/Sig"), T=text("Belum ditandatangani"))
    writer.root_object[name("/AcroForm")] = dictionary(Fields=ArrayObject([field]))
    written = BytesIO()
    writer.write(written)
    content, is_original = kept(written.getvalue())
    assert (len(PdfReader(BytesIO(content)).pages), is_original) == (1, False)
    assert (b"jahat" in written.getvalue(), b"jahat" in content) == (True, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda writer: writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://a.example")),
        lambda writer: writer.add_metadata({"/Author": "Kepala Pusdatin"}),
        opening(S=name("/GoTo"), D=text("awal")),
    ],
    ids=["link", "metadata", "first page"],
)
def test_what_does_not_act_by_itself_stays(change):
    signed = signed_pdf(change)
    assert kept(signed) == (signed, True)


@pytest.mark.parametrize(
    ("change", "carried"),
    [
        (opening(S=name("/JavaScript"), JS=text("app.alert(1)")),
         "skrip (JavaScript) dan tindakan yang berjalan sendiri"),
        (opening(S=name("/URI"), URI=text("https://a.example")), "tindakan yang berjalan sendiri"),
        (hidden(S=name("/Rendition"), JS=text("app.alert(1)")),
         "skrip (JavaScript) dan suara, video, atau objek 3D"),
        (hidden(S=name("/Launch"), F=text("a.exe")),
         "perintah yang membuka program atau berkas lain"),
        (by_reference, "perintah yang membuka program atau berkas lain"),
        (hidden(S=name("/Thread"), F=text("//lain/a.pdf")),
         "perintah yang membuka program atau berkas lain"),
        (fetched("/F"), "isi yang diambil dari berkas atau alamat lain"),
        (fetched("/Ref"), "isi yang diambil dari berkas atau alamat lain"),
        (hidden(A=dictionary(S=name("/SubmitForm"))),
         "formulir yang mengirim atau mengambil data"),
        (lambda writer: writer.add_attachment("a.xlsx", b"PK"), "berkas lampiran"),
        (hidden(Subtype=name("/RichMedia")), "suara, video, atau objek 3D"),
        (hidden(Next=ArrayObject([dictionary(S=name("/Sound"))])), "suara, video, atau objek 3D"),
        (hidden(AA=dictionary()), "tindakan yang berjalan sendiri"),
        (lambda writer: writer.root_object["/AcroForm"].update(dictionary(XFA=ArrayObject())),
         "formulir dinamis (XFA)"),
    ],
)  # fmt: skip
def test_signed_that_acts_is_refused_with_what_it_carries(change, carried):
    said = refusal(signed_pdf(change))
    assert said.startswith(f"PDF bertanda tangan elektronik ini memuat {carried}, yang tidak")
    assert ON in said


def test_escaped_names_are_found():
    signed = signed_pdf(hidden(S=name("/Launch")))
    disguised = signed.replace(b"/Launch", b"/#4caunch")
    assert "perintah yang membuka program" in refusal(_moved(disguised, signed))


def _moved(disguised: bytes, signed: bytes) -> bytes:
    """The range and the places of the objects, after two bytes more."""
    assert len(disguised) == len(signed) + 2
    rest = int(signed.split(b"/ByteRange")[1].split(b"]")[0].split()[-1])
    return disguised.replace(b"%010d" % rest, b"%010d" % (rest + 2))


def test_data_for_later_checks_may_follow_the_signature():
    later = with_validation_data(signed_pdf())
    assert kept(later) == (later, True)


@pytest.mark.parametrize(
    "content",
    [
        with_validation_data(signed_pdf(), turned),
        with_validation_data(signed_pdf(), lambda writer: writer.add_blank_page(595, 842)),
        signed_pdf() + b"% lagi",
        signed_pdf()[:-7] + b"%%EOF\n",
        signed_pdf().replace(b"<0000", b"(0000"),
        signed_pdf().replace(b"/ByteRange [ 0 ", b"/ByteRange [ 9 "),
    ],
    ids=[
        "page changed",
        "page added",
        "bytes added",
        "cut",
        "no hexadecimal",
        "not from the start",
    ],
)
def test_what_the_signature_does_not_cover_is_refused(content):
    assert refusal(content).startswith(NOT_WHOLE)


def test_script_behind_the_signature_is_refused():
    script = hidden(S=name("/JavaScript"), JS=text("app.alert(1)"))
    later = with_validation_data(signed_pdf(), script)
    assert "skrip (JavaScript)" in refusal(later)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Berkas ini kosong."),
        (b"<html>", "Berkas ini bukan PDF, melainkan halaman web atau XML."),
        (signed_pdf(password="kunci"), "PDF ini terkunci kata sandi."),
        (signed_pdf()[:300], "PDF ini rusak dan tidak dapat dibaca."),
        (b"\n" + signed_pdf(), "Berkas ini bukan PDF, melainkan berkas lain."),
    ],
)
def test_what_is_refused_of_any_pdf_is_refused_here(content, reason):
    assert refusal(content).startswith(reason)
