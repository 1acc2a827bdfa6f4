"""Terms as the public pages read them: few columns, by compiled queries, as Term in memory.

Neither NIP nor notes are among the columns.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from forum_portal.lib.compiled_queries import Row, compiled
from provinces.models import Person, Post, Term
from provinces.terms import Holding, holding_on

_COLUMNS = (
    "pk",
    "acting",
    "period",
    "from_precision",
    "until_precision",
    "seen_on",
    "seen_precision",
    "decree_number",
    "source",
)
_ACTING, _PERIOD = _COLUMNS.index("acting"), _COLUMNS.index("period")
_COLUMNS_AROUND = ("post__office_id", "post__slug", "post__title", "person__name")


def selected(terms: QuerySet, *more: str) -> QuerySet:
    """The columns that `term_of` takes, and `more` after them."""
    return terms.values_list(*_COLUMNS, *_COLUMNS_AROUND, *more)


def term_of(row: Row) -> Term:
    """A Term with post and person, not to be saved. More columns may follow in `row`."""
    width = len(_COLUMNS)
    office, slug, title, name = row[width : width + len(_COLUMNS_AROUND)]
    term = Term(**dict(zip(_COLUMNS, row[:width], strict=True)))
    term.post = Post(office_id=office, slug=slug, title=title)
    term.person = Person(name=name)
    return term


def heads_on(today: date, offices: Iterable[int]) -> dict[int, Holding]:
    """What is known of the head of each of `offices`, by their keys. One query."""
    by_office: dict[int, list[Row]] = defaultdict(list)
    wanted = tuple(offices)
    for row in _head_rows(wanted) if wanted else ():
        by_office[row[len(_COLUMNS)]].append(row)
    return {
        office: holding_on(today, map(term_of, _telling(rows, today)))
        for office, rows in by_office.items()
    }


def terms_of_office(slug: str) -> list[Term]:
    """Those of its posts and those that the forum gave it. One query."""
    return [term_of(row) for row in _office_rows(slug)]


def _telling(rows: list[Row], today: date) -> list[Row]:
    """Without those that ended before another did: they tell nothing of `today`.

    A Term takes more time than all of its row, and an office has many behind it.
    """
    ended = [row for row in rows if not row[_ACTING] and _end_of(row) <= today]
    last = max(ended, key=_end_of, default=None)
    return [row for row in rows if _end_of(row) > today or row is last]


def _end_of(row: Row) -> date:
    """The day after the last; of one without an end, or only seen, none that comes."""
    period = row[_PERIOD]
    return (period and period.upper) or date.max


@compiled
def _head_rows(offices: tuple[int, ...]) -> QuerySet:
    return selected(Term.objects.filter(post__slug=Post.HEAD, post__office__in=offices).order_by())


@compiled
def _office_rows(slug: str) -> QuerySet:
    # Apart, each finds its few by an index; together they would read the terms of all offices.
    own = Term.objects.filter(post__office__slug=slug).order_by()
    given = Term.objects.filter(on_behalf_of__slug=slug).order_by()
    return selected(own).union(selected(given))
