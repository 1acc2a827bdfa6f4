"""Cells that a spreadsheet program would run as formulas stay text."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from forum_portal.lib.spreadsheet import csv_bytes, defused, xlsx_bytes


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_gets_an_apostrophe(start: str):
    assert defused(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["", "Aceh", "'=1", " =1", 7, None])
def test_other_cells_stay_as_they_are(cell: str | int | None):
    assert defused(cell) == cell


def test_csv_is_utf8_with_its_mark_and_quotes():
    content = csv_bytes(["Nama", "Jumlah"], [['Nur "Aini", M.Pd.', 3], ["=1", None]])
    assert content == ('\ufeffNama,Jumlah\r\n"Nur ""Aini"", M.Pd.",3\r\n\'=1,\r\n'.encode())


def test_xlsx_keeps_text_as_text_and_numbers_as_numbers():
    content = xlsx_bytes("Daftar/peserta"[:6], ["Nama", "Jumlah"], [["=1+1\x07", 3]])
    sheet = load_workbook(BytesIO(content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Nama", "Jumlah"],
        ["'=1+1", 3],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n"]
