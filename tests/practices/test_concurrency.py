"""Two people at the same moment: one is first, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from practices.actions.comments import MOST_AN_HOUR, TooManyComments, write_comment
from practices.actions.publishing import publish_practice
from practices.actions.refusals import DraftChanged, NotSubmitted
from practices.actions.writing import Draft, begin_practice, save_draft
from practices.models import Comment, Edition, Practice
from tests.factories import NOW, make_practice, make_published_practice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

AT_ONCE = 4


def race(attempt) -> list[object]:
    """The result of `attempt(number)`, or the type of its refusal, of each at the same time."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> object:
        start.wait()
        try:
            return attempt(number)
        except Exception as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_of_several_publishes(aceh):
    practice = make_practice(aceh, submitted_at=NOW)
    results = race(
        lambda _: publish_practice(practice=practice, read_at=NOW, by=None, at=NOW).number
    )
    assert sorted(results, key=str) == sorted([1, *[NotSubmitted] * (AT_ONCE - 1)], key=str)
    assert Edition.objects.count() == 1


def test_one_of_several_saves(aceh):
    practice = make_practice(aceh)
    topics = list(practice.topics.all())
    results = race(
        lambda number: save_draft(
            practice=practice,
            draft=Draft(title=f"Judul {number}", topics=topics),
            read_at=NOW,
            by=None,
            at=NOW + timedelta(seconds=number + 1),
        )
    )
    assert sorted(results, key=str).count(DraftChanged) == AT_ONCE - 1
    practice.refresh_from_db()
    assert results[int(practice.title[-1])] == ["title", "summary", "body"]


def test_articles_of_one_title_get_different_addresses(aceh):
    race(lambda _: begin_practice(office=aceh, draft=Draft(title="Radio"), by=None, at=NOW).slug)
    assert sorted(Practice.objects.values_list("slug", flat=True)) == [
        "radio", "radio-2", "radio-3", "radio-4",
    ]  # fmt: skip


def test_many_tabs_are_no_way_around_the_limit_of_comments(aceh, bali, other_operator):
    practice = make_published_practice(aceh)

    def write(number: int) -> None:
        write_comment(
            practice=practice, text=f"Komentar {number}", office=bali, by=other_operator, at=NOW
        )

    for number in range(MOST_AN_HOUR - 1):
        write(-1 - number)
    assert race(write).count(TooManyComments) == AT_ONCE - 1
    assert Comment.objects.count() == MOST_AN_HOUR
