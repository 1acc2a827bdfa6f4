"""Tables for spreadsheet programs: XLSX, and CSV that Excel opens with its letters right.

Whatever people typed stays text. A cell that a spreadsheet program would run as a formula gets
a leading apostrophe, in both formats: CSV has no other way, and XLSX may be saved as CSV later.
`read_table` reads both back; a formula in a file that somebody sends is refused.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from forum_portal.lib.xml_text import in_xml

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"

FORMATS = ("xlsx", "csv")

Cell = str | int | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BEGINS = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r])")
_BEGINS_DEFUSED = re.compile(r"(^|[;\t\r\n])'(?=[=+\-@\t\r])")
_WIDEST = 60

MAX_BYTES = 2 * 1024 * 1024
# Ten times what the longest file of the portal holds; read whole, at some 20 bytes for each.
MAX_UNPACKED = 16 * 1024 * 1024
MAX_PARTS = 200
# Each tag that the parser holds takes some 300 bytes: a row of three million makes a gigabyte.
MAX_TAGS = 1_000_000
MAX_ROWS = 2000
# Empty ones included: a sheet may be formatted far below what it holds.
MAX_LINES = 20_000
MAX_COLUMNS = 60
MAX_CELL = 20_000
EXACT_DIGITS = 15


def table_bytes(
    kind: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> tuple[bytes, str]:
    """Content and its type. kind: of FORMATS; title: of the sheet, where there are sheets."""
    if kind == "csv":
        return csv_bytes(header, rows), CSV_TYPE
    return xlsx_bytes(title, header, rows), XLSX_TYPE


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the byte order mark by which Excel recognises it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_defused_in_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen head; every text is stored as text."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.freeze_panes = "A2"
    widths = [len(name) for name in header]
    for number, row in enumerate([header, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value = in_xml(str(defused(value)))
                cell.data_type = "s"
                cell.number_format = "@"
            else:
                cell.value = value
            widths[column - 1] = max(widths[column - 1], len(str(value or "")))
    for column, width in enumerate(widths, 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.cell(1, column).alignment = Alignment(vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    sheet.auto_filter.ref = sheet.dimensions
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def defused(cell: Cell) -> Cell:
    """`cell` with an apostrophe before what would start a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _defused_in_csv(cell: Cell) -> Cell:
    """Excel parts a CSV at semicolons where Windows is set to Indonesian, and then at ends of
    lines within quotes too: each part may begin a formula.
    """
    return _BEGINS.sub(r"\1'", cell) if isinstance(cell, str) else cell


def as_typed(cell: str) -> str:
    """A cell of a file without the apostrophes that an export gave it."""
    return _BEGINS_DEFUSED.sub(r"\1", cell)


class Rounded(str):
    """A cell with a number of more digits than a spreadsheet program keeps: the last are lost."""

    __slots__ = ()


@dataclass(frozen=True)
class TableRow:
    number: int  # as the spreadsheet program counts, the head being 1
    cells: tuple[str, ...]  # as many as the head has


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    note: str = ""  # what the reader should know of how the file was read


class TableRefused(Exception):
    """A file that is no table, in a sentence for who sent it."""


def read_table(content: bytes) -> Table:
    """The first sheet of an XLSX, or a CSV, as text; rows without a single value are left out.

    A day becomes YYYY-MM-DD, a whole number loses its decimals; Rounded where it lost digits.
    CSV may be UTF-8, UTF-16 with its mark or Windows-1252, parted by commas, semicolons or tabs.
    Raises TableRefused.
    """
    if not content.strip():
        raise TableRefused("Berkas ini kosong.")
    if len(content) > MAX_BYTES:
        raise TableRefused(f"Berkas ini melebihi {MAX_BYTES // 1024**2} MB.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableRefused("Ini berkas Excel lama (.xls). Simpan sebagai .xlsx atau CSV.")
    if content.startswith(b"PK\x03\x04"):
        return _table(_xlsx_lines(content))
    text, note = _decoded(content)
    return _table(_csv_lines(text), note)


def _table(lines: Iterable[tuple[int, list[str]]], note: str = "") -> Table:
    found = [(number, cells) for number, cells in lines if any(cells)]
    if not found or found[0][0] != 1:
        raise TableRefused("Baris pertama harus memuat nama-nama kolom.")
    header = found[0][1]
    while header and not header[-1]:
        header.pop()
    for number, cells in found[1:]:
        if any(cells[len(header) :]):
            raise TableRefused(f"Baris {number} memuat lebih banyak kolom daripada baris pertama.")
    rows = (
        TableRow(number, tuple((cells + [""] * len(header))[: len(header)]))
        for number, cells in found[1:]
    )
    return Table(tuple(header), tuple(rows), note)


def _checked(number: int, values: Sequence[str]) -> list[str]:
    """What one line holds, within the limits."""
    if number > MAX_ROWS + 1 and any(values):
        raise TableRefused(f"Berkas ini lebih dari {MAX_ROWS:,} baris.".replace(",", "."))
    cells = [type(value)(in_xml(value.replace("\r\n", "\n")).strip()) for value in values]
    if any(cells[MAX_COLUMNS:]):
        raise TableRefused(f"Baris {number} lebih dari {MAX_COLUMNS} kolom.")
    if any(len(cell) > MAX_CELL for cell in cells):
        raise TableRefused(f"Baris {number} memuat sel yang lebih panjang dari {MAX_CELL} huruf.")
    return cells[:MAX_COLUMNS]


def _decoded(content: bytes) -> tuple[str, str]:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), ""
        if b"\0" in content:
            raise TableRefused("Ini bukan tabel. Kirim berkas .xlsx atau .csv.")
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        note = "Berkas ini bukan UTF-8 dan dibaca sebagai Windows-1252; periksa huruf khususnya."
        return content.decode("cp1252", errors="replace"), note


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], text.partition("\n")[2]
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, 1):
            yield number, _checked(number, values)
    except csv.Error as broken:
        raise TableRefused(
            f"CSV ini tidak dapat dibaca sesudah baris {number}: periksa tanda kutipnya."
        ) from broken


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_bombs(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the sheet says of its size may be wrong: all of it is read, up to the limits.
        sheet.reset_dimensions()
        read = []
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number > MAX_LINES:
                raise TableRefused(f"Lembar ini memuat baris jauh di bawah baris ke-{MAX_LINES}.")
            read.append((number, _checked(number, [_cell_text(cell, number) for cell in row])))
    except TableRefused:
        raise
    except Exception as broken:
        # A damaged or forged workbook makes the parser fail in every way there is.
        raise TableRefused(
            "XLSX ini rusak dan tidak dapat dibaca. Simpan ulang, lalu unggah kembali."
        ) from broken
    yield from read


def _refuse_bombs(content: bytes) -> None:
    """What unpacks, or expands, to far more than it is.

    zipfile reads no further than a part declares. No workbook that a program wrote has a DOCTYPE.
    """
    try:
        book = ZipFile(BytesIO(content))
        parts = book.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise TableRefused("Isi XLSX ini terlalu besar setelah dibuka.")
        read = [book.read(part).replace(b"\0", b"") for part in parts]
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ZlibError) as broken:
        raise TableRefused("Berkas ini rusak dan tidak dapat dibaca.") from broken
    if sum(content.count(b"<") for content in read) > MAX_TAGS:
        raise TableRefused("Isi XLSX ini terlalu besar setelah dibuka.")
    if any(b"<!DOCTYPE" in content or b"<!ENTITY" in content for content in read):
        raise TableRefused("XLSX ini memuat definisi yang tidak ditulis program lembar kerja.")


def _cell_text(cell: Any, number: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise TableRefused(f"Baris {number} memuat rumus. Tempelkan nilainya saja, tanpa rumus.")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_rounded = isinstance(value, int) and abs(value) >= 10**EXACT_DIGITS
    return Rounded(value) if is_rounded else str(value)
