"""Sessions for which attendance is taken, and the code by which those online record theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, moment
from meetings.attendance.sessions import MOST_SESSIONS, SessionPlan, new_code
from meetings.models import AttendanceSession, Meeting
from meetings.when import day_heading


class SessionRefused(Exception):
    """It cannot be done with the session; says why, in a sentence for the reader."""


class NothingToAdd(SessionRefused):
    def __init__(self, plans: Sequence[SessionPlan]) -> None:
        said = "sudah ada semuanya" if plans else "tidak ada yang dapat dibuat dari data rakor ini"
        super().__init__(f"Sesi presensi {said}.")


class TooManySessions(SessionRefused):
    def __init__(self) -> None:
        super().__init__(f"Satu rakor memuat paling banyak {MOST_SESSIONS} sesi presensi.")


class OutsideMeeting(SessionRefused):
    def __init__(self, plan: SessionPlan, meeting: Meeting) -> None:
        super().__init__(
            f"{day_heading(plan.held_on)} di luar hari rakor ({meeting.dates}). Sesi presensi "
            "diadakan pada hari rakor."
        )


class HoursReversed(SessionRefused):
    def __init__(self) -> None:
        super().__init__("Sesi yang punya waktu selesai juga punya waktu mulai, dan lebih awal.")


class SameSession(SessionRefused):
    def __init__(self, plan: SessionPlan) -> None:
        super().__init__(f"Sesi “{plan.title}” sudah ada pada {day_heading(plan.held_on)}.")


class SessionInUse(SessionRefused):
    def __init__(self, session: AttendanceSession, scans: int, excuses: int) -> None:
        super().__init__(
            f"Sesi “{session}” memuat {scans} catatan presensi dan {excuses} keterangan tidak "
            "hadir; yang sudah tercatat tidak dihapus."
        )


class WindowRefused(SessionRefused):
    """The window of self check-in is not one."""


@transaction.atomic
def add_sessions(
    *, meeting: Meeting, plans: Sequence[SessionPlan], by: User, at: datetime
) -> list[AttendanceSession]:
    """Those that are not there yet. Raises NothingToAdd, TooManySessions, OutsideMeeting."""
    meeting = Meeting.objects.locked(meeting.pk)
    there = {(session.held_on, session.title) for session in meeting.sessions.all()}
    fresh = [plan for plan in plans if (plan.held_on, plan.title) not in there]
    if not fresh:
        raise NothingToAdd(plans)
    if len(there) + len(fresh) > MOST_SESSIONS:
        raise TooManySessions
    made = [_saved(AttendanceSession(meeting=meeting), plan) for plan in fresh]
    audit.record(
        "meeting.sessions_added", target=meeting, by=by, at=at, titles=[str(each) for each in made]
    )
    return made


@transaction.atomic
def change_session(
    *, session: AttendanceSession, plan: SessionPlan, by: User, at: datetime
) -> bool:
    """False if nothing changed. Raises OutsideMeeting, HoursReversed, SameSession."""
    meeting = Meeting.objects.locked(session.meeting_id)
    session = meeting.sessions.get(pk=session.pk)
    before = SessionPlan(session.title, session.held_on, session.starts_at, session.ends_at)
    if plan == before:
        return False
    same = meeting.sessions.filter(held_on=plan.held_on, title=plan.title)
    if same.exclude(pk=session.pk).exists():
        raise SameSession(plan)
    _saved(session, plan)
    audit.record(
        "attendancesession.changed", target=session, by=by, at=at, before=before.title,
        changed=[
            name for name, old, new in zip(plan._fields, before, plan, strict=True) if old != new
        ],
    )  # fmt: skip
    return True


@transaction.atomic
def remove_session(*, session: AttendanceSession, by: User, at: datetime) -> None:
    """Raises SessionInUse: what was recorded stays."""
    meeting = Meeting.objects.locked(session.meeting_id)
    # Its key, too: a fact that names it waits, or is seen here.
    session = meeting.sessions.select_for_update(of=("self",)).get(pk=session.pk)
    scans, excuses = session.scans.count(), session.excuses.count()
    if scans or excuses:
        raise SessionInUse(session, scans, excuses)
    audit.record("attendancesession.removed", target=session, by=by, at=at)
    session.delete()


@transaction.atomic
def open_self_check_in(
    *,
    session: AttendanceSession,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    at: datetime,
    with_new_code: bool = False,
) -> AttendanceSession:
    """With the code that the session already has, unless a new one is asked for.

    Raises WindowRefused.
    """
    meeting = Meeting.objects.locked(session.meeting_id)
    if meeting.mode == Meeting.Mode.ONSITE:
        raise WindowRefused(
            f"{meeting} diadakan luring. Presensi mandiri hanya untuk peserta daring."
        )
    if closes_at <= opens_at:
        raise WindowRefused("Presensi mandiri ditutup sesudah dibuka.")
    if closes_at <= at:
        raise WindowRefused(
            f"Waktu tutup {moment(closes_at, meeting.zone)} sudah lewat; tidak ada yang dapat "
            "memakainya."
        )
    session = meeting.sessions.get(pk=session.pk)
    if with_new_code or not session.self_code:
        taken = meeting.sessions.filter(~Q(self_code="")).values_list("self_code", flat=True)
        session.self_code = new_code(set(taken))
    session.self_opens_at, session.self_closes_at = opens_at, closes_at
    session.save(update_fields=["self_code", "self_opens_at", "self_closes_at"])
    audit.record("attendancesession.self_opened", target=session, by=by, at=at)
    return session


@transaction.atomic
def close_self_check_in(*, session: AttendanceSession, by: User, at: datetime) -> None:
    """From `at` on nobody records themselves; before it opened, as if it had not been set."""
    meeting = Meeting.objects.locked(session.meeting_id)
    session = meeting.sessions.get(pk=session.pk)
    opens, closes = session.self_opens_at, session.self_closes_at
    if opens is None or closes is None:
        raise WindowRefused(f"Sesi “{session}” tidak memakai presensi mandiri.")
    if closes <= at:
        raise WindowRefused(f"Presensi mandiri sudah ditutup {moment(closes, meeting.zone)}.")
    if opens < at:
        session.self_closes_at = at
    else:
        session.self_code, session.self_opens_at, session.self_closes_at = "", None, None
    session.save(update_fields=["self_code", "self_opens_at", "self_closes_at"])
    audit.record("attendancesession.self_closed", target=session, by=by, at=at)


def move_sessions(former: Meeting, meeting: Meeting) -> None:
    """Each with its rakor to the day that was meant, at its hours; in the caller's transaction.

    A session in which somebody was recorded stays on the day on which that was.
    """
    days = meeting.starts_on - former.starts_on
    if not days and former.zone == meeting.zone:
        return
    # Whoever records somebody there holds the session: after that it is no longer free.
    list(meeting.sessions.select_for_update(no_key=True).order_by("pk"))
    free = meeting.sessions.filter(scans=None)
    # From the end towards which they move: none stands for a moment where another one is.
    for session in free.order_by("-held_on" if days > timedelta() else "held_on"):
        session.held_on += days
        for name in ("self_opens_at", "self_closes_at"):
            if (at := getattr(session, name)) is not None:
                local = at.astimezone(ZoneInfo(former.zone)) + days
                setattr(session, name, local.replace(tzinfo=ZoneInfo(meeting.zone)))
        session.save(update_fields=["held_on", "self_opens_at", "self_closes_at"])


def _saved(session: AttendanceSession, plan: SessionPlan) -> AttendanceSession:
    meeting = session.meeting
    last = meeting.ends_on or meeting.starts_on
    is_known = meeting.date_precision == Precision.DAY
    if is_known and not meeting.starts_on <= plan.held_on <= last:
        raise OutsideMeeting(plan, meeting)
    starts, ends = plan.starts_at, plan.ends_at
    if ends is not None and (starts is None or ends <= starts):
        raise HoursReversed
    session.title, session.held_on = plan.title, plan.held_on
    session.starts_at, session.ends_at = starts, ends
    session.save()
    return session
