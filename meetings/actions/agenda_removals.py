"""Taking items out of a draft, and putting back what was taken out a moment ago."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.agenda_items import columns, write_parts
from meetings.actions.agenda_places import Standing, place_new, save_at, standing_of
from meetings.actions.agenda_refusals import AgendaRefused, MoreWithin, open_agenda
from meetings.agenda.merging import ItemDraft, PartDraft, draft_of, from_json, to_json
from meetings.agenda.tree import AtEnd, Beside, CannotStand, Holder, Side, Spot
from meetings.models import ActionItem, AgendaItem, AgendaProposal, Meeting
from provinces.models import Person


class AlreadyBack(AgendaRefused):
    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” sudah ada kembali dalam susunan acara.")


class Removed(NamedTuple):
    """What was taken out. kept: all that brings it back, as JSON values, the outermost first."""

    title: str
    kept: list[dict[str, Any]]


@transaction.atomic
def remove_item(
    *, meeting: Meeting, number: int, seen: Collection[int], by: User | None, at: datetime
) -> Removed:
    """The item is gone from the draft with all it holds; released versions keep it.

    seen: the numbers of which `by` has read that they go. Raises AgendaClosed, ItemGone,
    MoreWithin.
    """
    meeting = open_agenda(meeting)
    standing = standing_of(meeting)
    item = standing.item(number)
    going = standing.arrangement.within(number)
    if more := [standing.items[inner].title for inner in going if inner not in seen]:
        raise MoreWithin(item, more)
    kept = [_kept(standing, standing.items[inner]) for inner in going]
    audit.record(
        "agendaitem.removed", target=item, by=by, at=at, meeting=meeting.title, count=len(going)
    )
    item.delete()
    return Removed(item.title, kept)


@transaction.atomic
def restore_item(
    *, meeting: Meeting, kept: list[dict[str, Any]], by: User | None, at: datetime
) -> AgendaItem:
    """What `remove_item` took out, with its former numbers, so that papers and remarks of them
    find it again; where it stood, or at the end of its day if what held it is gone.

    Raises AgendaClosed, AlreadyBack, FixedWithoutDay.
    """
    meeting = open_agenda(meeting)
    standing = standing_of(meeting)
    if any(row["number"] in standing.items for row in kept):
        raise AlreadyBack(from_json(kept[0]["draft"]).title)
    first = _restored(meeting, kept[0])
    save_at(standing, first, _former_spot(standing, kept[0], _levels(kept)))
    for row in kept[1:]:
        place_new(standing, _restored(meeting, row), Beside(row["parent"], Side.WITHIN))
    for row in kept:
        item = standing.items[row["number"]]
        write_parts(item, _parts_of_known(from_json(row["draft"])))
        AgendaProposal.objects.filter(pk__in=row["proposals"], item=None).update(item=item)
    audit.record(
        "agendaitem.restored", target=first, by=by, at=at, meeting=meeting.title, count=len(kept)
    )
    return first


def _kept(standing: Standing, item: AgendaItem) -> dict[str, Any]:
    """Everything of one item, its place included."""
    proposals = AgendaProposal.objects.filter(item=item).values_list("pk", flat=True)
    return {
        "number": item.pk,
        "day": item.day,
        "parent": item.parent_id,
        "rank": standing.arrangement.groups[Holder(item.day, item.parent_id)].index(item.pk),
        "on_day": standing.day_of(item),
        "revision": item.revision,
        "follows_up": item.follows_up_id,
        "proposals": [str(key) for key in proposals],
        "draft": to_json(draft_of(item)),
    }


def _restored(meeting: Meeting, row: dict[str, Any]) -> AgendaItem:
    draft = from_json(row["draft"])
    follows_up = ActionItem.objects.filter(pk=row["follows_up"]).first()
    return AgendaItem(
        pk=row["number"],
        meeting=meeting,
        parent_id=row["parent"],
        revision=row["revision"] + 1,
        follows_up=follows_up,
        **columns(draft),
    )


def _former_spot(standing: Standing, row: dict[str, Any], levels: int) -> Spot:
    holder, rank = Holder(row["day"], row["parent"]), row["rank"]
    siblings = standing.arrangement.groups.get(holder, [])
    if holder.parent is None:
        return Spot(holder, min(rank, len(siblings)))
    try:
        last = standing.arrangement.spot(Beside(holder.parent, Side.WITHIN), levels)
    except CannotStand:
        return standing.arrangement.spot(AtEnd(row["on_day"]))
    return Spot(holder, min(rank, last.rank))


def _levels(kept: list[dict[str, Any]]) -> int:
    levels: dict[int, int] = {}
    for row in kept:
        levels[row["number"]] = 1 + levels.get(row["parent"], 0)
    return max(levels.values())


def _parts_of_known(draft: ItemDraft) -> tuple[PartDraft, ...]:
    """Whose record has gone since keeps the part under the name."""
    keys = {part.person for part in draft.parts if part.person is not None}
    known = set(Person.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return tuple(
        part if part.person in known else replace(part, person=None) for part in draft.parts
    )
