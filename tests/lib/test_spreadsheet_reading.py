"""Tables that people send: every usual kind of file, and nothing that is none."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from forum_portal.lib.spreadsheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Table,
    TableRefused,
    as_typed,
    csv_bytes,
    defused,
    read_table,
    xlsx_bytes,
)

HEADER = ["Nama", "Kota"]
LINES = [['Nur "Aini", M.Pd.', "Banda Aceh\nGampong"], ["=1+1", "-"]]


def cells(table: Table) -> list[list[str]]:
    return [list(table.header), *([row.number, *row.cells] for row in table.rows)]


def xlsx(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(TableRefused) as refused:
        read_table(content)
    return str(refused.value)


@pytest.mark.parametrize("write", [csv_bytes, lambda *table: xlsx_bytes("Lembar", *table)])
def test_what_is_written_is_read_again(write):
    table = read_table(write(HEADER, LINES))
    assert cells(table) == [HEADER, [2, *LINES[0]], [3, "'=1+1", "'-"]]
    assert [as_typed(cell) for cell in table.rows[1].cells] == LINES[1]


@pytest.mark.parametrize(
    "content",
    [
        b"Nama;Kota\r\nZoe;Bireuen\r\n",
        b"Nama,Kota\nZoe,Bireuen",
        b"\xef\xbb\xbfNama\tKota\nZoe\tBireuen\n\t\n",
        b"sep=;\nNama;Kota\nZoe;Bireuen",
        "Nama;Kota\nZoe;Bireuen".encode("utf-16"),
        b" Nama ; Kota ;;\n Zoe ; Bireuen ;;\n;;;\n",
    ],
)
def test_delimiters_encodings_and_empty_cells(content: bytes):
    assert cells(read_table(content)) == [HEADER, [2, "Zoe", "Bireuen"]]


def test_letters_of_windows_are_read_and_told():
    table = read_table("Nama;Kota\nZoë;Bireuën".encode("cp1252"))
    assert cells(table) == [HEADER, [2, "Zoë", "Bireuën"]]
    assert "Windows-1252" in table.note


def test_numbers_and_days_of_a_workbook_become_text():
    midnight = datetime(2024, 5, 28)  # noqa: DTZ001 (spreadsheets know no zones)
    row = [2023, 2023.0, 7.5, midnight, date(2024, 5, 29), True, None, "Zoë"]
    table = read_table(xlsx([f"K{n}" for n in range(8)], row))
    assert table.rows[0].cells == (
        "2023", "2023", "7.5", "2024-05-28", "2024-05-29", "True", "", "Zoë",
    )  # fmt: skip


def test_rows_keep_the_number_that_the_program_shows():
    table = read_table(xlsx(["Nama"], ["Satu"], [None], ["Dua"]))
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Satu",)), (4, ("Dua",))]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b"   \n ", "kosong"),
        (b"x" * (2 * 1024 * 1024 + 1), "melebihi 2 MB"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 90, "Excel lama"),
        (b"PK\x03\x04" + b"x" * 90, "rusak"),
        (b"%PDF-1.7\x00\x01", "bukan tabel"),
        (b"\nNama\nZoe", "Baris pertama"),
        (b'Nama,Kota\n"Zoe,x', "tanda kutip"),
        (b"Nama,Kota\nZoe,x,y", "Baris 2 memuat lebih banyak kolom"),
        (("Nama\n" + "Zoe\n" * (MAX_ROWS + 1)).encode(), "lebih dari 2.000 baris"),
        ((";" * MAX_COLUMNS + "x").encode(), "lebih dari 60 kolom"),
        (b"Nama\n" + b"x" * 20_001, "lebih panjang dari 20000"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, reason: str):
    assert reason in refusal(content)


def test_formulas_and_too_many_rows_of_a_workbook_are_refused():
    assert "Baris 2 memuat rumus" in refusal(xlsx(["Nama"], ["=1+1"]))
    assert "2.000 baris" in refusal(xlsx(["Nama"], *([n] for n in range(MAX_ROWS + 1))))
    assert "60 kolom" in refusal(xlsx(["x"] * (MAX_COLUMNS + 1)))


def test_a_workbook_that_unpacks_to_far_more_is_refused():
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * 1024 * 1024))
    assert len(content.getvalue()) < 100_000
    assert "terlalu besar setelah dibuka" in refusal(content.getvalue())


def test_rows_far_below_are_not_cut_off_in_silence():
    book = Workbook()
    book.active["A1"] = "Nama"
    book.active["A3000"] = None
    book.active["A3000"].number_format = "@"
    content = BytesIO()
    book.save(content)
    assert read_table(content.getvalue()).rows == ()
    book.active["A1000000"] = "jauh"
    content = BytesIO()
    book.save(content)
    assert "jauh di bawah" in refusal(content.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_forged_sheet_do_not_multiply(encoding: str):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)
    )
    original, forged = ZipFile(BytesIO(xlsx(["Nama"], ["Zoe"]))), BytesIO()
    with ZipFile(forged, "w") as book:
        for part in original.namelist():
            text = original.read(part).decode()
            if part.endswith("sheet1.xml"):
                text = f"{bomb}]>{text.replace('Zoe', '&i;')}"
                book.writestr(part, text.encode(encoding))
            else:
                book.writestr(part, text)
    assert "memuat definisi" in refusal(forged.getvalue())


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (f"<!--{'x' * 5000}--><!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>", "memuat definisi"),
        (f"<x><sheetData>{'<row>' * 1_000_001}", "terlalu besar"),
        (f"<x><sheetData><row>{'<c/>' * 1_000_001}</row></sheetData></x>", "terlalu besar"),
    ],
    ids=["late DOCTYPE", "nested rows", "endless row"],
)
def test_sheet_that_the_parser_would_hold_in_a_gigabyte_is_refused(sheet: str, reason: str):
    original, forged = ZipFile(BytesIO(xlsx(["Nama"], ["Zoe"]))), BytesIO()
    with ZipFile(forged, "w", ZIP_DEFLATED) as book:
        for part in original.namelist():
            is_sheet = part.endswith("sheet1.xml")
            book.writestr(part, sheet if is_sheet else original.read(part))
    assert reason in refusal(forged.getvalue())


@pytest.mark.parametrize("cell", ["", "Aceh", "-", "+62", "=1", "'Ain", "\t1"])
def test_apostrophe_of_the_export_is_taken_away(cell: str):
    assert as_typed(str(defused(cell))) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Ani;=1+1", "Ani;'=1+1"),
        (";@A1", ";'@A1"),
        ("=1;-1", "'=1;'-1"),
        ("a\t+1", "a\t'+1"),
        ("a\n=1", '"a\n\'=1"'),
        ("Rapat; - selesai", "Rapat; - selesai"),
    ],
)
def test_csv_that_excel_parts_at_semicolons_begins_no_formula(cell: str, written: str):
    """As Excel does where Windows is set to Indonesian."""
    content = csv_bytes(["Nama"], [[cell]])
    assert content.decode("utf-8-sig") == f"Nama\r\n{written}\r\n"
    assert as_typed(written.strip('"')) == cell
