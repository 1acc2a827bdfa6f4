"""What is free and what stands in the way, at the boundaries of each rule."""

from copy import deepcopy
from datetime import datetime, timedelta

import pytest

from meetings.models import SeatLimit, SeatOffer, SeatReservation
from meetings.seat_rules import Place, Reservation, SeatRules, Taken
from meetings.seats import (
    is_anybody_fitting,
    overbooked,
    reserved_unused,
    seats_of,
    why_not,
)
from tests.factories import NOW, make_meeting, make_registration

ACEH, BALI = 1, 2
LATER = NOW + timedelta(days=1)
# More than any of these rules allows.
UNLIMITED = 20


def place(office=ACEH, role="pendamping", mode="luring") -> Place:
    return Place(office, role, mode, {ACEH: "Balai Aceh", BALI: "Balai Bali"}.get(office, ""))


def taken_by(*people: Place, held: tuple[Place, ...] = ()) -> Taken:
    taken = Taken()
    for one in people:
        taken.add(one)
    for one in held:
        taken.add(one, "ditawari")
    return taken


def seats_left(rules: SeatRules, taken: Taken, place: Place, at: datetime) -> int:
    """How many such people get a seat, one after the other."""
    taken = deepcopy(taken)
    for number in range(UNLIMITED):
        if why_not(rules, taken, place, at):
            return number
        taken.add(place)
    return UNLIMITED


def texts(reasons) -> list[str]:
    return [reason.text for reason in reasons]


@pytest.mark.parametrize(
    ("quota", "used", "capacity", "others", "left"),
    [
        (3, 0, None, 0, 3),
        (3, 3, None, 0, 0),
        (3, 4, None, 0, 0),
        (3, 1, 10, 8, 1),
        (3, 1, 10, 9, 0),
        (3, 1, 10, 11, 0),
        (3, 2, 10, 0, 1),
        (3, 0, 0, 0, 0),
        (None, 5, None, 5, UNLIMITED),
    ],
)
def test_left_is_what_the_nearest_rule_allows(quota, used, capacity, others, left):
    rules = SeatRules(quota=quota, capacity=capacity)
    taken = taken_by(*[place()] * used, *[place(BALI)] * others)
    assert seats_left(rules, taken, place(), NOW) == left


@pytest.mark.parametrize(
    ("role", "counts"),
    [
        ("kepala", True),
        ("perwakilan", True),
        ("pendamping", True),
        ("peserta", True),
        ("peninjau", True),
        ("narasumber", False),
        ("panitia", False),
        ("undangan", False),
    ],
)
def test_quota_counts_the_delegation_alone(role, counts):
    rules, taken = SeatRules(quota=1), taken_by(place(role=role))
    assert [reason.taken for reason in why_not(rules, taken, place(), NOW)] == [1] * counts
    full = taken_by(place())
    assert bool(why_not(rules, full, place(role=role), NOW)) is counts


@pytest.mark.parametrize(
    ("at", "is_refused"),
    [(LATER - timedelta(microseconds=1), True), (LATER, False)],
)
def test_quota_ends_at_its_moment(at, is_refused):
    rules = SeatRules(quota=1, quota_until=LATER)
    assert bool(why_not(rules, taken_by(place()), place(), at)) is is_refused


def test_people_without_an_office_have_no_quota():
    rules, taken = SeatRules(quota=1), taken_by(place(None), place(None))
    assert why_not(rules, taken, place(None), NOW) == []


def test_every_rule_that_stands_in_the_way_is_told_with_its_data():
    rules = SeatRules(
        capacity=4, quota=2, quota_until=LATER, onsite=4, online=1, limits={"pendamping": 3}
    )
    taken = taken_by(place(), place(BALI), place(BALI, mode="daring"), held=(place(),))
    assert texts(why_not(rules, taken, place(), NOW)) == [
        "Kuota Balai Aceh 2 kursi, sudah terpakai 2 (1 di antaranya sedang ditawarkan). "
        "Kuota berlaku sampai 25 November 2026, 10.00 WIB.",
        "Kursi untuk peran pendamping 3, sudah terpakai 4 (1 di antaranya sedang ditawarkan).",
        "Rakor ini menyediakan 4 kursi, sudah terpakai 4 (1 di antaranya sedang ditawarkan).",
    ]
    assert texts(why_not(rules, taken, place(BALI, "panitia", "daring"), NOW)) == [
        "Kursi daring 1, sudah terpakai 1.",
        "Rakor ini menyediakan 4 kursi, sudah terpakai 4 (1 di antaranya sedang ditawarkan).",
    ]


def test_rule_that_leaves_nobody_in_is_told_as_such():
    rules = SeatRules(capacity=0, quota=0, onsite=0, online=0, limits={"pendamping": 0})
    assert texts(why_not(rules, Taken(), place(), NOW)) == [
        "Kuota Balai Aceh 0 kursi, jadi tidak ada yang dapat dipakai.",
        "Kursi untuk peran pendamping 0, jadi tidak ada yang dapat dipakai.",
        "Kursi luring 0, jadi tidak ada yang dapat dipakai.",
        "Rakor ini menyediakan 0 kursi, jadi tidak ada yang dapat dipakai.",
    ]


KEPT = (
    Reservation("narasumber", None, "", 2, LATER),
    Reservation("", BALI, "Balai Bali", 1),
)


def test_reserved_places_are_kept_out_of_the_whole_until_their_moment():
    rules, taken = SeatRules(capacity=5, reservations=KEPT), taken_by(place(), place())
    assert texts(why_not(rules, taken, place(), NOW)) == [
        "Rakor ini menyediakan 5 kursi, sudah terpakai 2 "
        "dan 3 disisihkan (2 untuk narasumber, 1 untuk Balai Bali)."
    ]
    assert seats_left(rules, taken, place(role="narasumber"), NOW) == 2
    assert seats_left(rules, taken, place(BALI), NOW) == 1
    assert seats_left(rules, taken, place(), LATER) == 2


def test_who_places_are_reserved_for_uses_them_first_then_the_others():
    rules = SeatRules(capacity=4, reservations=KEPT)
    taken = taken_by(place(BALI))
    assert [n for _, n in reserved_unused(rules, taken, NOW)] == [2, 0]
    assert [seats_left(rules, taken, place(office), NOW) for office in (ACEH, BALI)] == [1, 1]


def test_one_person_uses_one_reservation_that_of_the_role_first():
    rules, taken = SeatRules(capacity=9, reservations=KEPT), taken_by(place(BALI, "narasumber"))
    assert [n for _, n in reserved_unused(rules, taken, NOW)] == [1, 1]
    assert [n for _, n in reserved_unused(rules, taken, LATER)] == [0]


def test_page_asks_before_role_and_mode_are_chosen():
    rules = SeatRules(capacity=9, quota=3, onsite=1, limits={"kepala": 1})
    taken = taken_by(place(), place(role="kepala"))
    assert seats_left(rules, taken, Place(ACEH), NOW) == 1
    assert seats_left(rules, taken, Place(None), NOW) == 7


def test_overbooked_names_each_rule_once():
    rules = SeatRules(capacity=2, quota=1, onsite=2, online=0, limits={"kepala": 1})
    assert overbooked(rules, taken_by(place(), place(BALI)), NOW) == []
    taken = taken_by(place(), place(), place(BALI, "kepala", "daring"))
    assert texts(overbooked(rules, taken, NOW)) == [
        "Rakor ini menyediakan 2 kursi, sudah terpakai 3.",
        "Kuota Balai Aceh 1 kursi, sudah terpakai 2.",
        "Kursi daring 0, sudah terpakai 1.",
    ]


def test_somebody_waits_who_would_fit_only_where_a_seat_is_theirs():
    taken = taken_by(place())
    taken.add(place(), "menunggu")
    assert not is_anybody_fitting(SeatRules(quota=1), taken, NOW)
    assert is_anybody_fitting(SeatRules(quota=2), taken, NOW)


@pytest.mark.django_db
def test_counted_in_one_statement_without_the_withdrawn(aceh, bali, django_assert_num_queries):
    meeting = make_meeting()
    make_registration(meeting, aceh)
    make_registration(meeting, aceh, withdrawn_at=NOW)
    make_registration(meeting, aceh, seat="menunggu", waiting_since=LATER)
    held = make_registration(meeting, bali, seat="ditawari", waiting_since=NOW, mode="daring")
    for outcome in ("lewat", ""):
        SeatOffer.objects.create(
            registration=held, made_at=NOW, expires_at=LATER, reason="Kursi bebas.",
            outcome=outcome, ended_at=LATER if outcome else None,
        )  # fmt: skip
    make_registration(make_meeting(), aceh)
    with django_assert_num_queries(1):
        _, taken = seats_of(meeting)
    of_aceh = Place(aceh.pk, "pendamping", "luring")
    assert dict(taken.waiting) == {of_aceh: 1}
    assert (taken.all.total, taken.held.total) == (2, 1)
    assert dict(taken.all.delegations) == {aceh.pk: 1, bali.pk: 1}
    assert dict(taken.held.modes) == {"daring": 1}
    assert (taken.offer_due_at, taken.last_waiting_since) == (LATER, LATER)


@pytest.mark.django_db
def test_rules_are_read_in_one_statement(aceh, django_assert_num_queries):
    meeting = make_meeting(capacity=50, onsite_capacity=40, online_capacity=10, quota_until=LATER)
    SeatLimit.objects.create(meeting=meeting, role="narasumber", seats=5)
    SeatReservation.objects.create(meeting=meeting, role="panitia", seats=4)
    SeatReservation.objects.create(meeting=meeting, office=aceh, seats=2, kept_until=LATER)
    SeatLimit.objects.create(meeting=make_meeting(), role="kepala", seats=1)
    with django_assert_num_queries(1):
        rules, _ = seats_of(meeting)
    assert rules == SeatRules(
        capacity=50,
        quota=3,
        quota_until=LATER,
        onsite=40,
        online=10,
        limits={"narasumber": 5},
        reservations=(
            Reservation("panitia", None, "", 4),
            Reservation("", aceh.pk, aceh.name, 2, LATER),
        ),
        zone="Asia/Makassar",
    )
