"""Somebody registers for an open rakor, waits, takes an offered seat, is named and unnamed."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email

from meetings.actions.registration import register_person
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting, Registration
from tests.journeys.conftest import Reader
from tests.meetings.self_registering import mailed_code, person

ANI = "ani@sekolah.example"
NAME = "Ani Lestari, S.Pd."


def _webinar() -> Meeting:
    """Open to anybody, with one seat, which somebody has."""
    at = timezone.now()
    meeting = Meeting.objects.create(
        slug="webinar-data",
        title="Webinar Data",
        starts_on=(at + timedelta(days=20)).date(),
        zone="Asia/Jayapura",
        mode=Meeting.Mode.ONLINE,
        conference_url="https://temu.example/ruang",
        registered_by=Meeting.RegisteredBy.ANYBODY,
        registration_opens_at=at - timedelta(days=1),
        registration_closes_at=at + timedelta(days=10),
        capacity=1,
        published_at=at,
    )
    register_person(meeting=meeting, delegate=person("Budi Santoso"), at=at)
    return meeting


def _register(reader: Reader, meeting: Meeting) -> None:
    page = reader.page
    reader.visit(f"/rakor/{meeting.slug}/")
    reader.press("Daftarkan diri")
    page.get_by_role("textbox", name="Alamat surel").fill(ANI)
    reader.press("Kirim kode")
    page.get_by_label("Kode dari surel").fill("AAAA-AAAA")
    reader.press("Lanjutkan")
    expect(page.get_by_role("main")).to_contain_text("tersisa 4 percobaan")
    page.get_by_label("Kode dari surel").fill(mailed_code(ANI).lower())
    reader.press("Lanjutkan")
    page.get_by_label("Nama lengkap").fill(NAME)
    reader.press("Daftar")
    # What is lacking is told beside the fields, nothing typed is lost.
    expect(page.get_by_label("Nama lengkap")).to_have_value(NAME)
    page.get_by_label("Jabatan").fill("Guru")
    page.get_by_label("Instansi atau unit kerja").fill("SMA 1 Gayo")
    page.get_by_label("Saya sudah membaca").check()
    reader.press("Daftar")


def _own_address(subject: str) -> str:
    """The address of the own page, as the mail with `subject` names it."""
    text = Email.objects.filter(to=[ANI], subject__startswith=subject).latest("pk").message
    found = re.search(r"http\S+?(/tiket/\w+/)", text)
    assert found, text
    return found[1]


def _named(reader: Reader, meeting: Meeting) -> bool:
    """Read anew each time: the reader's session keeps them from the pages kept for a second."""
    reader.visit(f"/rakor/{meeting.slug}/peserta/")
    return NAME in reader.page.get_by_role("main").inner_text()


def test_somebody_registers_waits_takes_a_seat_and_decides_on_their_name(reader: Reader):
    meeting, page = _webinar(), reader.page
    main = page.get_by_role("main")
    _register(reader, meeting)
    expect(main).to_contain_text("Urutan Anda: 1 dari 1")
    expect(main).to_contain_text("sudah terpakai 1")
    assert not _named(reader, meeting)

    budi = Registration.objects.get(full_name="Budi Santoso")
    withdraw_delegate(registration=budi, reason="Sakit.", by=None, at=timezone.now())
    reader.visit(_own_address("Tawaran kursi"))
    reader.press("Tolak tawaran")
    reader.press("Tidak jadi")
    reader.press("Terima kursi")
    expect(main).to_contain_text("Kursi Anda pasti.")
    expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    expect(page.get_by_role("link", name="Masuk ke konferensi")).to_be_visible()

    own = _own_address("Kursi Anda")
    consent = page.get_by_label("Tampilkan nama saya pada daftar peserta")
    expect(consent).not_to_be_checked()
    consent.check()
    reader.press("Simpan pilihan")
    assert _named(reader, meeting)
    reader.visit(own)
    consent.uncheck()
    reader.press("Simpan pilihan")
    assert not _named(reader, meeting)

    # The address of the page is lost: the code of another day leads back to it.
    page.context.clear_cookies()
    reader.visit(f"/rakor/{meeting.slug}/daftar/")
    page.get_by_role("textbox", name="Alamat surel").fill(ANI)
    reader.press("Kirim kode")
    page.get_by_label("Kode dari surel").fill(mailed_code(ANI))
    reader.press("Lanjutkan")
    expect(page).to_have_url(re.compile(own))
    reader.press("Batalkan pendaftaran")
    page.get_by_label("Alasan").fill("Berhalangan.")
    reader.press("Batalkan pendaftaran")
    expect(main).to_contain_text("Pendaftaran dibatalkan: Berhalangan.")
