"""The secretariat writes and publishes minutes; the public reads page and PDF."""

from io import BytesIO
from urllib.request import urlopen

from playwright.sync_api import expect
from pypdf import PdfReader

from meetings.models import Meeting, Minutes
from tests.journeys.conftest import Reader

DISCUSSION = "Peserta membahas **sinergi** program antara balai dan Pusdatin."
DECISION = "Setiap balai menyusun program kerja bersama paling lambat triwulan pertama."


def test_minutes_are_written_published_and_read(reader: Reader):
    meeting = Meeting.objects.get(slug="rakor-2025-padang")
    reader.sign_in_with_password("sekretariat@contoh.example")
    reader.visit("/admin/meetings/minutes/add/")
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Rakor").select_option(str(meeting))
    page.get_by_label("Pimpinan rapat").fill("Siti Contoh, M.Kom.")
    page.get_by_label("Notulis", exact=False).first.fill("Budi Contoh, S.T.")
    page.get_by_label("Pembahasan").fill(DISCUSSION)
    page.get_by_role("button", name="Tambahkan Keputusan lagi").click()
    page.locator("[name=decisions-0-text]").fill(DECISION)
    reader.press("Simpan dan terus mengedit")

    reader.press("Pratinjau")
    expect(page.get_by_role("main")).to_contain_text(DECISION)
    page.go_back()
    reader.press("Terbitkan")
    reader.press("Terbitkan")
    publication = Minutes.objects.get(meeting=meeting).publications.get()

    reader.visit("/akun/keluar/")
    reader.press("Keluar")
    reader.visit("/notula/")
    reader.press(meeting.title)
    expect(page.get_by_role("main")).to_contain_text(DECISION)
    expect(page.get_by_role("main").locator("strong", has_text="sinergi")).to_be_visible()
    with urlopen(f"{reader.address}/rakor/{meeting.slug}/notula.pdf") as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        paper = PdfReader(BytesIO(answer.read()))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in paper.pages)
    assert DECISION in text
    assert publication.sha256[:8] in text.replace(" ", "")
