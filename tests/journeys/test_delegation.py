"""An operator registers a delegation: one letter for four, over its quota, then offered a seat."""

import re
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email
from pypdf import PdfWriter

from meetings.models import AssignmentLetter, Meeting, Registration
from tests.journeys.conftest import Reader

OPERATOR = "operator.bali@contoh.example"
DELEGATES = (
    ("Dra. Ni Made Ayu, M.Pd.", "Kepala balai", "Kepala Balai", "ayu@contoh.example"),
    ("I Wayan Sudarma, S.Kom.", "Pendamping", "Pranata Komputer", "sudarma@contoh.example"),
    ("Ni Ketut Widiastuti, S.T.", "Peserta", "Widyaprada", "widiastuti@contoh.example"),
    ("I Nyoman Rai", "Peninjau", "Staf", "rai@contoh.example"),
)


def open_meeting(**fields: object) -> Meeting:
    """The sample rakor to which Bali has not registered anybody yet."""
    meeting = Meeting.objects.get(registered_by="offices", last_on__gte=timezone.localdate())
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    return meeting


def fill(reader: Reader, name: str, role: str, position: str, email: str) -> None:
    page = reader.page
    page.get_by_label("Nama lengkap").fill(name)
    page.get_by_label(role, exact=True).check()
    page.get_by_label("Jabatan", exact=True).fill(position)
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Nomor ponsel").fill("0812-3456-7890")
    page.get_by_label("Luring", exact=True).check()


def _sign_in_by_code(reader: Reader, email: str) -> None:
    reader.visit("/akun/masuk/")
    reader.page.get_by_label("Alamat surel").first.fill(email)
    reader.press("Kirim kode masuk")
    letter = Email.objects.get(to=email)
    code = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", letter.message, re.MULTILINE)
    assert code, letter.message
    reader.page.get_by_label("Kode").fill(code.group(1))
    reader.press("Masuk")
    reader.page.wait_for_url("**/saya/")


def _letter() -> bytes:
    writer, paper = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(paper)
    return paper.getvalue()


def _register(reader: Reader, *delegate: str) -> None:
    reader.press("Daftarkan peserta")
    fill(reader, *delegate)
    reader.page.get_by_label("Yang bersangkutan sudah membaca").check()


def test_delegation_of_four_with_one_letter_waits_and_is_offered_a_seat(reader: Reader):
    meeting, page = open_meeting(), reader.page
    _sign_in_by_code(reader, OPERATOR)
    reader.visit(f"/rakor/{meeting.slug}/")
    reader.press("Daftarkan delegasi")

    _register(reader, *DELEGATES[0])
    page.get_by_label("Yang bersangkutan sudah membaca").uncheck()
    letter = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": _letter()}
    page.get_by_label("Unggah surat tugas").set_input_files(letter)
    reader.press("Daftarkan")
    # The privacy notice was not accepted: told beside the field; neither words nor file are lost.
    expect(page.get_by_label("Nama lengkap")).to_have_value(DELEGATES[0][0])
    expect(page.get_by_text("Berkas sudah diterima")).to_be_visible()
    page.get_by_label("Yang bersangkutan sudah membaca").check()
    reader.press("Daftarkan")
    for delegate in DELEGATES[1:3]:
        _register(reader, *delegate)
        page.get_by_label("Surat tugas yang sudah ada").select_option(index=1)
        reader.press("Daftarkan")

    # The fourth is above the quota: led to the place in the line and its reason.
    expect(page.get_by_role("main")).to_contain_text("Peserta berikutnya masuk daftar tunggu")
    _register(reader, *DELEGATES[3])
    page.get_by_label("Surat tugas yang sudah ada").select_option(index=1)
    reader.press("Daftarkan")
    # Whoever of another office waits came before, and is kept out by that office's own quota.
    waiting = meeting.registrations.waiting().count()
    expect(page.get_by_role("main")).to_contain_text(
        f"Daftar tunggu, urutan ke-{waiting} dari {waiting}"
    )
    expect(page.get_by_role("main")).to_contain_text("3 kursi, sudah terpakai 3")
    reader.follow(page.get_by_role("link", name="Delegasi", exact=True))

    # Somebody is prevented; the seat is offered to who waits, and the office accepts it.
    reader.follow(page.get_by_role("link", name=f"Batalkan {DELEGATES[1][0]}"))
    page.get_by_label("Alasan pembatalan").fill("Sakit.")
    reader.press("Batalkan pendaftaran")
    expect(page.get_by_role("main")).to_contain_text(f"Tawaran kursi untuk {DELEGATES[3][0]}")
    reader.follow(page.get_by_role("link", name="Jawab tawaran"))
    reader.press("Terima kursi")
    expect(page.get_by_role("main")).to_contain_text("diterima. Tiket dikirim lewat surel.")

    delegation = Registration.objects.filter(meeting=meeting, office__slug="bali")
    assert {(one.full_name, one.is_active, one.has_seat) for one in delegation} == {
        (name, name != DELEGATES[1][0], name != DELEGATES[1][0]) for name, *_ in DELEGATES
    }
    assert {one.letter for one in delegation} == {AssignmentLetter.objects.get(office__slug="bali")}
    _each_has_a_ticket(reader, delegation.seated())


def _each_has_a_ticket(reader: Reader, delegates) -> None:
    for delegate in delegates:
        reader.visit(delegate.get_absolute_url())
        expect(reader.page.get_by_role("heading", name=delegate.full_name)).to_be_visible()
        expect(reader.page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    reader.visit("/saya/")
    expect(reader.page.get_by_role("main")).to_contain_text(DELEGATES[3][0])


def test_drafts_are_registered_together_and_a_delegate_substituted(reader: Reader):
    meeting, page = open_meeting(), reader.page
    reader.sign_in_with_password(OPERATOR)
    reader.visit(f"/rakor/{meeting.slug}/daftar/")
    for delegate in DELEGATES[:2]:
        _register(reader, *delegate)
        reader.press("Simpan draf")
    reader.press("Daftarkan peserta")
    page.get_by_label("Nama lengkap").fill("Belum lengkap")
    reader.press("Simpan draf")
    reader.press("Daftarkan semua draf yang lengkap")
    reader.press("Daftarkan 2 orang")
    expect(page.get_by_role("main")).to_contain_text("2 orang terdaftar dan menerima tiket")

    reader.follow(page.get_by_role("link", name=f"Ganti {DELEGATES[1][0]} dengan orang lain"))
    page.get_by_label("Alasan penggantian").fill("Bertugas ke luar daerah.")
    fill(reader, *DELEGATES[2])
    page.get_by_label("Yang bersangkutan sudah membaca").check()
    reader.check()
    reader.press("Ganti peserta")
    expect(page.get_by_role("main")).to_contain_text(
        f"Digantikan oleh {DELEGATES[2][0]}: Bertugas ke luar daerah."
    )
    seated = Registration.objects.filter(meeting=meeting, office__slug="bali").seated()
    assert {one.full_name for one in seated} == {DELEGATES[0][0], DELEGATES[2][0]}


def test_an_operator_is_told_the_rule_that_refuses(reader: Reader):
    meeting = open_meeting(has_waiting_list=False)
    reader.sign_in_with_password("operator.aceh@contoh.example")
    taken = meeting.registrations.active().filter(office__slug="aceh").count()
    open_meeting(seats_per_office=taken)
    reader.visit(f"/rakor/{meeting.slug}/daftar/tambah/")
    fill(reader, "Teuku Contoh", "Pendamping", "Staf", "teuku@contoh.example")
    reader.page.get_by_label("Yang bersangkutan sudah membaca").check()
    reader.press("Daftarkan")
    expect(reader.page.get_by_role("main")).to_contain_text(
        f"Kuota UPTD Balai Tekkomdik Aceh {taken} kursi, sudah terpakai {taken}"
    )
    open_meeting(registration_closes_at=timezone.now() - timedelta(minutes=1))
    reader.press("Daftarkan")
    expect(reader.page.get_by_role("main")).to_contain_text("Pendaftaran ditutup sejak")
