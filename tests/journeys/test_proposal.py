"""An office proposes a new head and phone; the secretariat applies one and declines the other."""

from playwright.sync_api import expect
from post_office.models import Email

from tests.journeys.conftest import Reader
from tests.lib.test_uploads import pdf

OPERATOR = "operator.aceh@contoh.example"


def _propose(reader: Reader) -> None:
    reader.visit("/saya/")
    reader.press("Kelola UPTD Balai Tekkomdik Aceh")
    reader.press("Usulkan perubahan")
    page = reader.page
    page.locator("summary", has_text="Kontak").click()
    page.get_by_label("Telepon kantor").fill("(0651) 21234")
    page.locator("summary", has_text="Kepala").click()
    new_head = page.get_by_role("group", name="Kepala baru")
    new_head.get_by_label("Nama kepala baru").fill("Cut Contoh, M.Kom.")
    # Not yet when: the form is refused, and everything typed stays.
    reader.press("Kirim usulan")
    expect(page.get_by_role("alert")).to_contain_text("Isi kapan kepala baru mulai menjabat.")
    expect(page.get_by_label("Telepon kantor")).to_have_value("(0651) 21234")
    new_head.get_by_label("Mulai menjabat").fill("2026-10-01")
    new_head.get_by_label("Nomor SK").fill("821/45/2026")
    new_head.get_by_label("Berkas SK").set_input_files(
        {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    reader.press("Kirim usulan")
    expect(page.get_by_role("main")).to_contain_text("Usulan terkirim.")


def _decide(reader: Reader) -> None:
    reader.visit("/admin/")
    reader.press("1 usulan balai menunggu putusan")
    reader.press("Kepala, Telepon kantor")
    head = reader.page.get_by_role("region", name="Kepala")
    phone = reader.page.get_by_role("region", name="Telepon kantor")
    expect(head).to_contain_text("Cut Contoh, M.Kom. menjabat Kepala UPTD Balai Tekkomdik Aceh")
    phone.get_by_label("Terapkan").check()
    head.get_by_label("Tolak").check()
    head.get_by_label("Alasan penolakan").fill("SK belum ditandatangani gubernur.")
    reader.press("Simpan putusan")
    expect(reader.page.get_by_role("main")).to_contain_text("2 perubahan diputus.")


def test_a_proposal_is_decided_field_by_field_and_the_office_is_told(reader: Reader):
    reader.sign_in_with_password(OPERATOR)
    _propose(reader)
    reader.page.context.clear_cookies()
    reader.sign_in_with_password("sekretariat@contoh.example")
    _decide(reader)
    reader.page.context.clear_cookies()

    reader.sign_in_with_password(OPERATOR)
    reader.visit("/provinsi/aceh/usulan/")
    reader.press("Kepala, Telepon kantor")
    main = reader.page.get_by_role("main")
    expect(main).to_contain_text("1 dari 2 diterapkan")
    expect(main).to_contain_text("SK belum ditandatangani gubernur.")
    reader.visit("/provinsi/aceh/")
    expect(main).to_contain_text("(0651) 21234")
    expect(main).not_to_contain_text("Cut Contoh")
    told = Email.objects.get(to=OPERATOR).email_message().body
    assert "- Telepon kantor: (0651) 21234" in told
    assert "Alasan: SK belum ditandatangani gubernur." in told


def test_a_reader_reports_an_error_without_an_account(reader: Reader):
    reader.visit("/provinsi/aceh/")
    reader.press("Laporkan kesalahan")
    reader.page.get_by_label("Bagian yang keliru").select_option("Kepala")
    reader.press("Kirim laporan")
    expect(reader.page.get_by_role("alert")).to_contain_text("Tuliskan apa yang keliru.")
    reader.page.get_by_label("Apa yang keliru").fill("Kepalanya sudah berganti.")
    reader.press("Kirim laporan")
    expect(reader.page.get_by_role("main")).to_contain_text("Laporan terkirim")
