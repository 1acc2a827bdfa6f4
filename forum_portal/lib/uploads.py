"""Files that people send: checked by content and size, written anew, kept apart.

`checked_pdf` and `checked_picture` return a new file made from what was really inside, or raise
ValidationError with the reason in words for the sender. What is not a page or a pixel (scripts,
attachments, actions, metadata, text after the end) does not survive the rewriting. Papers whose
electronic signature must survive: forum_portal/lib/signed_pdf.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.template.defaultfilters import filesizeformat
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from forum_portal.lib.picture_files import decoded

MAX_PDF_BYTES = 5 * 1024 * 1024
MAX_PDF_PAGES = 200
MAX_PDF_OBJECTS = 100_000
# A photograph of 50 megapixels as cameras write it.
MAX_PICTURE_BYTES = 25 * 1024 * 1024
# Longest side as stored: sharp at 1,152 CSS pixels on a dense screen, small on the wire.
STORED_SIDE = 2000

# What a page or an object below it may carry that is neither seen nor printed.
_ACTIVE_KEYS = frozenset(
    (
        "/AA", "/AF", "/EF", "/JS", "/Metadata", "/OpenAction", "/PieceInfo", "/PresSteps",
        "/RichMediaContent",
    )
)  # fmt: skip
# Wherever they stand, actions that do more than lead a reader to a place or an address.
SCRIPT_ACTIONS = frozenset(("/JavaScript",))
OPENING_ACTIONS = frozenset(("/Launch", "/GoToR", "/GoToE", "/Thread"))
SENDING_ACTIONS = frozenset(("/SubmitForm", "/ImportData"))
PLAYING_ACTIONS = frozenset(("/Movie", "/Sound", "/Rendition", "/GoTo3DView", "/RichMediaExecute"))
_ACTIONS = SCRIPT_ACTIONS | OPENING_ACTIONS | SENDING_ACTIONS | PLAYING_ACTIONS
# Of a stream: its content is to be fetched from another file, or from an address.
OUTSIDE_KEYS = frozenset(("/F", "/Ref", "/OPI"))
# A visible stamp or link stays as a picture of itself; what it would do goes.
_ANNOTATION_KEYS = frozenset(("/A", "/PA", "/Parent", "/Popup", "/Dest", "/FS"))
_ACTIVE_ANNOTATIONS = frozenset(
    ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D")
)
_DISGUISES = (
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"PK\x03\x04", "dokumen Office atau arsip ZIP"),
    (b"\xd0\xcf\x11\xe0", "dokumen Office lama"),
    (b"MZ", "program"),
    (b"<", "halaman web atau XML"),
)


def picture_path(instance: models.Model, filename: str) -> str:
    """A new address for a picture; nothing of the sender's file name is kept."""
    return f"{instance._meta.label_lower}/{uuid4().hex}.webp"


def paper_path(instance: models.Model, filename: str) -> str:
    """A new address for a PDF; nothing of the sender's file name is kept."""
    return f"{instance._meta.label_lower}/{uuid4().hex}.pdf"


def checked_pdf(file: File, max_bytes: int = MAX_PDF_BYTES) -> ContentFile:
    """The pages of `file` as a new PDF without scripts, attachments, actions and metadata.

    Raises ValidationError: empty, too large, not a PDF, locked, broken, or too many pages.
    """
    with opened_pdf(file, max_bytes) as (_, reader):
        return ContentFile(rewritten(reader), name="berkas.pdf")


@contextmanager
def opened_pdf(file: File, max_bytes: int = MAX_PDF_BYTES) -> Iterator[tuple[bytes, PdfReader]]:
    """The bytes of `file` and its parts, for what is done in the block.

    Raises ValidationError as checked_pdf, also where only the block finds that it is broken.
    """
    content = read_within(file, max_bytes)
    if not content.startswith(b"%PDF-"):
        raise ValidationError(
            f"Berkas ini bukan PDF, melainkan {_kind(content)}.", code="disguised"
        )
    try:
        yield content, _read(content)
    except ValidationError:
        raise
    except Exception as broken:
        # Damaged files make the parser fail in every way there is, RecursionError included.
        raise ValidationError(
            "PDF ini rusak dan tidak dapat dibaca. Simpan ulang sebagai PDF, lalu unggah kembali.",
            code="broken",
        ) from broken


def rewritten(reader: PdfReader) -> bytes:
    """Its pages as a new PDF, without what acts."""
    writer = PdfWriter()
    for page in reader.pages:
        # Cleaned before it is copied: the copy takes only what the page still reaches.
        _clean(page)
        writer.add_page(page)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def checked_picture(
    file: File, max_bytes: int = MAX_PICTURE_BYTES, side: int = STORED_SIDE
) -> ContentFile:
    """`file` as an upright WebP without metadata, at most `side` on its longer side.

    Raises ValidationError: empty, too large in bytes or pixels, not a picture, more than a
    picture, moving, or broken.
    """
    picture = decoded(read_within(file, max_bytes), (side, side))
    written = BytesIO()
    picture.save(written, "WEBP", quality=82, method=4)
    return ContentFile(written.getvalue(), name="gambar.webp")


def read_within(file: File, max_bytes: int) -> bytes:
    """All of `file`. Raises ValidationError: empty, or larger than `max_bytes`."""
    if not file.size:
        raise ValidationError("Berkas ini kosong.", code="empty")
    if file.size > max_bytes:
        raise ValidationError(
            f"Berkas ini berukuran {filesizeformat(file.size)}; "
            f"batasnya {filesizeformat(max_bytes)}.",
            code="too_large",
        )
    file.seek(0)
    return file.read()


def _kind(content: bytes) -> str:
    start = content.lstrip()
    return next((name for magic, name in _DISGUISES if start.startswith(magic)), "berkas lain")


def _read(content: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise ValidationError(
            "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah kembali.",
            code="encrypted",
        )
    count = len(reader.pages)
    if count == 0:
        raise ValidationError("PDF ini tidak berisi satu halaman pun.", code="empty")
    if count > MAX_PDF_PAGES:
        raise ValidationError(
            f"PDF ini berisi {count} halaman; batasnya {MAX_PDF_PAGES}.", code="too_many_pages"
        )
    return reader


def _clean(page: DictionaryObject) -> None:
    """Removes from `page`, and from all it reaches, what acts instead of being seen."""
    _clean_annotations(page)
    seen: set[tuple[int, int] | int] = set()
    waiting: list[PdfObject | None] = [page]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if len(seen) > MAX_PDF_OBJECTS:
            raise ValidationError("Susunan PDF ini terlalu rumit.", code="too_complex")
        if isinstance(found, DictionaryObject):
            _strip(found)
            waiting += [value for key, value in found.items() if key not in ("/Parent", "/P")]
        elif isinstance(found, ArrayObject):
            waiting += found


def _strip(part: DictionaryObject) -> None:
    """An action that acts is emptied: an empty one does nothing."""
    if _name_at(part, "/S") in _ACTIONS:
        part.clear()
    outside = OUTSIDE_KEYS if isinstance(part, StreamObject) else frozenset()
    for key in (_ACTIVE_KEYS | outside) & part.keys():
        del part[key]


def _name_at(part: DictionaryObject, key: str) -> str:
    value = part.get(key)
    found = None if value is None else value.get_object()
    return found if isinstance(found, NameObject) else ""


def _clean_annotations(page: DictionaryObject) -> None:
    if "/Annots" not in page:
        return
    kept = ArrayObject()
    annotations = page["/Annots"]
    for reference in annotations if isinstance(annotations, ArrayObject) else ():
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject):
            continue
        if annotation.get("/Subtype") in _ACTIVE_ANNOTATIONS:
            continue
        for key in _ANNOTATION_KEYS & annotation.keys():
            del annotation[key]
        kept.append(reference)
    page[NameObject("/Annots")] = kept
