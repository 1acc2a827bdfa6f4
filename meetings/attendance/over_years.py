"""How an office attended the rakor of the years, as counts: no person, and no reason."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.dates import date_span
from meetings.attendance.presence import (
    Excused,
    Fact,
    OfficeState,
    Person,
    PersonState,
    counts,
    moment_of,
    presence_of,
)
from meetings.models import AttendanceSession, Excuse, Meeting, Registration, Scan, is_seated

_RAKOR = ("slug", "title", "starts_on", "ends_on", "date_precision", "is_sample")


class Counts(NamedTuple):
    """present to absent: sessions; people: who came to at least one of a rakor, of `delegates`."""

    present: int
    represented: int
    excused: int
    absent: int
    people: int
    delegates: int

    @property
    def sessions(self) -> int:
        return self.present + self.represented + self.excused + self.absent


class Attended(NamedTuple):
    """One rakor."""

    title: str
    url: str
    date: str
    year: int
    counts: Counts
    is_sample: bool


class Year(NamedTuple):
    """The rakor of one year, added up."""

    year: int
    rakor: int
    counts: Counts
    is_sample: bool


def attended_by(office: int, today: date) -> list[Attended]:
    """Rakor that are over, the latest first, of which attendance was taken. One query."""
    rows = (_attended(office, row) for row in _rows(office, today))
    return [row for row in rows if row.counts.sessions]


def by_year(rows: list[Attended]) -> list[Year]:
    """rows: as attended_by() gives them; the latest year first."""
    return [_year(year, list(group)) for year, group in groupby(rows, key=lambda row: row.year)]


def _year(year: int, rows: list[Attended]) -> Year:
    counts = Counts(*map(sum, zip(*(row.counts for row in rows), strict=True)))
    return Year(year, len(rows), counts, any(row.is_sample for row in rows))


@compiled
def _rows(office: int, today: date) -> QuerySet:
    """A session counts once it is over and somebody was there: else nobody was absent from it."""
    mine = Registration.objects.filter(meeting=OuterRef("pk"), office=office)
    taken = AttendanceSession.objects.filter(
        Exists(Scan.objects.counting().filter(session=OuterRef("pk"))),
        meeting=OuterRef("pk"), held_on__lt=today,
    )  # fmt: skip
    facts = Scan.objects.filter(meeting=OuterRef("pk"), registration__office=office)
    excuses = Excuse.objects.current().of_office(office).filter(meeting=OuterRef("pk"))
    held = Meeting.objects.published().filter(cancelled_at=None, last_on__lt=today)
    return held.filter(Exists(mine)).latest_first().values_list(
        *_RAKOR,
        ArraySubquery(taken.values("pk")),
        _objects(mine, "pk", "role", "seat", "withdrawn_at"),
        _objects(facts, "registration", "session", "scanned_at", "received_at",
                 "direction", "method", "flags", "ruling__counts"),
        _objects(excuses, "office", "registration", "session", "kind"),
    )  # fmt: skip


def _objects(rows: QuerySet, *names: str) -> ArraySubquery:
    fields = {name.replace("__", "_"): name for name in names}
    return ArraySubquery(rows.order_by("pk").values(row=JSONObject(**fields)))


def _attended(office: int, row: tuple[Any, ...]) -> Attended:
    slug, title, starts_on, ends_on, precision, is_sample, sessions, *columns = row
    people_rows, fact_rows, excuse_rows = ([json.loads(one) for one in rows] for rows in columns)
    people = [_person(office, one) for one in people_rows]
    facts = [_fact(one) for one in fact_rows if counts(one["flags"], one["ruling_counts"])]
    excuses = [_excuse(one) for one in excuse_rows]
    found = [presence_of(key, people, facts, excuses) for key in sessions]
    states = [one.offices[office].state for one in found if office in one.offices]
    came = {
        pk
        for one in found
        for pk, person in one.people.items()
        if person.state == PersonState.PRESENT
    }
    return Attended(
        title=title,
        url=reverse("meetings:detail", args=[slug]),
        date=date_span(starts_on, ends_on, precision),
        year=starts_on.year,
        counts=Counts(
            present=states.count(OfficeState.PRESENT),
            represented=states.count(OfficeState.REPRESENTED),
            excused=states.count(OfficeState.EXCUSED),
            absent=states.count(OfficeState.ABSENT),
            people=len(came),
            delegates=_delegates(people, came),
        ),
        is_sample=is_sample,
    )


def _delegates(people: Iterable[Person], came: set[UUID]) -> int:
    return sum(person.is_expected or person.id in came for person in people)


def _person(office: int, row: dict[str, Any]) -> Person:
    is_expected = is_seated(row["seat"], row["withdrawn_at"])
    return Person(UUID(row["pk"]), office, row["role"], is_expected)


def _fact(row: dict[str, Any]) -> Fact:
    scanned, received = (datetime.fromisoformat(row[k]) for k in ("scanned_at", "received_at"))
    at = moment_of(row["flags"], scanned, received)
    return Fact(UUID(row["registration"]), row["session"], at, row["direction"], row["method"])


def _excuse(row: dict[str, Any]) -> Excused:
    person = UUID(row["registration"]) if row["registration"] else None
    return Excused(row["office"], person, row["session"], row["kind"])
