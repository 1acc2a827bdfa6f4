"""Many who want the same seat, and those who answer the same offer, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import AuditEvent
from meetings.actions.registration import register_delegate
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.seat_offers import accept_offer, decline_offer, settle_seats
from meetings.actions.seat_settings import SeatsRefused, change_seats, settings_of
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting, Registration, SeatOffer, Ticket
from tests.factories import NOW, make_meeting, make_office, make_operator
from tests.meetings.seating import person, register_each, seats_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

DUE = NOW + timedelta(hours=25)


def at_once(*acts) -> list:
    """What became of each: None, or why it was refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            start.wait(60)
            act()
        except RegistrationRefused as refused:
            return str(refused)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def offered(aceh, operator) -> list[Registration]:
    """One whose seat was freed, one who is offered it until DUE, one who waits."""
    meeting = make_meeting(capacity=1, seats_per_office=9)
    people = register_each(meeting, aceh, operator, [1, 2, 3])
    withdraw_delegate(
        registration=people[0], reason="Sakit.", by=operator, at=NOW + timedelta(hours=1)
    )
    return people


def test_forty_at_once_on_five_seats_wait_in_the_order_of_the_lock():
    meeting = make_meeting(capacity=5, seats_per_office=40)
    office = make_office()
    operator = make_operator(office)

    def come(number: int):
        return lambda: register_delegate(
            meeting=meeting, office=office, delegate=person(number), by=operator, at=NOW
        )

    assert at_once(*map(come, range(40))) == [None] * 40
    rows = {str(row.pk): row for row in meeting.registrations.all()}
    written = AuditEvent.objects.filter(action="registration.created").order_by("pk")
    in_order = [rows[pk] for pk in written.values_list("target_id", flat=True)]
    assert seats_of(*in_order) == ["terdaftar"] * 5 + ["menunggu"] * 35
    waited = [row.waiting_since for row in in_order[5:]]
    assert waited == sorted(set(waited))


def test_offer_accepted_twice_at_once_gives_one_seat_and_one_ticket(offered, operator):
    def accept(by):
        later = NOW + timedelta(hours=2)
        return lambda: accept_offer(registration=offered[1], by=by, at=later)

    assert at_once(accept(None), accept(operator)) == [None, None]
    assert seats_of(*offered) == ["berakhir", "terdaftar", "menunggu"]
    assert Ticket.objects.filter(revoked_at=None).count() == 1
    assert SeatOffer.objects.get().outcome == "diterima"


def test_offer_accepted_while_it_lapses_is_held_by_one(offered):
    """A moment before the deadline against the deadline itself: either, never both."""
    refused, _ = at_once(
        lambda: accept_offer(registration=offered[1], by=None, at=DUE - timedelta(microseconds=1)),
        lambda: settle_seats(meeting=offered[1].meeting, at=DUE),
    )
    expected = ["menunggu", "ditawari"] if refused else ["terdaftar", "menunggu"]
    assert seats_of(*offered[1:]) == expected


def test_offer_accepted_while_it_is_declined_or_withdrawn_ends_one_way(offered, operator):
    later = NOW + timedelta(hours=2)
    at_once(
        lambda: accept_offer(registration=offered[1], by=None, at=later),
        lambda: decline_offer(registration=offered[1], by=operator, at=later),
        lambda: withdraw_delegate(registration=offered[1], reason="Sakit.", by=operator, at=later),
    )
    assert seats_of(*offered) == ["berakhir", "berakhir", "ditawari"]
    assert SeatOffer.objects.open().count() == 1
    assert Ticket.objects.filter(revoked_at=None).count() == 0


def test_seats_taken_away_while_the_last_is_taken_are_never_overbooked(aceh, operator, secretariat):
    meeting = make_meeting(capacity=3, seats_per_office=9)
    register_each(meeting, aceh, operator, [1, 2])
    fewer = replace(settings_of(meeting), capacity=2)

    def take_away() -> None:
        with suppress(SeatsRefused):
            change_seats(meeting=meeting, settings=fewer, by=secretariat, at=NOW)

    def come() -> None:
        register_delegate(meeting=meeting, office=aceh, delegate=person(3), by=operator, at=NOW)

    at_once(take_away, come)
    seated = meeting.registrations.seated().count()
    assert seated == Meeting.objects.get(pk=meeting.pk).capacity
