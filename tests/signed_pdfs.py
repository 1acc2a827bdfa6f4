"""PDFs as a service for electronic signatures makes them, with a signature of zeros."""

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

Change = Callable[[PdfWriter], object]

_PLACEHOLDER = 1_234_567_890


def dictionary(**entries: object) -> DictionaryObject:
    """With names as PDF writes them: dictionary(S=name("/Launch"))."""
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def name(value: str) -> NameObject:
    return NameObject(value)


def text(value: str) -> TextStringObject:
    return TextStringObject(value)


def signed_pdf(change: Change = lambda writer: None, password: str = "") -> bytes:
    """One page and one signature that covers all of the file; change: made before signing."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    signature = dictionary(
        Type=name("/Sig"),
        Filter=name("/Adobe.PPKLite"),
        SubFilter=name("/ETSI.CAdES.detached"),
        ByteRange=ArrayObject([NumberObject(0), *[NumberObject(_PLACEHOLDER)] * 3]),
        Contents=ByteStringObject(bytes(64)),
    )
    field = dictionary(FT=name("/Sig"), T=text("TTE"), V=writer._add_object(signature))
    form = dictionary(Fields=ArrayObject([writer._add_object(field)]), SigFlags=NumberObject(3))
    writer.root_object[name("/AcroForm")] = form
    change(writer)
    if password:
        writer.encrypt(password)
    written = BytesIO()
    writer.write(written)
    return _with_range(written.getvalue())


def with_validation_data(signed: bytes, change: Change = lambda writer: None) -> bytes:
    """`signed` and behind it what lets its signature be checked in years; change: made with it."""
    writer = PdfWriter(BytesIO(signed), incremental=True)
    certificate = DecodedStreamObject()
    certificate.set_data(b"sertifikat")
    store = dictionary(Certs=ArrayObject([writer._add_object(certificate)]))
    writer.root_object[name("/DSS")] = writer._add_object(store)
    change(writer)
    written = BytesIO()
    writer.write(written)
    assert written.getvalue().startswith(signed)
    assert "/DSS" in PdfReader(written).root_object
    return written.getvalue()


def _with_range(content: bytes) -> bytes:
    """The places of the signature filled in, each as wide as what stood for it."""
    digits = b"<" + b"00" * 64 + b">"
    before = content.find(digits)
    if before < 0:
        return content
    after = before + len(digits)
    for place in (before, after, len(content) - after):
        content = content.replace(b"%d" % _PLACEHOLDER, b"%010d" % place, 1)
    return content
