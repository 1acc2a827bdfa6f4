"""Tables for spreadsheet programs: XLSX, and CSV that Excel opens with its letters right.

Whatever people typed stays text. A cell that a spreadsheet program would run as a formula gets
a leading apostrophe, in both formats: CSV has no other way, and XLSX may be saved as CSV later.
"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"

Cell = str | int | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Not in XML 1.0; openpyxl refuses them with an exception.
_NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)}
_WIDEST = 60


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the byte order mark by which Excel recognises it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
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
                cell.value = str(defused(value)).translate(_NOT_IN_XML)
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
