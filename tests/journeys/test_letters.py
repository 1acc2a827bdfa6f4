"""A delegation from a filled table, its surat tugas written, signed and kept; what a rakor asks."""

from pathlib import Path

from playwright.sync_api import expect

from meetings.models import AskedField, AssignmentLetter, DelegateDraft, Registration
from tests.journeys.conftest import Reader
from tests.journeys.test_delegation import OPERATOR, open_meeting
from tests.meetings.tables import filled, row
from tests.signed_pdfs import signed_pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_filled_table_is_registered_and_gets_one_letter(reader: Reader):
    meeting, page = open_meeting(seats_per_office=3), reader.page
    reader.sign_in_with_password(OPERATOR)
    reader.visit(f"/rakor/{meeting.slug}/daftar/")
    reader.press("Dari berkas Excel")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh templat (XLSX)").click()
    template = Path(download.value.path()).read_bytes()
    table = filled(template, row("Ayu Lestari"), row("Wayan Sudarma"), row("Rai", Jabatan=""))
    page.get_by_label("Berkas yang sudah diisi").set_input_files(
        {"name": "delegasi.xlsx", "mimeType": XLSX, "buffer": table}
    )
    reader.press("Unggah dan periksa")
    expect(page.get_by_role("main")).to_contain_text("Belum diisi: Jabatan.")
    assert Registration.objects.filter(office__slug="bali", meeting=meeting).count() == 0
    reader.press("Daftarkan 2 orang, simpan 1 draf")
    expect(page.get_by_role("main")).to_contain_text("2 orang terdaftar dan menerima tiket")
    assert str(DelegateDraft.objects.get(office__slug="bali")) == "Rai"

    reader.press("Surat tugas")
    reader.press("Buat surat tugas")
    expect(page.get_by_label("Ayu Lestari, Pranata Komputer")).to_be_checked()
    page.get_by_label("Rai (draf)").uncheck()
    page.get_by_label("Nomor surat").fill("090/12/2026")
    page.get_by_label("Tugas", exact=True).fill("")
    reader.press("Buat surat tugas")
    # Nothing typed is lost by what was left out.
    expect(page.get_by_label("Nomor surat")).to_have_value("090/12/2026")
    page.get_by_label("Tugas", exact=True).fill("Mengikuti rakor")
    reader.press("Buat surat tugas")
    paper = page.get_by_role("link", name="Naskah untuk ditandatangani").get_attribute("href")
    assert page.request.get(reader.address + str(paper)).body().startswith(b"%PDF-")

    reader.press("Unggah hasilnya Nomor 090/12/2026")
    signed = signed_pdf()
    page.get_by_label("Surat tugas bertanda tangan (PDF)").set_input_files(
        {"name": "tte.pdf", "mimeType": "application/pdf", "buffer": signed}
    )
    reader.press("Unggah")
    expect(page.get_by_role("main")).to_contain_text("Berkas asli beserta tanda tangan")
    letter = AssignmentLetter.objects.get(office__slug="bali", meeting=meeting)
    with letter.file.open() as kept:
        assert kept.read() == signed
    assert {one.full_name for one in letter.registrations.all()} == {
        "Ayu Lestari", "Wayan Sudarma",
    }  # fmt: skip
    reader.press("Hapus Nomor 090/12/2026")
    reader.press("Tidak jadi")
    assert AssignmentLetter.objects.filter(pk=letter.pk).exists()


def test_secretariat_says_what_is_asked_and_until_when(reader: Reader):
    meeting, page = open_meeting(), reader.page
    reader.sign_in_with_password("sekretariat@contoh.example")
    reader.visit(f"/admin/meetings/meeting/{meeting.pk}/isian/")
    reader.press("Tanyakan Kebutuhan akses")
    page.get_by_label("Jawabannya dihapus pada").fill(str(meeting.starts_on))
    reader.press("Simpan")
    expect(page.get_by_role("main")).to_contain_text("Pilih hari sesudahnya")
    page.get_by_label("Jawabannya dihapus pada").fill(
        str(meeting.starts_on.replace(year=meeting.starts_on.year + 1))
    )
    reader.press("Simpan")
    assert AskedField.objects.get(meeting=meeting, kind="akses").purged_at is None
    reader.visit(f"/admin/meetings/meeting/{meeting.pk}/logistik/")
    expect(page.get_by_role("main")).to_contain_text("Kebutuhan akses")
