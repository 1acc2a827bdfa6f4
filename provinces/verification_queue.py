"""The offices whose name nobody has confirmed, the least certain first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from provinces.models import Office, Post, Term
from provinces.terms import holding_on

_LEAST_CERTAIN_FIRST = (
    Office.Verification.UNVERIFIED,
    Office.Verification.PRESS_UNSURE,
    Office.Verification.PRESS,
)


@dataclass(frozen=True)
class Entry:
    office: Office
    open_proposals: int
    head: str  # with what is known of the time; empty where no head is on record


def unconfirmed_offices() -> QuerySet[Office]:
    """With `open_proposals`; of the equally certain, those longest without their own word first."""
    certainty = Case(
        *(When(verification=v, then=Value(n)) for n, v in enumerate(_LEAST_CERTAIN_FIRST)),
        output_field=IntegerField(),
    )
    waiting = Count("proposals", filter=Q(proposals__closed_at=None))
    return (
        Office.objects.exclude(verification=Office.Verification.OFFICIAL)
        .select_related("province")
        .annotate(certainty=certainty, open_proposals=waiting)
        .order_by("certainty", F("confirmed_on").asc(nulls_first=True), "province__code", "slug")
    )


def entries(offices: QuerySet[Office], today: date) -> list[Entry]:
    """One query for the offices and one for their heads."""
    listed = list(offices)
    heads: dict[int | None, list[Term]] = defaultdict(list)
    terms = Term.objects.filter(post__slug=Post.HEAD, post__office__in=listed)
    for term in terms.select_related("person", "post"):
        heads[term.post.office_id].append(term)
    return [
        Entry(
            office=office,
            open_proposals=office.open_proposals,
            head=_head_in_words(heads[office.pk], today),
        )
        for office in listed
    ]


def _head_in_words(terms: list[Term], today: date) -> str:
    known = holding_on(today, terms)
    term = known.holder or known.sighting or known.last
    return f"{term.person} ({term.when})" if term else ""
