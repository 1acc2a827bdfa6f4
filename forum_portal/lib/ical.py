"""Calendar files (RFC 5545) from plain data; knows nothing of meetings or requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class CalendarEvent:
    """starts, ends: both dates (all day, `ends` is the first day after) or both aware datetimes
    whose zone is a ZoneInfo; stamped_at: when this version of the event was made.
    """

    uid: str
    title: str
    starts: date
    ends: date
    stamped_at: datetime
    url: str = ""
    location: str = ""
    description: str = ""
    is_cancelled: bool = False


def calendar_file(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """A file that calendar programs import or subscribe to, with the zones it uses."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Forum Komunikasi BTIKP se-Indonesia//Portal//ID")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", name)
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
    # A cancellation replaces what was imported before, so it counts as a later version.
    component.add("SEQUENCE", 1 if event.is_cancelled else 0)
    component.add("STATUS", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    component.add("SUMMARY", event.title)
    component.add("DTSTART", event.starts)
    component.add("DTEND", event.ends)
    for key, value in (
        ("LOCATION", event.location),
        ("DESCRIPTION", event.description),
        ("URL", event.url),
    ):
        if value:
            component.add(key, value)
    return component


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
