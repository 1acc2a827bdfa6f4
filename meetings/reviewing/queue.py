"""Who waits to be looked at, in which order, and who stands beside whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from meetings.models import Meeting, Registration
from meetings.reviewing.rules import may_mend
from provinces.models import Office


@dataclass(frozen=True)
class Neighbours:
    """place: from 1, 0 for who does not wait; the keys are None at the ends."""

    place: int
    total: int
    previous: UUID | None
    following: UUID | None


def in_queue(meeting: Meeting) -> QuerySet[Registration]:
    """Delegation by delegation, so that one letter is opened once.

    Who comes for themselves is looked at when somebody asks, and waits for nobody.
    """
    waiting = meeting.registrations.active().filter(
        review=Registration.Review.PENDING, office__isnull=False
    )
    return waiting.order_by("office__province__code", "office_id", "created_at", "pk")


def neighbours_of(registration: Registration) -> Neighbours:
    """One statement. Beside who does not wait (any more) stands the first who does."""
    keys = list(in_queue(registration.meeting).values_list("pk", flat=True))
    if registration.pk not in keys:
        return Neighbours(0, len(keys), None, keys[0] if keys else None)
    place = keys.index(registration.pk)
    return Neighbours(
        place=place + 1,
        total=len(keys),
        previous=keys[place - 1] if place else None,
        following=keys[place + 1] if place + 1 < len(keys) else None,
    )


def is_mending(meeting: Meeting, office: Office, at: datetime) -> bool:
    """True while a delegate of the office may be put right on request. One statement."""
    asked = meeting.registrations.active().filter(office=office, review=Registration.Review.TO_MEND)
    return any(may_mend(registration, at) for registration in asked.select_related("meeting"))
