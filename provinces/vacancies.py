"""When nobody is known to hold a post: what lies between two terms, or after the last one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forum_portal.lib.dates import BoundPrecision, Precision, first_day, partial_date
from provinces.models import Term


@dataclass(frozen=True)
class Vacancy:
    """Days without a holder, from the end of `after` to the beginning of `before`, if any."""

    after: Term
    before: Term | None = None

    @property
    def since(self) -> date:
        return self.after.period.upper

    @property
    def until(self) -> date:
        return self.before.period.lower if self.before else date.max

    def lies_within(self, other: "Vacancy") -> bool:
        return other.since <= self.since and self.until <= other.until

    @property
    def is_certain(self) -> bool:
        """False where the days may well have had a holder: an end or a beginning is not known,
        or known to the year or month in which the next term begins.
        """
        precision = self.after.until_precision
        if precision == BoundPrecision.UNKNOWN:
            return False
        if self.before is None:
            return True
        is_edge = self.before.from_precision == BoundPrecision.UNKNOWN
        return not is_edge and first_day(self.until, precision) != self.since

    def in_words(self) -> str:
        if not self.is_certain:
            return f"Siapa yang menjabat sesudah {self.after.person} tidak diketahui{self._up_to}."
        since = partial_date(self.since, self.after.until_precision)
        return f"Sesudah itu jabatan kosong sejak {since}{self._up_to}."

    @property
    def _up_to(self) -> str:
        if self.before is None:
            return ""
        is_edge = self.before.from_precision == BoundPrecision.UNKNOWN
        precision = Precision.DAY if is_edge else self.before.from_precision
        return f" sampai {partial_date(self.until, precision)}"


def vacancies(terms: Iterable[Term]) -> list[Vacancy]:
    """Of one post, in order; one that is filled by Plt. or Plh. is none."""
    found: list[Vacancy] = []
    farthest: Term | None = None
    for term in sorted((term for term in terms if term.period), key=_began):
        if farthest and farthest.period.upper and farthest.period.upper < _began(term):
            found.append(Vacancy(farthest, term))
        if farthest is None or _reaches(farthest) < _reaches(term):
            farthest = term
    if farthest and farthest.period.upper:
        found.append(Vacancy(farthest))
    return found


def _began(term: Term) -> date:
    return term.period.lower or date.min


def _reaches(term: Term) -> date:
    return term.period.upper or date.max
