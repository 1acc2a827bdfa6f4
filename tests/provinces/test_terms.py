"""Who holds a post on a day, as the terms say it."""

from datetime import date

import pytest

from provinces.models import Term
from provinces.terms import Holding, holding_on
from tests.factories import TODAY, make_post, make_term


@pytest.fixture
def post(aceh):
    return make_post(office=aceh)


def test_nobody_is_known_to_hold_an_empty_post():
    assert holding_on(TODAY, []) == Holding()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 4, 30), None),
        (date(2023, 5, 1), "Ana"),
        (date(2025, 4, 30), "Ana"),
        (date(2025, 5, 1), "Budi"),
    ],
)
def test_day_of_hand_over_belongs_to_the_successor(post, day, name):
    make_term(post, name="Ana", period=(date(2023, 5, 1), date(2025, 5, 1)))
    make_term(post, name="Budi", period=(date(2025, 5, 1), None))

    holder = holding_on(day, Term.objects.all()).holder

    assert (holder and holder.person.name) == name


def test_definitive_holder_answers_although_another_stands_in(post):
    definitive = make_term(post)
    acting = make_term(post, acting="plh", period=(date(2026, 11, 1), None))

    holding = holding_on(TODAY, Term.objects.all())

    assert holding == Holding(definitive=definitive, acting=acting)
    assert holding.holder == definitive


def test_acting_holder_answers_for_a_vacant_post(post):
    make_term(post, period=(date(2023, 1, 1), date(2026, 1, 1)))
    acting = make_term(post, acting="plt", period=(date(2026, 1, 1), None))

    assert holding_on(TODAY, Term.objects.all()) == Holding(acting=acting)


def test_latest_sighting_counts_only_while_no_holder_is_known(post):
    make_term(post, period=None, seen_on=date(2018, 10, 1))
    seen = make_term(post, period=None, seen_on=date(2023, 1, 1))

    assert holding_on(TODAY, Term.objects.all()) == Holding(sighting=seen)
    holder = make_term(post, period=(date(2024, 1, 1), None))
    assert holding_on(TODAY, Term.objects.all()) == Holding(definitive=holder)


def test_sighting_before_the_end_of_a_later_term_says_nothing_of_today(post):
    make_term(post, period=None, seen_on=date(2021, 1, 1))
    last = make_term(post, period=(date(2023, 1, 1), date(2025, 1, 1)))

    assert holding_on(TODAY, Term.objects.all()) == Holding(last=last)


def test_term_to_come_is_not_read_as_held(post):
    make_term(post, period=(date(2027, 1, 1), None))

    assert holding_on(TODAY, Term.objects.all()) == Holding()
