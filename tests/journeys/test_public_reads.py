"""The public goes from the map to an office and on to the rakor it hosted."""

from playwright.sync_api import expect

from tests.journeys.conftest import Reader


def test_from_the_map_to_an_office_and_its_rakor(reader: Reader):
    reader.visit("/")
    reader.page.set_viewport_size({"width": 1280, "height": 900})
    # By keyboard, as a link: the shape of the province itself may be small.
    reader.page.get_by_role("link", name="Jawa Barat: UPTD Tikomdik Jawa Barat").focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/provinsi/jawa-barat/")
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
