import logging
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from forum_portal.lib.uploads import STORED_SIDE, checked_pdf, checked_picture
from tests.signed_pdfs import dictionary, name, text


@pytest.fixture(autouse=True)
def _quiet_parser(caplog):
    caplog.set_level(logging.CRITICAL, logger="pypdf")


def pdf(*, hostile: bool = False, password: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if hostile:
        script = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject("app.alert('jahat')"),
            }
        )
        writer.root_object[NameObject("/OpenAction")] = script
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
        writer.add_attachment("jahat.exe", b"MZjahat")
        writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://jahat.example"))
        writer.add_annotation(0, FreeText(text="Cap basah", rect=(20, 20, 90, 90)))
        writer.add_metadata({"/Author": "Penulis jahat"})
    if password:
        writer.encrypt(password)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    written = BytesIO()
    Image.new(options.pop("mode", "RGB"), size).save(written, kind, **options)
    return written.getvalue()


def refusal(check, content: bytes, **options) -> str:
    with pytest.raises(ValidationError) as refused:
        check(ContentFile(content, name="kiriman"), **options)
    return refused.value.messages[0].replace("\xa0", " ")


def test_pdf_keeps_its_pages_and_visible_notes():
    written = checked_pdf(ContentFile(pdf(hostile=True, pages=3), name="surat.pdf")).read()
    reader = PdfReader(BytesIO(written))
    assert len(reader.pages) == 3
    assert [note["/Subtype"] for note in reader.pages[0]["/Annots"]] == ["/Link", "/FreeText"]


def test_pdf_loses_what_acts():
    before = pdf(hostile=True)
    after = checked_pdf(ContentFile(before, name="surat.pdf")).read()
    for trace in (b"jahat", b"/JavaScript", b"/JS", b"/AA", b"/OpenAction", b"/EmbeddedFile"):
        assert trace in before
        assert trace not in after


ACTIONS = ("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/Thread", "/SubmitForm", "/ImportData")


@pytest.mark.parametrize("key", ["/PresSteps", "/B", "/Resources", "/Unknown"])
@pytest.mark.parametrize("action", ACTIONS)
def test_action_goes_wherever_it_hangs(key, action):
    acting = dictionary(S=name(action), F=text("jahat"), URI=text("jahat"))

    def change(page: PageObject, writer: PdfWriter) -> None:
        page[name(key)] = dictionary(NA=writer._add_object(acting), List=ArrayObject([acting]))

    before, after = changed_and_checked(change)
    assert [[trace in one for trace in (b"jahat", action.encode())] for one in (before, after)] == [
        [True, True],
        [False, False],
    ]


@pytest.mark.parametrize("key", ["/F", "/Ref", "/OPI"])
def test_content_that_is_fetched_from_elsewhere_goes(key):
    stream = DecodedStreamObject()
    stream.set_data(b"q Q")
    stream[name(key)] = text("//jahat/a.pdf")

    def change(page: PageObject, writer: PdfWriter) -> None:
        page[name("/Contents")] = writer._add_object(stream)

    before, after = changed_and_checked(change)
    assert [b"jahat" in one for one in (before, after)] == [True, False]
    assert b"q Q" in after


def changed_and_checked(change: Callable[[PageObject, PdfWriter], None]) -> tuple[bytes, bytes]:
    """A page that `change` changed, as it is sent and as it is kept."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    change(writer.pages[0], writer)
    written = BytesIO()
    writer.write(written)
    before = written.getvalue()
    return before, checked_pdf(ContentFile(before, name="surat.pdf")).read()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Berkas ini kosong."),
        (b"MZ\x90", "Berkas ini bukan PDF, melainkan program."),
        (b"PK\x03\x04", "Berkas ini bukan PDF, melainkan dokumen Office atau arsip ZIP."),
        (b"<html>", "Berkas ini bukan PDF, melainkan halaman web atau XML."),
        (b"apa saja", "Berkas ini bukan PDF, melainkan berkas lain."),
        (
            b"%PDF-1.7 rusak",
            "PDF ini rusak dan tidak dapat dibaca. Simpan ulang sebagai PDF, lalu unggah kembali.",
        ),
        (
            pdf(password="kunci"),
            "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah kembali.",
        ),
        (pdf(pages=0), "PDF ini tidak berisi satu halaman pun."),
        (pdf(pages=201), "PDF ini berisi 201 halaman; batasnya 200."),
    ],
)
def test_pdf_refused_with_its_reason(content, reason):
    assert refusal(checked_pdf, content) == reason


@pytest.mark.parametrize("cut", [0.3, 0.6])
def test_pdf_cut_off_is_broken(cut):
    whole = pdf(hostile=True)
    assert refusal(checked_pdf, whole[: int(len(whole) * cut)]).startswith("PDF ini rusak")


def test_size_limit_is_inclusive():
    content = pdf()
    assert checked_pdf(ContentFile(content, name="a"), max_bytes=len(content))
    assert refusal(checked_pdf, content, max_bytes=100).endswith("; batasnya 100 bita.")


def test_picture_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera rahasia"
    before = picture(size=(4000, 3000), exif=exif)
    after = checked_picture(ContentFile(before, name="kantor.jpg")).read()
    written = Image.open(BytesIO(after))
    assert (written.format, written.size) == ("WEBP", (1500, STORED_SIDE))
    assert dict(written.getexif()) == {}
    assert b"Kamera rahasia" in before
    assert b"Kamera rahasia" not in after


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGB")],
)
def test_picture_of_any_mode_becomes_webp(kind, mode):
    content = ContentFile(picture(kind, mode=mode), name="x")
    assert Image.open(checked_picture(content)).format == "WEBP"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Berkas ini kosong."),
        (pdf(), "Berkas ini bukan gambar JPEG, PNG, atau WebP."),
        (picture("GIF", mode="P"), "Berkas ini bukan gambar JPEG, PNG, atau WebP."),
        (b"<svg onload='x'/>", "Berkas ini bukan gambar JPEG, PNG, atau WebP."),
        (
            picture(size=(400, 400))[:900],
            "Gambar ini rusak dan tidak dapat dibaca. Simpan ulang, lalu unggah kembali.",
        ),
        (
            picture("PNG", mode="1", size=(7072, 7071)),
            "Gambar ini terlalu besar: paling banyak 50 juta piksel.",
        ),
    ],
)
def test_picture_refused_with_its_reason(content, reason):
    assert refusal(checked_picture, content) == reason
