"""What the terms of one post should be, kept day by day; written without the portal's rules."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

# Around the turn of a year, so that a day, its month and its year differ. The last day stands
# for all that follow it.
FIRST, LAST = date(2023, 12, 20), date(2025, 2, 15)
CALENDAR = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]

Days = frozenset[date]
Known = tuple[str, str]


class Refused(Exception):
    """The model's answer to what must not be."""


@dataclass(frozen=True)
class Held:
    """The days of one term; none of a mere sighting."""

    days: Days = frozenset()
    acting: str = ""
    known: Known = ("day", "day")

    @property
    def end(self) -> date | None:
        return None if LAST in self.days else max(self.days) + timedelta(days=1)

    def before(self, day: date, known: str) -> "Held":
        kept = frozenset(each for each in self.days if each < day)
        return replace(self, days=kept, known=(self.known[0], known))


@dataclass
class Succession:
    terms: dict[int, Held] = field(default_factory=dict)

    def appoint(self, number: int, first: date, until: date | None, known: Known, acting: str):
        new = self._new(first, until, known, acting, self._definitive())
        begins = min(new.days)
        if not acting and any(min(rival.days) in new.days for rival in self._definitive()):
            raise Refused
        for other, term in self.terms.items():
            gives_way = not acting or term.acting == acting
            if gives_way and begins in term.days and min(term.days) < begins:
                self.terms[other] = term.before(begins, known[0])
        self.terms[number] = new

    def end(self, number: int, on: date, known: str) -> None:
        term, on = self.terms[number], floored(on, known)
        if not term.days or on <= min(term.days) or (term.end and term.end < on):
            raise Refused
        self.terms[number] = term.before(on, known)

    def extend(self, number: int, until: date | None, known: str) -> None:
        term, until = self.terms[number], until and floored(until, known)
        if not term.days or term.end is None or (until and until <= term.end):
            raise Refused
        longer = replace(term, days=between(min(term.days), until))
        self._put(number, replace(longer, known=(term.known[0], known if until else "day")))

    def correct(self, number: int, first: date, until: date | None, known: Known) -> None:
        term = self.terms[number]
        if not term.days or (min(term.days), term.end, term.known) != (first, until, known):
            term = self._new(first, until, known, term.acting, self._definitive(number))
        self._put(number, term)

    def stand_in(self, number: int, acting: str) -> None:
        self._put(number, replace(self.terms[number], acting=acting))

    def remove(self, number: int) -> None:
        del self.terms[number]

    def covered(self) -> Days:
        return frozenset(day for term in self.terms.values() for day in term.days)

    def holders(self, day: date) -> tuple[set[int], set[int]]:
        """Who holds the post, and of those who stand in the last to have come."""
        here = {number: term for number, term in self.terms.items() if day in term.days}
        began = {number: min(term.days) for number, term in here.items() if term.acting}
        latest = max(began.values(), default=None)
        return set(here) - set(began), {number for number in began if began[number] == latest}

    def _new(
        self, first: date, until: date | None, known: Known, acting: str, rivals: list[Held]
    ) -> Held:
        first, until = floored(first, known[0]), until and floored(until, known[1])
        days = between(first, until)
        if not days:
            raise Refused
        if not acting and known[0] in ("month", "year"):
            # Somebody is known to have left within that month or year: it begins then.
            ends = [rival.end for rival in rivals if rival.end and rival.days & days]
            within = [end for end in ends if floored(end, known[0]) == first]
            days = (within and between(max(within), until)) or days
        return Held(days, acting, (known[0], known[1] if until else "day"))

    def _put(self, number: int, term: Held) -> None:
        if not term.acting and any(term.days & rival.days for rival in self._definitive(number)):
            raise Refused
        self.terms[number] = term

    def _definitive(self, apart_from: int | None = None) -> list[Held]:
        return [
            term
            for number, term in self.terms.items()
            if number != apart_from and term.days and not term.acting
        ]


def floored(day: date, known: str) -> date:
    day = day.replace(day=1) if known in ("month", "year") else day
    return day.replace(month=1) if known == "year" else day


def between(first: date, until: date | None) -> Days:
    return frozenset(day for day in CALENDAR if first <= day and (until is None or day < until))
