"""The agendas of the sample rakor, as the editor would make them."""

from collections.abc import Iterable
from datetime import time

from meetings import sample_texts as texts
from meetings.models import AgendaItem, AgendaPart, Meeting

# Kind, minutes, title, presenters and place of an item.
Row = tuple[str, int, str, str, str]


def make_agenda(meeting: Meeting) -> None:
    """Two days, three commissions side by side, and what is for the secretariat alone."""
    for day, hour, minute, minutes, title in texts.INTERNAL[:1]:
        _internal(meeting, day, time(hour, minute), minutes, title, order=0)
    make_day(meeting, 1, texts.FIRST_DAY, from_hour=meeting.starts_at)
    _make_commissions(meeting, 1)
    make_day(meeting, 2, texts.SECOND_DAY)
    for day, hour, minute, minutes, title in texts.INTERNAL[1:]:
        _internal(meeting, day, time(hour, minute), minutes, title, order=900)


def make_day(
    meeting: Meeting, day: int, rows: Iterable[Row], from_hour: time | None = None
) -> None:
    """The items one after the other; from_hour: fixed for the first of them."""
    for order, (kind, minutes, title, presenters, place) in enumerate(rows, 1):
        item = AgendaItem.objects.create(
            meeting=meeting,
            day=day,
            order=order,
            kind=kind,
            title=title,
            starts_at=from_hour if order == 1 else None,
            duration_minutes=minutes,
            place=place,
        )
        if presenters:
            AgendaPart.objects.create(item=item, name=presenters)


def _make_commissions(meeting: Meeting, day: int) -> None:
    block = AgendaItem.objects.create(
        meeting=meeting,
        day=day,
        order=800,
        kind=AgendaItem.Kind.COMMISSION,
        title="Sidang komisi",
        is_parallel=True,
    )
    for order, (title, place, people) in enumerate(texts.COMMISSIONS, 1):
        commission = AgendaItem.objects.create(
            meeting=meeting,
            parent=block,
            order=order,
            kind=AgendaItem.Kind.COMMISSION,
            title=title,
            place=place,
        )
        _fill_commission(commission, people)


def _fill_commission(commission: AgendaItem, people: Iterable[str]) -> None:
    roles = (AgendaPart.Role.CHAIR, AgendaPart.Role.SECRETARY, AgendaPart.Role.DRAFTER)
    AgendaPart.objects.bulk_create(
        AgendaPart(item=commission, role=role, name=name, order=order)
        for order, (role, name) in enumerate(zip(roles, people, strict=True), 1)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=commission.meeting,
            parent=commission,
            order=order,
            kind=kind,
            title=title,
            duration_minutes=minutes,
        )
        for order, (kind, minutes, title) in enumerate(texts.COMMISSION_ITEMS, 1)
    )


def _internal(
    meeting: Meeting, day: int, at: time, minutes: int, title: str, *, order: int
) -> None:
    item = AgendaItem.objects.create(
        meeting=meeting,
        day=day,
        order=order,
        title=title,
        starts_at=at,
        duration_minutes=minutes,
        is_public=False,
    )
    AgendaPart.objects.create(item=item, name="Panitia")
