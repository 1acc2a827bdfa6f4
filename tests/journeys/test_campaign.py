"""The secretariat asks all offices; one finds its data right, another proposes, by mailed links."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, expect
from post_office.models import Email

from provinces.models import Office
from tests.journeys.conftest import Reader

NAME = "Ni Made Contoh, S.Kom."


def _start(reader: Reader) -> None:
    due = timezone.localdate() + timedelta(days=7)
    reader.visit("/admin/provinces/campaign/add/")
    reader.page.get_by_label("Judul").fill("Konfirmasi data menjelang rakor")
    reader.page.get_by_label("Dijawab paling lambat").fill(f"{due:%Y-%m-%d}")
    with reader.page.expect_navigation():
        reader.page.get_by_role("button", name="Simpan dan terus mengedit").click()
    reader.press("Kirim")
    main = reader.page.get_by_role("main")
    expect(main).to_contain_text("22 balai")
    expect(main).to_contain_text(f"paling lambat {date_format(due, 'l, j F Y')}")
    reader.press("Kirim sekarang")


def _mailed_link(slug: str) -> str:
    letters = Email.objects.filter(subject__startswith="Mohon konfirmasi data")
    letter = letters.get(to=f"operator.{slug}@contoh.example")
    found = re.search(r"^https?://[^/]+(/provinsi/konfirmasi/\S+)$", letter.message, re.MULTILINE)
    assert found, letter.message
    return found[1]


def _answer_right(office: Reader) -> None:
    office.visit(_mailed_link("bali"))
    office.page.get_by_label("Nama penjawab").fill(NAME)
    office.press("Semua data benar")
    expect(office.page.get_by_role("alert")).to_contain_text("Isi jabatan penjawab.")
    office.page.get_by_label("Jabatan penjawab").fill("Pranata Komputer")
    office.press("Semua data benar")
    expect(office.page.get_by_role("main")).to_contain_text("Jawaban balai: Semua data benar")


def _answer_with_proposal(office: Reader) -> None:
    office.visit(_mailed_link("jawa-barat"))
    office.page.get_by_label("Nama penjawab").fill("Asep Contoh")
    office.page.get_by_label("Jabatan penjawab").fill("Kepala Tata Usaha")
    office.press("Ada yang perlu diubah")
    expect(office.page.get_by_label("Nama penjawab")).to_have_value("Asep Contoh")
    office.page.locator("summary", has_text="Kontak").click()
    office.page.get_by_label("Telepon kantor").fill("022-123456")
    office.press("Kirim usulan")
    main = office.page.get_by_role("main")
    expect(main).to_contain_text("Jawaban balai: Ada yang perlu diubah")
    expect(main).to_contain_text("Menunggu diperiksa sekretariat")


def test_offices_answer_by_the_mailed_link(reader: Reader, browser: Browser):
    reader.sign_in_with_password("sekretariat@contoh.example")
    _start(reader)
    with browser.new_context(locale="id-ID", reduced_motion="reduce") as context:
        # Nobody has signed in here.
        office = Reader(context.new_page(), reader.address)
        _answer_right(office)
        _answer_with_proposal(office)
        office.visit("/provinsi/bali/")
        confirmed_on = Office.objects.get(slug="bali").confirmed_on
        told = f"pada {date_format(confirmed_on, 'j F Y')}"
        expect(office.page.get_by_role("main")).to_contain_text(told)
        expect(office.page.get_by_role("main")).not_to_contain_text(NAME)
        assert office.complaints == []
    reader.press("Papan kemajuan")
    board = reader.page.get_by_role("main")
    expect(board).to_contain_text("2 dari 22 balai sudah menjawab")
    expect(board.get_by_role("row", name="Bali")).to_contain_text("Data benar")
    expect(board.get_by_role("row", name="Bali")).to_contain_text(NAME)
    row = board.get_by_role("row", name="Jawa Barat")
    expect(row).to_contain_text("Mengusulkan")
    reader.follow(row.get_by_role("link", name=re.compile("Buka usulan")))
    expect(reader.page.get_by_role("main")).to_contain_text("Telepon kantor")
