"""The secretariat records an acclamation; the forum page shows the new Ketua and the former."""

from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from tests.journeys.conftest import Reader


def _choose(page: Page, label: str, text: str) -> None:
    """Picks from one of the panel's searchable lists, by keyboard."""
    row = page.locator(".form-row", has_text=label).last
    row.get_by_role("combobox").last.click()
    page.locator(".select2-search__field").fill(text)
    page.get_by_role("option", name=text).first.click()


def test_an_acclamation_is_recorded_and_the_forum_shows_it(reader: Reader):
    meeting = Meeting.objects.get(is_sample=True, registered_by="none")
    reader.sign_in_with_password("sekretariat@contoh.example")
    reader.visit("/admin/elections/election/add/")
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Rakor").select_option(str(meeting))
    page.get_by_label("Jabatan:", exact=True).select_option(label="Ketua Forum")
    page.get_by_label("Alamat halaman").fill("ketua-contoh")
    page.get_by_label("Kuorum").fill("12")
    _choose(page, "Calon", "Syahrul")
    _choose(page, "Mewakili balai", "UPTD Balai Tekkomdik Aceh")
    page.get_by_label("Saat aklamasi").fill(f"{meeting.starts_on}T09:00")
    page.get_by_label("Balai hadir").fill("11")
    page.get_by_label("Pengusul").fill("Balai Tekkom Kalimantan Timur")
    page.get_by_label("Saksi").fill("Saksi Contoh Satu\nSaksi Contoh Dua")
    reader.press("Simpan dan terus mengedit")

    reader.press("Terbitkan hasil")
    expect(page.get_by_role("main")).to_contain_text("11")
    assert not meeting.elections.get().acclamation.candidate.terms.filter(period__isnull=False)
    page.go_back()
    page.get_by_label("Balai hadir").fill("15")
    reader.press("Simpan dan terus mengedit")
    reader.press("Terbitkan hasil")
    reader.press("Terbitkan hasil")

    reader.visit("/forum/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Syahrul")
    expect(main).to_contain_text(f"sejak {date_format(meeting.starts_on, 'j F Y')}")
    expect(main).to_contain_text("Firman Oktora")
    expect(main).to_contain_text("2023–2025")
    reader.visit("/forum/pemilihan/ketua-contoh/")
    expect(main).to_contain_text("Saksi Contoh Dua")
