"""What in an agenda cannot be meant so: told to who plans it, and never in anybody's way.

Each warning names the item it stands at and, where there is one, the other item it is about.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from meetings.agenda.schedule import Slot
from meetings.agenda.words import span_of_minutes

# Nobody is asked to a rakor before or after these.
EARLIEST, LATEST = time(6), time(22)
# Of items that are at the same time by mistake, each pair would be told: no one reads thousands.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Planned:
    """An item with all that a warning may be about.

    people: the key of each who has a part, and the name; the same key, or the same name whatever
    its case, is the same person. within: what it holds, in order.
    """

    number: int
    title: str
    slot: Slot
    minutes: int | None = None
    is_fixed: bool = False
    is_parallel: bool = False
    place: str = ""
    people: tuple[tuple[int | None, str], ...] = ()
    within: "Sequence[Planned]" = field(default=())


@dataclass(frozen=True)
class PlannedDay:
    """on: None where the date is not known; is_outside: not one of the rakor's own days."""

    items: Sequence[Planned]
    on: date | None = None
    is_outside: bool = False


@dataclass(frozen=True)
class Warned:
    number: int
    other: int | None
    text: str


def warnings(days: Iterable[PlannedDay]) -> list[Warned]:
    """In the order of reading; what is said of two items stands at the later one."""
    found: list[Warned] = []
    order: dict[int, int] = {}
    for day in days:
        chains = list(_chains(day.items))
        for chain in chains:
            order[chain[-1].number] = len(order)
        overrun = list(_overruns(day.items))
        told = {frozenset((each.number, each.other)) for each in overrun}
        found += [*_outside_days(day), *_outside_hours(day, chains), *overrun]
        found += [*_too_long(chains), *_without_duration(day.items)]
        for wants in (_rooms, _people):
            found += islice(_at_once(chains, told, wants), MOST_AT_ONCE)
    return sorted(found, key=lambda warned: order[warned.number])


def _outside_days(day: PlannedDay) -> Iterator[Warned]:
    if day.is_outside:
        for item in day.items:
            yield Warned(item.number, None, f"“{item.title}” berada di luar hari-hari rakor.")


def _outside_hours(day: PlannedDay, chains: Iterable["Chain"]) -> Iterator[Warned]:
    """The first that begins too early, and the first that ends too late: the others follow."""
    if day.on is None:
        return
    earliest, latest = datetime.combine(day.on, EARLIEST), datetime.combine(day.on, LATEST)
    leaves = [chain[-1] for chain in chains if not chain[-1].within]
    for item in leaves:
        if item.slot.starts and item.slot.starts < earliest:
            text = f"“{item.title}” mulai {_clock(item.slot.starts)}, sebelum pukul"
            yield Warned(item.number, None, f"{text} {EARLIEST:%H.%M}.")
            break
    for item in leaves:
        end = item.slot.ends or item.slot.starts
        if end and end > latest:
            after_midnight = " hari berikutnya" if end.date() > day.on else ""
            text = f"“{item.title}” selesai {_clock(end)}{after_midnight}, sesudah pukul"
            yield Warned(item.number, None, f"{text} {LATEST:%H.%M}.")
            break


def _overruns(items: Sequence[Planned], holder: Planned | None = None) -> Iterator[Warned]:
    """A fixed time that comes before what stands ahead of it is over."""
    before: Planned | None = None
    for item in items:
        ahead = before or holder
        if item.slot.overrun_minutes and ahead and item.slot.starts:
            by = span_of_minutes(item.slot.overrun_minutes)
            at = f"“{item.title}” tetap mulai {_clock(item.slot.starts)}"
            until = f"{by} sebelum “{ahead.title}” {'selesai' if before else 'mulai'}"
            yield Warned(item.number, ahead.number, f"{at}, {until}.")
        yield from _overruns(item.within, item)
        before = None if holder and holder.is_parallel else item


def _too_long(chains: Iterable["Chain"]) -> Iterator[Warned]:
    """What an item holds takes longer than the duration that is written for the item."""
    for *_, item in chains:
        ends = [(inner.slot.ends, inner) for inner in item.within if inner.slot.ends]
        if not ends or not item.minutes or item.slot.starts is None:
            continue
        last, inner = max(ends, key=lambda pair: pair[0])
        more = last - item.slot.starts - timedelta(minutes=item.minutes)
        if more > timedelta():
            by = span_of_minutes(int(more / timedelta(minutes=1)))
            own = span_of_minutes(item.minutes)
            text = f"Isi “{item.title}” sampai dengan “{inner.title}” melewati lamanya ({own})"
            yield Warned(item.number, inner.number, f"{text} sebanyak {by}.")


def _without_duration(items: Sequence[Planned], *, parallel: bool = False) -> Iterator[Warned]:
    """Nobody knows when it ends, and what follows is told to begin with it."""
    for item, after in pairwise(items) if not parallel else ():
        if item.slot.starts and item.slot.ends is None and not after.is_fixed:
            text = f"“{item.title}” belum diisi lamanya, sehingga “{after.title}” tertulis mulai"
            yield Warned(item.number, after.number, f"{text} pada pukul yang sama.")
    for item in items:
        yield from _without_duration(item.within, parallel=item.is_parallel)


# An item with all that hold it, the outermost first.
Chain = tuple[Planned, ...]
# What of an item nobody else can have at the same time: a key to compare, and words for it.
Wants = Callable[[Planned], Iterable[tuple[str, str]]]


def _chains(items: Iterable[Planned], above: Chain = ()) -> Iterator[Chain]:
    for item in items:
        yield (*above, item)
        yield from _chains(item.within, (*above, item))


def _rooms(item: Planned) -> Iterator[tuple[str, str]]:
    if item.place.strip():
        room = " ".join(item.place.split())
        yield room.casefold(), f"{room} dipakai"


def _people(item: Planned) -> Iterator[tuple[str, str]]:
    """Under the key, and under the name: one may be known in one place and written in another."""
    for key, name in item.people:
        if key is not None:
            yield f"#{key}", f"{name} bertugas"
        yield " ".join(name.casefold().split()), f"{name} bertugas"


def _at_once(
    chains: Iterable[Chain], told: Iterable[frozenset], of_item: Wants
) -> Iterator[Warned]:
    """Two at the same time that want the same; an item and what it holds are one."""
    wanted: dict[str, list[tuple[Chain, str]]] = defaultdict(list)
    for chain in chains:
        for key, words in of_item(chain[-1]):
            wanted[key].append((chain, words))
    apart, said = set(told), set()
    for rivals in wanted.values():
        by_start = sorted(rivals, key=lambda rival: _start(rival[0][-1]))
        for at, (chain, _) in enumerate(by_start):
            for later, words in by_start[at + 1 :]:
                pair = frozenset((chain[-1].number, later[-1].number))
                if not _overlap(chain[-1], later[-1]):
                    break
                if pair in apart or (pair, words) in said:
                    continue
                if chain[-1] not in later and later[-1] not in chain:
                    said.add((pair, words))
                    yield _both(chain, later, words)


def _overlap(first: Planned, later: Planned) -> bool:
    """later begins with or after `first`, and both have a beginning."""
    starts = later.slot.starts
    return starts is not None and first.slot.ends is not None and starts < first.slot.ends


def _both(first: Chain, later: Chain, words: str) -> Warned:
    at = _clock(later[-1].slot.starts)
    is_same = first[-1].title == later[-1].title
    named, other = _named(first, is_same), _named(later, is_same)
    text = f"{words} pada waktu yang sama di {named} dan {other} ({at})."
    return Warned(later[-1].number, first[-1].number, text)


def _named(chain: Chain, is_same: bool) -> str:
    """With what holds it, where the other one has the same title."""
    title = f"“{chain[-1].title}”"
    return f"{title} ({chain[-2].title})" if is_same and len(chain) > 1 else title


def _start(item: Planned) -> str:
    """To sort by; what has no time overlaps with nothing wherever it comes."""
    return item.slot.starts.isoformat() if item.slot.starts else ""


def _clock(at: datetime | None) -> str:
    return f"{at:%H.%M}" if at else ""
