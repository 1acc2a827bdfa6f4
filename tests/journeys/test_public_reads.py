"""The public goes from the map to an office and on to the rakor it hosted."""

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from forum_portal.lib.pictures import store_sizes
from meetings.actions.agenda_proposals import Topic, propose_topic
from meetings.actions.agenda_release import release_agenda
from meetings.models import AgendaItem, Document, Meeting
from provinces.models import Office
from tests.factories import make_document, make_meeting_picture, make_remark, make_version
from tests.journeys.conftest import Reader
from tests.practices._files import pdf_file, picture_file

OPERATOR = "operator.aceh@contoh.example"


def test_from_the_map_to_an_office_and_its_rakor(reader: Reader):
    reader.visit("/")
    reader.page.set_viewport_size({"width": 1280, "height": 900})
    # By keyboard, as a link: the shape of the province itself may be small.
    reader.page.get_by_role("link", name="Jawa Barat: UPTD Tikomdik Jawa Barat").focus()
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.check()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("UPTD Tikomdik Jawa Barat")
    expect(reader.page.get_by_role("main")).to_contain_text("Juga dikenal sebagai Balai Tikomdik")

    reader.press("Rapat Koordinasi Berkobar 2024")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(
        "Rapat Koordinasi Berkobar 2024"
    )
    expect(reader.page.get_by_role("main")).to_contain_text("28–31 Mei 2024")


def test_an_office_is_found_by_another_of_its_names(reader: Reader):
    reader.visit("/provinsi/")
    reader.page.get_by_label("Nama balai, singkatan, kota, atau provinsi").fill("BTKP DIY")
    reader.press("Saring")
    offices = reader.page.get_by_role("main").locator(".row__title")
    expect(offices).to_have_text(["Balai Tekkomdik DI Yogyakarta"])
    reader.press("Balai Tekkomdik DI Yogyakarta")
    expect(reader.page.get_by_role("main")).to_contain_text("tercatat Maret 2018")


def test_every_public_list_and_page_stands_the_check(reader: Reader):
    for path in (
        "/rakor/",
        "/rakor/rakor-2023-jakarta/",
        "/notula/",
        "/forum/",
        "/privasi/",
        "/akun/masuk/",
        "/akun/kata-sandi/lupa/",
    ):
        reader.visit(path)


def _with_papers(meeting: Meeting) -> None:
    """Papers of the rakor and of an item, one in two versions; photographs; another release."""
    item = meeting.agenda_items.filter(is_public=True).first()
    for number in (None, item.pk):
        paper = make_document(
            meeting, content=pdf_file().read(), slot=Document.Slot.SLIDES, item_number=number
        )
    make_version(paper, content=pdf_file().read(), note="Angka pada halaman 3 dibetulkan.")
    for caption in ("Pembukaan oleh tuan rumah.", ""):
        make_meeting_picture(meeting, caption=caption, **store_sizes(picture_file((1200, 900))))
    AgendaItem.objects.filter(pk=item.pk).update(title="Pembukaan yang lain", duration_minutes=50)
    at = timezone.now()
    release_agenda(meeting=meeting, comment="Judul diubah.", by=User.objects.first(), at=at)


def test_papers_photographs_and_versions_of_a_rakor_stand_the_check(reader: Reader):
    meeting = Meeting.objects.get(slug__startswith="contoh-rakor-makassar")
    _with_papers(meeting)
    address = meeting.get_absolute_url()
    shown = {
        "dokumen/": "Angka pada halaman 3 dibetulkan.",
        "foto/": "Pembukaan oleh tuan rumah.",
        "agenda/": "Pembukaan yang lain",
        "agenda/v1/": "Ini bukan versi terbaru",
        "agenda/beda/": "Pembukaan yang lain",
    }
    for path, words in shown.items():
        reader.visit(address + path)
        expect(reader.page.get_by_role("main")).to_contain_text(words)


def test_what_an_office_finds_about_its_rakor_stands_the_check(reader: Reader):
    meeting = Meeting.objects.get(slug__startswith="contoh-rakor-makassar")
    aceh, operator = Office.objects.get(slug="aceh"), User.objects.get(email=OPERATOR)
    item = meeting.agenda_items.filter(is_public=True).first()
    asked = make_remark(meeting, item.pk, office=aceh, author=operator, text="Siapa pembicaranya?")
    make_remark(meeting, item.pk, answers=asked, text="Kepala Pusdatin.")
    topic = Topic("Berbagi materi luring", "Tiga balai menanyakannya.", 45)
    propose_topic(meeting=meeting, office=aceh, topic=topic, by=operator, at=timezone.now())

    reader.sign_in_with_password(OPERATOR)
    address = meeting.get_absolute_url()
    shown = {
        address: "Lihat atau ubah jawaban",
        f"{address}usulan-acara/": "Berbagi materi luring",
        f"{address}agenda/diskusi/{item.pk}/": "Siapa pembicaranya?",
        "/saya/kalender/": "Buat alamat kalender",
    }
    for path, words in shown.items():
        reader.visit(path)
        expect(reader.page.get_by_role("main")).to_contain_text(words)
    reader.press("Buat alamat kalender")
    expect(reader.page.get_by_role("main")).to_contain_text("Ganti alamat")
