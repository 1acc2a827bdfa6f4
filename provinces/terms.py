"""Who holds a post: readings of terms that are already in memory, and the rule of succession.

A definitive holder fills the post; an acting one (Plt., Plh.) stands in and displaces nobody.
A term that is only known from a sighting says that somebody held the post then, and nothing
of before or after: it neither answers "who holds it today" nor stands in anybody's way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from forum_portal.lib.dates import BoundPrecision, Precision, first_day, partial_date
from provinces.models import Term


@dataclass(frozen=True)
class Holding:
    """What is known of a post on one day; `sighting` only when nobody is known to hold it.

    last: who held it last, when that term has ended and nobody followed.
    """

    definitive: Term | None = None
    acting: Term | None = None
    sighting: Term | None = None
    last: Term | None = None

    @property
    def holder(self) -> Term | None:
        """Who answers for the post: the definitive holder, else the acting one."""
        return self.definitive or self.acting


def holding_on(day: date, terms: Iterable[Term]) -> Holding:
    """The reading of one post's terms, in whatever order they come."""
    terms = list(terms)
    current = [term for term in terms if term.period and contains(term.period, day)]
    definitive = next((term for term in current if not term.acting), None)
    acting = max((term for term in current if term.acting), key=_began, default=None)
    if definitive or acting:
        return Holding(definitive=definitive, acting=acting)
    ended = [term for term in terms if term.has_ended(day) and not term.acting]
    seen = [term for term in terms if term.period is None and _seen(term) <= day]
    last = max(ended, key=lambda term: term.period.upper, default=None)
    sighting = max(seen, key=lambda term: (_seen(term), term.pk), default=None)
    if sighting and last and _seen(sighting) < last.period.upper:
        sighting = None
    return Holding(sighting=sighting, last=None if sighting else last)


def contains(period: DateRange, day: date) -> bool:
    """True if `day` lies in the half-open period; a missing bound is open."""
    return (period.lower is None or period.lower <= day) and (
        period.upper is None or day < period.upper
    )


def obstacle_to(period: DateRange, rivals: Sequence[Term]) -> Term | None:
    """The term that forbids a new one over `period`, or None.

    rivals: the terms of the same post that overlap `period`. One that began before it is
    succeeded (it ends on the first day of the new one); one that begins on that day or later
    would have to vanish, and therefore forbids it.
    """
    later = [term for term in rivals if term.period.lower and term.period.lower >= period.lower]
    return min(later, key=_began, default=None)


def after_former(period: DateRange, precision: str, rivals: Sequence[Term]) -> DateRange:
    """`period`, beginning on the day a rival's known end lies within its first month or year.

    "2025" after a term until 30 Juni 2025 begins on that day: what is known of the former term
    is neither lost to the coarser date nor in its way. A beginning known to the day stays.
    """
    if precision not in (Precision.MONTH, Precision.YEAR) or period.lower is None:
        return period
    ends = [
        term.period.upper
        for term in rivals
        if term.period.upper and first_day(term.period.upper, precision) == period.lower
    ]
    begins = max(ends, default=period.lower)
    has_a_day = period.upper is None or begins < period.upper
    return DateRange(begins, period.upper) if has_a_day else period


def ending(term: Term) -> str:
    """How a term with an end ended: "berakhir 2025", or that nobody knows since when."""
    until = term.period.upper
    if term.until_precision == BoundPrecision.UNKNOWN:
        last = partial_date(until - timedelta(days=1), Precision.DAY)
        return f"tercatat sampai {last}, akhirnya tidak diketahui"
    return f"berakhir {partial_date(until, term.until_precision)}"


def _seen(term: Term) -> date:
    return term.seen_on or date.min


def _began(term: Term) -> date:
    return term.period.lower or date.min
