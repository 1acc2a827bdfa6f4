"""What an editor writes about an item, and how two who wrote at once are brought together.

A form carries what it was opened with. What only one of the two changed holds; where both
changed the same to something different, a person decides with both texts in front of them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import time
from typing import Any, NamedTuple

from meetings.models import AgendaItem, AgendaPart


@dataclass(frozen=True)
class PartDraft:
    """person: key of a known person, whose position of that day stands in for an empty one."""

    name: str
    role: str = AgendaPart.Role.PRESENTER
    position: str = ""
    person: int | None = None


@dataclass(frozen=True)
class ItemDraft:
    title: str
    kind: str = AgendaItem.Kind.OTHER
    description: str = ""
    starts_at: time | None = None
    duration_minutes: int | None = None
    place: str = ""
    is_parallel: bool = False
    is_public: bool = True
    parts: tuple[PartDraft, ...] = ()


class Clash(NamedTuple):
    """One field that both changed; the values as they stand in the three drafts."""

    field: str
    base: Any
    theirs: Any
    mine: Any


class Merge(NamedTuple):
    """draft: where both changed the same, it says `mine`. theirs_only: what holds of theirs."""

    draft: ItemDraft
    theirs_only: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merge(base: ItemDraft, theirs: ItemDraft, mine: ItemDraft) -> Merge:
    changed_there = changed_fields(base, theirs)
    changed_here = changed_fields(base, mine)
    kept = tuple(name for name in changed_there if name not in changed_here)
    clashes = tuple(
        Clash(name, getattr(base, name), getattr(theirs, name), getattr(mine, name))
        for name in changed_here
        if name in changed_there and getattr(theirs, name) != getattr(mine, name)
    )
    draft = replace(mine, **{name: getattr(theirs, name) for name in kept})
    return Merge(draft, kept, clashes)


def changed_fields(before: ItemDraft, after: ItemDraft) -> tuple[str, ...]:
    names = (field.name for field in fields(ItemDraft))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def draft_of(item: AgendaItem) -> ItemDraft:
    """What the item says now; its parts prefetched, else one query."""
    own = {field.name: getattr(item, field.name) for field in fields(ItemDraft)}
    return ItemDraft(**{**own, "parts": part_drafts(item.parts.all())})


def part_drafts(parts: Iterable[AgendaPart]) -> tuple[PartDraft, ...]:
    return tuple(PartDraft(part.name, part.role, part.position, part.person_id) for part in parts)


def to_json(draft: ItemDraft) -> str:
    at = draft.starts_at
    return json.dumps({**asdict(draft), "starts_at": at and at.isoformat()})


def from_json(text: str) -> ItemDraft:
    """What `to_json` wrote. Raises ValueError where it is something else."""
    try:
        found = json.loads(text)
        at = found["starts_at"]
        found["starts_at"] = time.fromisoformat(at) if at else None
        found["parts"] = tuple(PartDraft(**part) for part in found["parts"])
        return ItemDraft(**found)
    except (TypeError, KeyError, AttributeError, RecursionError) as broken:
        raise ValueError("not a draft of an item") from broken
