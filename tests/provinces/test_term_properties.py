"""Any sequence of actions on the terms of a post, against a model that knows only days."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provinces.actions.terms import (
    TermRefused,
    appoint,
    correct_term,
    end_term,
    extend_term,
    remove_term,
)
from provinces.models import Person, Post, Term
from provinces.terms import holding_on
from tests.factories import NOW, make_post, make_term
from tests.provinces._succession import CALENDAR, Held, Refused, Succession, between

pytestmark = pytest.mark.any_postgres

days = st.dates(date(2024, 11, 25), date(2025, 2, 10))
maybe_days = st.none() | days
precisions = st.sampled_from(("day", "month", "year", "unknown"))
standing = st.sampled_from(("", "", "", "plt", "plh"))
which = st.integers(0, 3)
appointments = st.tuples(
    st.just("appoint"), days, maybe_days, st.tuples(precisions, precisions), standing
)
steps = st.one_of(
    appointments,
    appointments,
    st.tuples(st.just("end"), which, days, precisions),
    st.tuples(st.just("extend"), which, maybe_days, precisions),
    st.tuples(st.just("correct"), which, days, maybe_days, st.tuples(precisions, precisions)),
    st.tuples(st.just("stand_in"), which, standing),
    st.tuples(st.just("remove"), which),
)


@pytest.mark.django_db
@settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=st.lists(steps, min_size=2, max_size=9))
def test_succession_is_what_a_calendar_says(sequence):
    with transaction.atomic():
        post, model = make_post(), Succession()
        model.terms[make_term(post, period=None, seen_on=date(2024, 6, 1)).pk] = Held()
        for name, *arguments in sequence:
            take(name, arguments, post, model)
            assert recorded(post) == model.terms
        assert_read_alike(post, model)
        transaction.set_rollback(True)


def take(name: str, arguments: list[Any], post: Post, model: Succession) -> None:
    """One step in the portal and in the model: both do it, or both refuse."""
    before = replace(model, terms=dict(model.terms))
    if name == "appoint":
        portal, number = partial(appoint_somebody, post), 1 + max(before.terms, default=0)
    elif before.terms:
        number = sorted(before.terms)[arguments.pop(0) % len(before.terms)]
        portal = partial(PORTAL[name], Term.objects.get(pk=number))
    else:
        return
    try:
        getattr(model, name)(number, *arguments)
    except Refused:
        model.terms = before.terms
        with pytest.raises(TermRefused):
            portal(*arguments)
        return
    portal(*arguments)
    if name == "appoint":
        model.terms[post.terms.latest("pk").pk] = new = model.terms.pop(number)
        # No gap is invented: who lost a day lost it to the new holder, or to what comes after.
        assert all(day > max(new.days) for day in before.covered() - model.covered())


def appoint_somebody(
    post: Post, first: date, until: date | None, known: tuple[str, str], acting: str
) -> None:
    appoint(
        post=post,
        person=Person.objects.create(name="Seseorang"),
        from_day=first,
        until=until,
        from_precision=known[0],
        until_precision=known[1],
        acting=acting,
        by=None,
        at=NOW,
    )


def end(term: Term, on: date, known: str) -> None:
    end_term(term=term, on=on, precision=known, by=None, at=NOW)


def extend(term: Term, until: date | None, known: str) -> None:
    extend_term(term=term, until=until, precision=known, by=None, at=NOW)


def correct(term: Term, first: date, until: date | None, known: tuple[str, str]) -> None:
    values = {
        "period": DateRange(first, until),
        "from_precision": known[0],
        "until_precision": known[1],
    }
    correct_term(term=term, values=values, by=None, at=NOW)


def stand_in(term: Term, acting: str) -> None:
    correct_term(term=term, values={"acting": acting}, by=None, at=NOW)


def remove(term: Term) -> None:
    remove_term(term=term, reason="Keliru dicatat", by=None, at=NOW)


PORTAL = {
    "end": end,
    "extend": extend,
    "correct": correct,
    "stand_in": stand_in,
    "remove": remove,
}


def recorded(post: Post) -> dict[int, Held]:
    return {
        term.pk: Held(
            days=between(term.period.lower, term.period.upper) if term.period else frozenset(),
            acting=term.acting,
            known=(term.from_precision, term.until_precision),
        )
        for term in post.terms.all()
    }


def assert_read_alike(post: Post, model: Succession) -> None:
    """The portal names, on every day, the holder that the calendar names."""
    terms = list(post.terms.all())
    for day in CALENDAR:
        definitive, acting = model.holders(day)
        holding = holding_on(day, terms)
        assert len(definitive) <= 1
        assert {holding.definitive.pk if holding.definitive else None} == (definitive or {None})
        assert (holding.acting.pk if holding.acting else None) in (acting or {None})
