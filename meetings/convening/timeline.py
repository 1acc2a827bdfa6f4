"""Every date of a rakor on one line, told from its own days: "7 hari sebelum mulai".

A rakor that moves takes them along: what lies before or within its days keeps its distance from
the first of them, what lies after from the last. A moment keeps its hour on the clock of the
place, so that 08.00 WIB becomes 08.00 WITA.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format

from forum_portal.lib.dates import Precision, clock
from meetings.models import Meeting

Dates = dict[str, date | datetime | None]


class Anchor(models.TextChoices):
    BEFORE = "sebelum", "hari sebelum mulai"
    DURING = "selama", "hari sesudah mulai"
    AFTER = "sesudah", "hari sesudah selesai"


class Days(NamedTuple):
    """First and last day of a rakor, and the zone of its clock."""

    first: date
    last: date
    zone: str


class Distance(NamedTuple):
    """How far a date lies from the rakor; at: the hour of a moment, None for a mere day."""

    days: int
    anchor: Anchor = Anchor.BEFORE
    at: time | None = None


class Milestone(NamedTuple):
    field: str
    label: str
    is_moment: bool = False


# In the order in which they usually follow each other.
MILESTONES = (
    Milestone("announce_on", "Rakor diumumkan"),
    Milestone("proposals_by", "Batas usulan acara"),
    Milestone("invite_on", "Undangan dikirim"),
    Milestone("registration_opens_at", "Pendaftaran dibuka", is_moment=True),
    Milestone("answer_by", "Batas jawaban undangan"),
    Milestone("registration_closes_at", "Pendaftaran ditutup", is_moment=True),
    Milestone("materials_by", "Batas bahan paparan"),
    Milestone("minutes_due_on", "Batas notula terbit"),
)
# Which of two dates has to come first, and the sentence where it does not.
_ORDER = (
    ("announce_on", "invite_on", "Undangan dikirim sebelum rakor diumumkan."),
    ("invite_on", "answer_by", "Batas jawaban mendahului pengiriman undangan."),
    ("announce_on", "registration_opens_at", "Pendaftaran dibuka sebelum rakor diumumkan."),
    ("announce_on", "proposals_by", "Batas usulan acara mendahului pengumuman rakor."),
    ("registration_opens_at", "registration_closes_at", "Pendaftaran ditutup sebelum dibuka."),
)
_BEFORE_THE_START = (
    ("announce_on", "Rakor diumumkan sesudah mulai."),
    ("proposals_by", "Batas usulan acara jatuh sesudah rakor mulai."),
    ("invite_on", "Undangan dikirim sesudah rakor mulai."),
    ("answer_by", "Batas jawaban undangan jatuh sesudah rakor mulai."),
    ("materials_by", "Batas bahan paparan jatuh sesudah rakor mulai."),
    ("registration_opens_at", "Pendaftaran dibuka sesudah rakor mulai."),
)


class LineState(models.TextChoices):
    DONE = "done", "Selesai"
    OVERDUE = "overdue", "Terlambat"
    TODAY = "today", "Hari ini"
    PAST = "past", "Lewat"
    AHEAD = "ahead", "Akan datang"


@dataclass(frozen=True)
class Line:
    """One date in words; note: what happened of it, such as "terbit 17 November 2026"."""

    name: str
    label: str
    on: date
    absolute: str
    relative: str
    state: LineState
    note: str = ""


class Progress(NamedTuple):
    """What became of that for which a date stands; is_done None: it passes by itself."""

    is_done: bool | None
    note: str = ""


def days_of(meeting: Meeting) -> Days | None:
    """None where the days are not known, to which nothing can be related then."""
    if meeting.date_precision != Precision.DAY:
        return None
    return Days(meeting.starts_on, meeting.ends_on or meeting.starts_on, meeting.zone)


def distance(value: date | datetime, days: Days) -> Distance:
    at = None
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(days.zone))
        value, at = local.date(), local.time()
    if value <= days.first:
        return Distance((days.first - value).days, Anchor.BEFORE, at)
    if value <= days.last:
        return Distance((value - days.first).days, Anchor.DURING, at)
    return Distance((value - days.last).days, Anchor.AFTER, at)


def placed(far: Distance, days: Days) -> date | datetime:
    """The date, or the moment, that lies that `far` from the rakor."""
    if far.anchor == Anchor.BEFORE:
        on = days.first - timedelta(days=far.days)
    elif far.anchor == Anchor.DURING:
        on = days.first + timedelta(days=far.days)
    else:
        on = days.last + timedelta(days=far.days)
    return on if far.at is None else datetime.combine(on, far.at, ZoneInfo(days.zone))


def in_words(far: Distance) -> str:
    if far.anchor == Anchor.AFTER:
        return f"{far.days} hari sesudah selesai"
    if far.anchor == Anchor.DURING:
        return f"hari ke-{far.days + 1} rakor"
    return f"{far.days} hari sebelum mulai" if far.days else "hari pertama rakor"


def dates_of(meeting: Meeting) -> Dates:
    return {milestone.field: getattr(meeting, milestone.field) for milestone in MILESTONES}


def distances(meeting: Meeting) -> dict[str, Distance]:
    """Of the dates that are set; none where the days of the rakor are not known."""
    days = days_of(meeting)
    if days is None:
        return {}
    return {
        name: distance(value, days)
        for name, value in dates_of(meeting).items()
        if value is not None
    }


def shifted(meeting: Meeting, days: Days) -> Dates:
    """The dates of `meeting` if it were on `days`; as they are where its own are not known."""
    if days_of(meeting) is None:
        return dates_of(meeting)
    moved: Dates = dict.fromkeys(dates_of(meeting))
    moved.update((name, placed(far, days)) for name, far in distances(meeting).items())
    return moved


def absolute(value: date | datetime, zone: str) -> str:
    """Such as "Selasa, 1 Desember 2026", with "pukul 08.00 WITA" for a moment."""
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(zone))
        return f"{date_format(local.date(), 'l, j F Y')} pukul {clock(value, zone)}"
    return date_format(value, "l, j F Y")


def lines(meeting: Meeting, progress: Mapping[str, Progress], at: datetime) -> list[Line]:
    """What is dated, first and last day among it, in the order of time."""
    days = days_of(meeting)
    if days is None:
        return []
    today = at.astimezone(ZoneInfo(meeting.zone)).date()
    dated: list[tuple[str, str, date | datetime]] = [("starts_on", "Rakor mulai", days.first)]
    if days.last != days.first:
        dated.append(("ends_on", "Rakor selesai", days.last))
    for field, label, _ in MILESTONES:
        if (value := getattr(meeting, field)) is not None:
            dated.append((field, label, value))
    dated.sort(key=lambda entry: _order(entry[2], days.zone))
    return [
        _line(name, label, value, days, progress.get(name, Progress(None)), today)
        for name, label, value in dated
    ]


def warnings(meeting: Meeting) -> list[str]:
    """Sentences about an order that makes no sense; nothing of it is forbidden."""
    return list(_warnings(meeting))


def _warnings(meeting: Meeting) -> Iterator[str]:
    days = days_of(meeting)
    if days is None:
        return
    on = {name: _day(value, days.zone) for name, value in dates_of(meeting).items() if value}
    for earlier, later, sentence in _ORDER:
        if earlier in on and later in on and on[later] < on[earlier]:
            yield sentence
    for name, sentence in _BEFORE_THE_START:
        if name in on and on[name] > days.first:
            yield sentence
    if "registration_closes_at" in on and on["registration_closes_at"] > days.last:
        yield "Pendaftaran ditutup sesudah rakor selesai."
    if "minutes_due_on" in on and on["minutes_due_on"] < days.last:
        yield "Batas notula jatuh sebelum rakor selesai."


def _line(
    name: str, label: str, value: date | datetime, days: Days, progress: Progress, today: date
) -> Line:
    on = _day(value, days.zone)
    relative = "" if name in ("starts_on", "ends_on") else in_words(distance(value, days))
    state = _state(on, progress.is_done, today)
    return Line(name, label, on, absolute(value, days.zone), relative, state, progress.note)


def _state(on: date, is_done: bool | None, today: date) -> LineState:
    if is_done:
        return LineState.DONE
    if on == today:
        return LineState.TODAY
    if on > today:
        return LineState.AHEAD
    return LineState.PAST if is_done is None else LineState.OVERDUE


def _day(value: date | datetime, zone: str) -> date:
    return value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value


def _order(value: date | datetime, zone: str) -> tuple[date, time]:
    """Days come before the moments on them."""
    at = value.astimezone(ZoneInfo(zone)).time() if isinstance(value, datetime) else time.min
    return _day(value, zone), at
