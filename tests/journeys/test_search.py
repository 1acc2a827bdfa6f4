"""A reader looks for Yogyakarta's office by its other names, with a script and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import Reader

YOGYAKARTA = "Balai Tekkomdik DI Yogyakarta"


def test_yogyakarta_is_found_by_other_names_a_typo_and_its_street(reader: Reader):
    for typed in ("BTKP", "tekomdik", "Kenari"):
        reader.visit("/cari/")
        reader.page.get_by_label("Nama, singkatan, kota").fill(typed)
        reader.press("Cari")
        expect(reader.page.get_by_role("main").locator(".row__title").first).to_have_text(
            YOGYAKARTA
        )
    reader.press(YOGYAKARTA)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(YOGYAKARTA)


def test_suggestions_are_chosen_by_keyboard(reader: Reader):
    reader.visit("/cari/")
    box = reader.page.get_by_role("combobox", name="Nama, singkatan, kota")
    box.press_sequentially("tekomd")
    options = reader.page.get_by_role("listbox", name="Saran").get_by_role("option")
    expect(options.first).to_contain_text(YOGYAKARTA)
    expect(reader.page.get_by_role("status").last).to_contain_text("saran")
    reader.check()

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "cari-saran-0")
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "cari-saran-0")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("tekomd")

    box.press("ArrowDown")
    expect(options.first).to_contain_text(YOGYAKARTA)
    box.press("ArrowDown")
    box.press("Enter")
    reader.page.wait_for_url("**/provinsi/di-yogyakarta/")


def test_results_are_narrowed_and_there_is_a_way_on_from_nothing(reader: Reader):
    reader.visit("/cari/?q=rakor")
    reader.page.get_by_role("main").get_by_text("Saringan lain: provinsi dan tahun").click()
    reader.page.get_by_label("Tahun").fill("2024")
    reader.press("Cari")
    titles = reader.page.get_by_role("main").locator(".row__title")
    expect(titles).to_have_text(
        ["Rapat Koordinasi Balai TIK Pendidikan 2024", "Rapat Koordinasi Berkobar 2024"]
    )
    reader.visit("/cari/?q=qwxzkv&tahun=2024")
    reader.press("Cari tanpa saringan")
    expect(reader.page.get_by_role("main")).to_contain_text("Tidak ada yang sesuai")


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False, locale="id-ID") as context:
        yield context.new_page()


def test_without_script_the_results_are_a_page(portal: LiveServer, scriptless: Page):
    scriptless.goto(f"{portal.url}/")
    scriptless.get_by_role("link", name="Cari", exact=True).first.click()
    scriptless.get_by_label("Nama, singkatan, kota").fill("tekomdik")
    scriptless.get_by_role("main").get_by_role("button", name="Cari").click()
    expect(scriptless.locator(".row__title").first).to_have_text(YOGYAKARTA)
