"""PDFs as an attacker, or a careless office program, sends them."""

from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

SCRIPT, PROGRAM = b"jahatskrip", b"MZjahat"


def plain_pdf(*, pages: int = 1, password: str = "") -> bytes:
    return _written(_writer(pages), password)


def scripted_pdf() -> bytes:
    """Runs a script when it is opened and carries a program."""
    writer = _writer(1)
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(SCRIPT.decode()),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.add_attachment("jahat.exe", PROGRAM)
    return _written(writer, "")


def _writer(pages: int) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return writer


def _written(writer: PdfWriter, password: str) -> bytes:
    if password:
        writer.encrypt(password)
    content = BytesIO()
    writer.write(content)
    return content.getvalue()
