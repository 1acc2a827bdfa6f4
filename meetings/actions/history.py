"""The history of a registration, as its office and the secretariat read it."""

from datetime import datetime

from accounts.models import User
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
    return RegistrationEvent.objects.create(
        registration=registration, kind=kind, text=text[:600], by=by, at=at
    )
