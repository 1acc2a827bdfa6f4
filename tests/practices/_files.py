"""Files that an office sends."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter


def picture_file(size: tuple[int, int] = (300, 200), name: str = "foto.jpg") -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", size, "#196bcd").save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


def pdf_file(name: str = "panduan.pdf") -> SimpleUploadedFile:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    written = BytesIO()
    writer.write(written)
    return SimpleUploadedFile(name, written.getvalue(), "application/pdf")
