"""The table in which an office types its delegation: made for a rakor, and read back as text.

The columns are the fields of the delegate's form, so each rule stands there alone.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, NamedTuple

from django import forms
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from forum_portal.lib.spreadsheet import Rounded, TableRefused, as_typed, read_table
from forum_portal.lib.xml_text import in_xml
from meetings.actions.drafts import MOST_DRAFTS
from meetings.forms import DelegateForm

EXAMPLE = "CONTOH:"  # a row whose name begins so is not read
YES = "Ya"
_OFFICE = "unit"  # filled with the office where a row leaves it empty
_NOT_ASKED = ("letter", "file", "kept_key")
_PRIVACY = "Setuju didaftarkan sesuai pemberitahuan privasi"
_EXAMPLES = {
    "full_name": f"{EXAMPLE} Dr. Ani Lestari, M.Pd.",
    "position": "Kepala Balai",
    "unit": "Seksi Pengembangan",
    "rank": "Pembina, IV/a",
    "nip": "198503152010012002",
    "email": "ani.lestari@contoh.go.id",
    "mobile": "081234567890",
}
_HEAD = PatternFill("solid", fgColor="EFF5FD")
_QUIET = Font(italic=True, color="5B6B80")


class Column(NamedTuple):
    """A field of the form as a column; choices: what may be written, by its value."""

    name: str
    label: str
    hint: str
    is_required: bool
    choices: Mapping[str, str]

    @property
    def head(self) -> str:
        return f"{self.label} *" if self.is_required else self.label


class FilledRow(NamedTuple):
    """number: as the spreadsheet program counts. doubts: what was lost before it came here."""

    number: int
    data: dict[str, str]
    doubts: list[str]


def columns_of(form: DelegateForm) -> list[Column]:
    """form: of the rakor and of who fills it."""
    return [_column(name, field) for name, field in form.fields.items() if name not in _NOT_ASKED]


def template(columns: list[Column], *, title: str) -> bytes:
    """The XLSX to fill: a sheet to type in, with an example, and one that says how."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Peserta"
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, 1):
        _write_column(sheet, place, column)
    _explain(book.create_sheet("Petunjuk"), columns, title)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read_rows(content: bytes, columns: list[Column]) -> list[FilledRow]:
    """What was typed, by the names of the form's fields; examples and empty rows left out.

    Raises TableRefused.
    """
    table = read_table(content)
    places = _places(table.header, columns)
    rows = [
        FilledRow(row.number, *_typed(row.cells, places))
        for row in table.rows
        if not row.cells[places[0][0]].startswith(EXAMPLE)
    ]
    if not rows:
        raise TableRefused("Belum ada peserta dalam berkas ini; baris contoh tidak dibaca.")
    if len(rows) > MOST_DRAFTS:
        raise TableRefused(
            f"Berkas ini memuat {len(rows)} peserta; paling banyak {MOST_DRAFTS} sekali unggah. "
            "Bagi menjadi beberapa berkas."
        )
    return rows


def _column(name: str, field: forms.Field) -> Column:
    label = _PRIVACY if name == "privacy" else str(field.label).rstrip(".")
    choices = {}
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        choices = {value: str(text) for value, text in offered if value}
    elif isinstance(field, forms.BooleanField):
        choices = {"on": YES}
    is_required = field.required and name != _OFFICE
    return Column(name, label, str(field.help_text), is_required, choices)


def _write_column(sheet: Worksheet, place: int, column: Column) -> None:
    letter = get_column_letter(place)
    head = sheet.cell(1, place, column.head)
    head.font, head.fill = Font(bold=True), _HEAD
    head.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions[letter].width = 34 if place == 1 else 24
    example = next(iter(column.choices.values()), "") or _EXAMPLES.get(column.name, "")
    sheet.cell(2, place, in_xml(example)).font = _QUIET
    for number in range(2, MOST_DRAFTS + 3):
        # As text: a number would lose its leading zero, and a NIP its last digits.
        sheet.cell(number, place).number_format = "@"
    if column.choices:
        offered = ",".join(column.choices.values())
        rule = DataValidation("list", formula1=f'"{offered}"', allow_blank=True)
        rule.error, rule.errorTitle = "Pilih dari daftar.", column.label[:32]
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{MOST_DRAFTS + 2}")


def _explain(sheet: Worksheet, columns: list[Column], title: str) -> None:
    lines = [
        (f"Pendaftaran delegasi: {title}", ""),
        ("Satu orang satu baris pada lembar “Peserta”, mulai di bawah baris contoh.", ""),
        (f"Baris yang namanya diawali “{EXAMPLE}” tidak dibaca.", ""),
        (f"Paling banyak {MOST_DRAFTS} orang sekali unggah. Jangan mengubah nama kolom.", ""),
        ("Sebelum apa pun didaftarkan, portal menampilkan hasil bacaannya baris demi baris.", ""),
        ("", ""),
        ("Kolom", "Cara mengisi"),
        *((column.label, _how(column)) for column in columns),
        ("", ""),
        ("Jangan mengisi NIK, agama, tanggal lahir, NPWP, atau nomor rekening.", ""),
    ]
    for number, (left, right) in enumerate(lines, 1):
        sheet.cell(number, 1, in_xml(left)).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 2, in_xml(right)).alignment = Alignment(wrap_text=True, vertical="top")
    for number in (1, 7):
        sheet.cell(number, 1).font = sheet.cell(number, 2).font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 90


def _how(column: Column) -> str:
    words = ["Wajib diisi." if column.is_required else "Boleh kosong."]
    if column.name == _OFFICE:
        words = ["Boleh kosong: diisi nama balai."]
    if column.choices:
        words.append(f"Pilih: {', '.join(column.choices.values())}.")
    return " ".join([*words, column.hint]).strip()


def _places(header: tuple[str, ...], columns: list[Column]) -> list[tuple[int, Column]]:
    """Where each column stands, the name first. Raises TableRefused where a needed one lacks."""
    found = {_plain(head): place for place, head in enumerate(header)}
    missing = [
        column.label
        for column in columns
        if column.is_required and _plain(column.label) not in found
    ]
    if missing:
        raise TableRefused(
            f"Kolom ini tidak ada: {', '.join(missing)}. Unduh templat rakor ini dan isikan "
            "datanya di sana."
        )
    return [
        (found[_plain(column.label)], column) for column in columns if _plain(column.label) in found
    ]


def _typed(
    cells: tuple[str, ...], places: list[tuple[int, Column]]
) -> tuple[dict[str, str], list[str]]:
    data, doubts = {}, []
    for place, column in places:
        cell = cells[place]
        if isinstance(cell, Rounded) and not column.choices:
            doubts.append(
                f"{column.label} tersimpan sebagai angka sehingga digit terakhirnya hilang; "
                "ketik ulang sebagai teks."
            )
            continue
        if text := _value(as_typed(cell), column):
            data[column.name] = text
    return data, doubts


def _value(text: str, column: Column) -> str:
    if column.choices:
        values = {_plain(label): value for value, label in column.choices.items()}
        return values.get(_plain(text), "" if "on" in column.choices else text)
    if column.name == "mobile" and text.isdigit() and text.startswith("8"):
        # A number that was typed as a number has lost its zero.
        return f"0{text}"
    return text


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("*", " ").split()).rstrip(".")
