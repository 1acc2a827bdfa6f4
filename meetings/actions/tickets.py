"""Issuing, revoking and replacing what is scanned at the door.

A registration has one valid ticket while it has a seat; ticket_one_valid is the last word.
"""

import secrets
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.written_rows import insert
from meetings.actions import history
from meetings.actions.registration_gate import (
    check_mails,
    check_office,
    lock_meeting,
    lock_registration,
)
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.models import Meeting, Registration, RegistrationEvent, Ticket
from meetings.states import how_it_ended, over_at
from meetings.tickets import emails

CODE_BYTES = 16  # 128 random bits: nobody finds a person's page by guessing
_REASON_LENGTH = Ticket._meta.get_field("revoke_reason").max_length


class WithoutSeat(RegistrationRefused):
    def __init__(self, registration: Registration) -> None:
        name = registration.full_name
        state = "sudah berakhir" if not registration.is_active else "masih menunggu kursi"
        super().__init__(f"Pendaftaran {name} {state}; tidak ada tiket yang dapat diganti.")


class MeetingEnded(RegistrationRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting.title} {how_it_ended(meeting)}; tiketnya tidak diganti lagi.")


def new_code() -> str:
    """The secret part of the address of a person's own page."""
    return secrets.token_hex(CODE_BYTES)


def issue_ticket(registration: Registration, at: datetime) -> Ticket:
    """The ticket of a registration that has just got a seat; in the caller's transaction."""
    ticket = Ticket(registration=registration, issued_at=at)
    insert(ticket)
    return ticket


def revoke_tickets(registration: Registration, reason: str, at: datetime) -> int:
    """How many were valid until now: one or none; in the caller's transaction.

    Whoever read a code before finds it void at the door.
    """
    return registration.tickets.filter(revoked_at=None).update(
        revoked_at=at, revoke_reason=reason[:_REASON_LENGTH]
    )


@transaction.atomic
def reissue_ticket(
    *, registration: Registration, reason: str, by: User, at: datetime
) -> Registration:
    """The registration with a new ticket and a new secret address, both mailed to the person.

    The former ticket is void, the former address is gone: both may be in wrong hands.
    Raises RegistrationRefused: office, mails, no seat, the rakor is over or cancelled.
    """
    meeting = lock_meeting(registration.meeting, by)
    registration = lock_registration(registration)
    _check(meeting, registration, by, at)
    revoke_tickets(registration, reason, at)
    ticket = issue_ticket(registration, at)
    registration.ticket_code = new_code()
    registration.changed_at = at
    registration.save(update_fields=["ticket_code", "changed_at"])
    history.note(
        registration,
        RegistrationEvent.Kind.TICKET,
        f"Tiket diganti dengan nomor {ticket.number}; yang lama dicabut: {reason}",
        by=by,
        at=at,
    )
    audit.record("registration.ticket_reissued", target=registration, by=by, at=at, reason=reason)
    emails.reissued(registration, ticket, reason)
    return registration


def _check(meeting: Meeting, registration: Registration, by: User, at: datetime) -> None:
    check_office(registration.office, by)
    check_mails(meeting, by, at)
    if not registration.has_seat:
        raise WithoutSeat(registration)
    if meeting.cancelled_at is not None or at >= over_at(meeting):
        raise MeetingEnded(meeting)
