"""A copy of a rakor has its rules of seats; their moments move with its days."""

from datetime import timedelta

import pytest

from meetings.actions.convening import Plan, plan_meeting
from meetings.actions.seat_settings import (
    ReservedSeats,
    SeatSettings,
    change_seats,
    settings_of,
)
from meetings.convening.copied_seats import seats_of
from meetings.convening.copying import outline_of
from tests.factories import NOW, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def former(aceh, secretariat):
    meeting = make_meeting(zone="Asia/Jakarta")
    settings = SeatSettings(
        seats_per_office=3,
        quota_until=NOW,
        capacity=40,
        onsite_capacity=30,
        online_capacity=20,
        has_waiting_list=False,
        waiting_order="kuota",
        offer_hours=6,
        limits={"narasumber": 5},
        reservations=(ReservedSeats(3, office=aceh), ReservedSeats(2, "panitia", None, NOW)),
    )
    change_seats(meeting=meeting, settings=settings, by=secretariat, at=NOW)
    meeting.refresh_from_db()
    return meeting


def copy(former, **fields):
    plan = Plan(
        title="Rakor Baru", starts_on=former.starts_on + timedelta(days=365), days=1, **fields
    )
    outline = outline_of(former, [], None, (), seats_of(former))
    return settings_of(plan_meeting(plan=plan, outline=outline, by=None, at=NOW))


def test_everything_comes_along_a_year_later(former, aceh):
    copied = copy(former, capacity=40, seats_per_office=3)
    later = NOW + timedelta(days=365)
    assert (copied.quota_until, copied.limits) == (later, {"narasumber": 5})
    assert (copied.onsite_capacity, copied.online_capacity, copied.offer_hours) == (30, 20, 6)
    assert (copied.has_waiting_list, copied.waiting_order) == (False, "kuota")
    assert set(copied.reservations) == {
        ReservedSeats(3, office=aceh), ReservedSeats(2, "panitia", None, later)
    }  # fmt: skip


def test_nothing_is_reserved_where_the_whole_has_no_limit(former):
    assert copy(former).reservations == ()
