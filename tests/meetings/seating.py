"""People who want seats, and the clock that the tests of seats turn."""

from datetime import timedelta

from meetings.actions.delegates import Delegate
from meetings.actions.registration import register_delegate
from meetings.models import Meeting, Registration, RegistrationEvent
from tests.factories import NOW

_NAMES = ("ani", "budi", "citra", "dewi", "eka", "fajar", "gita", "hadi", "indah", "joko")


def person(number: int, **fields: str) -> Delegate:
    """Each number is somebody else."""
    name = f"{_NAMES[number % 10]} {_letters(number // 10)}".title()
    defaults = {
        "full_name": name,
        "role": "pendamping",
        "position": "Pranata Komputer",
        "unit": "Balai",
        "mobile": "+6281234567890",
        "email": f"orang{number}@dinas.example",
        "mode": "luring",
        "privacy_version": "2026-11",
    }
    return Delegate(**{**defaults, **fields})


def register_each(meeting: Meeting, office, by, numbers, at=NOW, **fields) -> list[Registration]:
    """One after the other, a minute apart."""
    return [
        register_delegate(
            meeting=meeting,
            office=office,
            delegate=person(number, **fields),
            by=by,
            at=at + timedelta(minutes=minute),
        )
        for minute, number in enumerate(numbers)
    ]


def seats_of(*registrations: Registration) -> list[str]:
    rows = Registration.objects.in_bulk([one.pk for one in registrations])
    return [rows[one.pk].seat if rows[one.pk].is_active else "berakhir" for one in registrations]


def story_of(registration: Registration) -> list[tuple[str, str]]:
    events = RegistrationEvent.objects.filter(registration=registration).order_by("at", "pk")
    return list(events.values_list("kind", "text"))


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
