"""An office writes of what worked; the secretariat returns it, publishes it; others comment."""

from urllib.request import urlopen

from playwright.sync_api import expect

from practices.models import Practice
from tests.journeys.conftest import PASSWORD, Reader
from tests.practices._files import pdf_file, picture_file

TITLE = "Siaran pelajaran dari studio sekolah"
SUMMARY = "Murid merekam siaran lima menit tiap pekan; pendengarnya naik tiga kali."
COMMENT = "Terima kasih, kami mencobanya bulan depan."


def sign_in_as(reader: Reader, name: str) -> None:
    """In place of whoever is signed in; other journeys look at the page of signing in."""
    page = reader.page
    page.context.clear_cookies()
    page.goto(f"{reader.address}/akun/masuk/")
    page.get_by_text("Masuk dengan kata sandi").click()
    form = page.locator("form", has=page.get_by_label("Kata sandi", exact=True))
    form.get_by_label("Alamat surel").fill(f"{name}@contoh.example")
    form.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        form.get_by_role("button", name="Masuk").click()


def write(reader: Reader) -> None:
    """Everything on the first page of writing, files included; saved and looked at."""
    page = reader.page
    reader.visit("/praktik-baik/milik-balai/")
    reader.press("Tulis praktik baik")
    page.get_by_label("Judul", exact=True).fill(TITLE)
    page.get_by_label("Radio, TV, dan studio").check()
    page.get_by_label("Ringkasan").fill(SUMMARY)
    page.get_by_label("Isi", exact=True).fill("## Langkah\n\nDua murid **menulis naskah**.")
    picture, paper = picture_file((1600, 1000)), pdf_file()
    page.get_by_label("Gambar baru 1").first.set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture.read()}
    )
    page.get_by_label("Uraian gambar baru 1").fill("Murid di depan mikrofon")
    page.get_by_label("Tambah lampiran").set_input_files(
        {"name": "panduan.pdf", "mimeType": "application/pdf", "buffer": paper.read()}
    )
    page.get_by_label("Judul lampiran").fill("Panduan siaran")
    reader.press("Simpan dan pratinjau")
    expect(page.get_by_alt_text("Murid di depan mikrofon")).to_be_visible()


def send(reader: Reader) -> None:
    reader.press("Kirim ke sekretariat")
    reader.press("Kirim naskah")
    expect(reader.page.get_by_role("main")).to_contain_text("Menunggu sekretariat")


def test_article_is_written_returned_published_and_commented(reader: Reader):
    page, main = reader.page, reader.page.get_by_role("main")
    sign_in_as(reader, "operator.aceh")
    write(reader)
    send(reader)
    practice = Practice.objects.get(title=TITLE)
    address = f"/praktik-baik/{practice.slug}/"

    sign_in_as(reader, "sekretariat")
    reader.visit(f"/admin/practices/practice/{practice.pk}/change/")
    reader.press("Kembalikan untuk diperbaiki")
    page.get_by_label("Yang perlu diperbaiki").fill("Sebutkan berapa pendengarnya.")
    reader.press("Kembalikan")

    sign_in_as(reader, "operator.aceh")
    reader.visit("/praktik-baik/milik-balai/")
    expect(main).to_contain_text("Sebutkan berapa pendengarnya.")
    reader.press(TITLE)
    reader.press("Sunting naskah")
    page.get_by_label("Isi", exact=True).fill("## Langkah\n\nDua murid menulis.\n\n900 pendengar.")
    reader.press("Simpan dan pratinjau")
    send(reader)

    sign_in_as(reader, "sekretariat")
    reader.visit(f"/admin/practices/practice/{practice.pk}/change/")
    reader.press("Periksa & terbitkan")
    expect(main).to_contain_text("900 pendengar.")
    reader.press("Terbitkan")

    sign_in_as(reader, "operator.bali")
    reader.visit("/praktik-baik/?topik=radio-tv-dan-studio")
    reader.press(TITLE)
    page.get_by_label("Komentar Anda").fill(COMMENT)
    reader.press("Kirim komentar")
    expect(main).to_contain_text("baru terlihat oleh Anda")

    sign_in_as(reader, "sekretariat")
    reader.visit("/admin/practices/comment/?keadaan=menunggu")
    reader.press(COMMENT)
    reader.press("Setujui")
    reader.press("Setujui")

    page.context.clear_cookies()
    reader.visit(address)
    expect(main).to_contain_text("900 pendengar.")
    expect(main).to_contain_text(COMMENT)
    expect(main).to_contain_text("Masuk untuk berkomentar")
    paper = page.get_by_role("link", name="Panduan siaran").get_attribute("href")
    with urlopen(f"{reader.address}{paper}") as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.read().startswith(b"%PDF-")
    sizes = page.get_by_alt_text("Murid di depan mikrofon").get_attribute("srcset")
    assert sizes is not None
    assert [size.split()[1] for size in sizes.split(", ")] == ["480w", "960w", "1600w"]
