"""Which name an office had on a day: the former names have periods, the present one a beginning.

Nothing is invented: on a day for which no name is recorded, an office goes by its present name,
and nobody is told that it had another one then.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.dates import Precision, period_in_words
from provinces.members import Member
from provinces.models import OfficeName
from provinces.terms import contains

# Former names with their periods, in whatever order.
FormerNames = Iterable[tuple[str, DateRange]]


def name_on(day: date, *, present: str, since: date | None, former: FormerNames) -> str:
    """The name in force on `day`; the present one where none is recorded for that day.

    since: the first day of the present name, None where nobody knows it. A period's bound that
    is known to the month or year is the first day of it, so the later name has that whole year.
    """
    if since is not None and day >= since:
        return present
    return next((name for name, valid in former if contains(valid, day)), present)


def then_called(day: date, *, present: str, since: date | None, former: FormerNames) -> str:
    """The name on `day` where it is not today's, else nothing: what "waktu itu" has to say."""
    name = name_on(day, present=present, since=since, former=former)
    return "" if name == present else name


def then_called_on(day: str, *, office: str) -> Coalesce:
    """The same for .annotate(): text, empty where the office goes by its present name.

    day, office: paths of the queryset to the day and to the office's key. As no period of a
    former name reaches into that of the present one, the table of former names is enough.
    """
    former = OfficeName.objects.filter(office=OuterRef(office), valid__contains=OuterRef(day))
    return Coalesce(Subquery(former.order_by().values("name")[:1]), Value(""))


class Named(NamedTuple):
    """A name with the time it was in force; without a period where nobody knows that."""

    name: str
    valid: DateRange | None
    from_precision: str
    until_precision: str
    source: str

    @property
    def when(self) -> str:
        """In words; empty where nothing is known."""
        if self.valid is None:
            return ""
        return period_in_words(
            self.valid.lower, self.valid.upper, self.from_precision, self.until_precision
        )


def names_of(member: Member) -> list[Named]:
    """The present name and the former ones, latest first. One query, none if it has no former."""
    since = member.name_since
    valid = DateRange(since, None) if since else None
    present = Named(member.name, valid, member.name_since_precision, Precision.DAY, "")
    rows = _former_rows(member.pk) if member.past_names else ()
    return [present, *(Named._make(row) for row in rows)]


def named_on(day: date, names: Sequence[Named]) -> Named | None:
    """Of `names_of`, the one in force on `day`; the present one if its beginning is not known.

    None where no name is recorded for that day.
    """
    present, *former = names
    for named in former:
        if named.valid and contains(named.valid, day):
            return named
    return present if present.valid is None or contains(present.valid, day) else None


@compiled
def _former_rows(office: int) -> QuerySet:
    names = OfficeName.objects.filter(office=office).order_by("-valid")
    return names.values_list("name", "valid", "from_precision", "until_precision", "source")
