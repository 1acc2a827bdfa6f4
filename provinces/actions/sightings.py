"""Somebody was seen in a post; when the term began and ended is not known."""

from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, first_day, partial_date
from provinces.actions.term_checks import lock_person, lock_post
from provinces.models import Office, Person, Post, Term
from provinces.term_refusals import TermRefused


class SightingKnown(TermRefused):
    """The same sighting is on record."""


@transaction.atomic
def record_sighting(
    *,
    post: Post,
    person: Person,
    seen_on: date,
    by: User | None,
    at: datetime,
    precision: str = Precision.DAY,
    acting: str = "",
    on_behalf_of: Office | None = None,
    decree_number: str = "",
    source: str = "",
) -> Term:
    """It stands in nobody's way and ends nobody's term. Raises SightingKnown, PersonGone."""
    lock_post(post)
    lock_person(person)
    seen_on = first_day(seen_on, precision)
    if post.terms.filter(person=person, seen_on=seen_on, seen_precision=precision).exists():
        raise SightingKnown(
            f"{person} sudah tercatat menjabat {post} {partial_date(seen_on, precision)}."
        )
    term = Term.objects.create(
        post=post,
        person=person,
        acting=acting,
        seen_on=seen_on,
        seen_precision=precision,
        on_behalf_of=on_behalf_of,
        decree_number=decree_number,
        source=source,
    )
    audit.record("term.seen", target=term, by=by, at=at, seen_on=seen_on.isoformat())
    return term
