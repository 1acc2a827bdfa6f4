"""An agenda as data: what a release freezes, pages and papers are made from.

The shape, format 1; every time is local to `zone`:

    {"format": 1, "zone": "Asia/Makassar",
     "days": [{"day": 1 or None, "on": "2026-12-15" or None, "items": [item, ...]}]}

    item = {"number": 17, "kind": "pleno", "title", "description", "place",
            "starts": "2026-12-15T08:00" or None, "ends", "minutes", "is_fixed",
            "is_parallel", "is_public", "parts": [{"role", "name", "position"}], "items": [...]}

number is the key of the draft's item: the same from release to release. What is internal is
left out of the public content with everything below it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from forum_portal.lib.dates import Precision
from meetings.agenda.schedule import Node, Slot, schedule
from meetings.models import AgendaItem, AgendaPart, Meeting
from provinces.models import Term

Content = dict[str, Any]
Item = dict[str, Any]
Branches = dict[int | None, list[AgendaItem]]

FORMAT = 1


class Contents(NamedTuple):
    """Both contents of a draft; words: what the search finds of the public one, a line an item."""

    public: Content
    internal: Content
    words: str


def draft_contents(meeting: Meeting) -> Contents:
    """The agenda as the draft stands now. Three queries."""
    items = list(meeting.agenda_items.prefetch_related("parts__person"))
    internal = _content(meeting, items)
    public = {**internal, "days": list(_public_days(internal["days"]))}
    return Contents(public, internal, "\n".join(map(_words, all_items(public))))


def all_items(content: Content) -> Iterator[Item]:
    """Every item, each before those within it, in the order of reading."""
    for day in content["days"]:
        yield from _with_inner(day["items"])


def day_of(meeting: Meeting, day: int | None) -> date | None:
    """The date of the rakor's day `day`, where dates are known to the day."""
    if day is None or meeting.date_precision != Precision.DAY:
        return None
    return meeting.starts_on + timedelta(days=day - 1)


def schedule_of(meeting: Meeting, items: Sequence[AgendaItem]) -> dict[int, Slot]:
    """The time of each of the draft's `items`, by key; items: all, in the order of reading."""
    branches = branches_of(items)
    days = [
        (day_of(meeting, day), _nodes(group, branches))
        for day, group in groupby(branches[None], key=lambda item: item.day)
    ]
    return schedule(days, meeting.starts_at)


def branches_of(items: Iterable[AgendaItem]) -> Branches:
    """The items below each item, by its key; those of the first level under None."""
    branches: Branches = defaultdict(list)
    for item in items:
        branches[item.parent_id].append(item)
    return branches


def position_on(day: date | None, part: AgendaPart, terms: Iterable[Term]) -> str:
    """The position that stands beside a name: the written one, else that of a term on `day`.

    terms: of that person, with their posts and offices.
    """
    if part.position or day is None:
        return part.position
    for term in terms:
        if term.period is not None and day in term.period:
            return f"{term.get_acting_display()} {term.post}".strip()
    return ""


def terms_by_person(items: Iterable[AgendaItem]) -> dict[int | None, list[Term]]:
    """The terms of all who have a part in `items` without a written position. One query."""
    people = {
        part.person_id
        for item in items
        for part in item.parts.all()
        if part.person_id and not part.position
    }
    terms: dict[int | None, list[Term]] = defaultdict(list)
    if people:
        found = Term.objects.filter(person__in=people).select_related("post__office")
        for term in found.order_by("post__order", "pk"):
            terms[term.person_id].append(term)
    return terms


def _content(meeting: Meeting, items: Sequence[AgendaItem]) -> Content:
    branches, slots = branches_of(items), schedule_of(meeting, items)
    terms = terms_by_person(items)
    days = []
    for day, group in groupby(branches[None], key=lambda item: item.day):
        on = day_of(meeting, day)
        listed = [_item(item, on, branches, slots, terms) for item in group]
        days.append({"day": day, "on": on and on.isoformat(), "items": listed})
    return {"format": FORMAT, "zone": meeting.zone, "days": days}


def _item(
    item: AgendaItem,
    on: date | None,
    branches: Branches,
    slots: dict[int, Slot],
    terms: dict[int | None, list[Term]],
) -> Item:
    slot = slots[item.pk]
    return {
        "number": item.pk,
        "kind": item.kind,
        "title": item.title,
        "description": item.description,
        "starts": slot.starts and slot.starts.isoformat(timespec="minutes"),
        "ends": slot.ends and slot.ends.isoformat(timespec="minutes"),
        "minutes": item.duration_minutes,
        "is_fixed": item.starts_at is not None,
        "place": item.place,
        "is_parallel": item.is_parallel,
        "is_public": item.is_public,
        "parts": [
            {
                "role": part.role,
                "name": part.name,
                "position": position_on(on, part, terms.get(part.person_id, ())),
            }
            for part in item.parts.all()
        ],
        "items": [_item(inner, on, branches, slots, terms) for inner in branches[item.pk]],
    }


def _nodes(items: Iterable[AgendaItem], branches: Branches) -> list[Node]:
    return [
        Node(
            item.pk,
            item.starts_at,
            item.duration_minutes,
            item.is_parallel,
            _nodes(branches[item.pk], branches),
        )
        for item in items
    ]


def _public_days(days: Iterable[Content]) -> Iterator[Content]:
    for day in days:
        items = _public_items(day["items"])
        if items:
            yield {**day, "items": items}


def _public_items(items: Iterable[Item]) -> list[Item]:
    return [{**item, "items": _public_items(item["items"])} for item in items if item["is_public"]]


def _with_inner(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _with_inner(item["items"])


def _words(item: Item) -> str:
    names = (f"{part['name']} {part['position']}" for part in item["parts"])
    return " ".join(f"{item['title']} {' '.join(names)}".split())
