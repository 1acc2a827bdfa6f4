from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest

from meetings.models import Meeting
from meetings.states import (
    PHASES,
    TONES,
    MeetingState,
    Phase,
    RegistrationPhase,
    begins_at,
    in_phase,
    is_registration_open,
    over_at,
    registration_phase,
    state_of,
)
from tests.factories import make_meeting

OPENS = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 8, 0, 0, tzinfo=UTC)
# 15-16 December in Makassar (UTC+8), from 08.00 WITA.
BEGINS = datetime(2026, 12, 15, 0, 0, tzinfo=UTC)
OVER = datetime(2026, 12, 16, 16, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def rakor(**fields) -> Meeting:
    defaults = {
        "starts_on": date(2026, 12, 15),
        "ends_on": date(2026, 12, 16),
        "starts_at": time(8, 0),
        "zone": "Asia/Makassar",
        "registered_by": Meeting.RegisteredBy.OFFICES,
        "registration_opens_at": OPENS,
        "registration_closes_at": CLOSES,
        "seats_per_office": 3,
        "published_at": OPENS,
    }
    return Meeting(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (OPENS - TICK, MeetingState.ANNOUNCED),
        (OPENS, MeetingState.REGISTRATION_OPEN),
        (CLOSES - TICK, MeetingState.REGISTRATION_OPEN),
        (CLOSES, MeetingState.REGISTRATION_CLOSED),
        (BEGINS - TICK, MeetingState.REGISTRATION_CLOSED),
        (BEGINS, MeetingState.ONGOING),
        (OVER - TICK, MeetingState.ONGOING),
        (OVER, MeetingState.FINISHED),
    ],
)
def test_states_are_half_open_windows(at, state):
    assert state_of(rakor(), at) == state


@pytest.mark.parametrize("at", [OPENS - TICK, OPENS, BEGINS, OVER])
def test_draft_and_cancelled_whatever_the_dates(at):
    assert state_of(rakor(published_at=None), at) == MeetingState.DRAFT
    assert state_of(rakor(cancelled_at=OPENS), at) == MeetingState.CANCELLED
    assert state_of(rakor(published_at=None, cancelled_at=OPENS), at) == MeetingState.CANCELLED


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Asia/Jakarta", datetime(2026, 12, 15, 1, 0, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2026, 12, 15, 0, 0, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2026, 12, 14, 23, 0, tzinfo=UTC)),
    ],
)
def test_begins_in_its_own_zone(zone, begins):
    assert begins_at(rakor(zone=zone)) == begins


def test_without_a_time_the_whole_day_belongs_to_it():
    meeting = rakor(starts_at=None, ends_on=None)
    assert begins_at(meeting) == datetime(2026, 12, 14, 16, 0, tzinfo=UTC)
    assert over_at(meeting) == datetime(2026, 12, 15, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "last_moment"),
    [
        ("month", datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)),
        ("year", datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)),
    ],
)
def test_known_only_in_part_is_never_under_way(precision, last_moment):
    meeting = rakor(
        starts_on=date(2026, 12, 1), ends_on=None, date_precision=precision, registered_by="none"
    )
    assert begins_at(meeting) is None
    assert state_of(meeting, last_moment) == MeetingState.ANNOUNCED
    assert state_of(meeting, last_moment + timedelta(seconds=1)) == MeetingState.FINISHED


def test_year_in_the_past_is_over():
    meeting = rakor(starts_on=date(2023, 1, 1), ends_on=None, date_precision="year")
    assert state_of(meeting, datetime(2023, 12, 31, 12, 0, tzinfo=UTC)) != MeetingState.FINISHED
    assert state_of(meeting, datetime(2023, 12, 31, 16, 0, tzinfo=UTC)) == MeetingState.FINISHED


@pytest.mark.parametrize(
    ("fields", "at", "is_open"),
    [
        ({}, OPENS - TICK, False),
        ({}, OPENS, True),
        ({}, CLOSES - TICK, True),
        ({}, CLOSES, False),
        ({"published_at": None}, OPENS, False),
        ({"cancelled_at": OPENS}, OPENS, False),
        ({"registered_by": "none"}, OPENS, False),
        ({"registration_closes_at": OVER + timedelta(days=9)}, OVER - TICK, True),
        ({"registration_closes_at": OVER + timedelta(days=9)}, OVER, False),
    ],
)
def test_registration_is_open_within_its_window(fields, at, is_open):
    assert is_registration_open(rakor(**fields), at) is is_open


def test_every_state_has_a_tone_and_a_phase():
    assert set(TONES) == set(MeetingState) == set(PHASES)


@pytest.mark.django_db
def test_phase_in_the_database_says_what_the_state_says():
    days = (date(2025, 12, 31), date(2026, 11, 1), date(2026, 11, 24), date(2026, 12, 15))
    for day, zone, precision, starts_at in product(
        days,
        ("Asia/Jakarta", "Asia/Jayapura"),
        ("day", "month", "year"),
        (None, time(8, 0)),
    ):
        make_meeting(
            starts_on=day, ends_on=None, zone=zone, date_precision=precision, starts_at=starts_at
        )
    make_meeting(published_at=None)
    make_meeting(cancelled_at=OPENS, cancel_reason="Banjir.")
    meetings = list(Meeting.objects.all())
    for at in (
        datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 16, 0, tzinfo=UTC),
    ):
        for phase in Phase:
            found = set(Meeting.objects.filter(in_phase(phase, at)))
            assert found == {one for one in meetings if PHASES[state_of(one, at)] == phase}


@pytest.mark.parametrize(
    ("registered_by", "expected"),
    [
        (Meeting.RegisteredBy.OFFICES, RegistrationPhase.OPEN),
        (Meeting.RegisteredBy.ANYBODY, RegistrationPhase.OPEN),
        (Meeting.RegisteredBy.NOBODY, RegistrationPhase.NONE),
    ],
)
def test_the_window_is_the_same_whoever_registers(registered_by, expected):
    assert registration_phase(rakor(registered_by=registered_by), OPENS) == expected
