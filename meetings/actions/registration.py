"""Registering and changing delegates.

Every action locks the meeting's row first, so that what it then counts stays true until it
commits; the constraints of Registration are the last word.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from forum_portal.lib.person_names import name_key
from meetings import emails
from meetings.actions.registration_gate import check_may_act, lock_meeting, lock_registration
from meetings.actions.registration_refusals import (
    AlreadyRegistered,
    AlreadyWithdrawn,
    MeetingFull,
    QuotaUsed,
)
from meetings.models import AssignmentLetter, Meeting, Registration
from meetings.seats import count_seats
from provinces.models import Office

TICKET_BYTES = 16  # 128 random bits: nobody finds a ticket by guessing
_CONSTRAINT_FIELDS = {
    "registration_once_by_email": "email",
    "registration_once_by_nip": "nip",
    "registration_once_by_name": "full_name",
}


@dataclass(frozen=True)
class Delegate:
    """What a form knows of a delegate; values are clean (E.164, 18 digits or empty).

    letter: of the same office and rakor, or None to keep what is stored.
    answers: to what the rakor asks of logistics, by AskedField.Kind; "" forgets an answer.
    """

    full_name: str
    role: str
    position: str
    unit: str
    mobile: str
    email: str
    mode: str
    privacy_version: str
    nip: str = ""
    rank: str = ""
    letter: AssignmentLetter | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, str]:
        """The columns of a registration without the letter."""
        names = {one.name for one in fields(self)} - {"letter", "answers"}
        values = {name: getattr(self, name) for name in names}
        return {**values, "name_key": name_key(self.full_name)}


@transaction.atomic
def register_delegate(
    *, meeting: Meeting, office: Office, delegate: Delegate, by: User, at: datetime
) -> Registration:
    """A new registration with its ticket; the delegate gets a mail.

    Raises RegistrationRefused: window, office, twice for one person, quota, capacity, mails.
    """
    meeting = lock_meeting(meeting)
    check_may_act(meeting, office, by, at)
    _check_new_to(meeting, office, delegate)
    _check_seat_left(meeting, office)
    registration = Registration(
        meeting=meeting,
        office=office,
        ticket_code=secrets.token_hex(TICKET_BYTES),
        created_at=at,
        created_by=by,
        changed_at=at,
        **delegate.values(),
    )
    registration.letter = delegate.letter
    _save(registration)
    audit.record(
        "registration.created",
        target=registration,
        by=by,
        at=at,
        meeting=meeting.slug,
        office=office.slug,
        role=registration.role,
    )
    emails.registered(registration)
    return registration


@transaction.atomic
def change_delegate(
    *, registration: Registration, delegate: Delegate, by: User, at: datetime
) -> Registration:
    """The registration with the values of `delegate`; unchanged values send no mail.

    Raises RegistrationRefused: window, office, twice for one person, withdrawn, mails.
    """
    meeting = lock_meeting(registration.meeting)
    registration = lock_registration(registration)
    check_may_act(meeting, registration.office, by, at)
    if not registration.is_active:
        raise AlreadyWithdrawn(registration)
    _check_new_to(meeting, registration.office, delegate, but=registration)
    values = delegate.values()
    changed = sorted(name for name in values if getattr(registration, name) != values[name])
    if delegate.letter is not None and delegate.letter != registration.letter:
        changed.append("letter")
    if not changed:
        return registration
    for name, value in values.items():
        setattr(registration, name, value)
    if "letter" in changed:
        registration.letter = delegate.letter
    registration.changed_at = at
    _save(registration)
    audit.record("registration.changed", target=registration, by=by, at=at, fields=changed)
    emails.changed(registration)
    return registration


def _check_new_to(
    meeting: Meeting, office: Office | None, delegate: Delegate, but: Registration | None = None
) -> None:
    """Refuses a person who is registered already, by e-mail, NIP, or name within the office."""
    key = name_key(delegate.full_name)
    same = Q(email__iexact=delegate.email) | Q(office=office, name_key=key)
    if delegate.nip:
        same |= Q(nip=delegate.nip)
    others = meeting.registrations.active().filter(same).select_related("office")
    other = (others.exclude(pk=but.pk) if but else others).first()
    if other is None:
        return
    if other.email.casefold() == delegate.email.casefold():
        field = "email"
    else:
        field = "nip" if delegate.nip and other.nip == delegate.nip else "full_name"
    raise AlreadyRegistered(field, other, office)


def _check_seat_left(meeting: Meeting, office: Office) -> None:
    seats = count_seats(meeting, office)
    if seats.is_quota_used:
        raise QuotaUsed(office, seats.quota, seats.used)
    if seats.capacity is not None and seats.is_full:
        raise MeetingFull(seats.capacity, seats.taken)


def _save(registration: Registration) -> None:
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as refused:
        name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "")
        if name not in _CONSTRAINT_FIELDS:
            raise
        raise AlreadyRegistered(_CONSTRAINT_FIELDS[name], None, registration.office) from refused
