"""Another person in a delegate's place: the seat stays with the office."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.written_rows import insert
from meetings import emails
from meetings.actions import history
from meetings.actions.delegates import (
    Delegate,
    check_letter,
    check_new_to,
    refused_twice,
    save_answers,
)
from meetings.actions.registration_gate import check_may_end, lock_meeting, lock_registration
from meetings.actions.registration_refusals import AlreadyWithdrawn, NoSeat
from meetings.actions.seat_offers import Seating, settle
from meetings.actions.tickets import issue_ticket, new_code
from meetings.actions.withdrawal import end_registration
from meetings.models import Registration, RegistrationEvent, SeatOffer
from meetings.seat_rules import Place

Kind, Seat = RegistrationEvent.Kind, Registration.Seat


@transaction.atomic
def substitute_delegate(
    *, registration: Registration, delegate: Delegate, reason: str, by: User, at: datetime
) -> Registration:
    """The new person's registration: with the seat, the offer or the place in the line.

    In another role or way of attending, the seat is counted anew. Both persons get a mail.
    Raises RegistrationRefused: window, office, twice for one person, withdrawn, seats, mails.
    """
    meeting = lock_meeting(registration.meeting, by)
    former = lock_registration(registration)
    check_may_end(meeting, former.office, by, at)
    if not former.is_active:
        raise AlreadyWithdrawn(former)
    check_new_to(meeting, former.office, delegate, but=former)
    check_letter(delegate)
    seating = Seating(meeting)
    settle(seating, at)
    former.refresh_from_db(fields=["seat"])
    successor = _successor(former, delegate, by, at)
    _check_seat(seating, former, successor, at)
    offer = former.seat_offers.open().first()
    end_registration(former, reason, at)
    with refused_twice():
        insert(successor)
    save_answers(successor, delegate.answers)
    _tell(former, successor, offer, by, at)
    settle(seating, at)
    return successor


def _successor(former: Registration, delegate: Delegate, by: User, at: datetime) -> Registration:
    return Registration(
        meeting=former.meeting,
        office=former.office,
        letter=delegate.letter,
        seat=former.seat,
        waiting_since=former.waiting_since,
        replaces=former,
        ticket_code=new_code(),
        created_at=at,
        created_by=by,
        changed_at=at,
        **delegate.values(),
    )


def _check_seat(
    seating: Seating, former: Registration, successor: Registration, at: datetime
) -> None:
    place, seat = Place.of(successor), successor.seat
    seating.taken.add(Place.of(former), seat, -1)
    is_counted = seat != Seat.WAITING and place != Place.of(former)
    if is_counted and (reasons := seating.why_not(place, at)):
        raise NoSeat(reasons)
    seating.taken.add(place, seat)


def _tell(
    former: Registration,
    successor: Registration,
    offer: SeatOffer | None,
    by: User,
    at: datetime,
) -> None:
    name = successor.full_name.rstrip(".")
    history.note(former, Kind.SUBSTITUTED, f"Diganti oleh {name}.", by=by, at=at)
    _begin_history(former, successor, offer, by, at)
    audit.record(
        "registration.substituted",
        target=former,
        by=by,
        at=at,
        seat=successor.seat,
        successor=str(successor.pk),
    )
    emails.withdrawn(former, is_substituted=True)
    if successor.seat == Seat.CONFIRMED:
        emails.registered(successor)
    elif offer is None:
        emails.queued(successor, f"Anda menggantikan {former.full_name} di daftar tunggu.")


def _begin_history(
    former: Registration,
    successor: Registration,
    offer: SeatOffer | None,
    by: User,
    at: datetime,
) -> None:
    text = f"Menggantikan {former.full_name}"
    if successor.seat == Seat.CONFIRMED:
        history.note(successor, Kind.REGISTERED, f"{text}, dengan kursinya.", by=by, at=at)
        issue_ticket(successor, at)
        return
    history.note(successor, Kind.QUEUED, f"{text}, di tempatnya dalam urutan.", by=by, at=at)
    _take_over_lapses(former, successor)
    if offer is not None:
        kept = SeatOffer.objects.create(
            registration=successor,
            made_at=at,
            expires_at=offer.expires_at,
            reason=f"Tawaran untuk {offer.registration.full_name} beralih kepada penggantinya.",
        )
        history.note(successor, Kind.OFFERED, kept.reason, by=by, at=at)
        emails.offered(kept)


def _take_over_lapses(former: Registration, successor: Registration) -> None:
    """Else an office that let an offer lapse would come to the front again by another name."""
    lapsed = former.seat_offers.filter(outcome=SeatOffer.Outcome.LAPSED).order_by("made_at")
    SeatOffer.objects.bulk_create(
        SeatOffer(
            registration=successor,
            made_at=one.made_at,
            expires_at=one.expires_at,
            reason=one.reason,
            outcome=one.outcome,
            ended_at=one.ended_at,
        )
        for one in lapsed
    )
