from datetime import UTC, date, datetime, time

import pytest

from meetings import when as words
from meetings.models import Meeting
from provinces.models import Province

WITA = "Asia/Makassar"


def rakor(**fields) -> Meeting:
    defaults = {"starts_on": date(2026, 12, 15), "ends_on": date(2026, 12, 16), "zone": WITA}
    return Meeting(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "Selasa\u2013Rabu, 15\u201316 Desember 2026"),
        ({"starts_at": time(8, 0)}, "Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA"),
        ({"ends_on": None}, "Selasa, 15 Desember 2026"),
        ({"date_precision": "month", "ends_on": None}, "Desember 2026"),
        ({"date_precision": "year", "ends_on": None, "starts_at": time(8, 0)}, "2026"),
    ],
)
def test_when_is_as_precise_as_what_is_known(fields, line):
    assert words.when(rakor(**fields)) == line


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("Asia/Jakarta", "08.00 WIB (09.00 WITA, 10.00 WIT)"),
        ("Asia/Makassar", "08.00 WITA (07.00 WIB, 09.00 WIT)"),
        ("Asia/Jayapura", "08.00 WIT (06.00 WIB, 07.00 WITA)"),
    ],
)
def test_start_in_every_zone_of_the_country(zone, line):
    assert words.start_time(rakor(zone=zone, starts_at=time(8, 0))) == line


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("Asia/Jakarta", "15 Desember 2026, 23.59 WIB"),
        ("Asia/Makassar", "15 Desember 2026, 23.59 WITA"),
        ("Asia/Jayapura", "15 Desember 2026, 23.59 WIT"),
    ],
)
def test_a_day_as_a_deadline_ends_where_the_rakor_is(zone, line):
    assert words.end_of_day(date(2026, 12, 15), zone) == line


@pytest.mark.parametrize("fields", [{}, {"starts_at": time(8, 0), "date_precision": "month"}])
def test_start_that_is_not_known(fields):
    assert words.start_time(rakor(**fields)) == ""


@pytest.mark.parametrize(
    ("venue", "city", "province", "line"),
    [
        ("Hotel", "Makassar", "Sulawesi Selatan", "Hotel, Makassar, Sulawesi Selatan"),
        ("", "Jakarta", "DKI Jakarta", "Jakarta"),
        ("", "Gorontalo", "Gorontalo", "Gorontalo"),
        ("", "", "Bali", "Bali"),
        ("", "", "", ""),
    ],
)
def test_where_says_nothing_twice(venue, city, province, line):
    meeting = rakor(venue=venue, city=city)
    meeting.host_province = Province(code="99", name=province) if province else None
    assert words.where(meeting) == line


def test_window_names_both_ends_in_the_zone_of_the_rakor():
    meeting = rakor(
        registration_opens_at=datetime(2026, 11, 17, 0, 0, tzinfo=UTC),
        registration_closes_at=datetime(2026, 12, 8, 15, 59, tzinfo=UTC),
    )
    assert words.registration_window(meeting) == (
        "dibuka 17 November 2026, 08.00 WITA dan ditutup 8 Desember 2026, 23.59 WITA"
    )


@pytest.mark.parametrize(
    ("fields", "card"),
    [
        ({}, ("Desember 2026", "15\u201316", "Sel\u2013Rab")),
        ({"ends_on": None}, ("Desember 2026", "15", "Selasa")),
        (
            {"starts_on": date(2024, 10, 30), "ends_on": date(2024, 11, 2)},
            ("Okt\u2013Nov 2024", "30\u20132", "Rab\u2013Sab"),
        ),
        (
            {"starts_on": date(2026, 12, 31), "ends_on": date(2027, 1, 1)},
            ("Des 2026\u2013Jan 2027", "31\u20131", "Kam\u2013Jum"),
        ),
        ({"ends_on": None, "date_precision": "month"}, ("2026", "Des", "")),
        ({"ends_on": None, "date_precision": "year"}, ("Tahun", "2026", "")),
    ],
)
def test_card_holds_what_is_known(fields, card):
    shown = words.date_card(rakor(**fields))
    assert (shown.month, shown.days, shown.weekdays) == card
