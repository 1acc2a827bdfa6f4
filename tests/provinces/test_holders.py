"""The heads of many offices, read with few rows made into terms, are those of the rule."""

from datetime import date

import pytest

from provinces.holders import heads_on
from provinces.models import Office
from provinces.terms import holding_on
from tests.factories import make_post, make_term

pytestmark = pytest.mark.django_db


def years(first: int, until: int | None) -> tuple[date, date | None]:
    return date(first, 1, 1), date(until, 1, 1) if until else None


@pytest.mark.parametrize("year", [1999, 2000, 2004, 2009, 2010, 2013, 2016, 2021, 2030])
def test_heads_of_a_day_are_those_of_the_whole_history(aceh: Office, bali: Office, year: int):
    post = make_post(office=aceh)
    for period in (years(2000, 2005), years(2005, 2010), years(2015, 2020), years(2022, None)):
        make_term(post, period=period)
    make_term(post, period=years(2009, 2013), acting="plt")
    make_term(post, period=years(2012, 2014), acting="plh")
    make_term(post, period=None, seen_on=date(2012, 6, 1))
    make_term(post, period=None, seen_on=date(2021, 6, 1))
    make_term(make_post(office=bali), period=years(2000, 2005))
    day = date(year, 7, 1)
    for office in (aceh, bali):
        whole = holding_on(day, office.posts.get().terms.all())
        read = heads_on(day, [aceh.pk, bali.pk])[office.pk]
        assert [t and t.pk for t in vars(read).values()] == [
            t and t.pk for t in vars(whole).values()
        ]


def test_no_office_has_no_head_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert heads_on(date(2026, 1, 1), []) == {}
