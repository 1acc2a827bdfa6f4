"""Words that hundreds of rows have: what the page says of those that it does not show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from forum_portal.lib.search_hits import MOST_HITS, PAGE_SIZE
from practices.models import Edition, Practice
from practices.search import NEWEST
from provinces.models import Office
from tests.factories import NOW, make_published_practice

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

BODY = "Guru merekam pelajaran."


def publish(office: Office, number: int) -> None:
    """So many articles with the same text, the first of them the newest."""
    practices = Practice.objects.bulk_create(
        Practice(
            office=office, slug=f"baru-{n}", title=f"Baru {n}", body=BODY,
            created_at=NOW, edited_at=NOW,
        )
        for n in range(number)
    )  # fmt: skip
    for n, practice in enumerate(practices):
        practice.published_at = NOW - timedelta(minutes=n)
    editions = Edition.objects.bulk_create(
        Edition(
            practice=practice, number=1, title=practice.title, body=BODY,
            published_at=practice.published_at,
        )
        for practice in practices
    )  # fmt: skip
    for practice, edition in zip(practices, editions, strict=True):
        practice.current = edition
    Practice.objects.bulk_update(practices, ["current", "published_at"])


def let_pass(editions: int) -> None:
    """As if so many had been published since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('practices_edition_id_seq', last_value + %s) "
            "FROM practices_edition_id_seq",
            [editions],
        )


@pytest.fixture
def old(bali: Office) -> None:
    """Two articles that are not of the newest: one is called so, the other says so."""
    old = NOW - timedelta(days=900)
    make_published_practice(bali, title="Pelajaran lama", body="Lama", published_at=old)
    make_published_practice(bali, title="Radio", body=BODY, published_at=old)
    let_pass(NEWEST)


def search(**asked: str):
    return Client().get("/cari/", {"q": "pelajaran"} | asked)


def articles(page) -> tuple[int, bool]:
    (found,) = [group.found for group in page.context["groups"] if group.kind.unit == "artikel"]
    return found.total, found.has_more


def titles(page) -> list[str]:
    return [str(hit.title) for group in page.context["shown"] for hit in group.found.hits]


def test_as_many_as_anybody_reads_are_counted_and_no_more_claimed(aceh, old):
    publish(aceh, MOST_HITS - 2)

    page = search()

    assert articles(page) == (MOST_HITS, False)
    assert "Semua 240 artikel</a>" in page.text
    assert "lebih dari" not in page.text.lower()
    assert "teratas yang ditampilkan" not in search(jenis="praktik-baik").text


def test_of_one_more_the_page_says_that_it_did_not_count_on(aceh, old):
    publish(aceh, MOST_HITS - 1)

    page = search()

    assert articles(page) == (MOST_HITS, True)
    assert '<span class="search-count">lebih dari 240</span>' in page.text
    assert '<p class="visually-hidden" role="status">Lebih dari 240 hasil' in page.text
    assert "240 artikel teratas</a>" in page.text
    assert page.text.count('<span class="chip__count">240+</span>') == 2


def test_common_word_shows_the_newest_after_what_is_called_so_whenever_it_was(aceh, old):
    publish(aceh, MOST_HITS + 1)

    first, last, beyond = (search(jenis="praktik-baik", page=n) for n in ("1", "10", "11"))

    assert titles(first) == [
        "<mark>Pelajaran</mark> lama",
        *(f"Baru {n}" for n in range(PAGE_SIZE - 1)),
    ]
    assert titles(last) == [f"Baru {n}" for n in range(MOST_HITS - PAGE_SIZE - 1, MOST_HITS - 1)]
    assert titles(beyond) == titles(last)
    assert "Hanya 240 artikel teratas yang ditampilkan." in last.text


def test_filter_of_a_common_word_finds_the_old_articles_of_a_province(aceh, bali, old):
    publish(aceh, MOST_HITS + 1)

    page = search(provinsi=bali.province_id)

    assert (articles(page), titles(page)) == (
        (2, False),
        ["<mark>Pelajaran</mark> lama", "Radio"],
    )


def test_withdrawn_articles_are_neither_counted_nor_shown(aceh, old):
    publish(aceh, MOST_HITS + 1)
    Practice.objects.filter(slug="baru-0").update(withdrawn_at=NOW, withdraw_reason="Keliru")
    Practice.objects.filter(title="Pelajaran lama").update(
        withdrawn_at=NOW, withdraw_reason="Keliru"
    )

    page = search(jenis="praktik-baik")

    assert articles(page) == (MOST_HITS, True)
    assert titles(page) == [f"Baru {n}" for n in range(1, PAGE_SIZE + 1)]


def test_of_what_is_counted_to_the_end_no_more_is_promised_than_is_shown(aceh):
    Office.objects.bulk_create(
        Office(province=aceh.province, slug=f"pulau-{n}", name=f"Balai Pulau {n}")
        for n in range(MOST_HITS + 1)
    )

    page, last = search(q="pulau"), search(q="pulau", jenis="balai", page="10")

    assert '<span class="search-count">241</span>' in page.text
    assert "240 balai teratas</a>" in page.text
    assert len(titles(last)) == PAGE_SIZE
    assert "Hanya 240 balai teratas yang ditampilkan." in last.text
