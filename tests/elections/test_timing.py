from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from elections.timing import is_during, local_day
from meetings.models import Meeting

JAYAPURA = ZoneInfo("Asia/Jayapura")


def meeting(**fields) -> Meeting:
    defaults = {"starts_on": date(2026, 11, 18), "ends_on": date(2026, 11, 19)}
    return Meeting(zone="Asia/Jayapura", **{**defaults, **fields})


def test_day_is_that_of_the_place():
    evening_in_utc = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)

    assert local_day(evening_in_utc, meeting()) == date(2026, 11, 19)
    assert local_day(evening_in_utc - timedelta(seconds=1), meeting()) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("fields", "first", "after"),
    [
        ({}, (2026, 11, 18), (2026, 11, 20)),
        ({"ends_on": None}, (2026, 11, 18), (2026, 11, 19)),
        (
            {"starts_on": date(2026, 11, 1), "ends_on": None, "date_precision": "month"},
            (2026, 11, 1),
            (2026, 12, 1),
        ),
        (
            {"starts_on": date(2026, 1, 1), "ends_on": None, "date_precision": "year"},
            (2026, 1, 1),
            (2027, 1, 1),
        ),
    ],
)
def test_rakor_lasts_from_midnight_to_midnight(fields, first, after):
    opens, closes = (datetime(*day, tzinfo=JAYAPURA) for day in (first, after))
    second = timedelta(seconds=1)

    held = [
        is_during(meeting(**fields), moment)
        for moment in (opens - second, opens, closes - second, closes)
    ]

    assert held == [False, True, True, False]
