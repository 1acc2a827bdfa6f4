"""Which name an office had on a day: the former names have periods, the present one a beginning.

Nothing is invented: on a day for which no name is recorded, an office goes by its present name,
and nobody is told that it had another one then.
"""

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

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
