"""Registering, changing and withdrawing delegates.

Every action locks the meeting's row first, so that what it then counts stays true until it
commits; the constraints of Registration are the last word.
"""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import audit
from accounts.models import AuditEvent, User
from forum_portal.lib.dates import clock
from forum_portal.lib.person_names import name_key
from meetings import emails
from meetings.models import AssignmentLetter, Meeting, Registration
from meetings.permissions import may_register_for
from meetings.seats import count_seats
from meetings.states import is_registration_open
from meetings.when import registration_window
from provinces.models import Office

TICKET_BYTES = 16  # 128 random bits: nobody finds a ticket by guessing
# Each action sends a mail to an address that was typed: a stolen or careless account must not
# become a source of mail. Counted in the audit trail, so that no cache can forget it.
MAILS_PER_HOUR = 60
_MAILING_ACTIONS = ("registration.created", "registration.changed", "registration.withdrawn")
_CONSTRAINT_FIELDS = {
    "registration_once_by_email": "email",
    "registration_once_by_nip": "nip",
    "registration_once_by_name": "full_name",
}
_FIELD_NAMES = {"email": "Alamat surel", "nip": "NIP", "full_name": "Nama"}


@dataclass(frozen=True)
class Delegate:
    """What a form knows of a delegate; values are clean (E.164, 18 digits or empty).

    letter: of the same office and rakor, or None to keep what is stored.
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

    def values(self) -> dict[str, str]:
        """The columns of a registration without the letter."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        del values["letter"]
        return {**values, "name_key": name_key(self.full_name)}


class RegistrationRefused(Exception):
    """A rule forbids it; the message says which, and on which data. field: of Delegate, or ""."""

    field = ""


class WindowClosed(RegistrationRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(_why_closed(meeting))


class NotYourOffice(RegistrationRefused):
    def __init__(self, office: Office) -> None:
        super().__init__(
            f"Delegasi {office.name} hanya dapat diurus oleh petugas balai itu sendiri."
        )


class QuotaUsed(RegistrationRefused):
    def __init__(self, office: Office, quota: int, used: int) -> None:
        super().__init__(f"Kuota {office.name} {quota} kursi, sudah terpakai {used}.")


class MeetingFull(RegistrationRefused):
    def __init__(self, capacity: int, taken: int) -> None:
        super().__init__(
            f"Rakor ini menyediakan {capacity} kursi untuk semua balai, sudah terpakai {taken}."
        )


class AlreadyRegistered(RegistrationRefused):
    def __init__(self, field: str, other: Registration | None, office: Office) -> None:
        name = _FIELD_NAMES[field]
        if other is None:
            message = f"{name} ini baru saja terdaftar pada rakor ini."
        elif other.office_id == office.pk:
            message = f"{name} ini sudah terdaftar pada rakor ini (atas nama {other.full_name})."
        else:
            message = f"{name} ini sudah terdaftar pada rakor ini oleh {other.office.name}."
        super().__init__(message)
        self.field = field


class AlreadyWithdrawn(RegistrationRefused):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"Pendaftaran {registration.full_name} sudah dibatalkan dan tidak dapat diubah lagi. "
            "Daftarkan kembali bila yang bersangkutan jadi hadir."
        )


class TooManyMails(RegistrationRefused):
    def __init__(self, meeting: Meeting, again_at: datetime) -> None:
        super().__init__(
            f"Akun Anda sudah mengirim {MAILS_PER_HOUR} surel pendaftaran dalam satu jam terakhir. "
            f"Silakan lanjutkan sesudah pukul {clock(again_at, meeting.zone)}."
        )


@transaction.atomic
def register_delegate(
    *, meeting: Meeting, office: Office, delegate: Delegate, by: User, at: datetime
) -> Registration:
    """A new registration with its ticket; the delegate gets a mail.

    Raises RegistrationRefused: window, office, twice for one person, quota, capacity, mails.
    """
    meeting = _locked(meeting)
    _check_may_act(meeting, office, by, at)
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
    meeting = _locked(registration.meeting)
    registration = _locked_registration(registration)
    _check_may_act(meeting, registration.office, by, at)
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


@transaction.atomic
def withdraw_delegate(
    *, registration: Registration, reason: str, by: User, at: datetime
) -> Registration:
    """The registration, withdrawn: its seat is free, its ticket void. Twice is harmless.

    Raises RegistrationRefused: window, office, mails.
    """
    meeting = _locked(registration.meeting)
    registration = _locked_registration(registration)
    _check_may_act(meeting, registration.office, by, at)
    if not registration.is_active:
        return registration
    registration.withdrawn_at = registration.changed_at = at
    registration.withdraw_reason = reason
    registration.save(update_fields=["withdrawn_at", "changed_at", "withdraw_reason"])
    audit.record("registration.withdrawn", target=registration, by=by, at=at)
    emails.withdrawn(registration)
    return registration


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("host_province").get(pk=meeting.pk)


def _locked_registration(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office", "meeting__host_province").get(pk=registration.pk)


def _check_may_act(meeting: Meeting, office: Office, by: User, at: datetime) -> None:
    if not may_register_for(by, office):
        raise NotYourOffice(office)
    if not is_registration_open(meeting, at):
        raise WindowClosed(meeting)
    hour_ago = at - timedelta(hours=1)
    sent = AuditEvent.objects.filter(actor=by, action__in=_MAILING_ACTIONS, at__gt=hour_ago)
    moments = list(sent.order_by("-at").values_list("at", flat=True)[:MAILS_PER_HOUR])
    if len(moments) == MAILS_PER_HOUR:
        raise TooManyMails(meeting, moments[-1] + timedelta(hours=1))


def _check_new_to(
    meeting: Meeting, office: Office, delegate: Delegate, but: Registration | None = None
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


def _why_closed(meeting: Meeting) -> str:
    if meeting.cancelled_at is not None:
        return f"Rakor ini dibatalkan: {meeting.cancel_reason}"
    if meeting.registered_by != Meeting.RegisteredBy.OFFICES:
        return "Rakor ini tidak memakai pendaftaran di portal."
    if meeting.published_at is None:
        return "Rakor ini masih draf; pendaftaran menunggu sampai diterbitkan."
    return f"Pendaftaran {registration_window(meeting)}."
