"""Calendar files (RFC 5545) from plain data; knows nothing of meetings or requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText, vUri

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a calendar that subscribes may come again: a rakor moves on a day, not in a minute.
REFRESH = timedelta(hours=4)
# Control characters but tab and the end of a line: RFC 5545, 3.1, has no place for them.
_NOT_IN_TEXT = {code: None for code in (*range(32), 127) if code not in (9, 10)}


class Organizer(NamedTuple):
    """address: an office's mailbox, never a person's."""

    name: str
    address: str


@dataclass(frozen=True)
class CalendarEvent:
    """starts, ends: both dates (all day, `ends` is the first day after) or both aware datetimes
    whose zone is a ZoneInfo, equal where the end is not known; stamped_at: when this version of
    the event was made.

    sequence: greater in each version of the same uid that matters to who attends; part_of: the
    uid of the event that contains this one; conference_url: only for those who may enter.
    """

    uid: str
    title: str
    starts: date
    ends: date
    stamped_at: datetime
    sequence: int = 0
    url: str = ""
    location: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    organizer: Organizer | None = None
    part_of: str = ""
    conference_url: str = ""
    is_cancelled: bool = False


def calendar_file(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """A file that calendar programs import or subscribe to, with the zones it uses."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Forum Komunikasi BTIKP se-Indonesia//Portal//ID")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, vText(_line(name)))
    calendar.add("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    events = list(events)
    for zone in sorted({zone for event in events for zone in _zones(event)}):
        calendar.add_component(_timezone(zone))
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("UID", event.uid)
    component.add("DTSTAMP", event.stamped_at)
    component.add("LAST-MODIFIED", event.stamped_at)
    component.add("SEQUENCE", event.sequence)
    component.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("SUMMARY", _text(event.title))
    component.add("DTSTART", event.starts)
    if event.ends > event.starts:
        component.add("DTEND", event.ends)
    if event.organizer is not None:
        component.add("ORGANIZER", _address(event.organizer))
    if event.categories:
        component.add("CATEGORIES", event.categories)
    if event.conference_url:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Konferensi"}
        component.add("CONFERENCE", vUri(event.conference_url), parameters)
    for key, value in (
        ("LOCATION", event.location),
        ("DESCRIPTION", event.description),
        ("URL", event.url),
        ("RELATED-TO", event.part_of),
    ):
        if value:
            component.add(key, _text(value))
    return component


def _address(organizer: Organizer) -> vCalAddress:
    address = vCalAddress(f"mailto:{organizer.address}")
    # A parameter has no place for a quotation mark, however it is written.
    address.params["CN"] = _line(organizer.name).replace('"', "'")
    return address


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    return "\n".join(text.splitlines()).translate(_NOT_IN_TEXT)


def _zones(event: CalendarEvent) -> set[str]:
    return {
        moment.tzinfo.key
        for moment in (event.starts, event.ends)
        if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo)
    }


@cache
def _timezone(zone: str) -> Timezone:
    """Built once a process: writing out a zone's history takes longer than all the rest."""
    return Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=date(2000, 1, 1))
