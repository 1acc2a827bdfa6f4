"""When and where a rakor was to be before it was moved, and what a move takes along, in words."""

from copy import copy
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from forum_portal.lib.dates import ZONE_NAMES, Precision, date_span
from meetings.convening.timeline import MILESTONES, Days, absolute, shifted, warnings
from meetings.models import Meeting, MeetingMove
from meetings.states import is_registration_open, over_at
from meetings.when import when, where
from provinces.models import Office, Province


class Whereabouts(NamedTuple):
    """All that a move may change."""

    starts_on: date
    ends_on: date | None
    starts_at: time | None
    zone: str
    city: str
    venue: str
    host_province: Province | None
    host_office: Office | None


def is_announced_for_days(meeting: Meeting, at: datetime) -> bool:
    """True while days and place change by a move alone: people plan with them.

    Afterwards they are a record, which is put right like any other.
    """
    return (
        meeting.published_at is not None
        and meeting.date_precision == Precision.DAY
        and (meeting.cancelled_at is not None or at < over_at(meeting))
    )


def moved_to(meeting: Meeting, to: Whereabouts, at: datetime) -> Meeting:
    """A copy of `meeting`, not saved, on those days and at that place, all its dates with it.

    A registration that is open stays so: it is not opened a second time.
    """
    moved = copy(meeting)
    dates = shifted(meeting, Days(to.starts_on, to.ends_on or to.starts_on, to.zone))
    if is_registration_open(meeting, at):
        del dates["registration_opens_at"]
    for name, value in {**to._asdict(), **dates}.items():
        setattr(moved, name, value)
    moved.date_precision = Precision.DAY
    return moved


def effects(meeting: Meeting, moved: Meeting) -> list[str]:
    """What differs between them, a sentence each; empty when nothing does."""
    pairs = [
        ("Rakor", when(meeting), when(moved)),
        ("Tempat", where(meeting) or "belum diisi", where(moved) or "belum diisi"),
        ("Balai tuan rumah", _named(meeting.host_office), _named(moved.host_office)),
    ]
    for field, label, _ in MILESTONES:
        before, after = getattr(meeting, field), getattr(moved, field)
        if before is not None and after is not None:
            pair = (absolute(before, meeting.zone), absolute(after, moved.zone))
            pairs.append((label, *pair))
    return [f"{label}: {before} → {after}" for label, before, after in pairs if before != after]


def objections(meeting: Meeting, moved: Meeting, at: datetime) -> list[str]:
    """What is worth a second look, and forbids nothing."""
    today = at.astimezone(ZoneInfo(moved.zone)).date()
    found = list(warnings(moved))
    for field, label, is_moment in MILESTONES:
        before, after = getattr(meeting, field), getattr(moved, field)
        if after is None or before == after:
            continue
        on = after.astimezone(ZoneInfo(moved.zone)).date() if is_moment else after
        if on < today:
            found.append(f"{label}: {date_format(on, 'j F Y')} sudah lewat.")
    return found


def formerly(move: MeetingMove) -> str:
    """Such as "15–16 Desember 2026, mulai 08.00 WITA, di Hotel Pantai, Makassar"."""
    parts = [date_span(move.starts_on, move.ends_on)]
    if move.starts_at is not None:
        parts.append(f"mulai {move.starts_at:%H.%M} {ZONE_NAMES[move.zone]}")
    if move.place:
        parts.append(f"di {move.place}")
    return ", ".join(parts)


def _named(office: Office | None) -> str:
    return office.name if office else "belum dipilih"
