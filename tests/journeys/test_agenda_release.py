"""An agenda is released again; the public reads it, its former version, and the difference."""

from playwright.sync_api import expect

from meetings.models import AgendaItem, Meeting
from tests.journeys.conftest import Reader


def test_agenda_is_released_again_and_read(reader: Reader):
    meeting = Meeting.objects.get(slug__startswith="contoh-rakor-makassar")
    commission = AgendaItem.objects.filter(meeting=meeting, parent__is_parallel=True).earliest("pk")
    AgendaItem.objects.filter(pk=commission.pk).update(place="Ruang Mawar")
    AgendaItem.objects.create(meeting=meeting, day=2, order=950, title="Foto bersama")
    main = reader.page.get_by_role("main")

    reader.sign_in_with_password("sekretariat@contoh.example")
    reader.visit(f"{meeting.get_absolute_url()}agenda/draf/")
    expect(main).to_contain_text("Draf, hanya untuk sekretariat")
    reader.press("Rilis")
    expect(main).to_contain_text("Ruang Mawar")
    reader.page.get_by_label("Catatan rilis").fill("Komisi A pindah ruang.")
    reader.press("Rilis versi 2")
    expect(main).to_contain_text("dirilis sebagai versi 2.")

    reader.visit("/akun/keluar/")
    reader.press("Keluar")
    reader.visit(meeting.get_absolute_url())
    reader.press("Halaman susunan acara")
    expect(main.get_by_text("Foto bersama", exact=True)).to_be_visible()
    expect(main).to_contain_text("Komisi A pindah ruang.")
    reader.press("Yang berubah pada versi 2")
    expect(main).to_contain_text("Pindah waktu atau ruang")
    reader.press("Baca versi 1")
    expect(main).to_contain_text("Ini bukan versi terbaru")
    expect(main.get_by_text("Foto bersama", exact=True)).to_have_count(0)
