"""What is done to terms: appoint, end, extend, correct, remove. Each locks the post first.

Only an appointment changes another term than its own: it ends the former holder's. Whatever
else would need a neighbour to give way is refused, naming the neighbour.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.files import File
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, first_day
from provinces.actions.term_checks import (
    lock_person,
    lock_post,
    overlapping,
    referrer,
    refuse_collision,
    refuse_contradiction,
)
from provinces.models import Office, Person, Post, Term
from provinces.term_refusals import (
    ReasonMissing,
    TermCollides,
    TermDecided,
    TermEmpty,
    TermGone,
    TermNotLonger,
    TermNotOpen,
    TermOnlySeen,
    TermUnknown,
)
from provinces.term_refusals import TermRefused as TermRefused  # for those who call these actions
from provinces.terms import after_former, ending, obstacle_to

# What may be put right of a term; another post would be another term.
CORRECTABLE = (
    "person",
    "on_behalf_of",
    "acting",
    "period",
    "from_precision",
    "until_precision",
    "seen_on",
    "seen_precision",
    "decree_number",
    "decree",
    "source",
)


class TermDetails(TypedDict, total=False):
    """What may be known of a term besides who, what and when; the fields of Term."""

    from_precision: str
    until_precision: str
    on_behalf_of: Office | None
    decree_number: str
    decree: File | None
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
    """The new term of `person` in `post`; the former holder's ends on its first day.

    until: the first day that no longer belongs to the term; None while it is open.
    A beginning that is not known (from_precision "unknown") makes `from_day` the first day of
    which a source tells; the former holder's end is then as unknown. A definitive appointment
    also ends those who stood in. An acting one ends the one of its own kind (Plt., Plh.) and
    leaves all others as they are. Sightings without a period stay, too.
    Raises TermEmpty, TermCollides, PersonGone.
    """
    precision = details.setdefault("from_precision", Precision.DAY)
    until_precision = details.get("until_precision", Precision.DAY) if until else Precision.DAY
    details["until_precision"] = until_precision
    period = _period(from_day, until, precision, until_precision)
    lock_post(post)
    lock_person(person)
    if not acting:
        rivals = overlapping(post, period)
        period = after_former(period, precision, rivals)
        if other := obstacle_to(period, rivals):
            raise TermCollides(post, other)
    closed = _close_former(post, period.lower, precision, acting)
    known = {name: value for name, value in details.items() if value is not None}
    term = Term.objects.create(post=post, person=person, period=period, acting=acting, **known)
    audit.record("term.appointed", target=term, by=by, at=at, **_told(term, closed))
    return term


@transaction.atomic
def end_term(
    *, term: Term, on: date, by: User | None, at: datetime, precision: str = Precision.DAY
) -> Term:
    """`term`, ending on `on` (the first day out of office) without a successor.

    Raises TermEmpty, TermNotOpen, TermGone.
    """
    term = _locked(term)
    if term.period is None:
        raise TermOnlySeen(term)
    first, until = term.period.lower, term.period.upper
    on = _period(first, on, term.from_precision, precision).upper
    if until is not None and until < on:
        raise TermNotOpen(f"Masa jabatan {term.person} sebagai {term.post} sudah {ending(term)}.")
    _end(term, on, precision)
    audit.record("term.ended", target=term, by=by, at=at, until=on.isoformat())
    return term


@transaction.atomic
def extend_term(
    *,
    term: Term,
    until: date | None,
    by: User | None,
    at: datetime,
    precision: str = Precision.DAY,
) -> Term:
    """`term` with a later end, or open again (`until` None).

    Raises TermNotOpen, TermNotLonger, TermCollides, TermGone.
    """
    term = _locked(term)
    if term.period is None:
        raise TermOnlySeen(term)
    before = term.period.upper
    period = _period(term.period.lower, until, term.from_precision, precision)
    if before is None:
        raise TermNotLonger(
            f"Masa jabatan {term.person} sebagai {term.post} masih terbuka; tidak ada akhir "
            "yang dapat diperpanjang."
        )
    if period.upper is not None and period.upper <= before:
        raise TermNotLonger(
            f"Masa jabatan {term.person} sebagai {term.post} sudah {ending(term)}; akhir yang "
            "baru harus sesudah itu."
        )
    term.period, term.until_precision = period, precision if until else Precision.DAY
    refuse_collision(term)
    term.save(update_fields=["period", "until_precision"])
    audit.record(
        "term.extended",
        target=term,
        by=by,
        at=at,
        until_before=_plain(before),
        until=_plain(period.upper),
    )
    return term


@transaction.atomic
def correct_term(*, term: Term, values: Mapping[str, Any], by: User | None, at: datetime) -> Term:
    """`term` as it should have been recorded; neighbours stay as they are.

    values: of CORRECTABLE fields. A period (DateRange) turns a sighting into a term with a time
    in office; a decree that is None goes. Nothing is written where nothing differs.
    Raises TermEmpty, TermUnknown, TermCollides, TermDecided, TermGone, PersonGone.
    """
    if unknown := set(values) - set(CORRECTABLE):
        raise TypeError(f"not of a term, or not to be corrected: {sorted(unknown)}")
    term = _locked(term)
    before = {name: getattr(term, name) for name in CORRECTABLE}
    former_decree = term.decree.name
    for name, value in values.items():
        setattr(term, name, "" if name == "decree" and value is None else value)
    _settle(term, before)
    changed = [name for name in CORRECTABLE if getattr(term, name) != before[name]]
    if not changed:
        return term
    refuse_contradiction(term, before)
    refuse_collision(term)
    term.save(update_fields=changed)
    if "decree" in changed:
        _delete_later(term, former_decree)
    told = {name: [_plain(before[name]), _plain(getattr(term, name))] for name in changed}
    audit.record("term.corrected", target=term, by=by, at=at, changes=told)
    return term


@transaction.atomic
def remove_term(*, term: Term, reason: str, by: User | None, at: datetime) -> None:
    """Take away a term that was recorded wrongly; what it said stays in the audit.

    Raises ReasonMissing, TermDecided while another record refers to it, TermGone.
    """
    if not reason.strip():
        raise ReasonMissing
    term = _locked(term)
    if found := referrer(term):
        raise TermDecided(
            f"{found} menyebut {term.person} sebagai {term.post} {term.when}; catatan ini "
            "tidak dapat dihapus. Akhiri atau koreksi masa jabatannya."
        )
    told = {name: _plain(getattr(term, name)) for name in CORRECTABLE}
    audit.record("term.removed", target=term, by=by, at=at, reason=reason.strip(), term=told)
    _delete_later(term, term.decree.name)
    term.delete()


def _locked(term: Term) -> Term:
    """As it stands now, behind the lock of its post. Raises TermGone."""
    lock_post(term.post)
    around = Term.objects.select_related("person", "post__office", "on_behalf_of")
    if (now := around.filter(pk=term.pk).first()) is None:
        raise TermGone(term)
    return now


def _period(
    first: date | None, until: date | None, from_precision: str, until_precision: str
) -> DateRange:
    """Each bound as the first day of what is known of it. Raises TermEmpty."""
    first = first and first_day(first, from_precision)
    until = until and first_day(until, until_precision)
    if first and until and until <= first:
        raise TermEmpty(first, until, from_precision, until_precision)
    return DateRange(first, until)


def _close_former(post: Post, day: date, precision: str, acting: str) -> list[dict]:
    """End the terms that hold `day` and began before it; what they were, for the audit."""
    former = post.terms.on(day).exclude(period__startswith=day)
    if acting:
        former = former.filter(acting=acting)
    closed = []
    for term in former:
        closed.append({"term": term.pk, "until_before": _plain(term.period.upper)})
        _end(term, day, precision)
    return closed


def _told(term: Term, closed: list[dict]) -> dict[str, Any]:
    """The details of an appointment for the audit."""
    return {
        "post": str(term.post),
        "from_day": _plain(term.period.lower),
        "until": _plain(term.period.upper),
        "acting": term.acting,
        "closed_terms": closed,
    }


def _end(term: Term, day: date, precision: str) -> None:
    term.period = DateRange(term.period.lower, day)
    term.until_precision = precision
    term.save(update_fields=["period", "until_precision"])


def _settle(term: Term, before: Mapping[str, Any]) -> None:
    """Its period as periods are kept; one that nobody touched stays to the day."""
    period = term.period
    names = ("period", "from_precision", "until_precision")
    if period and any(getattr(term, name) != before[name] for name in names):
        period = _period(period.lower, period.upper, term.from_precision, term.until_precision)
        if not term.acting:
            rivals = [t for t in overlapping(term.post, period) if t != term]
            period = after_former(period, term.from_precision, rivals)
        term.period = period if period.lower or period.upper else None
    if term.period is None and term.seen_on is None:
        raise TermUnknown(term)
    if term.period is None or term.period.upper is None:
        term.until_precision = Precision.DAY


def _delete_later(term: Term, decree: str | None) -> None:
    """The file goes once nothing can bring the term back."""
    if decree:
        storage = term.decree.storage
        transaction.on_commit(lambda: storage.delete(decree))


def _plain(value: Any) -> Any:
    """For the audit: dates as ISO, records by their words, a file as no more than being there."""
    if isinstance(value, DateRange):
        return [_plain(value.lower), _plain(value.upper)]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value)
    return bool(value) if isinstance(value, File) else value
