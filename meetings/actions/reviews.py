"""The secretariat looks at registrations: accepted, to be mended, or declined with a reason.

Of several, each is decided in a transaction of its own: one that is refused undoes no other, and
the rakor is never locked for longer than one takes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format

from accounts import audit
from accounts.models import User
from meetings.actions import history
from meetings.actions.registration_gate import lock_meeting, lock_registration
from meetings.actions.seat_offers import settle_seats
from meetings.actions.withdrawal import end_registration
from meetings.models import Meeting, Registration, RegistrationEvent
from meetings.reviewing import emails
from meetings.states import how_it_ended, over_at
from meetings.when import day_and_hour, end_of_day

Kind, Review = RegistrationEvent.Kind, Registration.Review
_COLUMNS = ("review", "review_note", "mend_by", "reviewed_at")


class ReviewRefused(Exception):
    """A rule forbids it; the message says which, and on which data."""


class Ended(ReviewRefused):
    def __init__(self, registration: Registration, ended_at: datetime) -> None:
        at = day_and_hour(ended_at, registration.meeting.zone)
        super().__init__(f"Pendaftaran {registration.full_name} sudah berakhir {at}.")


class AlreadyAccepted(ReviewRefused):
    def __init__(self, registration: Registration) -> None:
        reviewed_at = registration.reviewed_at
        at = f" {day_and_hour(reviewed_at, registration.meeting.zone)}" if reviewed_at else ""
        super().__init__(f"Pendaftaran {registration.full_name} sudah diterima{at}.")


class RakorOver(ReviewRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"{meeting.title} {how_it_ended(meeting)}; pendaftarannya tidak diperiksa lagi."
        )


class NotInTime(ReviewRefused):
    def __init__(self, until: date, first: date, last: date) -> None:
        super().__init__(
            f"Batas perbaikan {_day(until)} harus antara {_day(first)} (hari ini) dan "
            f"{_day(last)} (hari terakhir rakor)."
        )


class ChangedMeanwhile(ReviewRefused):
    def __init__(self, registration: Registration) -> None:
        at = day_and_hour(registration.changed_at, registration.meeting.zone)
        super().__init__(
            f"Pendaftaran {registration.full_name} diubah {at}, sesudah Anda membukanya; "
            "baca sekali lagi sebelum memutuskan."
        )


class NoReason(ReviewRefused):
    def __init__(self) -> None:
        super().__init__("Tulis alasannya; alasan itu dibaca peserta dan balainya.")


@dataclass(frozen=True)
class Outcome:
    """done: decided now; skipped: who was not, and why."""

    done: list[Registration] = field(default_factory=list)
    skipped: list[tuple[Registration, str]] = field(default_factory=list)


@transaction.atomic
def accept_registration(
    *, registration: Registration, read_at: datetime, by: User | None, at: datetime
) -> Registration:
    """What the office sent is right; who waits for a seat waits on.

    read_at: when whoever decides opened it. Raises ReviewRefused.
    """
    registration = _locked(registration, read_at, at)
    if registration.review == Review.ACCEPTED:
        raise AlreadyAccepted(registration)
    _decide(registration, Review.ACCEPTED, "", None, at)
    history.note(registration, Kind.REVIEWED, "Diterima.", by=by, at=at)
    audit.record("registration.accepted", target=registration, by=by, at=at)
    emails.accepted(registration)
    return registration


@transaction.atomic
def ask_to_mend(
    *,
    registration: Registration,
    what: str,
    until: date,
    read_at: datetime,
    by: User | None,
    at: datetime,
) -> Registration:
    """The office is asked to change it until a day; seat and ticket stay.

    A change by the office brings it back to be looked at (reviewing/rules.py). Raises
    ReviewRefused.
    """
    registration = _locked(registration, read_at, at)
    meeting, what = registration.meeting, what.strip()
    if not what:
        raise NoReason
    today, last = at.astimezone(ZoneInfo(meeting.zone)).date(), meeting.last_on
    if not today <= until <= last:
        raise NotInTime(until, today, last)
    _decide(registration, Review.TO_MEND, what, until, at)
    told = f"Perlu perbaikan paling lambat {end_of_day(until, meeting.zone)}: {what}"
    history.note(registration, Kind.REVIEWED, told, by=by, at=at)
    audit.record("registration.returned", target=registration, by=by, at=at)
    emails.to_mend(registration)
    return registration


@transaction.atomic
def decline_registration(
    *, registration: Registration, reason: str, read_at: datetime, by: User | None, at: datetime
) -> Registration:
    """It ends: the ticket is void, the seat is offered on. Raises ReviewRefused."""
    registration = _locked(registration, read_at, at)
    reason = reason.strip()
    if not reason:
        raise NoReason
    end_registration(registration, reason, at)
    _decide(registration, Review.DECLINED, reason, None, at)
    history.note(registration, Kind.REVIEWED, "Ditolak.", by=by, at=at)
    audit.record("registration.declined", target=registration, by=by, at=at)
    emails.declined(registration)
    settle_seats(meeting=registration.meeting, at=at)
    return registration


def decide_each(
    registrations: Iterable[Registration], decide: Callable[[Registration], object]
) -> Outcome:
    """`decide` raises ReviewRefused for who is skipped. To call it again harms nobody."""
    outcome = Outcome()
    for registration in registrations:
        try:
            decide(registration)
        except ReviewRefused as refused:
            outcome.skipped.append((registration, str(refused)))
        else:
            outcome.done.append(registration)
    return outcome


def _locked(registration: Registration, read_at: datetime, at: datetime) -> Registration:
    """As it is now, the rakor locked first, as every step of a registration does."""
    meeting = lock_meeting(registration.meeting)
    registration = lock_registration(registration)
    if registration.withdrawn_at is not None:
        raise Ended(registration, registration.withdrawn_at)
    if meeting.cancelled_at is not None or at >= over_at(meeting):
        raise RakorOver(meeting)
    if registration.changed_at > read_at:
        raise ChangedMeanwhile(registration)
    return registration


def _decide(
    registration: Registration, review: str, note: str, until: date | None, at: datetime
) -> None:
    registration.review, registration.review_note = review, note
    registration.mend_by, registration.reviewed_at = until, at
    registration.save(update_fields=_COLUMNS)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
