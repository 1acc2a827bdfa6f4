"""Attendance in the hall and online: a code is entered, the board follows, the lists are there."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import AttendanceSession, Meeting, Registration, Scan
from tests.journeys.conftest import Reader

OPERATOR = "operator.aceh@contoh.example"
SECRETARIAT = "sekretariat@contoh.example"
# The board asks every five seconds.
PATIENCE = 20_000


def _session() -> AttendanceSession:
    return AttendanceSession.objects.select_related("meeting").get(meeting__is_sample=True)


def _excused() -> Registration:
    """The head of the one office of the sample that did not come."""
    return Registration.objects.exclude(scans__isnull=False).exclude(
        office__registrations__scans__isnull=False
    ).get(meeting=_session().meeting)  # fmt: skip


def test_the_board_follows_the_facts_and_says_when_it_cannot(reader: Reader):
    session = _session()
    reader.sign_in_with_password(OPERATOR)
    reader.visit(reverse("meetings:board", args=[session.meeting.slug]))
    page = reader.page
    expect(page.locator(".board__number")).to_have_text("21")
    now = timezone.now()
    Scan.objects.create(
        meeting=session.meeting, session=session, registration=_excused(),
        method=Scan.Method.DESK, scanned_at=now, received_at=now,
    )  # fmt: skip
    expect(page.locator(".board__number")).to_have_text("22", timeout=PATIENCE)
    expect(page.get_by_text("Kuorum tercapai")).to_be_visible()

    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("Sambungan terputus", timeout=PATIENCE)
    expect(page.locator(".board__number")).to_have_text("22")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_be_empty(timeout=PATIENCE)
    # The browser itself tells of the requests that did not get out.
    reader.complaints = [told for told in reader.complaints if "DISCONNECTED" not in told]


def test_somebody_online_enters_the_code_that_is_shown(reader: Reader):
    session, now = _session(), timezone.now()
    AttendanceSession.objects.filter(pk=session.pk).update(
        self_opens_at=now - timedelta(minutes=1), self_closes_at=now + timedelta(hours=1)
    )
    person = _excused()
    reader.visit(person.get_absolute_url())
    reader.press("Masukkan kode sesi")
    reader.page.get_by_label("Kode sesi").fill("111 111")
    reader.press("Catat kehadiran saya")
    expect(reader.page.get_by_label("Kode sesi")).to_have_value("111 111")
    expect(reader.page.get_by_role("alert").first).to_be_visible()
    reader.page.get_by_label("Kode sesi").fill("482 915")
    reader.press("Catat kehadiran saya")
    expect(reader.page.get_by_role("main")).to_contain_text("tercatat")
    assert person.scans.get().method == Scan.Method.SELF


def test_the_desk_records_by_keyboard_and_the_pages_stand_the_check(reader: Reader):
    session, person = _session(), _excused()
    meeting: Meeting = session.meeting
    reader.sign_in_with_password(SECRETARIAT)
    reader.visit(reverse("admin:meetings_meeting_sessions", args=[meeting.pk]))
    reader.visit(reverse("admin:meetings_meeting_session_code", args=[meeting.pk, session.pk]))
    reader.visit(reverse("admin:meetings_meeting_session_window", args=[meeting.pk, session.pk]))
    reader.visit(reverse("admin:meetings_meeting_attendance_lists", args=[meeting.pk]))
    reader.visit(reverse("admin:meetings_meeting_excuses", args=[meeting.pk]))
    reader.visit(reverse("admin:meetings_minutes_attendance", args=[meeting.minutes.pk]))
    desk = reverse("admin:meetings_meeting_desk", args=[meeting.pk, session.pk])
    reader.visit(f"{desk}?keadaan=belum&q={person.office.province.name}")
    reader.page.get_by_role("checkbox").focus()
    reader.page.keyboard.press("Space")
    reader.press("Catat yang dicentang hadir")
    assert person.scans.get().method == Scan.Method.DESK
    reader.visit(f"{desk}{person.pk}/")
    reader.visit(reverse("office_history", args=[person.office.slug]))


def test_an_office_says_who_cannot_come(reader: Reader):
    meeting = Meeting.objects.get(registered_by="offices", last_on__gte=timezone.localdate())
    reader.sign_in_with_password(OPERATOR)
    reader.visit(reverse("meetings:delegation", args=[meeting.slug]))
    reader.press("Keterangan tidak hadir")
    reader.page.get_by_label("Siapa yang tidak hadir").select_option(index=1)
    reader.page.get_by_label("Sakit").check()
    reader.page.get_by_label("Catatan").fill("Dirawat")
    reader.press("Catat keterangan")
    expect(reader.page.get_by_role("main")).to_contain_text("Dirawat")
    reader.press("Tarik keterangan Seluruh delegasi UPTD Balai Tekkomdik Aceh, Seluruh rakor")
    expect(reader.page.get_by_role("main")).to_contain_text("Belum ada keterangan")
