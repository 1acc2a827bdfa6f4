"""What an office is to the forum on a day: a member, pausing, gone, or not yet one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple

from django.db.models import QuerySet

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.dates import BoundPrecision, partial_date
from provinces.models import Membership
from provinces.terms import contains

_COLUMNS = (
    "pk",
    "office_id",
    "period",
    "from_precision",
    "until_precision",
    "end",
    "reason",
    "source",
)


class Standing(Enum):
    MEMBER = "anggota"
    PAUSED = "jeda"
    LEFT = "keluar"
    NOT_YET = "belum"


class State(NamedTuple):
    """words: for a reader, such as "Jeda sejak Mei 2024"."""

    standing: Standing
    words: str

    @property
    def is_member(self) -> bool:
        return self.standing == Standing.MEMBER


_ENDS = {
    Membership.End.PAUSED: (Standing.PAUSED, "Jeda"),
    Membership.End.LEFT: (Standing.LEFT, "Keluar"),
}
# Of the pill that names a state.
TONES = {
    Standing.MEMBER: "green",
    Standing.PAUSED: "amber",
    Standing.LEFT: "neutral",
    Standing.NOT_YET: "neutral",
}
NEVER = State(Standing.NOT_YET, "Belum bergabung dengan forum")


def state_on(day: date, memberships: Iterable[Membership]) -> State:
    """The reading of one office's memberships, in whatever order they come."""
    memberships = list(memberships)
    current = next((each for each in memberships if contains(each.period, day)), None)
    if current:
        began = _bound(current.period.lower, current.from_precision)
        return State(Standing.MEMBER, f"Anggota sejak {began}" if began else "Anggota")
    ended = [each for each in memberships if each.period.upper and each.period.upper <= day]
    if not ended:
        return NEVER
    last = max(ended, key=lambda each: each.period.upper)
    standing, word = _ENDS[Membership.End(last.end)]
    until = _bound(last.period.upper, last.until_precision)
    return State(standing, f"{word} sejak {until}" if until else word)


def memberships_of(office: int) -> list[Membership]:
    """Of the office with that key, the earliest first; not to be saved. One query."""
    return [_membership(row) for row in _office_rows(office)]


def standings_on(day: date, offices: Iterable[int]) -> dict[int, State]:
    """Of those of `offices` that ever were members, by the office's key. One query."""
    by_office: dict[int, list[Membership]] = defaultdict(list)
    wanted = tuple(offices)
    for row in _rows(wanted) if wanted else ():
        membership = _membership(row)
        by_office[membership.office_id].append(membership)
    return {office: state_on(day, each) for office, each in by_office.items()}


@compiled
def _office_rows(office: int) -> QuerySet:
    return Membership.objects.filter(office=office).values_list(*_COLUMNS)


@compiled
def _rows(offices: tuple[int, ...]) -> QuerySet:
    return Membership.objects.filter(office__in=offices).order_by().values_list(*_COLUMNS)


def _membership(row: tuple) -> Membership:
    return Membership(**dict(zip(_COLUMNS, row, strict=True)))


def _bound(day: date | None, precision: str) -> str:
    if day is None or precision == BoundPrecision.UNKNOWN:
        return ""
    return partial_date(day, precision)
