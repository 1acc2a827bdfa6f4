"""A rakor as a schema.org Event: the public facts of its page, for search engines."""

import json
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from forum_portal.lib.dates import Precision
from forum_portal.lib.sample_mark import marked
from meetings.calendar.files import ends_at, organiser
from meetings.models import Meeting
from meetings.states import over_at
from meetings.when import where

_CONTEXT = "https://schema.org"
_MODES: dict[str, str] = {
    Meeting.Mode.ONSITE: "OfflineEventAttendanceMode",
    Meeting.Mode.ONLINE: "OnlineEventAttendanceMode",
    Meeting.Mode.HYBRID: "MixedEventAttendanceMode",
}
# How much of an ISO date is known.
_KNOWN = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
# What could end the element or begin another one; JSON reads the escapes back.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def event(meeting: Meeting, *, description: str, image: str) -> dict[str, Any]:
    """Needs host_province, issuer, current_release and moves, else a query for each."""
    url = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    former = [start for start in _former_starts(meeting) if start != _start(meeting)]
    data = {
        "@context": _CONTEXT,
        "@type": "Event",
        "@id": url,
        "name": marked(meeting.title, meeting.is_sample),
        "description": description,
        "url": url,
        "image": [image],
        "inLanguage": "id",
        "startDate": _start(meeting),
        "endDate": _end(meeting),
        "eventStatus": f"{_CONTEXT}/{_status(meeting, former)}",
        "previousStartDate": former,
        "eventAttendanceMode": f"{_CONTEXT}/{_MODES[meeting.mode]}" if meeting.mode else "",
        "location": _locations(meeting, url),
        "organizer": _organisers(meeting),
    }
    return {name: value for name, value in data.items() if value}


def data_block(data: dict[str, Any]) -> SafeString:
    """JSON that stands within a script element; no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308


def _status(meeting: Meeting, former: list[str]) -> str:
    if meeting.cancelled_at is not None:
        return "EventCancelled"
    return "EventRescheduled" if former else "EventScheduled"


def _start(meeting: Meeting) -> str:
    if meeting.date_precision != Precision.DAY:
        return _known(meeting.starts_on, meeting.date_precision)
    return _moment(meeting.starts_on, meeting.starts_at, meeting.zone)


def _end(meeting: Meeting) -> str:
    """The last day, or the hour at which its agenda ends."""
    if meeting.starts_at is not None and meeting.date_precision == Precision.DAY:
        ends = ends_at(meeting)
        if ends != over_at(meeting):
            return ends.isoformat()
    return _known(meeting.ends_on or meeting.starts_on, meeting.date_precision)


def _former_starts(meeting: Meeting) -> list[str]:
    """When it was to begin before, the latest first; each once."""
    moves = meeting.moves.all()
    return list(dict.fromkeys(_moment(move.starts_on, move.starts_at, move.zone) for move in moves))


def _moment(on: date, at: time | None, zone: str) -> str:
    if at is None:
        return on.isoformat()
    return datetime.combine(on, at, ZoneInfo(zone)).isoformat()


def _known(on: date, precision: str) -> str:
    return on.isoformat()[: _KNOWN[Precision(precision)]]


def _locations(meeting: Meeting, url: str) -> list[dict[str, Any]]:
    """The place, and the page where those who take part find the way in: never the way itself."""
    found: list[dict[str, Any]] = []
    if meeting.mode != Meeting.Mode.ONLINE and (name := where(meeting)):
        host = meeting.host_province
        address = {
            "@type": "PostalAddress",
            "addressLocality": meeting.city,
            "addressRegion": host.name if host else "",
            "addressCountry": "ID",
        }
        place = {"@type": "Place", "name": meeting.venue or name}
        found.append({**place, "address": {key: text for key, text in address.items() if text}})
    if meeting.mode in (Meeting.Mode.ONLINE, Meeting.Mode.HYBRID):
        found.append({"@type": "VirtualLocation", "url": url})
    return found


def _organisers(meeting: Meeting) -> list[dict[str, str]]:
    names = meeting.organiser_list or [organiser(meeting)]
    return [{"@type": "Organization", "name": name} for name in names]
