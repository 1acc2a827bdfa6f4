"""A released agenda of a given length: days of plenary items and three commissions side by side."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from django.db import transaction

from meetings.actions.agenda_release import release_agenda
from meetings.models import AgendaItem, AgendaPart, Meeting

COMMISSIONS = ("Komisi A", "Komisi B", "Komisi C")
BEGINS_AT = datetime(2030, 5, 6, 8, 0, tzinfo=UTC)
# The block that the commissions stand in, and themselves.
AROUND = 1 + len(COMMISSIONS)


@transaction.atomic
def make_agenda(*, days: int, in_plenary: int, in_commission: int) -> Meeting:
    """A published rakor; its draft is what is released, and every item has its own hour."""
    length = days * (in_plenary + AROUND + len(COMMISSIONS) * in_commission)
    meeting = Meeting.objects.create(
        slug=f"rakor-{length}-acara",
        title=f"Rakor dengan {length} mata acara",
        starts_on=BEGINS_AT.date(),
        ends_on=BEGINS_AT.date() + timedelta(days=days - 1),
        starts_at=BEGINS_AT.time(),
        city="Makassar",
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    for day in range(1, days + 1):
        for order in range(1, in_plenary + 1):
            item = _item(meeting, order, "paparan", f"Paparan {order} hari {day}", day=day)
            _part(item, "pembicara", f"Narasumber {order}")
        _commissions(meeting, day, in_plenary + 1, in_commission)
    assert meeting.agenda_items.count() == length  # noqa: S101
    release_agenda(meeting=meeting, comment="", by=None, at=datetime(2026, 1, 1, tzinfo=UTC))
    return meeting


def _commissions(meeting: Meeting, day: int, order: int, length: int) -> None:
    block = _item(meeting, order, "komisi", "Sidang komisi", day=day, is_parallel=True)
    for place, name in enumerate(COMMISSIONS, 1):
        commission = _item(meeting, place, "komisi", f"{name} hari {day}", parent=block)
        for role in ("ketua", "sekretaris", "perumus"):
            _part(commission, role, f"{role.capitalize()} {name}")
        for number in range(1, length + 1):
            inner = _item(meeting, number, "diskusi", f"Bahasan {number}", parent=commission)
            _part(inner, "pembicara", f"Pembahas {number}")


def _item(meeting: Meeting, order: int, kind: str, title: str, **fields: object) -> AgendaItem:
    hour = (datetime.combine(date.min, time(8)) + timedelta(minutes=10 * order)).time()
    return AgendaItem.objects.create(
        meeting=meeting, order=order, kind=kind, title=title, place=f"Ruang {order}",
        starts_at=hour, duration_minutes=10, **fields,
    )  # fmt: skip


_numbers = count(1)


def _part(item: AgendaItem, role: str, name: str) -> None:
    AgendaPart.objects.create(item=item, role=role, name=name, position=f"Jabatan {next(_numbers)}")
