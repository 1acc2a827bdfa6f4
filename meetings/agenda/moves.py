"""Which items of an agenda moved in time, between two contents (content.py).

What moves along with the whole rakor, with its day, with the item it is part of, or with its
neighbours is told once; so the page and the letters tell what somebody did, not what followed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from meetings.agenda.content import Content, Item
from meetings.agenda.words import day_title, span_of_minutes, when

# As many neighbours that move alike are told as one.
RUN = 3
_DAY_MINUTES = 24 * 60


class Placed(NamedTuple):
    """An item where it stands in a content."""

    item: Item
    day: Content
    inside: Item | None
    zone: str

    @property
    def number(self) -> int:
        return self.item["number"]

    @property
    def when(self) -> str:
        return when(self.item, self.day, self.zone)


class Pair(NamedTuple):
    """An item in both contents."""

    before: Placed
    after: Placed
    # By how much it moved; None where its time or day became known, or no longer is.
    minutes: int | None

    @property
    def number(self) -> int:
        return self.after.number


class Shift(NamedTuple):
    """Items that all moved by the same time."""

    text: str
    numbers: frozenset[int]


@dataclass
class Moves:
    """shifts: moved together; alone: the numbers of those that moved by themselves."""

    shifts: list[Shift] = field(default_factory=list)
    alone: set[int] = field(default_factory=set)

    @property
    def numbers(self) -> set[int]:
        return self.alone.union(*(shift.numbers for shift in self.shifts))


def by_number(content: Content) -> dict[int, Placed]:
    """Every item, in the order of reading."""

    def placed(items: Iterable[Item], day: Content, inside: Item | None) -> Iterator[Placed]:
        for item in items:
            yield Placed(item, day, inside, content["zone"])
            yield from placed(item["items"], day, item)

    found = (each for day in content["days"] for each in placed(day["items"], day, None))
    return {each.number: each for each in found}


def pairs_of(before: dict[int, Placed], after: dict[int, Placed]) -> dict[int, Pair]:
    """Those that are in both, in the order of `after`."""
    return {
        number: Pair(before[number], placed, _minutes_between(before[number], placed))
        for number, placed in after.items()
        if number in before
    }


def moves_of(pairs: dict[int, Pair], after: Content) -> Moves:
    moves = Moves()
    along = _shift_together(pairs, after, moves)
    for day in after["days"]:
        _shift_apart(day["items"], along.get(day["day"], 0), pairs, moves)
    return moves


def _minutes_between(before: Placed, after: Placed) -> int | None:
    old, new = before.item["starts"], after.item["starts"]
    if old and new:
        return _minutes(datetime.fromisoformat(new) - datetime.fromisoformat(old))
    if old or new:
        return None
    old, new = before.day["on"], after.day["on"]
    if old and new:
        return _minutes(date.fromisoformat(new) - date.fromisoformat(old))
    old, new = before.day["day"], after.day["day"]
    if old is None or new is None:
        return 0 if old == new else None
    return (new - old) * _DAY_MINUTES


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))


def _shift_together(pairs: dict[int, Pair], after: Content, moves: Moves) -> dict[int | None, int]:
    """Tells what moved as a whole: the rakor, else whole days; by how much each day did."""
    if minutes := _shared_minutes(pairs.values()):
        moves.shifts.append(_shift("Seluruh acara", minutes, pairs.values()))
        return {day["day"]: minutes for day in after["days"]}
    along = {}
    for day in after["days"]:
        of_day = [pair for pair in pairs.values() if pair.after.day["day"] == day["day"]]
        if minutes := _shared_minutes(of_day):
            subject = f"Seluruh acara {day_title(of_day[0].before.day)}"
            moves.shifts.append(_shift(subject, minutes, of_day))
            along[day["day"]] = minutes
    return along


def _shared_minutes(pairs: Iterable[Pair]) -> int:
    """By how much all of several moved; 0 where they did not, or not alike. Times decide."""
    timed = [pair for pair in pairs if pair.before.item["starts"] and pair.after.item["starts"]]
    several = timed or list(pairs)
    found = {pair.minutes for pair in several}
    return (found.pop() or 0) if len(found) == 1 and len(several) > 1 else 0


def _shift_apart(items: Iterable[Item], along: int, pairs: dict[int, Pair], moves: Moves) -> None:
    """Tells neighbours that moved alike, and single items.

    along: by how much what they are part of moved, which is told already.
    """
    known = [pairs[item["number"]] for item in items if item["number"] in pairs]
    for minutes, group in groupby(known, key=lambda pair: pair.minutes):
        run = list(group)
        if minutes in (0, along):
            continue
        if minutes is not None and len(run) >= RUN:
            moves.shifts.append(_shift(_subject(run), minutes, run))
        else:
            moves.alone.update(pair.number for pair in run)
    for item in items:
        pair = pairs.get(item["number"])
        carried = along if pair is None or pair.minutes is None else pair.minutes
        _shift_apart(item["items"], carried, pairs, moves)


def _subject(run: list[Pair]) -> str:
    first, last = run[0].after.item["title"], run[-1].after.item["title"]
    return f"{len(run)} acara berturut-turut, dari “{first}” sampai “{last}”,"


def _shift(subject: str, minutes: int, pairs: Iterable[Pair]) -> Shift:
    moved = [pair for pair in pairs if pair.minutes == minutes]
    first = min(
        moved, key=lambda pair: (pair.after.day["on"] or "", pair.after.item["starts"] or "")
    )
    direction = "mundur" if minutes > 0 else "maju"
    text = (
        f"{subject} {direction} {span_of_minutes(abs(minutes))}: semula mulai "
        f"{_beginning(first.before)}, menjadi {_beginning(first.after)}."
    )
    return Shift(text, frozenset(pair.number for pair in moved))


def _beginning(placed: Placed) -> str:
    return when({**placed.item, "ends": None}, placed.day, placed.zone)
