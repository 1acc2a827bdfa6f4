"""Issuing, revoking and replacing what is scanned at the door.

A registration has one valid ticket while it has a seat; ticket_one_valid is the last word.
"""

import secrets
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions import history
from meetings.models import Meeting, Registration, RegistrationEvent, Ticket
from meetings.permissions import keeps_registrations, may_register_for
from meetings.states import over_at
from meetings.tickets import emails

CODE_BYTES = 16  # 128 random bits: nobody finds a person's page by guessing
_REASON_LENGTH = Ticket._meta.get_field("revoke_reason").max_length


class TicketRefused(Exception):
    """A rule forbids it; the message says which, and on which data."""


class NotYours(TicketRefused):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"Tiket {registration.full_name} hanya dapat diganti oleh petugas "
            f"{registration.comes_from} atau sekretariat."
        )


class NoSeat(TicketRefused):
    def __init__(self, registration: Registration) -> None:
        name = registration.full_name
        state = "sudah berakhir" if not registration.is_active else "masih menunggu kursi"
        super().__init__(f"Pendaftaran {name} {state}; tidak ada tiket yang dapat diganti.")


class MeetingEnded(TicketRefused):
    def __init__(self, meeting: Meeting) -> None:
        state = f"sudah selesai ({meeting.dates})"
        if meeting.cancelled_at is not None:
            state = f"dibatalkan: {meeting.cancel_reason}"
        super().__init__(f"{meeting.title} {state}; tiketnya tidak diganti lagi.")


def new_code() -> str:
    """The secret part of the address of a person's own page."""
    return secrets.token_hex(CODE_BYTES)


def issue_ticket(registration: Registration, at: datetime) -> Ticket:
    """The ticket of a registration that has just got a seat; in the caller's transaction."""
    return Ticket.objects.create(registration=registration, issued_at=at)


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
    Raises TicketRefused: whose it is, no seat, the rakor is over or cancelled.
    """
    meeting = _locked(registration.meeting)
    registration = _locked_registration(registration)
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


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("host_province").get(pk=meeting.pk)


def _locked_registration(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office", "meeting__host_province").get(pk=registration.pk)


def _check(meeting: Meeting, registration: Registration, by: User, at: datetime) -> None:
    office = registration.office
    if not (may_register_for(by, office) if office else keeps_registrations(by)):
        raise NotYours(registration)
    if not registration.has_seat:
        raise NoSeat(registration)
    if meeting.cancelled_at is not None or at >= over_at(meeting):
        raise MeetingEnded(meeting)
