"""The public chooses among the offices of one shape of the map, and reads an earlier day."""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from provinces.actions.membership import join_forum
from provinces.actions.names import rename_office
from provinces.models import Office, Province
from tests.factories import NOW
from tests.journeys.conftest import Reader


@pytest.fixture
def papua(reader: Reader) -> None:
    """The office of Papua and two of the provinces that were part of it."""
    for code, name in (("91", "BTIKP Papua"), ("93", "Balai Selatan"), ("94", "Balai Tengah")):
        province = Province.objects.get(pk=code)
        office = Office.objects.create(province=province, slug=province.slug, name=name)
        join_forum(office=office, on=date(2024, 1, 1), by=None, at=NOW)


@pytest.mark.usefixtures("papua")
def test_shape_of_several_offices_opens_a_choice_by_keyboard(reader: Reader):
    reader.visit("/provinsi/")
    shape = reader.page.locator(".map__link[data-choice]")
    choice = reader.page.locator("#peta-pilihan-pa")
    expect(choice).to_be_hidden()

    shape.focus()
    reader.page.keyboard.press("Enter")
    expect(choice.get_by_role("link")).to_have_text(
        ["Papua: BTIKP Papua", "Papua Selatan: Balai Selatan", "Papua Tengah: Balai Tengah"]
    )
    expect(choice.get_by_role("link").first).to_be_focused()
    reader.check()

    reader.page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(shape).to_be_focused()

    reader.page.keyboard.press("Enter")
    choice.get_by_role("link", name="Papua Selatan: Balai Selatan").click()
    reader.page.wait_for_url("**/provinsi/papua-selatan/")


@pytest.mark.usefixtures("papua")
def test_choice_needs_no_script(reader: Reader, browser: Browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{reader.address}/provinsi/")
    choice = page.locator("#peta-pilihan-pa")
    expect(choice).to_be_hidden()

    page.locator(".map__link[data-choice]").focus()
    page.keyboard.press("Enter")

    expect(choice).to_be_visible()
    choice.get_by_role("link", name="Papua Tengah: Balai Tengah").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Balai Tengah")
    page.context.close()


def test_from_today_to_an_earlier_day_the_timeline_and_back(reader: Reader):
    office = Office.objects.get(slug="jawa-barat")
    rename_office(office=office, name="Pusat Tikomdik", since=date(2025, 6, 2), by=None, at=NOW)

    reader.visit("/provinsi/jawa-barat/")
    reader.page.get_by_text("Lihat pada tanggal").click()
    reader.page.get_by_label("Tanggal", exact=True).fill("2024-05-28")
    reader.press("Lihat")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("UPTD Tikomdik Jawa Barat")
    expect(reader.page.get_by_role("main")).to_contain_text("Sekarang: Pusat Tikomdik.")

    reader.press("Riwayat balai")
    timeline = reader.page.get_by_role("main")
    expect(timeline).to_contain_text("Berganti nama menjadi Pusat Tikomdik")
    expect(timeline).to_contain_text("waktu itu: UPTD Tikomdik Jawa Barat")
    reader.press("Profil balai")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Pusat Tikomdik")
