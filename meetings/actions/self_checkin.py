"""An online participant records their own presence, by the code shown in the session."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from accounts import audit
from forum_portal.lib.dates import clock, moment
from meetings.attendance.presence import counts, moment_of
from meetings.attendance.sessions import is_self_open, self_window, typed
from meetings.models import AttendanceSession, Meeting, Registration, Scan

# The fact of one person in one session has one id: a second one cannot be kept.
_NAMESPACE = UUID("6f0f2f0e-3a0b-5d53-9c55-0d7c7f6c9d41")


class SelfCheckInRefused(Exception):
    """It is not recorded; says why, in a sentence for the person."""


class NotOnline(SelfCheckInRefused):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"Anda terdaftar hadir {registration.get_mode_display().lower()}. Presensi mandiri "
            "untuk peserta daring; di tempat, tunjukkan tiket di pintu."
        )


class NoSeat(SelfCheckInRefused):
    def __init__(self, registration: Registration) -> None:
        state = "sudah dibatalkan" if not registration.is_active else "masih menunggu kursi"
        super().__init__(f"Pendaftaran Anda {state}; presensi hanya untuk yang punya kursi.")


class MeetingNotHeld(SelfCheckInRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting} dibatalkan: {meeting.cancel_reason}")


class WrongCode(SelfCheckInRefused):
    """The page that was sent tells the windows of the sessions below the form."""

    def __init__(self, at: datetime, zone: str) -> None:
        super().__init__(
            "Kode itu bukan kode sesi rakor ini. Periksa enam angka yang ditampilkan di sesi; "
            f"sekarang {clock(at, zone)}."
        )


class OutsideWindow(SelfCheckInRefused):
    def __init__(self, session: AttendanceSession, meeting: Meeting, at: datetime) -> None:
        is_early = session.self_opens_at is not None and at < session.self_opens_at
        state = "belum dibuka" if is_early else "sudah ditutup"
        super().__init__(
            f"Presensi mandiri sesi “{session}” {state}: dibuka {self_window(session, meeting)}. "
            f"Sekarang {moment(at, meeting.zone)}."
        )


class RuledOut(SelfCheckInRefused):
    def __init__(self, session: AttendanceSession) -> None:
        super().__init__(
            f"Catatan presensi Anda pada sesi “{session}” sudah diperiksa panitia dan tidak "
            "dihitung. Hubungi panitia."
        )


class CheckedIn(NamedTuple):
    session: AttendanceSession
    at: datetime
    is_new: bool


@transaction.atomic
def self_check_in(*, registration: Registration, code: str, at: datetime) -> CheckedIn:
    """The person's presence, recorded once however often it is asked for.

    Raises MeetingNotHeld, NoSeat, NotOnline, WrongCode, OutsideWindow, RuledOut.
    """
    registration = Registration.objects.select_related("meeting").get(pk=registration.pk)
    meeting = registration.meeting
    _check_may(registration, meeting)
    digits = typed(code)
    session = meeting.sessions.filter(self_code=digits).first() if digits else None
    if session is None:
        raise WrongCode(at, meeting.zone)
    # Whoever is recorded is told so, also when the window has closed meanwhile.
    if known := _known(registration, session):
        return CheckedIn(session, known, is_new=False)
    if not is_self_open(session, at):
        raise OutsideWindow(session, meeting, at)
    scan, is_new = Scan.objects.get_or_create(
        id=uuid5(_NAMESPACE, f"{session.pk}:{registration.pk}"),
        defaults={
            "meeting": meeting, "session": session, "registration": registration,
            "method": Scan.Method.SELF, "scanned_at": at, "received_at": at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            "registration.checked_in_self", target=registration, by=None, at=at,
            session=session.title,
        )  # fmt: skip
    return CheckedIn(session, scan.scanned_at, is_new)


def _check_may(registration: Registration, meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise MeetingNotHeld(meeting)
    if not registration.has_seat:
        raise NoSeat(registration)
    if registration.mode != Meeting.Mode.ONLINE:
        raise NotOnline(registration)


def _known(registration: Registration, session: AttendanceSession) -> datetime | None:
    """When the first fact that counts was taken. Raises RuledOut."""
    facts = registration.scans.filter(session=session).values_list(
        "scanned_at", "received_at", "flags", "method", "ruling__counts"
    )
    seen = [
        moment_of(flags, scanned_at, received_at)
        for scanned_at, received_at, flags, _, ruling in facts
        if counts(flags, ruling)
    ]
    if not seen and any(method == Scan.Method.SELF for _, _, _, method, _ in facts):
        raise RuledOut(session)
    return min(seen, default=None)
