"""What became of each delegate, as the office reads it: newest first."""

from collections.abc import Iterable
from typing import Any

from forum_portal.lib.dates import moment
from meetings.models import Meeting, Registration, RegistrationEvent


def events_of(registrations: Iterable[Registration]) -> dict[Any, list[RegistrationEvent]]:
    """By the registration's key, newest first. One statement."""
    found: dict[Any, list[RegistrationEvent]] = {}
    events = RegistrationEvent.objects.filter(registration__in=list(registrations))
    for event in events.select_related("by").order_by("-at", "-pk"):
        found.setdefault(event.registration_id, []).append(event)
    return found


def timeline(meeting: Meeting, events: Iterable[RegistrationEvent]) -> list[dict[str, Any]]:
    """For the component of that name; by whom, where it was no step of the portal itself."""
    return [
        {
            "when": moment(event.at, meeting.zone),
            "title": event.get_kind_display(),
            "note": " ".join(part for part in (event.text, _by(event)) if part),
        }
        for event in events
    ]


def _by(event: RegistrationEvent) -> str:
    return f"Oleh {event.by.full_name}." if event.by else ""
