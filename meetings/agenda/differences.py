"""What is different between two contents of an agenda (content.py), told as finished words.

An item is the same by its number, whatever its title and place have become. It moved where its
own time, day or room is another one (meetings/agenda/moves.py); it changed where anything else
that a reader sees is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from forum_portal.lib.dates import ZONE_NAMES
from meetings.agenda.content import Content, Item, all_items
from meetings.agenda.moves import Moves, Pair, Placed, Shift, by_number, moves_of, pairs_of
from meetings.agenda.words import KINDS, ROLES, day_title, names_in, span_of_minutes, time_span

# A letter quotes no more than this of what changed; the page quotes it all.
LONGEST_TOLD = 300
_UNKNOWN = "belum ditentukan"


class Change(NamedTuple):
    """One thing about an item that is another one now."""

    label: str
    old: str
    new: str


class Entry(NamedTuple):
    """One item. inside: the title of what it is part of; numbers: it and what came or went along.

    when, place: where it stands now; of a cancelled one where it stood.
    """

    number: int
    title: str
    inside: str
    when: str
    place: str
    is_internal: bool
    changes: tuple[Change, ...]
    numbers: frozenset[int]

    @property
    def brought_along(self) -> int:
        return len(self.numbers) - 1


@dataclass(frozen=True)
class Differences:
    """An item that moved and changed stands in both lists. notes: what is about no one item."""

    notes: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    new: tuple[Entry, ...] = ()
    moved: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    cancelled: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        lists = (self.notes, self.shifts, self.new, self.moved, self.changed, self.cancelled)
        return any(lists)


def differences(before: Content, after: Content) -> Differences:
    """What became of `before` in `after`."""
    old, new = by_number(before), by_number(after)
    pairs = pairs_of(old, new)
    moves = moves_of(pairs, after)
    return Differences(
        notes=(*_zone_note(before, after), *_order_notes(before, after, moves)),
        shifts=tuple(moves.shifts),
        new=tuple(_only_in(new, old)),
        moved=tuple(_entries(pairs, lambda pair: _moved(pair, moves))),
        changed=tuple(_entries(pairs, _changed)),
        cancelled=tuple(_only_in(old, new)),
    )


def difference_lines(found: Differences) -> list[str]:
    """The same as plain text for letters and feeds: headings, and items that begin with "- "."""
    together = [*found.notes, *(shift.text for shift in found.shifts)]
    lines = [f"- {text}" for text in together]
    sections = (
        ("Baru", found.new),
        ("Pindah waktu atau ruang", found.moved),
        ("Berubah", found.changed),
        ("Ditiadakan", found.cancelled),
    )
    for title, entries in sections:
        if entries:
            lines += [*([""] if lines else []), f"{title}:", *map(entry_line, entries)]
    return lines


def entry_line(entry: Entry) -> str:
    """Such as "- Sidang komisi A (Selasa, 15 Desember 2026, 08.00 WITA). Ruang: X menjadi Y."."""
    where = ", ".join(part for part in (entry.when, entry.place, *_within(entry)) if part)
    told = " ".join(map(_in_a_line, entry.changes))
    head = f"- {entry.title} ({where})" if where else f"- {entry.title}"
    return f"{head}. {told}" if told else head


def _in_a_line(change: Change) -> str:
    if len(change.old) + len(change.new) > LONGEST_TOLD:
        return f"{change.label} diperbarui."
    return f"{change.label}: {change.old} menjadi {change.new}."


def _within(entry: Entry) -> Iterator[str]:
    if entry.inside:
        yield f"bagian dari “{entry.inside}”"
    if entry.brought_along:
        yield f"beserta {entry.brought_along} acara di dalamnya"


def _only_in(some: dict[int, Placed], others: dict[int, Placed]) -> Iterator[Entry]:
    """What `others` do not have; what is part of such an item is counted with it."""
    for number, placed in some.items():
        inside = placed.inside
        if number in others or (inside is not None and inside["number"] not in others):
            continue
        along = {item["number"] for item in _lone_branch(placed.item, others)}
        yield _entry(placed, (), frozenset(along))


def _lone_branch(item: Item, others: dict[int, Placed]) -> Iterator[Item]:
    yield item
    for inner in item["items"]:
        if inner["number"] not in others:
            yield from _lone_branch(inner, others)


def _entries(
    pairs: dict[int, Pair], changes_of: Callable[[Pair], Iterator[Change]]
) -> Iterator[Entry]:
    for number, pair in pairs.items():
        if changes := tuple(changes_of(pair)):
            yield _entry(pair.after, changes, frozenset({number}))


def _entry(placed: Placed, changes: tuple[Change, ...], numbers: frozenset[int]) -> Entry:
    item = placed.item
    return Entry(
        item["number"],
        item["title"],
        placed.inside["title"] if placed.inside else "",
        placed.when,
        item["place"],
        not item["is_public"],
        changes,
        numbers,
    )


def _moved(pair: Pair, moves: Moves) -> Iterator[Change]:
    if pair.number in moves.alone:
        yield Change("Waktu", *_times(pair))
    yield from _change("Ruang", pair.before.item["place"], pair.after.item["place"])


def _times(pair: Pair) -> tuple[str, str]:
    """From when to when; within a day the hours alone."""
    before, after = pair.before, pair.after
    if before.day["on"] == after.day["on"] and before.item["starts"] and after.item["starts"]:
        zone = ZONE_NAMES[after.zone]
        return f"{time_span(before.item)} {zone}", f"{time_span(after.item)} {zone}"
    return before.when or _UNKNOWN, after.when or _UNKNOWN


def _changed(pair: Pair) -> Iterator[Change]:
    old, new = pair.before.item, pair.after.item
    yield from _change("Judul", f"“{old['title']}”", f"“{new['title']}”")
    yield from _change("Jenis", KINDS[old["kind"]], KINDS[new["kind"]])
    yield from _change("Lama", *(_length(item) for item in (old, new)))
    yield from _rehomed(pair)
    for role, label in ROLES.items():
        yield from _change(label, names_in(old, role), names_in(new, role))
    yield from _change("Keterangan", *(item["description"] or "tidak ada" for item in (old, new)))
    yield from _change("Isinya", *(_manner(item) for item in (old, new)))
    yield from _change("Tampil", *(_readers(item) for item in (old, new)))


def _change(label: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(label, old or _UNKNOWN, new or _UNKNOWN)


def _length(item: Item) -> str:
    return span_of_minutes(item["minutes"]) if item["minutes"] else ""


def _rehomed(pair: Pair) -> Iterator[Change]:
    old, new = (_home(placed) for placed in (pair.before, pair.after))
    if old[0] != new[0]:
        yield Change("Bagian dari", old[1], new[1])


def _home(placed: Placed) -> tuple[int | None, str]:
    inside = placed.inside
    return (inside["number"], f"“{inside['title']}”") if inside else (None, "susunan utama")


def _manner(item: Item) -> str:
    return "berjalan bersamaan" if item["is_parallel"] else "berurutan"


def _readers(item: Item) -> str:
    return "untuk umum" if item["is_public"] else "internal"


def _zone_note(before: Content, after: Content) -> Iterator[str]:
    old, new = ZONE_NAMES[before["zone"]], ZONE_NAMES[after["zone"]]
    if old != new:
        yield f"Zona waktu: {old} menjadi {new}."


def _order_notes(before: Content, after: Content, moves: Moves) -> Iterator[str]:
    """Where items changed places without a time that would tell it."""
    old, new = _orders(before), _orders(after)
    names: dict[int | str, str] = {
        item["number"]: f"“{item['title']}”" for item in all_items(after)
    }
    names |= {f"day {day['day']}": day_title(day) for day in after["days"]}
    for place, numbers in new.items():
        common = set(numbers) & set(old.get(place, ()))
        was = [number for number in old.get(place, ()) if number in common]
        now = [number for number in numbers if number in common]
        if was != now and not common & moves.numbers:
            name = names[place] or "acara tanpa hari"
            yield f"Urutan berubah: {name}."


def _orders(content: Content) -> dict[int | str, list[int]]:
    """The numbers in each place in their order; a place is a day or an item."""
    orders: dict[int | str, list[int]] = defaultdict(list)
    for placed in by_number(content).values():
        place = placed.inside["number"] if placed.inside else f"day {placed.day['day']}"
        orders[place].append(placed.number)
    return orders
