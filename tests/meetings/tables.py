"""Filled tables as offices send them."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

HEADER = (
    "Nama lengkap *", "Peran *", "Jabatan *", "Unit kerja *", "Alamat surel *",
    "Nomor ponsel (WhatsApp) *", "Cara hadir *",
    "Setuju didaftarkan sesuai pemberitahuan privasi *",
)  # fmt: skip


def row(name: str = "Ani Lestari", **changes: Any) -> list[Any]:
    """Of a delegate to whom nothing lacks; changes: by the first word of a column."""
    values = {
        "Nama": name, "Peran": "Pendamping", "Jabatan": "Pranata Komputer", "Unit": "",
        "Alamat": f"{name.split()[0].lower()}@dinas.example", "Nomor": "081234567890",
        "Cara": "Luring", "Setuju": "Ya",
    }  # fmt: skip
    return list({**values, **changes}.values())


def xlsx(*rows: list[Any], header: tuple[str, ...] = HEADER) -> bytes:
    book = Workbook()
    for values in (header, *rows):
        book.active.append(values)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def filled(template: bytes, *rows: list[Any]) -> bytes:
    """`template` with `rows` below its example."""
    book = load_workbook(BytesIO(template))
    for number, values in enumerate(rows, 3):
        for place, value in enumerate(values, 1):
            book.active.cell(number, place).value = value
    content = BytesIO()
    book.save(content)
    return content.getvalue()
