"""What an operator types into the form of a delegate outlives sessions, networks and pages."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import Registration
from tests.journeys.conftest import PASSWORD, Reader
from tests.journeys.test_delegation import DELEGATES, OPERATOR, fill, open_meeting

NAME = DELEGATES[0][0]


def _open_form(reader: Reader) -> str:
    form = f"/rakor/{open_meeting().slug}/daftar/tambah/?balai=bali"
    reader.sign_in_with_password(OPERATOR)
    reader.visit(form)
    fill(reader, *DELEGATES[0])
    reader.page.get_by_label("Yang bersangkutan sudah membaca").check()
    return form


def _shown(reader: Reader) -> None:
    expect(reader.page.get_by_label("Nama lengkap")).to_have_value(NAME)
    expect(reader.page.get_by_label("Kepala balai", exact=True)).to_be_checked()
    expect(reader.page.get_by_label("Nomor ponsel")).to_have_value("0812-3456-7890")
    expect(reader.page.get_by_label("Yang bersangkutan sudah membaca")).to_be_checked()


def _registered() -> list[str]:
    delegates = Registration.objects.filter(office__slug="bali", meeting__last_on__isnull=False)
    return [one.full_name for one in delegates.filter(full_name=NAME)]


def test_session_ends_while_typing(reader: Reader):
    _open_form(reader)
    Session.objects.all().delete()
    reader.press("Daftarkan")
    expect(reader.page.get_by_role("main")).to_contain_text("Sesi Anda sudah berakhir")
    reader.page.get_by_text("Masuk dengan kata sandi").click()
    form = reader.page.locator("form", has=reader.page.get_by_label("Kata sandi", exact=True))
    form.get_by_label("Alamat surel").fill(OPERATOR)
    form.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    reader.follow(form.get_by_role("button", name="Masuk"))
    expect(reader.page.get_by_role("main")).to_contain_text("Isian Anda masih ada")
    _shown(reader)
    reader.press("Daftarkan")
    assert _registered() == [NAME]


def test_network_is_lost_and_comes_back(reader: Reader):
    form, page = _open_form(reader), reader.page
    page.context.set_offline(True)
    status = page.locator("[data-typed-status]")
    expect(status).to_contain_text("Jaringan terputus")
    page.get_by_role("button", name="Daftarkan", exact=True).click()
    expect(status).to_contain_text("Tidak ada jaringan: formulir belum dikirim.")
    assert _registered() == []
    page.context.set_offline(False)
    expect(status).to_contain_text("Jaringan kembali.")

    # Also a page that was closed in between shows it again, and says so.
    reader.visit("/rakor/")
    reader.visit(form)
    expect(page.locator("[data-typed-status]")).to_contain_text("Isian Anda tampil kembali.")
    _shown(reader)
    reader.press("Daftarkan")
    assert _registered() == [NAME]

    # What has arrived is not kept, and signing out leaves nothing of the rest.
    reader.visit(form)
    expect(page.get_by_label("Nama lengkap")).to_have_value("")
    page.get_by_label("Nama lengkap").fill("Rahasia")
    assert page.evaluate("sessionStorage.length") == 1
    reader.visit("/akun/keluar/")
    reader.press("Keluar")
    assert page.evaluate("sessionStorage.length") == 0
