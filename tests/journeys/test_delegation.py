"""An operator signs in by e-mailed code and registers two delegates."""

import re
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email
from pypdf import PdfWriter

from meetings.models import Meeting, Registration
from tests.journeys.conftest import Reader

DELEGATES = (
    ("Dra. Ni Made Ayu, M.Pd.", "Kepala balai", "Kepala Balai", "ayu@contoh.example"),
    ("I Wayan Sudarma, S.Kom.", "Pendamping", "Pranata Komputer", "sudarma@contoh.example"),
)


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


def _fill(reader: Reader, name: str, role: str, position: str, email: str) -> None:
    page = reader.page
    page.get_by_label("Nama lengkap").fill(name)
    page.get_by_label(role, exact=True).check()
    page.get_by_label("Jabatan", exact=True).fill(position)
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Nomor ponsel").fill("0812-3456-7890")
    page.get_by_label("Luring", exact=True).check()


def _letter() -> bytes:
    writer, paper = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(paper)
    return paper.getvalue()


def test_an_operator_registers_two_delegates_and_sees_their_tickets(reader: Reader):
    meeting = Meeting.objects.get(registered_by="offices", last_on__gte=timezone.localdate())
    meeting.registrations.filter(office__slug="bali").delete()
    _sign_in_by_code(reader, "operator.bali@contoh.example")
    reader.visit(f"/rakor/{meeting.slug}/")
    reader.press("Daftarkan delegasi")

    for name, role, position, email in DELEGATES:
        reader.press("Daftarkan peserta")
        _fill(reader, name, role, position, email)
        reader.press("Daftarkan")
        # The privacy notice was not accepted: told beside the field, nothing typed is lost.
        expect(reader.page.get_by_label("Nama lengkap")).to_have_value(name)
        reader.page.get_by_label("Yang bersangkutan sudah membaca").check()
        reader.page.get_by_label("Surat tugas").set_input_files(
            {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": _letter()}
        )
        reader.press("Daftarkan")

    registered = Registration.objects.active().filter(office__slug="bali")
    assert [delegate.full_name for delegate in registered] == [row[0] for row in DELEGATES]
    mails = Email.objects.filter(to__in=[row[3] for row in DELEGATES]).order_by("pk")
    assert [(mail.to, mail.attachments.count()) for mail in mails] == [
        ([row[3]], 1) for row in DELEGATES
    ]
    for delegate in registered:
        reader.visit(delegate.get_absolute_url())
        expect(reader.page.get_by_role("heading", name=delegate.full_name)).to_be_visible()
        expect(reader.page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    reader.visit("/saya/")
    expect(reader.page.get_by_role("main")).to_contain_text(DELEGATES[1][0])


def test_an_operator_is_told_the_rule_that_refuses(reader: Reader):
    meeting = Meeting.objects.get(registered_by="offices", last_on__gte=timezone.localdate())
    reader.sign_in_with_password("operator.aceh@contoh.example")
    taken = meeting.registrations.active().filter(office__slug="aceh").count()
    meeting.seats_per_office = taken
    meeting.save()
    reader.visit(f"/rakor/{meeting.slug}/daftar/tambah/")
    _fill(reader, "Teuku Contoh", "Pendamping", "Staf", "teuku@contoh.example")
    reader.page.get_by_label("Yang bersangkutan sudah membaca").check()
    reader.press("Daftarkan")
    expect(reader.page.get_by_role("main")).to_contain_text(
        f"Kuota UPTD Balai Tekkomdik Aceh {taken} kursi, sudah terpakai {taken}"
    )
    meeting.registration_closes_at = timezone.now() - timedelta(minutes=1)
    meeting.save()
    reader.press("Daftarkan")
    expect(reader.page.get_by_role("main")).to_contain_text("Pendaftaran dibuka")
