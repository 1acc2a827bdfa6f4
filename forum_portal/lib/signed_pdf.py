"""PDFs that were signed electronically elsewhere (TTE BSrE): kept byte for byte.

A certified signature is of bytes, so nothing may be taken out of such a file: what must not be in
it is refused. Whether the signature is valid, whose it is and whether it still counts is not said
here; that is asked of the service that made it.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

from forum_portal.lib.uploads import (
    MAX_PDF_BYTES,
    MAX_PDF_OBJECTS,
    OPENING_ACTIONS,
    OUTSIDE_KEYS,
    PLAYING_ACTIONS,
    SCRIPT_ACTIONS,
    SENDING_ACTIONS,
    opened_pdf,
    rewritten,
)

_SCRIPT = "skrip (JavaScript)"
_PROGRAM = "perintah yang membuka program atau berkas lain"
_SENDING = "formulir yang mengirim atau mengambil data"
_MEDIA = "suara, video, atau objek 3D"
_ATTACHED = "berkas lampiran"
_OUTSIDE = "isi yang diambil dari berkas atau alamat lain"
_BY_ITSELF = "tindakan yang berjalan sendiri"
_OF_KEYS = {
    "/JS": _SCRIPT,
    "/XFA": "formulir dinamis (XFA)",
    "/AA": _BY_ITSELF,
    "/EF": _ATTACHED,
    "/RichMediaContent": _MEDIA,
}
# A link that a reader follows (/URI, /GoTo) may stay: letters name their video conference.
_OF_ACTIONS = {
    **dict.fromkeys(SCRIPT_ACTIONS, _SCRIPT),
    **dict.fromkeys(OPENING_ACTIONS, _PROGRAM),
    **dict.fromkeys(SENDING_ACTIONS, _SENDING),
    **dict.fromkeys(PLAYING_ACTIONS, _MEDIA),
}
_OF_TYPES = {"/EmbeddedFile": _ATTACHED}
_OF_SUBTYPES = {
    "/FileAttachment": _ATTACHED,
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/Screen": _MEDIA,
    "/RichMedia": _MEDIA,
    "/3D": _MEDIA,
}
# What a service adds afterwards so that its signature can still be checked in years (PAdES B-LT).
_VALIDATION_KEYS = frozenset(("/DSS", "/Extensions", "/Version"))
# The only bytes that a signature leaves out are itself, as hexadecimal digits.
_SIGNATURE = re.compile(rb"<[0-9A-Fa-f\s]*>")
_LAST_TABLE = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF\s*\Z")


class Kept(NamedTuple):
    """is_original: byte for byte as it was sent, with its electronic signature."""

    file: ContentFile
    is_original: bool


def kept_pdf(file: File, max_bytes: int = MAX_PDF_BYTES) -> Kept:
    """`file` as it is if it carries an electronic signature, else written anew as checked_pdf.

    Raises ValidationError: as checked_pdf; signed and with something that acts, or with something
    that was added after signing.
    """
    with opened_pdf(file, max_bytes) as (content, reader):
        parts = list(_dictionaries(reader))
        ends = [_end(signature, content) for signature in _signatures(parts)]
        if not ends:
            return Kept(ContentFile(rewritten(reader), name="berkas.pdf"), is_original=False)
        _refuse_what_acts(parts)
        if not _is_whole(content, reader, max(ends)):
            raise _not_whole()
        return Kept(ContentFile(content, name="berkas.pdf"), is_original=True)


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """All that the file holds, also what no page reaches: readers differ in what they find."""
    waiting: list[PdfObject | None] = [reader.get_object(one) for one in _numbered(reader)]
    while waiting:
        found = waiting.pop()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += found.values()
        elif isinstance(found, ArrayObject):
            waiting += found


def _numbered(reader: PdfReader) -> list[IndirectObject]:
    numbers = {(number, 0) for number in reader.xref_objStm}
    numbers |= {
        (number, generation) for generation, of_it in reader.xref.items() for number in of_it
    }
    if len(numbers) > MAX_PDF_OBJECTS:
        raise ValidationError("Susunan PDF ini terlalu rumit.", code="too_complex")
    return [IndirectObject(*number, reader) for number in sorted(numbers)]


def _signatures(parts: list[DictionaryObject]) -> list[DictionaryObject]:
    values = [_at(part, "/V") for part in parts if _at(part, "/FT") == "/Sig"]
    return [
        value for value in values if isinstance(value, DictionaryObject) and "/ByteRange" in value
    ]


def _refuse_what_acts(parts: list[DictionaryObject]) -> None:
    carried = sorted({name for part in parts for name in _acting(part)})
    if not carried:
        return
    *others, last = carried
    named = f"{', '.join(others)} dan {last}" if others else last
    raise ValidationError(
        f"PDF bertanda tangan elektronik ini memuat {named}, yang tidak dapat dibuang tanpa "
        "merusak tanda tangannya. Mintalah surat yang ditandatangani tanpa itu, atau cetak berkas "
        "ini ke PDF baru dan unggah cetakannya; tanda tangan elektroniknya tidak ikut.",
        code="active",
    )


def _acting(part: DictionaryObject) -> Iterator[str]:
    yield from (name for key, name in _OF_KEYS.items() if key in part)
    for key, names in (("/S", _OF_ACTIONS), ("/Type", _OF_TYPES), ("/Subtype", _OF_SUBTYPES)):
        value = _at(part, key)
        if isinstance(value, str) and value in names:
            yield names[value]
    if isinstance(part, StreamObject) and OUTSIDE_KEYS & part.keys():
        yield _OUTSIDE
    opening = _at(part, "/OpenAction")
    # An array is a place in the document.
    if isinstance(opening, DictionaryObject) and _at(opening, "/S") != "/GoTo":
        yield _BY_ITSELF


def _at(part: DictionaryObject, key: str) -> PdfObject | None:
    """What `key` leads to; `get` would stop at a reference."""
    value = part.get(key)
    return None if value is None else value.get_object()


def _end(signature: DictionaryObject, content: bytes) -> int:
    """Up to where `signature` covers the file, itself excepted."""
    span = cast(ArrayObject, signature["/ByteRange"])
    start, before, after, rest = (int(number) for number in span)
    is_sound = start == 0 < before < after < after + rest <= len(content)
    if not is_sound or not _SIGNATURE.fullmatch(content[before:after]):
        raise _not_whole()
    return after + rest


def _is_whole(content: bytes, reader: PdfReader, end: int) -> bool:
    """True if after `end`, where the last signature ends, comes nothing that anybody sees."""
    tail = content[end:]
    if not tail.strip():
        return True
    table = _LAST_TABLE.search(tail)
    if table is None or int(table[1]) < end:
        return False
    signed = PdfReader(BytesIO(content[:end]))
    return _root(signed) == _root(reader) and all(
        _written(signed, one) == _written(reader, one) for one in _numbered(signed)
    )


def _root(reader: PdfReader) -> int:
    return cast(IndirectObject, reader.root_object.indirect_reference).idnum


def _written(reader: PdfReader, one: IndirectObject) -> bytes:
    """`one` as it stands in `reader`; the root without what helps to check a signature."""
    found = reader.get_object(IndirectObject(one.idnum, one.generation, reader))
    if one.idnum == _root(reader) and isinstance(found, DictionaryObject):
        kept = {key: value for key, value in found.items() if key not in _VALIDATION_KEYS}
        found = DictionaryObject(kept)
    written = BytesIO()
    if found is not None:
        found.write_to_stream(written)
    return written.getvalue()


def _not_whole() -> ValidationError:
    return ValidationError(
        "Tanda tangan elektronik di dalam PDF ini tidak mencakup seluruh isinya: berkas ditambahi "
        "atau disimpan ulang sesudah ditandatangani. Unggah berkas asli seperti yang diterima dari "
        "layanan tanda tangan elektronik.",
        code="not_whole",
    )
