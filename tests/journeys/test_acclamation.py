"""The secretariat records an acclamation; the forum page shows the new Ketua and the former."""

from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.journeys.conftest import Reader


def test_an_acclamation_is_recorded_and_the_forum_shows_it(reader: Reader):
    meeting = Meeting.objects.get(is_sample=True, last_on__lt=timezone.localdate())
    reader.sign_in_with_password("sekretariat@contoh.example")
    reader.visit("/admin/elections/election/add/")
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Rakor").select_option(str(meeting))
    page.get_by_label("Jabatan:", exact=True).select_option(label="Ketua Forum")
    page.get_by_label("Alamat halaman").fill("ketua-contoh")
    page.get_by_label("Kuorum").fill("12")
    page.get_by_label("Calon:", exact=True).first.select_option(label="Syahrul")
    page.get_by_label("Mewakili balai").first.select_option(label="UPTD Balai Tekkomdik Aceh")
    page.get_by_label("Saat aklamasi").first.fill(f"{meeting.starts_on}T09:00")
    page.get_by_label("Balai hadir").first.fill("11")
    page.get_by_label("Pengusul").first.fill("Balai Tekkom Kalimantan Timur")
    page.get_by_label("Saksi").first.fill("Saksi Contoh Satu\nSaksi Contoh Dua")
    reader.press("Simpan dan terus mengedit")

    reader.press("Terbitkan hasil")
    expect(page.get_by_role("main")).to_contain_text("11")
    assert not meeting.elections.get().acclamation.candidate.terms.filter(period__isnull=False)
    page.go_back()
    page.get_by_label("Balai hadir").first.fill("15")
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
