"""Free seats offered to those who wait: made, accepted, declined, lapsed.

Every step holds the lock on the rakor's row, then counts in one statement.
"""

from datetime import datetime, timedelta
from typing import Self

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.compiled_queries import in_one_trip
from forum_portal.lib.postgresql.base import Statement
from meetings import emails
from meetings.actions import history
from meetings.actions.registration_gate import (
    asking_locks,
    check_office,
    lock_meeting,
    lock_registration,
)
from meetings.actions.registration_refusals import NoSeat, OfferGone
from meetings.actions.tickets import issue_ticket
from meetings.models import Meeting, Registration, RegistrationEvent, SeatOffer
from meetings.seat_rules import Place, Taken
from meetings.seats import (
    Reason,
    is_anybody_fitting,
    row_version_in,
    seat_rows,
    seats_in,
    why_not,
)
from meetings.waiting_list import (
    Offer,
    in_order,
    offers_end_at,
    settle_line,
    waiting_of,
    why_no_more_offers,
)
from meetings.when import day_and_hour

Kind, Outcome, Seat = RegistrationEvent.Kind, SeatOffer.Outcome, Registration.Seat
DECLINED = "Tawaran kursi tidak diambil."


class Seating:
    """A locked rakor, its rules, and who has a seat; kept up by whoever gives one."""

    def __init__(self, meeting: Meeting, rows: tuple[tuple, ...] = ()) -> None:
        """rows: of seat_rows(), where they were asked already; else one statement."""
        self.meeting = meeting
        self.rows = rows or seat_rows(meeting=meeting.pk)
        self.rules, self.taken = seats_in(meeting, self.rows)

    @classmethod
    def locking(
        cls, meeting: Meeting, asking: Statement | None = None, by: User | None = None
    ) -> Self:
        """Locks the rakor's row and counts, in one trip. A second one reads the rakor as it is
        now, where it is not as `meeting` was read (MeetingQuerySet.with_row_version).

        asking: what is asked in place of seat_rows(), and more than it; all of it is in `rows`.
        by: as lock_meeting() has it.
        """
        asking = asking or seat_rows.asked(meeting=meeting.pk)
        rows = in_one_trip(*asking_locks(meeting, by), asking)
        if row_version_in(rows) != getattr(meeting, "row_version", ""):
            meeting = lock_meeting(meeting)
        return cls(meeting, rows)

    def why_not(self, place: Place, at: datetime) -> list[Reason]:
        return why_not(self.rules, self.taken, place, at)

    def end_of_line(self, at: datetime) -> datetime:
        """When the next one begins to wait: after everybody who took the lock before."""
        last = self.taken.last_waiting_since
        since = at if last is None else max(at, last + timedelta(microseconds=1))
        self.taken.last_waiting_since = since
        return since


@transaction.atomic
def settle_seats(*, meeting: Meeting, at: datetime) -> None:
    """Lapses the offers that are due, then offers what is free. Twice is harmless.

    For whoever frees a seat in the same transaction, and for the clock (settle_seats command).
    """
    meeting = lock_meeting(meeting)
    seating = Seating(meeting)
    settle(seating, at)
    if seating.taken.waiting.total() and (closed := why_no_more_offers(meeting, at)):
        _tell_once([Offer(one, closed) for one in waiting_of(meeting)], at)


def settle_all(*, at: datetime) -> int:
    """Settles each rakor with a waiting list, in a transaction of its own; how many they are.

    What only the clock frees: offers that lapse, quotas and reservations that end.
    """
    waiting = Registration.objects.waiting().order_by().values("meeting")
    # Older ones are over, wherever they are held.
    yesterday = (at - timedelta(days=1)).date()
    meetings = list(Meeting.objects.filter(pk__in=waiting, last_on__gte=yesterday))
    for meeting in meetings:
        settle_seats(meeting=meeting, at=at)
    return len(meetings)


def settle(seating: Seating, at: datetime) -> None:
    """The same for whoever holds the lock already and goes on to give seats."""
    meeting, rules, taken = seating.meeting, seating.rules, seating.taken
    if taken.offer_due_at is not None and taken.offer_due_at <= at:
        _lapse(meeting, taken, at)
    if not why_no_more_offers(meeting, at) and is_anybody_fitting(rules, taken, at):
        line = in_order(waiting_of(meeting), meeting.waiting_order, rules, taken)
        settlement = settle_line(line, meeting.waiting_order, rules, taken, at)
        _make(meeting, settlement.offers, at)
        _tell_once(settlement.passed, at)


@transaction.atomic
def accept_offer(*, registration: Registration, by: User | None, at: datetime) -> Registration:
    """The registration with its seat and ticket. Twice is harmless.

    by: None is the person, by their own page. Raises RegistrationRefused: office, offer, seats.
    """
    meeting = lock_meeting(registration.meeting, by)
    registration = lock_registration(registration)
    check_office(registration.office, by)
    if registration.has_seat:
        return registration
    offer = _open_offer(meeting, registration, at)
    _check_still_there(meeting, registration, at)
    _end(offer, Outcome.ACCEPTED, at)
    registration.seat = Seat.CONFIRMED
    registration.changed_at = at
    registration.save(update_fields=["seat", "changed_at"])
    history.note(registration, Kind.ACCEPTED, by=by, at=at)
    issue_ticket(registration, at)
    audit.record("registration.offer_accepted", target=registration, by=by, at=at)
    emails.seated(registration)
    return registration


@transaction.atomic
def decline_offer(*, registration: Registration, by: User | None, at: datetime) -> Registration:
    """The registration, ended: who does not take the seat is not asked again. It passes on.

    by: None is the person, by their own page. Raises RegistrationRefused: office, offer.
    """
    meeting = lock_meeting(registration.meeting, by)
    registration = lock_registration(registration)
    check_office(registration.office, by)
    if not registration.is_active:
        return registration
    _end(_open_offer(meeting, registration, at), Outcome.DECLINED, at)
    registration.withdrawn_at = registration.changed_at = at
    registration.withdraw_reason = DECLINED
    registration.save(update_fields=["withdrawn_at", "changed_at", "withdraw_reason"])
    history.note(registration, Kind.REFUSED, by=by, at=at)
    audit.record("registration.offer_declined", target=registration, by=by, at=at)
    emails.withdrawn(registration)
    settle_seats(meeting=meeting, at=at)
    return registration


def revoke_offer(offer: SeatOffer, reason: str, at: datetime) -> None:
    """The person waits again, at the former place in the line; in the caller's transaction."""
    registration = offer.registration
    _end(offer, Outcome.REVOKED, at)
    Registration.objects.filter(pk=registration.pk).update(seat=Seat.WAITING, changed_at=at)
    history.note(registration, Kind.REVOKED, reason, by=None, at=at)
    emails.offer_ended(offer, reason)


def end_offer(registration: Registration, at: datetime) -> None:
    """The offer of somebody whose registration ends; in the caller's transaction."""
    registration.seat_offers.open().update(outcome=Outcome.REVOKED, ended_at=at)


def _open_offer(meeting: Meeting, registration: Registration, at: datetime) -> SeatOffer:
    offer = registration.seat_offers.order_by("pk").last()
    if not registration.is_active or offer is None or not offer.is_answerable(at):
        raise OfferGone(registration, offer)
    if closed := why_no_more_offers(meeting, at):
        raise OfferGone(registration, offer, closed)
    return offer


def _check_still_there(meeting: Meeting, registration: Registration, at: datetime) -> None:
    """An offer holds a seat, but gives no right to skip the count."""
    seating, place = Seating(meeting), Place.of(registration)
    seating.taken.add(place, Seat.OFFERED, -1)
    if reasons := seating.why_not(place, at):
        raise NoSeat(reasons)


def _make(meeting: Meeting, offers: list[Offer], at: datetime) -> None:
    ends = offers_end_at(meeting)
    expires_at = at + timedelta(hours=meeting.offer_hours)
    expires_at = min(expires_at, ends) if ends else expires_at
    pks = [offer.waiting.pk for offer in offers]
    Registration.objects.filter(pk__in=pks).update(seat=Seat.OFFERED, changed_at=at)
    made = SeatOffer.objects.bulk_create(
        SeatOffer(
            registration_id=offer.waiting.pk,
            made_at=at,
            expires_at=expires_at,
            reason=offer.reason,
        )
        for offer in offers
    )
    until = f"Berlaku sampai {day_and_hour(expires_at, meeting.zone)}."
    history.note_of_each(
        [(offer.waiting.pk, f"{offer.reason} {until}") for offer in offers], Kind.OFFERED, at=at
    )
    audit.record("meeting.seats_offered", target=meeting, by=None, at=at, offers=len(made))
    for offer in _with_people(made):
        emails.offered(offer)


def _lapse(meeting: Meeting, taken: Taken, at: datetime) -> None:
    due = SeatOffer.objects.open().filter(registration__meeting=meeting, expires_at__lte=at)
    offers = list(
        due.select_related(
            "registration__office", "registration__meeting", "registration__created_by"
        )
    )
    for offer in offers:
        place = Place.of(offer.registration)
        taken.add(place, Seat.OFFERED, -1)
        taken.add(place, Seat.WAITING)
    pks = [offer.registration_id for offer in offers]
    due.update(outcome=Outcome.LAPSED, ended_at=at)
    Registration.objects.filter(pk__in=pks).update(seat=Seat.WAITING, changed_at=at)
    ended = {
        offer.registration_id: day_and_hour(offer.expires_at, meeting.zone) for offer in offers
    }
    texts = {pk: f"Tidak dijawab sampai {when}." for pk, when in ended.items()}
    history.note_of_each(list(texts.items()), Kind.LAPSED, at=at)
    audit.record("meeting.offers_lapsed", target=meeting, by=None, at=at, offers=len(offers))
    for offer in offers:
        emails.offer_ended(offer, texts[offer.registration_id])


def _with_people(offers: list[SeatOffer]) -> list[SeatOffer]:
    """One statement for all."""
    rows = SeatOffer.objects.filter(pk__in=[offer.pk for offer in offers])
    return list(
        rows.select_related(
            "registration__office",
            "registration__created_by",
            "registration__meeting__host_province",
        )
    )


def _end(offer: SeatOffer, outcome: SeatOffer.Outcome, at: datetime) -> None:
    offer.outcome, offer.ended_at = outcome, at
    offer.save(update_fields=["outcome", "ended_at"])


def _tell_once(passed: list[Offer], at: datetime) -> None:
    """Why they have no offer, where that differs from what they were told last."""
    told = dict(
        RegistrationEvent.objects.filter(
            registration__in=[one.waiting.pk for one in passed], kind=Kind.PASSED_OVER
        )
        .order_by("registration_id", "-at", "-pk")
        .distinct("registration_id")
        .values_list("registration_id", "text")
    )
    news = [(one.waiting.pk, one.reason) for one in passed]
    history.note_of_each(
        [(pk, text) for pk, text in news if told.get(pk) != text], Kind.PASSED_OVER, at=at
    )
