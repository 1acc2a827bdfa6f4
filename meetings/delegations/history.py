"""What became of each delegate, as the office reads it: newest first."""

from collections.abc import Iterable
from typing import Any

from forum_portal.lib.dates import moment
from meetings.models import Registration, RegistrationEvent

Kind = RegistrationEvent.Kind
_ENDS = frozenset((Kind.WITHDRAWN, Kind.SUBSTITUTED, Kind.REVIEWED))


def events_of(registrations: Iterable[Registration]) -> dict[Any, list[RegistrationEvent]]:
    """By the registration's key, newest first. One statement."""
    found: dict[Any, list[RegistrationEvent]] = {}
    events = RegistrationEvent.objects.filter(registration__in=list(registrations))
    for event in events.select_related("by").order_by("-at", "-pk"):
        found.setdefault(event.registration_id, []).append(event)
    return found


def words_of(registration: Registration, event: RegistrationEvent) -> str:
    """What the event says; beside it why the registration ended, until that is forgotten."""
    is_end = event.kind in _ENDS and event.at == registration.withdrawn_at
    reason = registration.withdraw_reason if is_end else ""
    return " ".join(part for part in (event.text, reason) if part)


def timeline(
    registration: Registration, events: Iterable[RegistrationEvent]
) -> list[dict[str, Any]]:
    """For the component of that name; by whom, where it was no step of the portal itself.

    Needs meeting selected.
    """
    zone = registration.meeting.zone
    return [
        {
            "when": moment(event.at, zone),
            "title": event.get_kind_display(),
            "note": " ".join(part for part in (words_of(registration, event), _by(event)) if part),
        }
        for event in events
    ]


def _by(event: RegistrationEvent) -> str:
    return f"Oleh {event.by.full_name}." if event.by else ""
