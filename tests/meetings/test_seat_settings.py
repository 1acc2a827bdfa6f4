"""Changing the seats of a rakor: never below who has one; offers give way, and are made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from meetings.actions.seat_settings import (
    ReservedSeats,
    SeatSettings,
    SeatsRefused,
    change_seats,
    settings_of,
)
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting
from tests.factories import NOW, make_meeting, make_registration
from tests.meetings.seating import register_each, seats_of, story_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def rakor(db):
    return make_meeting(capacity=2, seats_per_office=9, mode="hibrida")


def change(rakor: Meeting, by, at=LATER, **fields) -> bool:
    return change_seats(meeting=rakor, settings=replace(settings_of(rakor), **fields), by=by, at=at)


def problems(rakor: Meeting, by, **fields) -> list[tuple[str, str, str]]:
    before = settings_of(rakor)
    with pytest.raises(SeatsRefused) as refused:
        change(rakor, by, **fields)
    rakor.refresh_from_db()
    assert settings_of(rakor) == before
    return refused.value.problems


def test_everything_is_stored_and_read_again(rakor, aceh, secretariat):
    wanted = SeatSettings(
        seats_per_office=4,
        quota_until=LATER,
        capacity=40,
        onsite_capacity=30,
        online_capacity=20,
        has_waiting_list=False,
        waiting_order="kuota",
        offer_hours=6,
        limits={"narasumber": 5},
        reservations=(ReservedSeats(3, office=aceh), ReservedSeats(2, role="panitia")),
    )
    assert change_seats(meeting=rakor, settings=wanted, by=secretariat, at=NOW) is True
    assert change_seats(meeting=rakor, settings=wanted, by=secretariat, at=NOW) is False
    stored = settings_of(Meeting.objects.get(pk=rakor.pk))
    assert replace(stored, reservations=()) == replace(wanted, reservations=())
    assert set(stored.reservations) == set(wanted.reservations)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["meeting.seats_set"]


@pytest.mark.parametrize(
    ("fields", "field", "text"),
    [
        ({"capacity": 1}, "capacity", "Rakor ini menyediakan 1 kursi, sudah terpakai 2."),
        ({"onsite_capacity": 1}, "onsite_capacity", "Kursi luring 1, sudah terpakai 2."),
        (
            {"seats_per_office": 1},
            "seats_per_office",
            "Kuota UPTD Balai Tekkomdik Aceh 1 kursi, sudah terpakai 2.",
        ),
        (
            {"limits": {"pendamping": 1}},
            "limits",
            "Kursi untuk peran pendamping 1, sudah terpakai 2.",
        ),
        (
            {"reservations": (ReservedSeats(1, role="narasumber"),)},
            "capacity",
            "Rakor ini menyediakan 2 kursi, sudah terpakai 2 dan 1 disisihkan "
            "(1 untuk narasumber).",
        ),
    ],
)
def test_below_who_has_a_seat_is_refused_with_the_data(
    rakor, aceh, operator, secretariat, fields, field, text
):
    register_each(rakor, aceh, operator, [1, 2])
    (problem,) = problems(rakor, secretariat, **fields)
    assert (problem[0], problem[2]) == (field, text)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"seats_per_office": None}, "seats_per_office"),
        ({"capacity": None, "reservations": (ReservedSeats(1, role="panitia"),)}, "capacity"),
        ({"reservations": (ReservedSeats(1, role="panitia"),) * 2}, "reservations"),
        (
            {"limits": {"panitia": 1}, "reservations": (ReservedSeats(2, role="panitia"),)},
            "limits",
        ),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(rakor, secretariat, fields, field):
    assert [problem[0] for problem in problems(rakor, secretariat, **fields)] == [field]


def test_what_was_overbooked_before_may_stay(rakor, aceh, secretariat):
    for _ in range(3):
        make_registration(rakor, aceh)
    assert change(rakor, secretariat, offer_hours=6) is True
    rakor.refresh_from_db()
    assert [problem[0] for problem in problems(rakor, secretariat, capacity=1)] == ["capacity"]


def test_more_seats_are_offered_to_who_waits(rakor, aceh, operator, secretariat):
    people = register_each(rakor, aceh, operator, [1, 2, 3, 4])
    change(rakor, secretariat, capacity=3)
    assert seats_of(*people) == ["terdaftar", "terdaftar", "ditawari", "menunggu"]


def test_fewer_seats_take_back_the_newest_offer_only(rakor, aceh, operator, secretariat):
    people = register_each(rakor, aceh, operator, [1, 2, 3, 4])
    for minute, one in enumerate(people[:2]):
        withdraw_delegate(
            registration=one, reason="Sakit.", by=operator, at=LATER + timedelta(minutes=minute)
        )
    change(rakor, secretariat, capacity=1, at=LATER + timedelta(hours=1))
    assert seats_of(*people[2:]) == ["ditawari", "menunggu"]
    assert story_of(people[3])[-1] == (
        "ditarik",
        "Kursi rakor diubah sekretariat. Rakor ini menyediakan 1 kursi, sudah terpakai 2 "
        "(2 di antaranya sedang ditawarkan).",
    )
