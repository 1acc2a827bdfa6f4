"""Where the items of an agenda stand, and where one may be put.

A place is told by what stands there ("before that item", "at the end of that day"): two editors
who move at once both get what they asked for, whatever the other one did to the numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NamedTuple

from forum_portal.lib.dates import Precision
from meetings.models import AgendaItem, Meeting

MOST_LEVELS = 3


class Holder(NamedTuple):
    """What items stand in, one after the other: a day, no day at all, or another item."""

    day: int | None = None
    parent: int | None = None


class Side(StrEnum):
    BEFORE = "sebelum"
    AFTER = "sesudah"
    WITHIN = "di-dalam"  # as the last that it holds


class Step(StrEnum):
    UP = "naik"
    DOWN = "turun"
    IN = "ke-dalam"  # into the item before it
    OUT = "keluar"  # behind the item that holds it


@dataclass(frozen=True)
class Beside:
    number: int
    side: Side


@dataclass(frozen=True)
class AtEnd:
    """The end of a day; None: of what has no day yet."""

    day: int | None


Place = Beside | AtEnd


class Spot(NamedTuple):
    holder: Holder
    rank: int  # 0 is the first that the holder holds


class Reason(Enum):
    GONE = "gone"  # the item, or the one that names the place, is not there
    FIRST = "first"
    LAST = "last"
    NONE_BEFORE = "none before"
    OUTERMOST = "outermost"
    TOO_DEEP = "too deep"
    ITSELF = "itself"


class CannotStand(Exception):
    """There is no such place for the item; says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


class Arrangement:
    """The numbers of items in their order, by what holds them. Changed in place by `put`."""

    def __init__(self, groups: Mapping[Holder, Sequence[int]], days: Iterable[int] = ()) -> None:
        """days: those that the rakor has, also where no item stands on them yet."""
        self.groups = {holder: list(numbers) for holder, numbers in groups.items() if numbers}
        used = {holder.day for holder in self.groups if holder.day is not None}
        self.days = sorted({*days, *used})
        self._holders = {
            number: holder for holder, numbers in self.groups.items() for number in numbers
        }

    def holder_of(self, number: int) -> Holder:
        if number not in self._holders:
            raise CannotStand(Reason.GONE)
        return self._holders[number]

    def within(self, number: int) -> list[int]:
        """The item's own number and those of all below it, in the order of reading."""
        below = self.groups.get(Holder(parent=number), ())
        return [number, *(inner for child in below for inner in self.within(child))]

    def level(self, number: int) -> int:
        """1 for an item that stands on a day."""
        parent = self.holder_of(number).parent
        return 1 if parent is None else 1 + self.level(parent)

    def levels_of(self, number: int) -> int:
        """How many levels the item takes with what it holds."""
        below = self.groups.get(Holder(parent=number), ())
        return 1 + max((self.levels_of(child) for child in below), default=0)

    def beyond(self, number: int, step: Step) -> Place:
        """Where `step` leads from where the item stands now. Raises CannotStand."""
        holder = self.holder_of(number)
        siblings = self.groups[holder]
        at = siblings.index(number)
        if step is Step.OUT:
            if holder.parent is None:
                raise CannotStand(Reason.OUTERMOST)
            return Beside(holder.parent, Side.AFTER)
        if step is Step.IN:
            if at == 0:
                raise CannotStand(Reason.NONE_BEFORE)
            return Beside(siblings[at - 1], Side.WITHIN)
        if step is Step.UP:
            return Beside(siblings[at - 1], Side.BEFORE) if at else self._end_before(holder)
        if at + 1 < len(siblings):
            return Beside(siblings[at + 1], Side.AFTER)
        return self._start_after(holder)

    def may(self, number: int, step: Step) -> bool:
        try:
            self._checked(number, self.beyond(number, step))
        except CannotStand:
            return False
        return True

    def spot(self, place: Place, levels: int = 1) -> Spot:
        """Where something of so many levels comes to stand. Raises CannotStand."""
        if isinstance(place, AtEnd):
            holder = Holder(day=place.day)
            return Spot(holder, len(self.groups.get(holder, ())))
        holder = self.holder_of(place.number)
        index = self.groups[holder].index(place.number) + (place.side is Side.AFTER)
        if place.side is Side.WITHIN:
            holder = Holder(parent=place.number)
            index = len(self.groups.get(holder, ()))
        above = 0 if holder.parent is None else self.level(holder.parent)
        if above + levels > MOST_LEVELS:
            raise CannotStand(Reason.TOO_DEEP)
        return Spot(holder, index)

    def put(self, number: int, place: Place) -> Spot:
        """Takes the item with all it holds to `place`. Raises CannotStand, nothing changed."""
        self._checked(number, place)
        levels, left = self.levels_of(number), self._holders.pop(number)
        self.groups[left].remove(number)
        return self.insert(number, self.spot(place, levels))

    def insert(self, number: int, spot: Spot) -> Spot:
        """A new item at `spot`, and what stands there one further."""
        self.groups.setdefault(spot.holder, []).insert(spot.rank, number)
        self._holders[number] = spot.holder
        return spot

    def _checked(self, number: int, place: Place) -> None:
        levels = self.levels_of(number) if self.holder_of(number) else 0
        if isinstance(place, Beside) and place.number in self.within(number):
            raise CannotStand(Reason.ITSELF)
        self.spot(place, levels)

    def _end_before(self, holder: Holder) -> Place:
        """The end of the day before; what has no day stands behind the last one."""
        earlier = [day for day in self.days if holder.day is None or day < holder.day]
        if holder.parent is not None or not earlier:
            raise CannotStand(Reason.FIRST)
        return AtEnd(earlier[-1])

    def _start_after(self, holder: Holder) -> Place:
        later = [day for day in self.days if holder.day is not None and day > holder.day]
        if holder.parent is not None or not later:
            raise CannotStand(Reason.LAST)
        there = self.groups.get(Holder(day=later[0]))
        return Beside(there[0], Side.BEFORE) if there else AtEnd(later[0])


def arrangement_of(items: Iterable[AgendaItem], days: Iterable[int] = ()) -> Arrangement:
    """items: all of a draft, in their order."""
    groups: dict[Holder, list[int]] = {}
    for item in items:
        groups.setdefault(Holder(item.day, item.parent_id), []).append(item.pk)
    return Arrangement(groups, days)


def days_of(meeting: Meeting) -> list[int]:
    """The days of the rakor by number; the first alone where its dates are not known to the day."""
    if meeting.date_precision != Precision.DAY:
        return [1]
    return list(range(1, (meeting.last_on - meeting.starts_on).days + 2))
