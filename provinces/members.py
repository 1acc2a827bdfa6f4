"""The offices as lists and pages name them: each with its names and province, member or not."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from forum_portal.lib.compiled_queries import Row, compiled
from provinces.models import Membership, Office
from provinces.sought import Sought


class Member(NamedTuple):
    """An office, member or not."""

    pk: int
    code: str
    province: str
    island_group: str
    zone: str
    slug: str
    kind: str
    name: str
    short_name: str
    city: str
    verification: str
    is_member: bool
    name_since: date | None
    name_since_precision: str
    # Today's name, where `name` is the one of an earlier day.
    now_called: str
    other_names: list[str]
    past_names: list[str]

    @property
    def url(self) -> str:
        return address_of(self.slug)

    @property
    def also_known_as(self) -> list[str]:
        """Other names, without those that the office bears by now."""
        return [name for name in self.other_names if name not in {self.name, self.short_name}]


def page_of(sought: Sought, first: int, last: int) -> list[Member]:
    """Those in the places `first` to `last` (not included), in the order of the Kemendagri codes.

    One query.
    """
    rows = _typed_rows if sought.words else _page_rows
    return [member_of(row) for row in rows(sought, first, last)]


def office_on(day: date, slug: str) -> Member | None:
    """The one office of that address. One query."""
    row = row_on(day, slug)
    return member_of(row) if row else None


def row_on(day: date, slug: str, more: tuple[str, ...] = ()) -> Row | None:
    """What `member_of` takes, and `more` columns of the office after it. One query."""
    rows = _row_of(day, more, slug=slug)
    return rows[0] if rows else None


def member_of(row: Row) -> Member:
    *before, called, other_names, past_names = row[: len(_COLUMNS)]
    now = before[_NAME]
    before[_NAME] = called
    now_called = "" if called == now else now
    return Member._make((*before, now_called, other_names, past_names))


@lru_cache(maxsize=4096)
def address_of(slug: str) -> str:
    return reverse("provinces:detail", args=[slug])


def _typed_rows(sought: Sought, first: int, last: int) -> Iterable[Row]:
    """What a reader typed is part of no SQL that is kept."""
    return _selected(sought.offices(), sought)[first:last]


@compiled
def _page_rows(sought: Sought, first: int, last: int) -> QuerySet:
    return _selected(sought.offices(), sought)[first:last]


@compiled
def _row_of(day: date, more: tuple[str, ...], slug: str) -> QuerySet:
    return _selected(Office.objects.filter(slug=slug), Sought(day), *more)


def _selected(offices: QuerySet, sought: Sought, *more: str) -> QuerySet:
    """The columns that `member_of` takes, and `more` after them."""
    member = Membership.objects.on(sought.day).filter(office=OuterRef("pk"))
    return (
        offices.with_other_names()
        .annotate(is_member=Exists(member), called=sought.called)
        .order_by("province", "slug")
        .values_list(*_COLUMNS, *more)
    )


_COLUMNS = (
    "pk",
    "province_id",
    "province__name",
    "province__island_group",
    "province__zone",
    "slug",
    "kind",
    "name",
    "short_name",
    "city",
    "verification",
    "is_member",
    "name_since",
    "name_since_precision",
    "called",
    "other_names",
    "past_names",
)
_NAME = _COLUMNS.index("name")
