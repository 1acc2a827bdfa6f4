"""The sessions of a rakor: which one is now, when each is, and its code for those online."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from forum_portal.lib.dates import ZONE_NAMES, Precision, clock, moment
from forum_portal.lib.typed_codes import random_code
from meetings.agenda.content import all_items
from meetings.models import AgendaItem, AttendanceSession, Meeting
from meetings.when import day_heading

# Digits alone cannot be taken for letters; without the zero, which is read out in two ways.
CODE_SIGNS = "123456789"
CODE_LENGTH = 6
MOST_SESSIONS = 60


class SessionPlan(NamedTuple):
    """A session to be."""

    title: str
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None


def a_day_each(meeting: Meeting) -> list[SessionPlan]:
    """One for each day of the rakor; none where its days are not known."""
    if meeting.date_precision != Precision.DAY:
        return []
    last = meeting.ends_on or meeting.starts_on
    days = min((last - meeting.starts_on).days + 1, MOST_SESSIONS)
    if days == 1:
        return [SessionPlan("Rakor", meeting.starts_on)]
    return [
        SessionPlan(f"Hari ke-{number + 1}", meeting.starts_on + timedelta(days=number))
        for number in range(days)
    ]


def of_plenaries(meeting: Meeting) -> list[SessionPlan]:
    """One for each plenary of the released agenda that has a time. Needs current_release."""
    if meeting.current_release is None:
        return []
    return list(_plenaries(meeting.current_release.internal))


def _plenaries(content: dict[str, Any]) -> Iterator[SessionPlan]:
    for item in all_items(content):
        if item["kind"] == AgendaItem.Kind.PLENARY and item["starts"]:
            starts = datetime.fromisoformat(item["starts"])
            ends = datetime.fromisoformat(item["ends"]) if item["ends"] else None
            is_same_day = ends is not None and ends.date() == starts.date() and ends > starts
            yield SessionPlan(
                item["title"][:200],
                starts.date(),
                starts.time(),
                ends.time() if ends and is_same_day else None,
            )


def current_session(
    sessions: Sequence[AttendanceSession], zone: str, at: datetime
) -> AttendanceSession | None:
    """The last one that has begun, else the first; sessions: in their order. None without any."""
    begun = [session for session in sessions if begins_at(session, zone) <= at]
    return begun[-1] if begun else next(iter(sessions), None)


def hours(session: AttendanceSession, zone: str) -> str:
    """Such as "08.00\u201312.00 WITA", "mulai 08.00 WITA"; empty for a whole day."""
    if session.starts_at is None:
        return ""
    name = ZONE_NAMES[zone]
    if session.ends_at is None:
        return f"mulai {session.starts_at:%H.%M} {name}"
    return f"{session.starts_at:%H.%M}\u2013{session.ends_at:%H.%M} {name}"


def session_when(session: AttendanceSession, zone: str) -> str:
    """Such as "Selasa, 15 Desember 2026, 08.00\u201312.00 WITA"."""
    parts = (day_heading(session.held_on), hours(session, zone))
    return ", ".join(part for part in parts if part)


def is_self_open(session: AttendanceSession, at: datetime) -> bool:
    opens, closes = session.self_opens_at, session.self_closes_at
    return opens is not None and closes is not None and opens <= at < closes


def self_window(session: AttendanceSession, meeting: Meeting) -> str:
    """Such as "Selasa, 15 Desember 2026, 08.00 WITA sampai 09.00 WITA"; empty without one."""
    opens, closes = session.self_opens_at, session.self_closes_at
    if opens is None or closes is None:
        return ""
    zone = ZoneInfo(meeting.zone)
    same_day = opens.astimezone(zone).date() == closes.astimezone(zone).date()
    ends = clock(closes, meeting.zone) if same_day else moment(closes, meeting.zone)
    return f"{moment(opens, meeting.zone)} sampai {ends}"


def new_code(taken: Collection[str]) -> str:
    """Six digits that no other session of the rakor has."""
    while True:
        code = random_code(CODE_SIGNS, CODE_LENGTH)
        if code not in taken:
            return code


def spoken(code: str) -> str:
    """In two groups, as it is read out: "482 915"."""
    return f"{code[:3]} {code[3:]}"


def typed(text: str) -> str:
    """What a person meant by `text`: the digits in it."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


def begins_at(session: AttendanceSession, zone: str) -> datetime:
    return datetime.combine(session.held_on, session.starts_at or time.min, ZoneInfo(zone))


def is_over(session: AttendanceSession, zone: str, at: datetime) -> bool:
    """Without an end of its own it goes on to the end of its day."""
    if session.ends_at is not None:
        return datetime.combine(session.held_on, session.ends_at, ZoneInfo(zone)) <= at
    return session.held_on < at.astimezone(ZoneInfo(zone)).date()
