"""Dates as far as they are known, times with the name of their zone."""

from datetime import UTC, date, datetime

import pytest

from forum_portal.lib.dates import clock, date_span, moment, partial_date


@pytest.mark.parametrize(
    ("precision", "words"),
    [("day", "1 Januari 2023"), ("month", "Januari 2023"), ("year", "2023")],
)
def test_partial_date_says_no_more_than_is_known(precision, words):
    assert partial_date(date(2023, 1, 1), precision) == words


@pytest.mark.parametrize(
    ("first", "last", "precision", "words"),
    [
        (date(2025, 7, 17), None, "day", "17 Juli 2025"),
        (date(2025, 7, 17), date(2025, 7, 17), "day", "17 Juli 2025"),
        (date(2024, 5, 28), date(2024, 5, 31), "day", "28–31 Mei 2024"),
        (date(2024, 10, 30), date(2024, 11, 2), "day", "30 Oktober–2 November 2024"),
        (date(2024, 12, 31), date(2025, 1, 2), "day", "31 Desember 2024–2 Januari 2025"),
        (date(2023, 1, 1), date(2023, 6, 1), "month", "Januari–Juni 2023"),
        (date(2023, 1, 1), date(2023, 9, 9), "year", "2023"),
        (date(2023, 1, 1), date(2025, 1, 1), "year", "2023–2025"),
    ],
)
def test_date_span_repeats_nothing_that_both_ends_share(first, last, precision, words):
    assert date_span(first, last, precision) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Jakarta", "07.00 WIB"),
        ("Asia/Makassar", "08.00 WITA"),
        ("Asia/Jayapura", "09.00 WIT"),
    ],
)
def test_clock_names_its_zone(zone, words):
    assert clock(datetime(2023, 10, 30, tzinfo=UTC), zone) == words


def test_moment_counts_the_day_in_the_zone():
    assert moment(datetime(2023, 10, 30, 16, 30, tzinfo=UTC), "Asia/Makassar") == (
        "Selasa, 31 Oktober 2023, 00.30 WITA"
    )
