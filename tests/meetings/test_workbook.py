"""The table to fill, and how what was typed is read: as text, whole, or with what was lost."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from forum_portal.lib.spreadsheet import TableRefused
from meetings.delegations.bulk import blank_form
from meetings.delegations.workbook import Column, columns_of, read_rows, template
from meetings.models import AskedField
from tests.factories import make_meeting
from tests.meetings.tables import HEADER, filled, row, xlsx

pytestmark = pytest.mark.django_db

ANI = {
    "full_name": "Ani Lestari", "role": "pendamping", "position": "Pranata Komputer",
    "email": "ani@dinas.example", "mobile": "081234567890", "mode": "luring", "privacy": "on",
}  # fmt: skip


def columns(*kinds: str, **fields) -> list[Column]:
    meeting = make_meeting(mode="hibrida", **fields)
    for kind in kinds:
        AskedField.objects.create(
            meeting=meeting, kind=kind, purpose="Menyiapkan", delete_on=date(2027, 1, 15)
        )
    return columns_of(blank_form(meeting, any_role=False))


def refusal(content: bytes) -> str:
    with pytest.raises(TableRefused) as refused:
        read_rows(content, columns())
    return str(refused.value)


def test_template_has_the_fields_of_the_rakor_and_lists_to_choose_from():
    asked = columns("nip", "kaus", "makanan")
    sheet, guide = load_workbook(BytesIO(template(asked, title="Rakor Uji"))).worksheets
    head = [cell.value for cell in sheet[1]]
    assert head == [
        "Nama lengkap *", "Peran *", "Jabatan *", "Unit kerja", "NIP", "Alamat surel *",
        "Nomor ponsel (WhatsApp) *", "Cara hadir *",
        "Setuju didaftarkan sesuai pemberitahuan privasi *", "Ukuran kaus", "Kebutuhan makanan",
        "Yang bersangkutan setuju kebutuhan makanan ini dicatat",
    ]  # fmt: skip
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered == {
        "B2:B52": '"Kepala balai,Perwakilan kepala,Pendamping,Peserta,Peninjau"',
        "H2:H52": '"Luring,Daring"',
        "I2:I52": '"Ya"',
        "J2:J52": '"S,M,L,XL,XXL,XXXL"',
        "L2:L52": '"Ya"',
    }
    assert sheet["A2"].value == "CONTOH: Dr. Ani Lestari, M.Pd."
    assert {sheet.cell(number, 5).number_format for number in (2, 30, 52)} == {"@"}
    told = {line[0].value: line[1].value for line in guide.iter_rows()}
    assert told["Ukuran kaus"] == (
        "Boleh kosong. Pilih: S, M, L, XL, XXL, XXXL. Untuk menyiapkan. Dihapus 15 Januari 2027."
    )
    cells = [cell for page in (sheet, guide) for line in page.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []


def test_template_filled_is_read_without_its_example():
    asked = columns()
    content = filled(template(asked, title="Rakor Uji"), row(), row("Budi", Cara="Daring"))
    rows = read_rows(content, asked)
    assert [(one.number, one.data["full_name"], one.data["mode"]) for one in rows] == [
        (3, "Ani Lestari", "luring"), (4, "Budi", "daring"),
    ]  # fmt: skip
    assert (rows[0].data, rows[0].doubts) == (ANI, [])


def test_template_alone_holds_nobody():
    asked = columns()
    with pytest.raises(TableRefused, match="baris contoh tidak dibaca"):
        read_rows(template(asked, title="Rakor Uji"), asked)


@pytest.mark.parametrize(
    ("change", "name", "read"),
    [
        ({"Nomor": 81234567890}, "mobile", "081234567890"),
        ({"Nomor": "'+62 812-3456-7890"}, "mobile", "+62 812-3456-7890"),
        ({"Jabatan": date(2026, 12, 1)}, "position", "2026-12-01"),
        ({"Jabatan": 7.0}, "position", "7"),
        ({"Peran": " kepala  BALAI "}, "role", "kepala"),
        ({"Peran": "Bos"}, "role", "Bos"),
        ({"Setuju": "tidak"}, "privacy", None),
        ({"Setuju": "YA"}, "privacy", "on"),
        ({"Jabatan": "<b>tebal</b>"}, "position", "<b>tebal</b>"),
    ],
)
def test_cells_are_read_as_they_were_typed(change, name, read):
    (one,) = read_rows(xlsx(row(**change)), columns())
    assert (one.data.get(name), one.doubts) == (read, [])


@pytest.mark.parametrize(
    ("typed", "read", "doubts"),
    [
        ("198503152010012002", "198503152010012002", 0),
        ("19850315 201001 2 002", "19850315 201001 2 002", 0),
        # As a spreadsheet program stores it: the last three digits are gone.
        (1.98503152010012e17, None, 1),
        (198503152010012002, None, 1),
    ],
)
def test_nip_as_a_number_is_told_and_never_guessed(typed, read, doubts):
    (one,) = read_rows(xlsx([*row(), typed], header=(*HEADER, "NIP")), columns("nip"))
    told = [
        "NIP tersimpan sebagai angka sehingga digit terakhirnya hilang; ketik ulang sebagai teks."
    ]
    assert (one.data.get("nip"), one.doubts) == (read, told * doubts)


def test_columns_may_be_moved_and_others_stand_between():
    header = ("Catatan", *reversed(HEADER))
    content = xlsx(["rahasia", *reversed(row())], header=header)
    (one,) = read_rows(content, columns())
    assert one.data == ANI


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (xlsx(row("=1+1")), "Baris 2 memuat rumus. Tempelkan nilainya saja, tanpa rumus."),
        (
            xlsx(row(), header=("Nama", *HEADER[1:])),
            "Kolom ini tidak ada: Nama lengkap. Unduh templat rakor ini dan isikan datanya di "
            "sana.",
        ),
        (
            xlsx(*[row(f"Orang{number}") for number in range(51)]),
            "Berkas ini memuat 51 peserta; paling banyak 50 sekali unggah. Bagi menjadi beberapa "
            "berkas.",
        ),
        (b"PK\x03\x04bukan arsip", "Berkas ini rusak dan tidak dapat dibaca."),
        (b"%PDF-1.7\x00", "Ini bukan tabel. Kirim berkas .xlsx atau .csv."),
        (b"   ", "Berkas ini kosong."),
    ],
)
def test_what_is_no_table_of_delegates_is_refused(content, reason):
    assert refusal(content) == reason


def test_csv_of_the_same_columns_is_read_too():
    lines = [";".join(HEADER), ";".join(row())]
    (one,) = read_rows("\r\n".join(lines).encode("utf-8-sig"), columns())
    assert one.data == ANI
