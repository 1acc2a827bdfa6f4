"""A delegate who does not come after all: withdrawn, never deleted."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings import emails
from meetings.actions.registration_gate import check_may_act, lock_meeting, lock_registration
from meetings.models import Registration


@transaction.atomic
def withdraw_delegate(
    *, registration: Registration, reason: str, by: User | None, at: datetime
) -> Registration:
    """The registration, withdrawn: its seat is free, its ticket void. Twice is harmless.

    by: None is the person, by their own page. Raises RegistrationRefused: window, office, mails.
    """
    meeting = lock_meeting(registration.meeting)
    registration = lock_registration(registration)
    check_may_act(meeting, registration.office, by, at)
    if not registration.is_active:
        return registration
    registration.withdrawn_at = registration.changed_at = at
    registration.withdraw_reason = reason
    registration.save(update_fields=["withdrawn_at", "changed_at", "withdraw_reason"])
    audit.record("registration.withdrawn", target=registration, by=by, at=at)
    emails.withdrawn(registration)
    return registration
