"""Whatever happens in whatever order: nobody sits on a seat that is not there, none is lost.

The rules are counted here anew, plainly, from the rows; the history is played back.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.actions.registration import change_delegate, register_delegate
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.seat_offers import accept_offer, decline_offer, settle_all
from meetings.actions.seat_settings import ReservedSeats, SeatSettings, SeatsRefused, change_seats
from meetings.actions.substitution import substitute_delegate
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting, Registration, RegistrationEvent, SeatOffer, Ticket
from tests.factories import NOW, make_meeting
from tests.meetings.seating import person

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

ROLES, MODES = ("pendamping", "narasumber"), ("luring", "daring")
HOLDERS = ("terdaftar", "ditawari")
# What each event makes of a registration; the others change nothing of its seat.
AFTER = {
    "terdaftar": "terdaftar",
    "antre": "menunggu",
    "ditawari": "ditawari",
    "menerima": "terdaftar",
    "lewat": "menunggu",
    "ditarik": "menunggu",
    "menolak": "berakhir",
    "dibatalkan": "berakhir",
    "diganti": "berakhir",
}

few = st.integers(1, 3)
perhaps = st.none() | st.none() | few
moments = st.none() | st.integers(0, 90).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def seat_settings(draw, office) -> SeatSettings:
    capacity = draw(st.none() | st.integers(1, 4))
    reserved = (
        ReservedSeats(1, role="narasumber", kept_until=draw(moments)),
        ReservedSeats(draw(st.integers(1, 2)), office=office, kept_until=draw(moments)),
    )
    return SeatSettings(
        seats_per_office=draw(st.integers(1, 3)),
        quota_until=draw(moments),
        capacity=capacity,
        onsite_capacity=draw(perhaps),
        online_capacity=draw(perhaps),
        has_waiting_list=draw(st.sampled_from((True, True, True, True, True, False))),
        waiting_order=draw(st.sampled_from(("urut", "kuota"))),
        offer_hours=draw(st.sampled_from((1, 24))),
        limits=draw(st.dictionaries(st.sampled_from(ROLES), few, max_size=1)),
        reservations=reserved[: draw(st.integers(0, 2))] if capacity else (),
    )


def steps(office):
    of_place = (st.integers(0, 1), st.sampled_from(ROLES), st.sampled_from(MODES))
    someone = st.integers(0, 11)
    # Enough of them that some wait, before anything else happens.
    come = st.lists(st.tuples(st.just("register"), *of_place), min_size=3, max_size=6)
    then = st.lists(
        st.one_of(
            st.tuples(st.just("register"), *of_place),
            st.tuples(st.just("withdraw"), someone),
            st.tuples(st.just("substitute"), someone, *of_place[1:]),
            st.tuples(st.just("change"), someone, *of_place[1:]),
            st.tuples(st.just("accept"), someone),
            st.tuples(st.just("decline"), someone),
            st.tuples(st.just("wait"), st.sampled_from((1, 23, 25, 200))),
            st.tuples(st.just("set"), seat_settings(office)),
        ),
        min_size=3,
        max_size=12,
    )
    return st.tuples(come, then).map(lambda parts: [*parts[0], *parts[1]])


@dataclass
class World:
    meeting: Meeting
    offices: tuple
    by: object
    at: datetime = NOW
    people: int = 0

    def act(self, kind: str, *what) -> None:
        self.at += timedelta(minutes=1)
        with suppress(RegistrationRefused, SeatsRefused):
            getattr(self, kind)(*what)

    def register(self, office, role, mode):
        register_delegate(
            meeting=self.meeting, office=self.offices[office], delegate=self._new(role, mode),
            by=self.by, at=self.at,
        )  # fmt: skip

    def withdraw(self, number):
        for one in self._one(number):
            withdraw_delegate(registration=one, reason="Sakit.", by=self.by, at=self.at)

    def substitute(self, number, role, mode):
        for one in self._one(number):
            substitute_delegate(
                registration=one, delegate=self._new(role, mode), reason="Sakit.", by=self.by,
                at=self.at,
            )  # fmt: skip

    def change(self, number, role, mode):
        for one in self._one(number):
            delegate = person(
                number, full_name=one.full_name, email=one.email, role=role, mode=mode
            )
            change_delegate(registration=one, delegate=delegate, by=self.by, at=self.at)

    def accept(self, number):
        for one in self._one(number, seat="ditawari"):
            accept_offer(registration=one, by=None, at=self.at)

    def decline(self, number):
        for one in self._one(number, seat="ditawari"):
            decline_offer(registration=one, by=None, at=self.at)

    def wait(self, hours):
        self.at += timedelta(hours=hours)
        settle_all(at=self.at)

    def set(self, wanted):
        change_seats(meeting=self.meeting, settings=wanted, by=self.by, at=self.at)

    def _new(self, role, mode):
        self.people += 1
        return person(self.people, role=role, mode=mode)

    def _one(self, number, **fields):
        """That one of those who are there, or nobody."""
        rows = list(self.meeting.registrations.active().filter(**fields).order_by("email"))
        return [rows[number % len(rows)]] if rows else []


def holds(meeting: Meeting, rows: list, at: datetime) -> bool:
    """True if every rule allows that all of `rows` are seated."""
    quotas = Counter(row.office_id for row in rows if row.role == "pendamping")
    is_quota_on = meeting.quota_until is None or at < meeting.quota_until
    if is_quota_on and max(quotas.values(), default=0) > meeting.seats_per_office:
        return False
    for mode, seats in (("luring", meeting.onsite_capacity), ("daring", meeting.online_capacity)):
        if seats is not None and sum(row.mode == mode for row in rows) > seats:
            return False
    for limit in meeting.seat_limits.all():
        if sum(row.role == limit.role for row in rows) > limit.seats:
            return False
    return meeting.capacity is None or len(rows) + kept_empty(meeting, rows, at) <= meeting.capacity


def kept_empty(meeting: Meeting, rows: list, at: datetime) -> int:
    """Reserved places that nobody of `rows` uses; whoever has two uses that of the role."""
    kept = [
        one for one in meeting.seat_reservations.all() if not one.kept_until or at < one.kept_until
    ]
    roles = {one.role for one in kept if one.role}
    using = [
        sum(row.role == one.role for row in rows)
        if one.role
        else sum(row.office_id == one.office_id and row.role not in roles for row in rows)
        for one in kept
    ]
    return sum(max(one.seats - used, 0) for one, used in zip(kept, using, strict=True))


def check(world: World, before: dict) -> dict:
    """before: who was there before the step, by pk. Who is there now."""
    rows = Meeting.objects.prefetch_related("seat_limits", "seat_reservations")
    meeting = rows.get(pk=world.meeting.pk)
    everybody = list(meeting.registrations.all())
    active = [row for row in everybody if row.withdrawn_at is None]
    seated = [row for row in active if row.seat in HOLDERS]
    waiting = [row for row in active if row.seat == "menunggu"]
    assert holds(meeting, seated, world.at)
    check_offers(active)
    check_histories(everybody)
    if world.at < meeting.registration_closes_at:
        for one in waiting:
            assert not holds(meeting, [*seated, one], world.at), "a seat stays empty"
        check_order(meeting, world, seated, waiting, before)
    return {one.pk: one for one in active}


def check_order(meeting, world, seated, waiting, before) -> None:
    """Nobody was seated in this step on a seat that somebody earlier in line could have had."""
    was_waiting = {pk for pk, row in before.items() if row.seat == "menunggu"}
    passed = [one for one in waiting if one.pk in was_waiting]
    new = [row for row in seated if row.pk in was_waiting or row.pk not in before]
    lapses = Counter(
        SeatOffer.objects.filter(outcome="lewat").values_list("registration_id", flat=True)
    )
    for row in new:
        is_newcomer = row.pk not in before
        if row.replaces_id is not None and is_newcomer:
            continue
        others = [one for one in seated if one.pk != row.pk]
        for one in passed:
            is_comparable = meeting.waiting_order == "urut" or one.office_id == row.office_id
            comes_first = is_newcomer or (lapses[one.pk], one.waiting_since) < (
                lapses[row.pk], row.waiting_since,
            )  # fmt: skip
            if is_comparable and comes_first:
                assert not holds(meeting, [*others, one], world.at), "jumped over"


def check_offers(active: list[Registration]) -> None:
    held = sorted(row.pk for row in active if row.seat == "ditawari")
    opened = SeatOffer.objects.open().values_list("registration_id", flat=True)
    assert sorted(opened) == held
    seated = sorted(row.pk for row in active if row.seat == "terdaftar")
    valid = Ticket.objects.filter(revoked_at=None).values_list("registration_id", flat=True)
    assert sorted(valid) == seated


def check_histories(everybody: list[Registration]) -> None:
    told = dict[object, str]()
    for event in RegistrationEvent.objects.order_by("at", "pk"):
        told[event.registration_id] = AFTER.get(event.kind, told.get(event.registration_id))
    assert told == {
        row.pk: row.seat if row.withdrawn_at is None else "berakhir" for row in everybody
    }


def test_seats_line_and_history_hold_whatever_happens(aceh, bali, secretariat):
    @settings(max_examples=25)
    @given(first=seat_settings(aceh), story=steps(aceh))
    def run(first, story):
        with transaction.atomic():
            meeting = make_meeting(
                mode="hibrida", capacity=2, slug="rakor",
                registration_closes_at=NOW + timedelta(hours=120),
            )  # fmt: skip
            world, before = World(meeting, (aceh, bali), secretariat), {}
            for step in (("set", first), *story):
                world.act(*step)
                before = check(world, before)
            transaction.set_rollback(True)

    run()
