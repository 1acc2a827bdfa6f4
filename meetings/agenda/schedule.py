"""When each item of an agenda begins and ends, from durations and fixed times.

Items follow each other: one begins when the one before it ends, the first of a day with the
rakor's own hour. A fixed time is kept, whatever stands before it; what then overlaps is told as
an overrun. Items within another follow each other from its beginning, or all begin with it where
they run side by side; it ends with the last of them, or after its own duration if that is later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class Node:
    """An item with what decides its time. number: its key, by which `schedule` tells the time."""

    number: int
    fixed_at: time | None = None
    minutes: int | None = None
    is_parallel: bool = False
    children: "Sequence[Node]" = field(default=())


@dataclass(frozen=True)
class Slot:
    """Local times without a zone; None where nothing tells them.

    overrun_minutes: by how much what stands before ends after the fixed time of this item.
    ends of an item without a duration is unknown, and what follows begins with it.
    """

    starts: datetime | None = None
    ends: datetime | None = None
    overrun_minutes: int = 0


def schedule(
    days: Iterable[tuple[date | None, Sequence[Node]]], begins_at: time | None
) -> dict[int, Slot]:
    """The slot of each item, by its number.

    days: the items of the first level by day; without a date nothing has a time.
    begins_at: when a day begins unless its first item is fixed.
    """
    slots: dict[int, Slot] = {}
    for day, nodes in days:
        if day is None:
            slots.update((node.number, Slot()) for node in _all(nodes))
        else:
            begins = datetime.combine(day, begins_at) if begins_at is not None else None
            _in_turn(nodes, day, begins, slots)
    return slots


def _in_turn(
    nodes: Sequence[Node], day: date, cursor: datetime | None, slots: dict[int, Slot]
) -> datetime | None:
    """Places `nodes` one after the other; returns when the last of them ends."""
    for node in nodes:
        slot = _place(node, day, cursor, slots)
        cursor = slot.ends or slot.starts
    return cursor


def _place(node: Node, day: date, cursor: datetime | None, slots: dict[int, Slot]) -> Slot:
    starts, overrun = cursor, 0
    if node.fixed_at is not None:
        starts = datetime.combine(day, node.fixed_at)
        if cursor is not None and cursor > starts:
            overrun = int((cursor - starts) / timedelta(minutes=1))
    ends = _own_end(node, starts)
    if node.is_parallel:
        side_by_side = [_place(child, day, starts, slots) for child in node.children]
        ends = _latest(ends, *(slot.ends for slot in side_by_side))
    elif node.children:
        last = _in_turn(node.children, day, starts, slots)
        ends = _latest(ends, last if last != starts else None)
    slots[node.number] = Slot(starts, ends, overrun)
    return slots[node.number]


def _own_end(node: Node, starts: datetime | None) -> datetime | None:
    if starts is None or not node.minutes:
        return None
    return starts + timedelta(minutes=node.minutes)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _all(nodes: Sequence[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)
