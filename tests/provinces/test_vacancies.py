"""When a post has no holder, and when nobody can say so."""

from datetime import date

import pytest

from provinces.vacancies import vacancies
from tests.factories import make_post, make_term

FIRST, END, NEXT = date(2020, 1, 1), date(2025, 1, 1), date(2025, 6, 1)


@pytest.fixture
def post(db: None):
    return make_post()


def words(post) -> list[str]:
    return [vacancy.in_words() for vacancy in vacancies(post.terms.select_related("person"))]


def test_post_without_a_term_or_with_an_open_one_is_not_called_vacant(post):
    make_term(post, period=None, seen_on=FIRST)
    assert words(post) == []
    make_term(post, period=(FIRST, None))
    assert words(post) == []


def test_days_between_two_terms_and_after_the_last_are_vacant(post):
    make_term(post, name="Ana", period=(FIRST, END))
    make_term(post, name="Budi", period=(NEXT, date(2026, 1, 1)), until_precision="year")

    assert words(post) == [
        "Sesudah itu jabatan kosong sejak 1 Januari 2025 sampai 1 Juni 2025.",
        "Sesudah itu jabatan kosong sejak 2026.",
    ]


def test_who_stands_in_fills_the_post(post):
    make_term(post, period=(FIRST, END))
    make_term(post, acting="plt", period=(date(2024, 12, 1), NEXT))
    make_term(post, period=(NEXT, None))

    assert words(post) == []


@pytest.mark.parametrize(
    ("until", "since"), [("unknown", "day"), ("day", "unknown"), ("year", "day"), ("year", "month")]
)
def test_days_that_may_have_had_a_holder_are_not_called_vacant(post, until, since):
    make_term(post, name="Ana", period=(FIRST, END), until_precision=until)
    make_term(post, name="Budi", period=(NEXT, None), from_precision=since)

    (sentence,) = words(post)
    assert sentence.startswith("Siapa yang menjabat sesudah Ana tidak diketahui sampai")


def test_end_known_to_a_year_that_is_over_before_the_next_begins_is_certain(post):
    make_term(post, period=(FIRST, END), until_precision="year")
    make_term(post, period=(date(2026, 3, 1), None), from_precision="month")

    assert words(post) == ["Sesudah itu jabatan kosong sejak 2025 sampai Maret 2026."]
