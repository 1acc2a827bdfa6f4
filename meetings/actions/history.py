"""The history of a registration, as its office and the secretariat read it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from forum_portal.lib.written_rows import insert
from meetings.models import Registration, RegistrationEvent


def note(
    registration: Registration,
    kind: RegistrationEvent.Kind,
    text: str = "",
    *,
    by: User | None,
    at: datetime,
) -> RegistrationEvent:
    """Written inside the caller's transaction; text: why, with the rule and its data.

    by: None when the portal itself did it, or the person by their own page.
    """
    event = RegistrationEvent(registration=registration, kind=kind, text=text[:600], by=by, at=at)
    insert(event)
    return event


def note_of_each(
    texts: Iterable[tuple[UUID, str]], kind: RegistrationEvent.Kind, *, at: datetime
) -> None:
    """What the portal itself did to several, in one statement; texts: (its key, why)."""
    RegistrationEvent.objects.bulk_create(
        RegistrationEvent(registration_id=pk, kind=kind, text=text[:600], at=at)
        for pk, text in texts
    )
