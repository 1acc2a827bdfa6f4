"""Presensi mandiri on a person's own page: what is open, what is recorded already."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.attendance.presence import counts, moment_of
from meetings.attendance.sessions import is_self_open, self_window
from meetings.models import AttendanceSession, Meeting, Registration

Row = dict[str, Any]


def self_check_in_of(registration: Registration, at: datetime) -> Row | None:
    """None for whom it is not: those on site, without a seat, or of a rakor without any.

    Two statements, none for those whom it does not concern.
    """
    meeting = registration.meeting
    is_online = registration.mode == Meeting.Mode.ONLINE
    if not is_online or not registration.has_seat or meeting.cancelled_at is not None:
        return None
    sessions = list(meeting.sessions.filter(~Q(self_code="")))
    if not sessions:
        return None
    seen = _seen(registration)
    return {
        "rows": [_row(session, meeting, seen, at) for session in sessions],
        "url": reverse("meetings:self_check_in", args=[registration.ticket_code]),
        "is_over": all(each.pk in seen or _has_ended(each, at) for each in sessions),
        "is_open": any(is_self_open(each, at) and each.pk not in seen for each in sessions),
    }


def _has_ended(session: AttendanceSession, at: datetime) -> bool:
    """Not so while nobody has set its window."""
    return session.self_closes_at is not None and session.self_closes_at <= at


def _seen(registration: Registration) -> dict[int, datetime]:
    """When the person was first recorded in each session."""
    facts = registration.scans.values_list(
        "session", "scanned_at", "received_at", "flags", "ruling__counts"
    )
    seen = [
        (session, moment_of(flags, scanned_at, received_at))
        for session, scanned_at, received_at, flags, ruling in facts
        if counts(flags, ruling)
    ]
    return dict(sorted(seen, reverse=True))


def _row(
    session: AttendanceSession, meeting: Meeting, seen: dict[int, datetime], at: datetime
) -> Row:
    recorded = seen.get(session.pk)
    state, tone = ("Dibuka", "blue") if is_self_open(session, at) else ("Ditutup", "neutral")
    if recorded:
        state, tone = "Tercatat hadir", "green"
    elif session.self_opens_at and at < session.self_opens_at:
        state, tone = "Belum dibuka", "neutral"
    return {
        "title": session.title,
        "window": self_window(session, meeting),
        "recorded": moment(recorded, meeting.zone) if recorded else "",
        "state": state,
        "tone": tone,
    }
