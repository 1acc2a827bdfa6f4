"""A delegate who does not come after all: withdrawn, never deleted."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings import emails
from meetings.actions import history
from meetings.actions.registration_gate import check_may_end, lock_meeting, lock_registration
from meetings.actions.seat_offers import end_offer, settle_seats
from meetings.actions.tickets import revoke_tickets
from meetings.models import Registration, RegistrationEvent


@transaction.atomic
def withdraw_delegate(
    *, registration: Registration, reason: str, by: User | None, at: datetime
) -> Registration:
    """The registration, withdrawn: its ticket is void, its seat offered on. Twice is harmless.

    by: None is the person, by their own page. Raises RegistrationRefused: window, office, mails.
    """
    meeting = lock_meeting(registration.meeting, by)
    registration = lock_registration(registration)
    check_may_end(meeting, registration.office, by, at)
    if not registration.is_active:
        return registration
    end_registration(registration, reason, at)
    history.note(registration, RegistrationEvent.Kind.WITHDRAWN, by=by, at=at)
    audit.record("registration.withdrawn", target=registration, by=by, at=at)
    emails.withdrawn(registration)
    settle_seats(meeting=meeting, at=at)
    return registration


def end_registration(registration: Registration, reason: str, at: datetime) -> None:
    """Its seat and its ticket end; in the caller's transaction, who notes it and settles.

    The reason may tell of somebody's health: it stands here alone, where it is forgotten.
    """
    if registration.seat == Registration.Seat.OFFERED:
        end_offer(registration, at)
    elif registration.seat == Registration.Seat.CONFIRMED:
        revoke_tickets(registration, "Pendaftaran berakhir.", at)
    registration.withdrawn_at = registration.changed_at = at
    registration.withdraw_reason = reason
    registration.save(update_fields=["withdrawn_at", "changed_at", "withdraw_reason"])
