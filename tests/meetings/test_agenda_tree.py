"""Places in a draft: every move against a plain model of nested lists."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.agenda.tree import (
    Arrangement,
    AtEnd,
    Beside,
    CannotStand,
    Holder,
    Place,
    Reason,
    Side,
    Step,
    days_of,
)
from meetings.models import Meeting
from tests.factories import TODAY

# A day is a list of items, an item a list that begins with its number: the model of the tests.
Nested = dict[int | None, list[list[Any]]]

TWO_DAYS: Nested = {
    1: [[1], [2, [21], [22, [221]], [23]], [3]],
    2: [[4], [5, [51]]],
    None: [[6]],
}


def arranged(nested: Nested, days: tuple[int, ...] = (1, 2)) -> Arrangement:
    groups: dict[Holder, list[int]] = {}

    def collect(holder: Holder, items: list[list[Any]]) -> None:
        for item in items:
            groups.setdefault(holder, []).append(item[0])
            collect(Holder(parent=item[0]), item[1:])

    for day, items in nested.items():
        collect(Holder(day=day), items)
    return Arrangement(groups, days)


def nested_of(arrangement: Arrangement) -> Nested:
    def items(holder: Holder) -> list[list[Any]]:
        return [
            [number, *items(Holder(parent=number))] for number in arrangement.groups.get(holder, ())
        ]

    holders = [holder for holder in arrangement.groups if holder.parent is None]
    return {holder.day: items(holder) for holder in holders if arrangement.groups[holder]}


def find(items: list[list[Any]], number: int, start: int = 0) -> tuple[list, int] | None:
    """The list in which the item stands, and where in it."""
    for at, item in enumerate(items[start:], start):
        if item[0] == number:
            return items, at
        if found := find(item, number, 1):
            return found
    return None


def find_anywhere(nested: Nested, number: int) -> tuple[list, int]:
    found = [found for items in nested.values() if (found := find(items, number))]
    return found[0]


def put_in_model(nested: Nested, number: int, place: Place) -> Nested:
    """The same move with lists alone: taken out, then put in where its neighbour is now."""
    items, at = find_anywhere(nested, number)
    item = items.pop(at)
    if isinstance(place, AtEnd):
        nested.setdefault(place.day, []).append(item)
    else:
        there, rank = find_anywhere(nested, place.number)
        if place.side is Side.WITHIN:
            there[rank].append(item)
        else:
            there.insert(rank + (place.side is Side.AFTER), item)
    return {day: items for day, items in nested.items() if items}


def depth(item: list[Any]) -> int:
    return 1 + max((depth(inner) for inner in item[1:]), default=0)


def numbers_in(nested: Nested) -> list[int]:
    def walk(items: list) -> list[int]:
        return [number for item in items for number in (item[0], *walk(item[1:]))]

    return sorted(number for items in nested.values() for number in walk(items))


NUMBERS = numbers_in(TWO_DAYS)
BESIDE = st.builds(Beside, st.sampled_from(NUMBERS), st.sampled_from(list(Side)))
PLACES = BESIDE | st.builds(AtEnd, st.sampled_from([0, 1, 2, 3, None]))
MOVES = st.lists(
    st.tuples(st.sampled_from(NUMBERS), PLACES | st.sampled_from(list(Step))), max_size=12
)


@settings(max_examples=60)
@given(MOVES)
def test_moves_do_what_they_do_to_nested_lists(moves: list):
    arrangement = arranged(TWO_DAYS)
    for number, to in moves:
        before = nested_of(arrangement)
        try:
            place = arrangement.beyond(number, to) if isinstance(to, Step) else to
            arrangement.put(number, place)
        except CannotStand:
            assert nested_of(arrangement) == before
        else:
            after = nested_of(arrangement)
            assert after == put_in_model(before, number, place)
            assert numbers_in(after) == NUMBERS
            assert max(depth(item) for items in after.values() for item in items) <= 3


@pytest.mark.parametrize(
    ("number", "step", "where"),
    [
        (21, Step.DOWN, {1: [[1], [2, [22, [221]], [21], [23]], [3]]}),
        (23, Step.UP, {1: [[1], [2, [21], [23], [22, [221]]], [3]]}),
        (3, Step.IN, {1: [[1], [2, [21], [22, [221]], [23], [3]]]}),
        (221, Step.OUT, {1: [[1], [2, [21], [22], [221], [23]], [3]]}),
        (22, Step.OUT, {1: [[1], [2, [21], [23]], [22, [221]], [3]]}),
        # From one day to the next, and back from what has no day.
        (3, Step.DOWN, {1: TWO_DAYS[1][:2], 2: [[3], [4], [5, [51]]]}),
        (4, Step.UP, {1: [*TWO_DAYS[1], [4]], 2: [[5, [51]]]}),
        (6, Step.UP, {2: [[4], [5, [51]], [6]], None: []}),
    ],
)
def test_step(number: int, step: Step, where: Nested):
    arrangement = arranged(TWO_DAYS)
    assert arrangement.may(number, step)
    arrangement.put(number, arrangement.beyond(number, step))
    expected = {day: items for day, items in {**TWO_DAYS, **where}.items() if items}
    assert nested_of(arrangement) == expected


@pytest.mark.parametrize(
    ("number", "to", "reason"),
    [
        (1, Step.UP, Reason.FIRST),
        (21, Step.UP, Reason.FIRST),
        (5, Step.DOWN, Reason.LAST),
        (23, Step.DOWN, Reason.LAST),
        (6, Step.DOWN, Reason.LAST),
        (1, Step.IN, Reason.NONE_BEFORE),
        (1, Step.OUT, Reason.OUTERMOST),
        (1, Beside(221, Side.WITHIN), Reason.TOO_DEEP),
        (5, Beside(22, Side.WITHIN), Reason.TOO_DEEP),
        (2, Beside(51, Side.BEFORE), Reason.TOO_DEEP),
        (2, Beside(221, Side.AFTER), Reason.ITSELF),
        (2, Beside(2, Side.BEFORE), Reason.ITSELF),
        (1, Beside(99, Side.BEFORE), Reason.GONE),
        (99, Step.UP, Reason.GONE),
    ],
)
def test_no_such_place(number: int, to: Place | Step, reason: Reason):
    arrangement = arranged(TWO_DAYS)
    with pytest.raises(CannotStand) as refused:
        arrangement.put(number, arrangement.beyond(number, to) if isinstance(to, Step) else to)
    assert refused.value.reason is reason
    assert nested_of(arrangement) == TWO_DAYS
    assert not (isinstance(to, Step) and arrangement.may(number, to))


def test_item_is_told_with_all_it_holds():
    arrangement = arranged(TWO_DAYS)
    assert arrangement.within(2) == [2, 21, 22, 221, 23]
    assert [arrangement.level(number) for number in (2, 22, 221)] == [1, 2, 3]
    assert [arrangement.levels_of(number) for number in (2, 22, 221)] == [3, 2, 1]


def test_empty_day_of_the_rakor_takes_what_goes_down():
    arrangement = arranged({1: [[1]]}, days=(1, 2, 3))
    arrangement.put(1, arrangement.beyond(1, Step.DOWN))
    assert nested_of(arrangement) == {2: [[1]]}


@pytest.mark.parametrize(
    ("last", "precision", "days"),
    [(TODAY, "day", [1]), (TODAY.replace(day=26), "day", [1, 2, 3]), (TODAY, "month", [1])],
)
def test_days_of_a_rakor(last, precision: str, days: list[int]):
    meeting = Meeting(starts_on=TODAY, ends_on=last, last_on=last, date_precision=precision)
    assert days_of(meeting) == days
