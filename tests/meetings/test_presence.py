"""The rule of who was there, at its edges."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from meetings.attendance.presence import (
    Excused,
    Fact,
    OfficePresence,
    OfficeState,
    Person,
    PersonPresence,
    PersonState,
    Presence,
    Quorum,
    counts,
    moment_of,
    presence_of,
    quorum_of,
)
from meetings.models import Scan
from tests.factories import NOW

HEAD, DEPUTY, COMPANION, SPEAKER = (UUID(int=number) for number in range(1, 5))
ACEH, MORNING, EVENING = 11, 1, 2
LATER = NOW + timedelta(hours=2)

DELEGATION = [
    Person(HEAD, ACEH, "kepala"),
    Person(DEPUTY, ACEH, "perwakilan"),
    Person(COMPANION, ACEH, "pendamping"),
]


def fact(person: UUID, at: Any = NOW, direction: str = "masuk", session: int = MORNING) -> Fact:
    return Fact(person, session, at, direction, "tiket")


def of(people: list[Person], facts: Any = (), excuses: Any = ()) -> Presence:
    return presence_of(MORNING, people, facts, excuses)


@pytest.mark.parametrize(
    ("flags", "ruling", "is_counted"),
    [
        ([], None, True),
        (["berulang", "dua-pintu", "jam"], None, True),
        (["dicabut"], None, False),
        (["berulang", "tanpa-kursi"], None, False),
        (["dicabut"], True, True),
        ([], False, False),
    ],
)
def test_a_ruling_stands_above_flags(flags, ruling, is_counted):
    assert counts(flags, ruling) == is_counted


@pytest.mark.parametrize("flag", Scan.NOT_COUNTED)
def test_no_flag_of_those_counts(flag):
    assert counts([flag], None) is False


def test_a_wrong_clock_gives_way_to_the_server():
    assert moment_of([], NOW, LATER) == NOW
    assert moment_of(["berulang", "jam"], NOW, LATER) == LATER


@pytest.mark.parametrize(
    ("facts", "first_in", "last_out"),
    [
        ([fact(HEAD)], NOW, None),
        ([fact(HEAD, LATER), fact(HEAD, NOW)], NOW, None),
        ([fact(HEAD), fact(HEAD, LATER, "keluar")], NOW, LATER),
        # Went out and came back: inside.
        (
            [fact(HEAD), fact(HEAD, NOW + timedelta(hours=1), "keluar"), fact(HEAD, LATER)],
            NOW,
            None,
        ),
        # Only the way out was seen: was there all the same.
        ([fact(HEAD, LATER, "keluar")], None, LATER),
    ],
)
def test_first_in_and_last_out(facts, first_in, last_out):
    found = of(DELEGATION[:1], facts).people
    assert found == {
        HEAD: PersonPresence(PersonState.PRESENT, first_in, last_out, "tiket"),
    }


def test_a_fact_of_another_session_says_nothing_here():
    assert of(DELEGATION[:1], [fact(HEAD, session=EVENING)]).people == {
        HEAD: PersonPresence(PersonState.ABSENT)
    }


@pytest.mark.parametrize(
    ("there", "office"),
    [
        ([HEAD, COMPANION], OfficePresence(OfficeState.PRESENT, delegates=2)),
        ([HEAD], OfficePresence(OfficeState.PRESENT, delegates=1)),
        ([COMPANION, DEPUTY], OfficePresence(OfficeState.REPRESENTED, (DEPUTY, COMPANION), 2)),
        ([COMPANION], OfficePresence(OfficeState.REPRESENTED, (COMPANION,), 1)),
        ([], OfficePresence(OfficeState.ABSENT)),
    ],
)
def test_an_office_is_there_by_its_head_or_represented(there, office):
    assert of(DELEGATION, [fact(person) for person in there]).offices == {ACEH: office}


@pytest.mark.parametrize("role", ["narasumber", "panitia", "undangan", "peninjau"])
def test_who_comes_for_something_else_neither_represents_nor_makes_an_office_expected(role):
    guest = Person(SPEAKER, ACEH, role)
    alone = of([guest], [fact(SPEAKER)])
    assert (alone.people_there, alone.offices) == (1, {})
    beside = of([*DELEGATION, guest], [fact(SPEAKER)])
    assert beside.offices == {ACEH: OfficePresence(OfficeState.ABSENT)}


@pytest.mark.parametrize(
    ("excuses", "state"),
    [
        ([Excused(ACEH, None, None, "izin")], OfficeState.EXCUSED),
        ([Excused(ACEH, None, MORNING, "izin")], OfficeState.EXCUSED),
        ([Excused(ACEH, None, EVENING, "izin")], OfficeState.ABSENT),
        ([Excused(12, None, None, "izin")], OfficeState.ABSENT),
        # Each of three, then two of three.
        ([Excused(None, each.id, None, "sakit") for each in DELEGATION], OfficeState.EXCUSED),
        ([Excused(None, each.id, None, "sakit") for each in DELEGATION[:2]], OfficeState.ABSENT),
    ],
)
def test_an_office_is_excused_by_itself_or_by_each_of_its_people(excuses, state):
    assert of(DELEGATION, [], excuses).offices[ACEH].state == state


def test_who_was_seen_was_present_whatever_was_announced():
    found = of(DELEGATION[:1], [fact(HEAD)], [Excused(ACEH, None, None, "tugas")])
    assert found.people[HEAD].state == PersonState.PRESENT
    assert found.offices == {ACEH: OfficePresence(OfficeState.PRESENT, delegates=1)}


def test_the_excuse_of_the_session_is_told_before_that_of_the_whole_rakor():
    excuses = [Excused(None, HEAD, MORNING, "sakit"), Excused(None, HEAD, None, "tugas")]
    assert of(DELEGATION[:1], [], excuses).people == {
        HEAD: PersonPresence(PersonState.EXCUSED, kind="sakit")
    }


def test_a_person_is_told_of_after_losing_the_seat_only_where_they_came():
    gone = Person(HEAD, ACEH, "kepala", is_expected=False)
    assert of([gone]) == Presence({}, {})
    assert of([gone], [fact(HEAD)]).offices == {ACEH: OfficePresence(OfficeState.PRESENT, (), 1)}


def test_people_without_an_office_are_people_all_the_same():
    found = of([Person(HEAD, None, "peserta")], [fact(HEAD)])
    assert (found.people_there, found.offices) == (1, {})


def _offices(present: int, represented: int, absent: int) -> Presence:
    numbers = count()
    return Presence(
        {},
        {
            next(numbers): OfficePresence(state)
            for state, many in (
                (OfficeState.PRESENT, present),
                (OfficeState.REPRESENTED, represented),
                (OfficeState.ABSENT, absent),
            )
            for _ in range(many)
        },
    )


@pytest.mark.parametrize(
    ("present", "represented", "absent", "percent", "needed", "is_met"),
    [
        (5, 6, 11, 50, 11, True),  # exactly half
        (5, 5, 12, 50, 11, False),
        (2, 0, 1, 67, 3, False),  # 2.01 offices are three
        (2, 0, 1, 66, 2, True),
        (3, 0, 0, 100, 3, True),
        (2, 0, 1, 100, 3, False),
        (1, 0, 99, 1, 1, True),
        (0, 0, 0, 50, 0, False),  # nobody is no quorum
    ],
)
def test_quorum(present, represented, absent, percent, needed, is_met):
    quorum = quorum_of(_offices(present, represented, absent), percent)
    assert quorum == Quorum(percent, needed, present + represented, present + represented + absent)
    assert quorum.is_met == is_met


def test_without_a_percentage_there_is_no_quorum():
    assert quorum_of(_offices(1, 0, 0), None) is None
