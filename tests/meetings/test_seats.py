import pytest

from meetings.seats import SeatCount, count_seats
from tests.factories import NOW, make_meeting, make_registration


@pytest.mark.parametrize(
    ("quota", "used", "capacity", "taken", "left"),
    [
        (3, 0, None, 0, 3),
        (3, 3, None, 3, 0),
        (3, 4, None, 4, 0),
        (3, 1, 10, 9, 1),
        (3, 1, 10, 10, 0),
        (3, 1, 10, 12, 0),
        (3, 2, 10, 2, 1),
        (3, 0, 0, 0, 0),
    ],
)
def test_left_is_what_the_nearer_limit_allows(quota, used, capacity, taken, left):
    seats = SeatCount(quota, used, capacity, taken)
    assert seats.left == left
    assert (seats.is_quota_used or seats.is_full) is (left == 0)


@pytest.mark.django_db
def test_counted_in_one_statement_without_the_withdrawn(aceh, bali, django_assert_num_queries):
    meeting = make_meeting(capacity=9)
    make_registration(meeting, aceh)
    make_registration(meeting, aceh, withdrawn_at=NOW)
    make_registration(meeting, bali)
    make_registration(make_meeting(), aceh)
    with django_assert_num_queries(1):
        assert count_seats(meeting, aceh) == SeatCount(quota=3, used=1, capacity=9, taken=2)
