"""What the items of a draft say: added, changed, copied, commissions in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.agenda_places import Standing, place_new, standing_of
from meetings.actions.agenda_refusals import (
    AgendaRefused,
    FixedWithoutDay,
    ItemChanged,
    item_of,
    open_agenda,
)
from meetings.agenda.merging import ItemDraft, PartDraft, changed_fields, draft_of, merge
from meetings.agenda.tree import Beside, Holder, Place, Side
from meetings.models import ActionItem, AgendaItem, AgendaPart, Meeting

MOST_COMMISSIONS = 8
COMMISSIONS_TITLE = "Sidang komisi"


class Changed(NamedTuple):
    """fields: what the save changed; theirs_only: what another editor changed meanwhile."""

    item: AgendaItem
    fields: tuple[str, ...]
    theirs_only: tuple[str, ...]


@dataclass(frozen=True)
class Commission:
    """One of several that sit at the same time; parts: its chair, secretary and drafters."""

    title: str
    place: str = ""
    parts: tuple[PartDraft, ...] = ()


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    draft: ItemDraft,
    to: Place,
    by: User | None,
    at: datetime,
    follows_up: ActionItem | None = None,
) -> AgendaItem:
    """The new item at `to`. Raises AgendaClosed, NoPlace, FixedWithoutDay."""
    meeting = open_agenda(meeting)
    item = _placed(standing_of(meeting), meeting, draft, to, follows_up=follows_up)
    audit.record("agendaitem.added", target=item, by=by, at=at, meeting=meeting.title)
    return item


@transaction.atomic
def change_item(
    *,
    meeting: Meeting,
    number: int,
    base: ItemDraft,
    draft: ItemDraft,
    by: User | None,
    at: datetime,
) -> Changed:
    """The item as it reads now; what another editor changed since `base` holds.

    base: what the item said when `by` began to write. Raises AgendaClosed, ItemGone,
    ItemChanged (both changed the same field differently), FixedWithoutDay.
    """
    meeting = open_agenda(meeting)
    item = item_of(meeting, number)
    theirs = draft_of(item)
    merged = merge(base, theirs, draft)
    if merged.clashes:
        raise ItemChanged(item, merged)
    changed = changed_fields(theirs, merged.draft)
    if changed:
        _write(item, merged.draft, changed)
        audit.record(
            "agendaitem.changed",
            target=item,
            by=by,
            at=at,
            meeting=meeting.title,
            fields=["people" if name == "parts" else name for name in changed],
        )
    return Changed(item, changed, merged.theirs_only)


@transaction.atomic
def copy_item(*, meeting: Meeting, number: int, by: User | None, at: datetime) -> AgendaItem:
    """The copy behind the original, with all it holds. Raises AgendaClosed, ItemGone.

    Its fixed time stays with the original: both could not begin at once.
    """
    meeting = open_agenda(meeting)
    standing = standing_of(meeting)
    original = standing.item(number)
    draft = replace(draft_of(original), starts_at=None)
    levels = standing.arrangement.levels_of(number)
    copy = _placed(standing, meeting, draft, Beside(number, Side.AFTER), levels=levels)
    _copy_within(standing, original, copy)
    audit.record("agendaitem.copied", target=copy, by=by, at=at, meeting=meeting.title)
    return copy


@transaction.atomic
def add_commissions(
    *,
    meeting: Meeting,
    to: Place,
    commissions: Sequence[Commission],
    by: User | None,
    at: datetime,
    title: str = COMMISSIONS_TITLE,
    starts_at: time | None = None,
    duration_minutes: int | None = None,
) -> AgendaItem:
    """The item in which the commissions sit side by side.

    Raises AgendaClosed, AgendaRefused (none, or too many), NoPlace, FixedWithoutDay.
    """
    if not 1 <= len(commissions) <= MOST_COMMISSIONS:
        raise AgendaRefused(f"Isi 1 sampai {MOST_COMMISSIONS} komisi; terisi {len(commissions)}.")
    meeting = open_agenda(meeting)
    standing = standing_of(meeting)
    kind = AgendaItem.Kind.COMMISSION
    whole = ItemDraft(
        title, kind, starts_at=starts_at, duration_minutes=duration_minutes, is_parallel=True
    )
    item = _placed(standing, meeting, whole, to, levels=2)
    for commission in commissions:
        own = ItemDraft(commission.title, kind, place=commission.place, parts=commission.parts)
        _placed(standing, meeting, own, Beside(item.pk, Side.WITHIN))
    audit.record(
        "agendaitem.commissions_added",
        target=item,
        by=by,
        at=at,
        meeting=meeting.title,
        count=len(commissions),
    )
    return item


def columns(draft: ItemDraft) -> dict:
    names = (field.name for field in fields(ItemDraft) if field.name != "parts")
    return {name: getattr(draft, name) for name in names}


def write_parts(item: AgendaItem, parts: Sequence[PartDraft]) -> None:
    AgendaPart.objects.bulk_create(
        AgendaPart(
            item=item,
            role=part.role,
            person_id=part.person,
            name=part.name,
            position=part.position,
            order=order,
        )
        for order, part in enumerate(parts, start=1)
    )


def _copy_within(standing: Standing, original: AgendaItem, copy: AgendaItem) -> None:
    for number in list(standing.arrangement.groups.get(Holder(parent=original.pk), ())):
        child = standing.items[number]
        to = Beside(copy.pk, Side.WITHIN)
        _copy_within(standing, child, _placed(standing, copy.meeting, draft_of(child), to))


def _placed(
    standing: Standing,
    meeting: Meeting,
    draft: ItemDraft,
    to: Place,
    *,
    levels: int = 1,
    follows_up: ActionItem | None = None,
) -> AgendaItem:
    item = AgendaItem(meeting=meeting, follows_up=follows_up, **columns(draft))
    place_new(standing, item, to, levels)
    write_parts(item, draft.parts)
    return item


def _write(item: AgendaItem, draft: ItemDraft, changed: Sequence[str]) -> None:
    for name, value in columns(draft).items():
        setattr(item, name, value)
    if item.starts_at is not None and item.day is None and item.parent_id is None:
        raise FixedWithoutDay(item)
    item.revision += 1
    item.save(update_fields=[*columns(draft), "revision"])
    if "parts" in changed:
        item.parts.all().delete()
        write_parts(item, draft.parts)
