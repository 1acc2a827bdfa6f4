"""What else moves with a rakor: quotas and reserved places, and its evaluation with its end."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings.actions.moving import move_meeting
from meetings.models import Aftercare, Meeting, SeatReservation
from tests.factories import NOW, make_meeting
from tests.meetings.whereabouts import whereabouts_of

pytestmark = pytest.mark.django_db
WITA, WIT = ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
WEEK = timedelta(days=7)


def at(month: int, day: int, zone: ZoneInfo = WITA) -> datetime:
    return datetime(2026, month, day, 17, tzinfo=zone)


@pytest.fixture
def rakor(db) -> Meeting:
    """15 and 16 December 2026; evaluated from the last day on."""
    meeting = make_meeting(quota_until=at(12, 1), capacity=50)
    SeatReservation.objects.create(meeting=meeting, role="undangan", seats=5, kept_until=at(12, 5))
    SeatReservation.objects.create(meeting=meeting, role="panitia", seats=5)
    Aftercare.objects.create(
        meeting=meeting, evaluation_opens_at=at(12, 16), evaluation_closes_at=at(12, 23),
        dated_on=date(2026, 12, 16),
    )  # fmt: skip
    return meeting


def move(meeting: Meeting, by, **changes) -> None:
    to = whereabouts_of(meeting)._replace(**changes)
    move_meeting(meeting=meeting, to=to, reason="Banjir.", by=by, at=NOW)


def moments(meeting: Meeting) -> list[object]:
    meeting.refresh_from_db()
    aftercare = Aftercare.objects.get()
    kept = meeting.seat_reservations.order_by("pk").values_list("kept_until", flat=True)
    return [
        meeting.quota_until, *kept, aftercare.evaluation_opens_at, aftercare.evaluation_closes_at,
        aftercare.dated_on,
    ]  # fmt: skip


def test_everything_keeps_its_distance(rakor, secretariat):
    move(rakor, secretariat, starts_on=date(2026, 12, 22), ends_on=date(2026, 12, 24))
    assert moments(rakor) == [
        at(12, 8), at(12, 12), None, at(12, 24), at(12, 31), date(2026, 12, 24)
    ]  # fmt: skip


def test_hours_are_those_of_the_new_place(rakor, secretariat):
    move(rakor, secretariat, zone="Asia/Jayapura")
    assert moments(rakor) == [
        at(12, 1, WIT), at(12, 5, WIT), None, at(12, 16, WIT), at(12, 23, WIT), date(2026, 12, 16)
    ]  # fmt: skip


def test_other_venue_moves_no_day(rakor, secretariat):
    before = moments(rakor)
    move(rakor, secretariat, venue="Hotel Lain")
    assert moments(rakor) == before


def test_rakor_without_any_of_them_moves(secretariat):
    rakor = make_meeting()
    move(rakor, secretariat, starts_on=date(2026, 12, 22), ends_on=None)
    rakor.refresh_from_db()
    assert (rakor.starts_on, rakor.quota_until) == (date(2026, 12, 22), None)
