"""Registering and changing delegates.

Every action locks the account, whose mails are limited, and then the meeting's row, gives what is
free to those who wait, then counts in one statement: what it counted stays true until it commits.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.written_rows import insert, together
from meetings import emails
from meetings.actions import history
from meetings.actions.assignment_letters import drop_unused
from meetings.actions.delegates import (
    Delegate,
    check_letter,
    check_new_to,
    naming_the_other,
    refused_twice,
    save_answers,
)
from meetings.actions.name_consent import lapse_consent
from meetings.actions.registration_gate import (
    asking_who_enters,
    check_batch,
    check_may_change,
    check_may_enter,
    check_window,
    lock_meeting,
    lock_registration,
)
from meetings.actions.registration_refusals import AlreadyWithdrawn, NoSeat, NotOpenToAnybody
from meetings.actions.seat_offers import Seating, settle
from meetings.actions.tickets import issue_ticket, new_code
from meetings.models import Meeting, Registration, RegistrationEvent
from meetings.reviewing.rules import ask_again
from meetings.seat_rules import Place
from provinces.models import Office

Kind, Seat = RegistrationEvent.Kind, Registration.Seat
_SAID_APART = ("name_key", "privacy_version")


class _Entry(NamedTuple):
    """Whom to register, with all that needs no lock; welcome: the mail that a seat is told by."""

    delegate: Delegate
    registration: Registration
    welcome: str


def register_delegate(
    *, meeting: Meeting, office: Office, delegate: Delegate, by: User, at: datetime
) -> Registration:
    """A new registration with its ticket, or on the waiting list; the delegate gets a mail.

    Raises RegistrationRefused: window, office, twice for one person, seats, mails.
    """
    (registration,) = register_delegates(
        meeting=meeting, office=office, delegates=[delegate], by=by, at=at
    )
    return registration


def register_delegates(
    *, meeting: Meeting, office: Office, delegates: Iterable[Delegate], by: User, at: datetime
) -> list[Registration]:
    """All of them in their order, or none. Raises as above."""
    delegates = list(delegates)
    entries = [_prepared(meeting, office, delegate, by, at) for delegate in delegates]
    with naming_the_other(meeting, office, delegates), transaction.atomic():
        seating = Seating.locking(meeting, asking_who_enters(meeting, office, by, at), by)
        if len(delegates) > 1:
            check_batch(meeting, len(delegates), by, at)
        check_may_enter(seating.rows, meeting, office, by)
        return _register(seating, entries, by, at)


def register_person(*, meeting: Meeting, delegate: Delegate, at: datetime) -> Registration:
    """Somebody who comes for themselves, where the rakor is open to anybody.

    Raises RegistrationRefused: window, twice for one person, seats.
    """
    entry = _prepared(meeting, None, delegate, None, at)
    with naming_the_other(meeting, None, [delegate]), transaction.atomic():
        seating = Seating.locking(meeting)
        if seating.meeting.registered_by != Meeting.RegisteredBy.ANYBODY:
            raise NotOpenToAnybody
        (registration,) = _register(seating, [entry], None, at)
    return registration


@transaction.atomic
def change_delegate(
    *, registration: Registration, delegate: Delegate, by: User | None, at: datetime
) -> Registration:
    """The registration with the values of `delegate`; unchanged values send no mail.

    by: None is the person, by their own page. Another role or way of attending needs a seat of
    its own; who waits keeps the place in the line.
    Raises RegistrationRefused: window, office, twice for one person, withdrawn, seats, mails.
    """
    meeting = lock_meeting(registration.meeting, by)
    registration = lock_registration(registration)
    check_may_change(meeting, registration, by, at)
    if not registration.is_active:
        raise AlreadyWithdrawn(registration)
    check_new_to(meeting, registration.office, delegate, but=registration)
    check_letter(delegate)
    place, letter = Place.of(registration), registration.letter
    changed = _assign(registration, delegate)
    if not changed:
        return registration
    ask_again(registration, changed)
    lapse_consent(registration, changed, by, at)
    seating = _move(meeting, registration, place, at) if place != Place.of(registration) else None
    registration.changed_at = at
    with refused_twice():
        registration.save()
    if letter is not None and letter != registration.letter:
        drop_unused(letter, by=by, at=at)
    history.note(registration, Kind.CHANGED, _changes(registration, changed), by=by, at=at)
    audit.record("registration.changed", target=registration, by=by, at=at, fields=changed)
    emails.changed(registration)
    if seating is not None:
        settle(seating, at)
        registration.refresh_from_db(fields=["seat"])
    return registration


def _prepared(
    meeting: Meeting, office: Office | None, delegate: Delegate, by: User | None, at: datetime
) -> _Entry:
    registration = Registration(
        meeting=meeting,
        office=office,
        letter=delegate.letter,
        ticket_code=new_code(),
        created_at=at,
        created_by=by,
        changed_at=at,
        **delegate.values(),
    )
    return _Entry(delegate, registration, emails.text_of_registered(registration))


def _register(
    seating: Seating, entries: list[_Entry], by: User | None, at: datetime
) -> list[Registration]:
    """In a locked rakor. All others wait meanwhile: what needs no lock was done before, or is
    asked when refused.
    """
    check_window(seating.meeting, at)
    settle(seating, at)
    for number, entry in enumerate(entries):
        if number:
            # One of those made just now is gone when the constraint has refused.
            check_new_to(seating.meeting, entry.registration.office, entry.delegate)
        _enter(seating, entry, by, at)
    return [entry.registration for entry in entries]


def _enter(seating: Seating, entry: _Entry, by: User | None, at: datetime) -> None:
    delegate, registration, welcome = entry
    check_letter(delegate)
    if registration.meeting is not seating.meeting:
        welcome = ""  # the rakor has changed since it was written
    registration.meeting = seating.meeting
    place = Place.of(registration)
    reasons = seating.why_not(place, at)
    if reasons and not seating.meeting.has_waiting_list:
        check_new_to(seating.meeting, registration.office, delegate)
        raise NoSeat(reasons)
    if reasons:
        registration.seat = Seat.WAITING
        registration.waiting_since = seating.end_of_line(at)
    seating.taken.add(place, registration.seat)
    with refused_twice(), together():
        insert(registration)
        _tell(registration, " ".join(reason.text for reason in reasons), welcome, by, at)
    save_answers(registration, delegate.answers)


def _tell(
    registration: Registration, why_not: str, welcome: str, by: User | None, at: datetime
) -> None:
    """why_not: empty with a seat, which comes with its ticket. welcome: the mail's text, or empty
    where what was written beforehand is no longer true.
    """
    audit.record(
        "registration.created",
        target=registration,
        by=by,
        at=at,
        meeting=registration.meeting.slug,
        office=registration.office.slug if registration.office else "",
        role=registration.role,
        seat=registration.seat,
    )
    if why_not:
        history.note(registration, Kind.QUEUED, why_not, by=by, at=at)
        emails.queued(registration, why_not)
        return
    history.note(registration, Kind.REGISTERED, by=by, at=at)
    issue_ticket(registration, at)
    emails.registered(registration, welcome)


def _assign(registration: Registration, delegate: Delegate) -> list[str]:
    """The names of what differs now."""
    values = delegate.values()
    changed = sorted(name for name in values if getattr(registration, name) != values[name])
    for name in changed:
        setattr(registration, name, values[name])
    if delegate.letter is not None and delegate.letter != registration.letter:
        registration.letter = delegate.letter
        changed.append("letter")
    if save_answers(registration, delegate.answers):
        changed.append("answers")
    return changed


def _move(meeting: Meeting, registration: Registration, former: Place, at: datetime) -> Seating:
    """Those who wait come first, then the new place needs a seat; who waits needs none."""
    seating = Seating(meeting)
    settle(seating, at)
    registration.refresh_from_db(fields=["seat"])
    place = Place.of(registration)
    seating.taken.add(former, registration.seat, -1)
    if registration.seat != Seat.WAITING and (reasons := seating.why_not(place, at)):
        raise NoSeat(reasons)
    seating.taken.add(place, registration.seat)
    return seating


def _changes(registration: Registration, changed: list[str]) -> str:
    """Which fields; of their values only role and way of attending, as they are now."""
    labels = {field.name: str(field.verbose_name) for field in Registration._meta.fields}
    labels |= {
        "answers": "isian tambahan",
        "role": f"{labels['role']} menjadi {registration.get_role_display().lower()}",
        "mode": f"{labels['mode']} menjadi {registration.get_mode_display().lower()}",
    }
    names = ", ".join(labels[name] for name in changed if name not in _SAID_APART)
    return f"Diubah: {names}." if names else ""
