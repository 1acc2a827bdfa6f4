"""What a new rakor takes over from a former one or from a template: an outline without dates.

Agenda days and the dates of the timeline are relative, so that an outline fits any first day.
People come without the position they held: that of the new day is taken. Documents, officials,
commitments and figures belong to the former rakor and stay there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import NamedTuple

from django.utils.text import slugify

from forum_portal.lib.dates import Precision
from meetings.convening.copied_aftercare import NO_AFTERCARE, CopiedAftercare
from meetings.convening.copied_seats import NO_SEATS, CopiedSeats
from meetings.convening.timeline import Dates, Days, Distance, distances, placed
from meetings.delegations.keeping import first_deletion
from meetings.models import AgendaItem, AskedField, InvitationLetter, Meeting

SLUG_LENGTH = 80
AS_THEY_ARE = (
    "starts_at", "mode", "organisers", "costs_note", "issuer_id", "capacity", "seats_per_office",
)  # fmt: skip
LETTER_FIELDS = ("subject", "opening", "closing", "copies", "with_agenda")


class Part(NamedTuple):
    role: str
    name: str
    position: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Item:
    title: str
    kind: str = AgendaItem.Kind.OTHER
    day: int | None = None  # of the first level alone
    description: str = ""
    starts_at: time | None = None
    minutes: int | None = None
    place: str = ""
    is_parallel: bool = False
    is_public: bool = True
    parts: tuple[Part, ...] = ()
    items: "tuple[Item, ...]" = ()


class Question(NamedTuple):
    """What delegates are asked; days: for how long after the rakor the answers are kept."""

    kind: str
    purpose: str
    days: int
    is_required: bool


@dataclass(frozen=True)
class Outline:
    """days: how long the rakor is. is_open: anybody registers for themselves.

    letter: fields of the letter of invitation, None without one.
    rooms_of: venue and city whose rooms the items name; elsewhere they are left out.
    """

    name: str
    days: int = 1
    starts_at: time | None = None
    mode: str = ""
    title: str = ""
    organisers: str = ""
    costs_note: str = ""
    issuer_id: int | None = None
    signatory_id: int | None = None
    capacity: int | None = None
    seats_per_office: int | None = None
    is_open: bool = False
    distances: Mapping[str, Distance] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    letter: Mapping[str, str | bool] | None = None
    asked: tuple[Question, ...] = ()
    seats: CopiedSeats = NO_SEATS
    aftercare: CopiedAftercare = NO_AFTERCARE
    rooms_of: tuple[str, str] | None = None


EMPTY = Outline("Kosong")


def outline_of(
    meeting: Meeting,
    items: Iterable[AgendaItem],
    letter: InvitationLetter | None,
    asked: Iterable[AskedField] = (),
    seats: CopiedSeats = NO_SEATS,
    aftercare: CopiedAftercare = NO_AFTERCARE,
) -> Outline:
    """items: all of the draft in the order of reading, their parts prefetched."""
    below: dict[int | None, list[AgendaItem]] = {}
    for item in items:
        below.setdefault(item.parent_id, []).append(item)
    tree = tuple(_item(item, below) for item in below.get(None, ()))
    return Outline(
        name=meeting.title,
        days=_length(meeting, tree),
        title=meeting.title.replace(str(meeting.starts_on.year), "").strip(),
        signatory_id=letter.signatory_id if letter else None,
        is_open=meeting.registered_by == Meeting.RegisteredBy.ANYBODY,
        distances=distances(meeting),
        items=tree,
        letter={name: getattr(letter, name) for name in LETTER_FIELDS} if letter else None,
        asked=tuple(_question(meeting, field) for field in asked),
        seats=seats,
        aftercare=aftercare,
        rooms_of=(meeting.venue, meeting.city),
        **{name: getattr(meeting, name) for name in AS_THEY_ARE},
    )


def last_day(starts_on: date, days: int) -> date | None:
    """None for a rakor of one day."""
    return starts_on + timedelta(days=days - 1) if days > 1 else None


def dates_from(outline: Outline, days: Days) -> Dates:
    """The dates of the timeline for a rakor on `days`."""
    return {name: placed(far, days) for name, far in outline.distances.items()}


def all_items(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from all_items(item.items)


def slug_from(title: str, year: int, taken: Iterable[str]) -> str:
    """Such as "rakor-2027-makassar"; with the year where the title has none, "-2" if taken."""
    words = title if str(year) in title else f"{title} {year}"
    stem = slugify(words)[:SLUG_LENGTH].strip("-") or f"rakor-{year}"
    slug, number, known = stem, 1, set(taken)
    while slug in known:
        number += 1
        ending = f"-{number}"
        slug = stem[: SLUG_LENGTH - len(ending)].rstrip("-") + ending
    return slug


def _item(item: AgendaItem, below: Mapping[int | None, list[AgendaItem]]) -> Item:
    return Item(
        title=item.title,
        kind=item.kind,
        day=item.day,
        description=item.description,
        starts_at=item.starts_at,
        minutes=item.duration_minutes,
        place=item.place,
        is_parallel=item.is_parallel,
        is_public=item.is_public,
        parts=tuple(
            # A person's position follows from the day; without a person it is all there is.
            Part(part.role, part.name, "" if part.person_id else part.position, part.person_id)
            for part in item.parts.all()
        ),
        items=tuple(_item(inner, below) for inner in below.get(item.pk, ())),
    )


def _question(meeting: Meeting, field: AskedField) -> Question:
    days = (field.delete_on - first_deletion(meeting)).days
    return Question(field.kind, field.purpose, days, field.is_required)


def _length(meeting: Meeting, tree: Iterable[Item]) -> int:
    """In days; where the dates are not known to the day, as far as its agenda goes."""
    if meeting.date_precision == Precision.DAY:
        return ((meeting.ends_on or meeting.starts_on) - meeting.starts_on).days + 1
    return max(1, *(item.day or 1 for item in tree)) if tree else 1
