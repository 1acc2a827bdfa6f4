"""What is done to terms: appoint a holder, end a term. Both lock the post first."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, partial_date
from provinces.models import Office, Person, Post, Term
from provinces.terms import obstacle_to


class TermRefused(Exception):
    """A term that cannot be; says why, in a sentence for the reader."""


class TermCollides(TermRefused):
    """Another holder begins on the day of the appointment, or within its time."""

    def __init__(self, post: Post, other: Term) -> None:
        self.post = post
        self.other = other
        super().__init__(
            f"{other.person} sudah tercatat sebagai {post} {other.when}. Satu jabatan hanya "
            "dipegang satu pejabat definitif pada satu masa; masa jabatan baru harus mulai "
            "sesudah masa jabatan itu mulai, atau berakhir sebelumnya."
        )


class TermEmpty(TermRefused):
    """The end does not come after the beginning."""

    def __init__(self, first: date | None, until: date) -> None:
        begins = f"awalnya, {partial_date(first, Precision.DAY)}" if first else "awalnya"
        super().__init__(
            f"Akhir masa jabatan ({partial_date(until, Precision.DAY)}) harus sesudah {begins}."
        )


class TermNotOpen(TermRefused):
    """There is no end to set: it has one already, or the time in office is not known."""


class TermDetails(TypedDict, total=False):
    """What may be known of a term besides who, what and when; the fields of Term."""

    from_precision: str
    until_precision: str
    on_behalf_of: Office | None
    decree_number: str
    source: str


@transaction.atomic
def appoint(
    *,
    post: Post,
    person: Person,
    from_day: date,
    by: User | None,
    at: datetime,
    until: date | None = None,
    acting: str = "",
    **details: Unpack[TermDetails],
) -> Term:
    """The new term of `person` in `post`; the former holder's ends on `from_day`.

    until: the first day that no longer belongs to the term; None while it is open.
    An acting appointment ends the acting one before it and leaves the definitive one as it
    is; a definitive appointment ends both. Sightings without a period are left as they are.
    Raises TermEmpty, TermCollides.
    """
    if until is not None and until <= from_day:
        raise TermEmpty(from_day, until)
    _lock(post)
    period = DateRange(from_day, until)
    if not acting and (other := obstacle_to(period, _overlapping(post, period))):
        raise TermCollides(post, other)
    precision = details.get("from_precision", Precision.DAY)
    closed = _close_former(post, from_day, precision, acting_only=bool(acting))
    term = Term.objects.create(post=post, person=person, period=period, acting=acting, **details)
    audit.record("term.appointed", target=term, by=by, at=at, **_told(term, closed))
    return term


@transaction.atomic
def end_term(
    *, term: Term, on: date, by: User | None, at: datetime, precision: str = Precision.DAY
) -> Term:
    """`term`, ending on `on` (the first day out of office) without a successor.

    Raises TermEmpty, TermNotOpen.
    """
    _lock(term.post)
    term.refresh_from_db(fields=["period"])
    if term.period is None:
        raise TermNotOpen(
            f"{term.person} hanya tercatat menjabat {term.post}; masa jabatannya tidak "
            "diketahui. Isi dahulu kapan masa jabatan itu mulai."
        )
    first, until = term.period.lower, term.period.upper
    if first is not None and on <= first:
        raise TermEmpty(first, on)
    if until is not None and until < on:
        raise TermNotOpen(
            f"Masa jabatan {term.person} sebagai {term.post} sudah berakhir "
            f"{partial_date(until, term.until_precision)}."
        )
    _end(term, on, precision)
    audit.record("term.ended", target=term, by=by, at=at, until=on.isoformat())
    return term


def _lock(post: Post) -> None:
    """Appointments to one post wait for each other."""
    Post.objects.select_for_update().get(pk=post.pk)


def _overlapping(post: Post, period: DateRange) -> list[Term]:
    terms = post.terms.definitive().filter(period__overlap=period)
    return list(terms.select_related("person"))


def _close_former(post: Post, day: date, precision: str, *, acting_only: bool) -> list[dict]:
    """End the terms that hold `day` and began before it; what they were, for the audit."""
    former = post.terms.on(day).exclude(period__startswith=day)
    if acting_only:
        former = former.exclude(acting="")
    closed = []
    for term in former:
        until = term.period.upper.isoformat() if term.period.upper else None
        closed.append({"term": term.pk, "until_before": until})
        _end(term, day, precision)
    return closed


def _told(term: Term, closed: list[dict]) -> dict[str, Any]:
    """The details of an appointment for the audit."""
    until = term.period.upper
    return {
        "post": str(term.post),
        "from_day": term.period.lower.isoformat(),
        "until": until.isoformat() if until else None,
        "acting": term.acting,
        "closed_terms": closed,
    }


def _end(term: Term, day: date, precision: str) -> None:
    term.period = DateRange(term.period.lower, day)
    term.until_precision = precision
    term.save(update_fields=["period", "until_precision"])
