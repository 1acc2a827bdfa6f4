"""The line of dates: distances from the rakor's days, what moves with them, what is late."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.convening.timeline import (
    Anchor,
    Days,
    Distance,
    LineState,
    Progress,
    days_of,
    distance,
    in_words,
    lines,
    placed,
    shifted,
    warnings,
)
from meetings.models import Meeting

MAKASSAR, JAYAPURA = "Asia/Makassar", "Asia/Jayapura"
DAYS = Days(date(2026, 12, 15), date(2026, 12, 17), MAKASSAR)
NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


def rakor(**fields) -> Meeting:
    """15 to 17 December 2026 in Makassar, not saved."""
    defaults = {"starts_on": DAYS.first, "ends_on": DAYS.last, "zone": MAKASSAR}
    return Meeting(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("on", "far", "words"),
    [
        (date(2026, 12, 8), Distance(7, Anchor.BEFORE), "7 hari sebelum mulai"),
        (date(2026, 12, 15), Distance(0, Anchor.BEFORE), "hari pertama rakor"),
        (date(2026, 12, 16), Distance(1, Anchor.DURING), "hari ke-2 rakor"),
        (date(2026, 12, 17), Distance(2, Anchor.DURING), "hari ke-3 rakor"),
        (date(2026, 12, 31), Distance(14, Anchor.AFTER), "14 hari sesudah selesai"),
    ],
)
def test_distance_is_told_from_the_nearest_end(on: date, far: Distance, words: str):
    assert (distance(on, DAYS), in_words(far), placed(far, DAYS)) == (far, words, on)


def test_moment_has_the_day_and_hour_of_its_place():
    late = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)  # 8 December, 07.30 WITA
    assert distance(late, DAYS) == Distance(7, Anchor.BEFORE, time(7, 30))


@settings(max_examples=60)
@given(
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 6),
)
def test_distance_and_place_undo_each_other(on: date, first: date, length: int):
    days = Days(first, date.fromordinal(first.toordinal() + length), MAKASSAR)
    assert placed(distance(on, days), days) == on


def test_all_dates_move_with_the_rakor_and_keep_their_hour():
    meeting = rakor(
        announce_on=date(2026, 11, 1),
        answer_by=date(2026, 12, 8),
        minutes_due_on=date(2026, 12, 31),
        registration_opens_at=datetime(2026, 12, 1, 8, tzinfo=ZoneInfo(MAKASSAR)),
        registration_closes_at=datetime(2026, 12, 16, 16, tzinfo=ZoneInfo(MAKASSAR)),
    )
    longer_in_jayapura = Days(date(2027, 1, 5), date(2027, 1, 9), JAYAPURA)
    assert shifted(meeting, longer_in_jayapura) == {
        "announce_on": date(2026, 11, 22),
        "proposals_by": None,
        "invite_on": None,
        "registration_opens_at": datetime(2026, 12, 22, 8, tzinfo=ZoneInfo(JAYAPURA)),
        "answer_by": date(2026, 12, 29),
        "registration_closes_at": datetime(2027, 1, 6, 16, tzinfo=ZoneInfo(JAYAPURA)),
        "materials_by": None,
        # After the end, which moved further.
        "minutes_due_on": date(2027, 1, 23),
    }


def test_dates_stay_where_the_days_were_not_known():
    meeting = rakor(date_precision="year", ends_on=None, answer_by=date(2026, 12, 8))
    assert days_of(meeting) is None
    assert shifted(meeting, DAYS)["answer_by"] == date(2026, 12, 8)
    assert lines(meeting, {}, NOON) == []
    assert warnings(meeting) == []


def test_lines_come_in_the_order_of_time_with_what_became_of_them():
    meeting = rakor(
        minutes_due_on=date(2026, 12, 31),
        invite_on=date(2026, 11, 20),
        announce_on=date(2026, 11, 16),
        proposals_by=date(2026, 11, 25),
        answer_by=date(2026, 12, 1),
        registration_closes_at=datetime(2026, 12, 8, 16, tzinfo=ZoneInfo(MAKASSAR)),
    )
    progress = {
        "announce_on": Progress(True, "Diumumkan 16 November"),
        "invite_on": Progress(False),
        "answer_by": Progress(False, "2 dari 3"),
        "minutes_due_on": Progress(False),
    }
    told = [
        (line.label, line.absolute, line.relative, line.state, line.note)
        for line in lines(meeting, progress, NOON)
    ]
    assert told == [
        ("Rakor diumumkan", "Senin, 16 November 2026", "29 hari sebelum mulai",
         LineState.DONE, "Diumumkan 16 November"),
        ("Undangan dikirim", "Jumat, 20 November 2026", "25 hari sebelum mulai",
         LineState.OVERDUE, ""),
        ("Batas usulan acara", "Rabu, 25 November 2026", "20 hari sebelum mulai",
         LineState.PAST, ""),
        ("Batas jawaban undangan", "Selasa, 1 Desember 2026", "14 hari sebelum mulai",
         LineState.TODAY, "2 dari 3"),
        ("Pendaftaran ditutup", "Selasa, 8 Desember 2026 pukul 16.00 WITA",
         "7 hari sebelum mulai", LineState.AHEAD, ""),
        ("Rakor mulai", "Selasa, 15 Desember 2026", "", LineState.AHEAD, ""),
        ("Rakor selesai", "Kamis, 17 Desember 2026", "", LineState.AHEAD, ""),
        ("Batas notula terbit", "Kamis, 31 Desember 2026", "14 hari sesudah selesai",
         LineState.AHEAD, ""),
    ]  # fmt: skip


def test_today_is_that_of_the_place():
    meeting = rakor(answer_by=date(2026, 12, 2), zone=JAYAPURA)
    evening_in_jakarta = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)  # 2 December, 01.00 WIT
    (line,) = [x for x in lines(meeting, {}, evening_in_jakarta) if x.name == "answer_by"]
    assert line.state == LineState.TODAY


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"announce_on": date(2026, 11, 1), "invite_on": date(2026, 11, 1),
          "answer_by": date(2026, 12, 1), "minutes_due_on": date(2026, 12, 20)}, []),
        ({"invite_on": date(2026, 11, 9), "answer_by": date(2026, 11, 8)},
         ["Batas jawaban mendahului pengiriman undangan."]),
        ({"answer_by": date(2026, 12, 16), "minutes_due_on": date(2026, 12, 16)},
         ["Batas jawaban undangan jatuh sesudah rakor mulai.",
          "Batas notula jatuh sebelum rakor selesai."]),
        ({"registration_closes_at": datetime(2026, 12, 18, 8, tzinfo=ZoneInfo(MAKASSAR))},
         ["Pendaftaran ditutup sesudah rakor selesai."]),
    ],
)  # fmt: skip
def test_order_that_makes_no_sense_is_told(dates: dict, told: list[str]):
    assert warnings(rakor(**dates)) == told
