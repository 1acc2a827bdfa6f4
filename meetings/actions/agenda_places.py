"""Where the items of a draft stand: found under a lock, kept as their order in what holds them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.agenda_refusals import (
    FixedWithoutDay,
    ItemGone,
    NoPlace,
    open_agenda,
)
from meetings.agenda.tree import (
    Arrangement,
    CannotStand,
    Holder,
    Place,
    Spot,
    Step,
    arrangement_of,
    days_of,
)
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Standing:
    """The items of a locked draft by their numbers, and where they stand."""

    items: dict[int, AgendaItem]
    arrangement: Arrangement

    def item(self, number: int) -> AgendaItem:
        if number not in self.items:
            raise ItemGone
        return self.items[number]

    def day_of(self, item: AgendaItem) -> int | None:
        """The day on which the item stands, also where it stands within another."""
        return item.day if item.parent_id is None else self.day_of(self.items[item.parent_id])

    def write_order(self) -> None:
        """The places that have become others, in one statement."""
        changed = []
        for numbers in self.arrangement.groups.values():
            for order, number in enumerate(numbers, start=1):
                if self.items[number].order != order:
                    self.items[number].order = order
                    changed.append(self.items[number])
        AgendaItem.objects.bulk_update(changed, ["order"])


@transaction.atomic
def move_item(
    *, meeting: Meeting, number: int, to: Place | Step, by: User | None, at: datetime
) -> AgendaItem:
    """The item where it stands now, with all it holds.

    to: a place, or a step from where the item stands when its turn comes; so the moves of two
    editors both hold. Raises AgendaClosed, ItemGone, NoPlace, FixedWithoutDay.
    """
    meeting = open_agenda(meeting)
    standing = standing_of(meeting)
    item = standing.item(number)
    arrangement = standing.arrangement
    try:
        spot = arrangement.put(
            number, arrangement.beyond(number, to) if isinstance(to, Step) else to
        )
    except CannotStand as refused:
        raise NoPlace(item, refused.reason) from refused
    if spot.holder == Holder() and item.starts_at is not None:
        raise FixedWithoutDay(item)
    item.day, item.parent_id = spot.holder
    item.revision += 1
    item.save(update_fields=["day", "parent", "revision"])
    standing.write_order()
    audit.record("agendaitem.shifted", target=item, by=by, at=at, meeting=meeting.title)
    return item


def standing_of(meeting: Meeting) -> Standing:
    """One query; the parts of the items are prefetched with another."""
    items = list(meeting.agenda_items.prefetch_related("parts"))
    return Standing({item.pk: item for item in items}, arrangement_of(items, days_of(meeting)))


def place_new(standing: Standing, item: AgendaItem, place: Place, levels: int = 1) -> AgendaItem:
    """Saves a new item at `place`, of so many levels with what will be put into it."""
    try:
        spot = standing.arrangement.spot(place, levels)
    except CannotStand as refused:
        raise NoPlace(item, refused.reason) from refused
    return save_at(standing, item, spot)


def save_at(standing: Standing, item: AgendaItem, spot: Spot) -> AgendaItem:
    if spot.holder == Holder() and item.starts_at is not None:
        raise FixedWithoutDay(item)
    item.day, item.parent_id = spot.holder
    item.order = spot.rank + 1
    item.save(force_insert=True)
    standing.items[item.pk] = item
    standing.arrangement.insert(item.pk, spot)
    standing.write_order()
    return item
