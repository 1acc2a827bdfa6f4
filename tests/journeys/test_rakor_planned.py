"""A rakor from its plan to its end: copied, released, invited to, answered, changed, cancelled."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, expect
from post_office.models import Email

from meetings.models import AgendaItem, Invitation, Meeting, OutboxMail
from tests.journeys.conftest import Reader

TITLE = "Rapat Koordinasi Balai TIK Pendidikan Ambon"
REASON = "Gempa merusak gedung pertemuan."


def _plan(reader: Reader) -> Meeting:
    """A copy of the sample rakor, fourteen weeks from now in Ambon."""
    former = Meeting.objects.get(slug__startswith="contoh-rakor-makassar")
    reader.visit("/admin/meetings/meeting/rencanakan/")
    reader.press(former.title)
    starts_on = timezone.localdate() + timedelta(weeks=14)
    for label, value in (
        ("Judul", TITLE),
        ("Mulai tanggal", f"{starts_on:%Y-%m-%d}"),
        ("Kota/kabupaten", "Ambon"),
        ("Tempat", "Gedung Contoh"),
    ):
        reader.page.get_by_label(label).first.fill(value)
    reader.page.get_by_label("Provinsi tuan rumah").select_option(label="Maluku")
    reader.press("Buat rencana")
    return Meeting.objects.get(title=TITLE)


class Panel:
    """The pages of one rakor in the panel."""

    def __init__(self, reader: Reader, meeting: Meeting) -> None:
        self.reader = reader
        self.main = reader.page.get_by_role("main")
        self.root = f"/admin/meetings/meeting/{meeting.pk}"

    def visit(self, step: str) -> None:
        self.reader.visit(f"{self.root}/{step}/")

    def do(self, step: str, button: str | re.Pattern[str], **fields: str) -> None:
        self.visit(step)
        for name, value in fields.items():
            self.reader.page.locator(f"[name={name}]").fill(value)
        self.reader.follow(self.main.get_by_role("button", name=button).first)

    def send_all(self, count: int) -> None:
        """What waits in the outbox is read on one page, then sent."""
        self.visit("kotak-keluar")
        self.reader.press(f"Baca dan kirim semua {count} surel…")
        self.reader.follow(self.main.get_by_role("button", name=re.compile("^Kirim ")).first)
        assert not OutboxMail.objects.waiting().filter(meeting__title=TITLE).exists()


def _announce_and_invite(panel: Panel, meeting: Meeting) -> None:
    panel.visit("kesiapan")
    expect(panel.main).to_contain_text("Rakor belum diumumkan")
    panel.do("terbitkan", "Umumkan")
    panel.do("rilis", "Rilis versi 1", comment="Susunan acara pertama")
    panel.do("naskah-undangan", "Simpan naskah", dated_on=f"{timezone.localdate():%Y-%m-%d}")
    panel.do("susun-undangan", "Susun daftar")
    panel.do("terbitkan-undangan", "Terbitkan surat")
    assert Invitation.objects.filter(meeting=meeting, issued_at__isnull=False).count() == 22
    # Nothing has left: a person reads it first.
    assert not _letters("Undangan").exists()
    panel.send_all(22)
    assert _letters("Undangan").count() == 22


def _letters(subject: str):
    return Email.objects.filter(subject__contains=subject, message__contains=TITLE)


def _link(slug: str) -> str:
    letter = _letters("Undangan").get(to=f"operator.{slug}@contoh.example")
    found = re.search(r"^https?://[^/]+(/undangan/\S+)$", letter.message, re.MULTILINE)
    assert found, letter.message
    return found[1]


def _answer(office: Reader, slug: str, answer: str, **fields: str) -> None:
    office.visit(_link(slug))
    office.page.get_by_role("radio", name=answer).check()
    fields = {"Nama penjawab": "Petugas Contoh", "Jabatan penjawab": "Kasubbag", **fields}
    for label, value in fields.items():
        office.page.get_by_label(label, exact=True).fill(value)
    send = office.page.get_by_role("main").get_by_role("button", name=re.compile("^Simpan|^Kirim"))
    office.follow(send)


def _answers(office: Reader) -> None:
    main = office.page.get_by_role("main")
    _answer(office, "aceh", "Hadir: kepala balai datang sendiri")
    expect(main).to_contain_text("Jawaban balai: Hadir")
    wakil = {"Nama wakil": "Wakil Contoh, S.Kom.", "Jabatan wakil": "Kepala Seksi"}
    _answer(office, "jambi", "Diwakilkan", **wakil)
    expect(main).to_contain_text("Wakil Contoh, S.Kom.")
    _answer(office, "bali", "Tidak hadir", **{"Alasan tidak hadir": "Pemeriksaan tahunan"})
    expect(main).to_contain_text("Jawaban balai: Tidak hadir")
    # One thinks better of it.
    _answer(office, "aceh", "Tidak hadir", **{"Alasan tidak hadir": "Sakit"})
    expect(main).to_contain_text("Jawaban balai: Tidak hadir")


def _change_and_release(panel: Panel, meeting: Meeting, public: Reader) -> None:
    opening = AgendaItem.objects.get(meeting=meeting, title="Laporan ketua panitia")
    panel.do(f"susunan-acara/{opening.pk}", re.compile(r"^Simpan"), duration_minutes="45")
    public.visit(f"/rakor/{meeting.slug}/agenda/")
    main = public.page.get_by_role("main")
    expect(main).to_contain_text("09.00–09.15")
    panel.do("rilis", "Rilis versi 2", comment="Laporan lebih panjang")
    public.visit(f"/rakor/{meeting.slug}/agenda/")
    expect(main).to_contain_text("09.00–09.45")
    public.visit(f"/rakor/{meeting.slug}/agenda/v1/")
    expect(main).to_contain_text("09.00–09.15")
    public.visit(f"/rakor/{meeting.slug}/agenda/beda/?dari=1&ke=2")
    expect(main).to_contain_text("Laporan ketua panitia")
    expect(main).to_contain_text("mundur 30 menit")


def _cancel(panel: Panel, meeting: Meeting, public: Reader, link: str) -> None:
    panel.do("batalkan", "Batalkan rakor", reason=REASON)
    told = OutboxMail.objects.waiting().filter(meeting=meeting, kind=OutboxMail.Kind.CANCELLED)
    assert told.count() == 22
    main = public.page.get_by_role("main")
    public.visit(f"/rakor/{meeting.slug}/")
    expect(main).to_contain_text("Rakor ini dibatalkan")
    expect(main).to_contain_text(REASON)
    expect(main).to_contain_text("Laporan ketua panitia")
    public.visit(link)
    expect(main).to_contain_text(REASON)
    expect(main.get_by_role("radio")).to_have_count(0)


def test_rakor_from_plan_to_cancellation(reader: Reader, browser: Browser):
    reader.sign_in_with_password("sekretariat@contoh.example")
    meeting = _plan(reader)
    panel = Panel(reader, meeting)
    with browser.new_context(locale="id-ID", reduced_motion="reduce") as context:
        # Nobody has signed in here.
        public = Reader(context.new_page(), reader.address)
        _announce_and_invite(panel, meeting)
        _answers(public)
        panel.visit("undangan")
        expect(panel.main).to_contain_text("3 dari 22 balai sudah menjawab")
        expect(panel.main.get_by_role("row", name="Jambi").first).to_contain_text("Wakil Contoh")
        _change_and_release(panel, meeting, public)
        _cancel(panel, meeting, public, _link("aceh"))
        assert public.complaints == []
