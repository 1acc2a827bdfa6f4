"""The draft of an agenda as its editors read it: the tree with times, positions and warnings."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from meetings.agenda.content import (
    Branches,
    branches_of,
    day_of,
    position_on,
    schedule_of,
    terms_by_person,
)
from meetings.agenda.schedule import Slot
from meetings.agenda.tree import Arrangement, arrangement_of, days_of
from meetings.agenda.warnings import Planned, PlannedDay, Warned, warnings
from meetings.models import AgendaItem, AgendaPart, Meeting
from provinces.models import Term


@dataclass(frozen=True)
class Draft:
    """The whole of it, from one query each for items, parts, persons' terms."""

    meeting: Meeting
    items: dict[int, AgendaItem]
    branches: Branches
    arrangement: Arrangement
    slots: dict[int, Slot]
    terms: dict[int | None, list[Term]]

    @property
    def days(self) -> list[tuple[int | None, date | None, list[AgendaItem]]]:
        """The days of the rakor and those in use, empty ones too; what has no day comes last."""
        by_day: dict[int | None, list[AgendaItem]] = {
            day: list(group)
            for day, group in groupby(self.branches[None], key=lambda item: item.day)
        }
        days: list[int | None] = [*self.arrangement.days, *([None] if None in by_day else [])]
        return [(day, day_of(self.meeting, day), by_day.get(day, [])) for day in days]

    def position(self, part: AgendaPart, on: date | None) -> str:
        return position_on(on, part, self.terms.get(part.person_id, ()))

    def warnings(self) -> list[Warned]:
        own = set(days_of(self.meeting))
        return warnings(
            PlannedDay(
                self._planned(items),
                on,
                is_outside=on is not None and day not in own,
            )
            for day, on, items in self.days
        )

    def _planned(self, items: list[AgendaItem]) -> list[Planned]:
        return [
            Planned(
                item.pk,
                item.title,
                self.slots[item.pk],
                item.duration_minutes,
                item.starts_at is not None,
                item.is_parallel,
                item.place,
                tuple((part.person_id, part.name) for part in item.parts.all()),
                self._planned(self.branches[item.pk]),
            )
            for item in items
        ]


def draft_in(meeting: Meeting) -> Draft:
    items = list(meeting.agenda_items.prefetch_related("parts"))
    return Draft(
        meeting,
        {item.pk: item for item in items},
        branches_of(items),
        arrangement_of(items, days_of(meeting)),
        schedule_of(meeting, items),
        terms_by_person(items),
    )
