"""When and where a rakor is, in words: never more precise than what is known."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from forum_portal.lib.dates import Precision, Zone, clock
from meetings.models import Meeting

_DASH = "\u2013"


@dataclass(frozen=True)
class DateCard:
    """Such as Desember 2026, 15\u201316, Sel\u2013Rab; no weekdays where the day is not known."""

    month: str
    days: str
    weekdays: str


def date_card(meeting: Meeting) -> DateCard:
    """What the card beside a rakor's title shows; the precision decides how much."""
    first, last = meeting.starts_on, meeting.ends_on or meeting.starts_on
    if meeting.date_precision == Precision.YEAR:
        return DateCard("Tahun", _span(str(first.year), str(last.year)), "")
    if meeting.date_precision == Precision.MONTH:
        months = _span(date_format(first, "M"), date_format(last, "M"))
        return DateCard(_span(str(first.year), str(last.year)), months, "")
    if (first.year, first.month) == (last.year, last.month):
        month = date_format(first, "F Y")
    elif first.year == last.year:
        month = f"{date_format(first, 'M')}{_DASH}{date_format(last, 'M Y')}"
    else:
        month = f"{date_format(first, 'M Y')}{_DASH}{date_format(last, 'M Y')}"
    weekdays = _span(date_format(first, "D"), date_format(last, "D"))
    days = str(first.day) if first == last else f"{first.day}{_DASH}{last.day}"
    return DateCard(month, days, weekdays if days != str(first.day) else date_format(first, "l"))


def weekdays(meeting: Meeting) -> str:
    """Such as "Selasa\u2013Rabu"; empty where the days are not known."""
    if meeting.date_precision != Precision.DAY:
        return ""
    return _span(
        date_format(meeting.starts_on, "l"),
        date_format(meeting.ends_on or meeting.starts_on, "l"),
    )


def start_time(meeting: Meeting) -> str:
    """Such as "08.00 WITA (07.00 WIB, 09.00 WIT)": every reader finds their own. Or empty."""
    if meeting.starts_at is None or meeting.date_precision != Precision.DAY:
        return ""
    at = datetime.combine(meeting.starts_on, meeting.starts_at, ZoneInfo(meeting.zone))
    others = ", ".join(clock(at, zone) for zone in Zone.values if zone != meeting.zone)
    return f"{clock(at, meeting.zone)} ({others})"


def when(meeting: Meeting) -> str:
    """One line: "Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA"."""
    days = weekdays(meeting)
    parts = [days, meeting.dates]
    if meeting.starts_at is not None and days:
        at = datetime.combine(meeting.starts_on, meeting.starts_at, ZoneInfo(meeting.zone))
        parts.append(f"mulai {clock(at, meeting.zone)}")
    return ", ".join(part for part in parts if part)


def where(meeting: Meeting, *, with_venue: bool = True) -> str:
    """Such as "Hotel Pantai, Makassar, Sulawesi Selatan"; empty where nothing is known.

    Needs host_province selected, else one query.
    """
    province = meeting.host_province.name if meeting.host_province else ""
    if meeting.city and meeting.city in province:
        province = ""  # "Jakarta, DKI Jakarta" says the same thing twice
    parts = [meeting.venue if with_venue else "", meeting.city, province]
    return ", ".join(part for part in parts if part)


def start_element(meeting: Meeting) -> SafeString | str:
    """Such as "mulai 08.00 WITA (...)", for a page that tells the reader's clock too; or empty."""
    if not (text := start_time(meeting)) or meeting.starts_at is None:
        return ""
    at = datetime.combine(meeting.starts_on, meeting.starts_at, ZoneInfo(meeting.zone))
    return format_html("mulai {}", _element(at, text))


def moment_element(at: datetime | None, zone: str) -> SafeString | str:
    """Such as "8 Desember 2026, 11.00 WITA", for a page as above."""
    return "" if at is None else _element(at.astimezone(ZoneInfo(zone)), day_and_hour(at, zone))


def day_and_hour(at: datetime | None, zone: str) -> str:
    """Such as "8 Desember 2026, 11.00 WITA"; empty for None."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return f"{date_format(local.date(), 'j F Y')}, {clock(at, zone)}"


def end_of_day(day: date, zone: str) -> str:
    """Such as "8 Desember 2026, 23.59 WITA": `day` as a deadline that it still belongs to."""
    return day_and_hour(datetime.combine(day, time(23, 59), ZoneInfo(zone)), zone)


def registration_window(meeting: Meeting) -> str:
    """Such as "dibuka 17 November 2026, 08.00 WITA dan ditutup ..."; of a meeting that has one."""
    return f"dibuka {opening_moment(meeting)} dan ditutup {closing_moment(meeting)}"


def closing_moment(meeting: Meeting) -> str:
    return day_and_hour(meeting.registration_closes_at, meeting.zone)


def opening_moment(meeting: Meeting) -> str:
    return day_and_hour(meeting.registration_opens_at, meeting.zone)


def day_heading(day: date) -> str:
    """The heading of a day in an agenda: "Selasa, 15 Desember 2026"."""
    return date_format(day, "l, j F Y")


def _element(local: datetime, text: str) -> SafeString:
    """static/js/local-times.js puts the reader's clock beside it."""
    return format_html(
        '<time datetime="{}" data-behaviour="local-time">{}</time>', local.isoformat(), text
    )


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}{_DASH}{last}"
