"""Offices, fifty years of their heads and names, and articles: generated, the same each time.

    python -m bench._scale_data OFFICES ARTICLES

adds to the reference data what is missing to OFFICES, gives every office the same history, and
writes ARTICLES. Only for a database of a measurement: the rows go in as they are, past the actions.
"""

import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import TypeVar

import django
from django.db import connection, models, transaction

django.setup()

from bench._scale_words import LINKS, MARK, NAMES, PLACES, WORDS  # noqa: E402
from meetings.models import Meeting, Official  # noqa: E402
from practices.models import Edition, EditionTopic, Practice, Topic  # noqa: E402
from provinces.models import (  # noqa: E402
    Membership,
    Office,
    OfficeAlias,
    OfficeName,
    Person,
    Post,
    Province,
    Term,
)

FIRST_YEAR, LAST_YEAR = 1976, 2026
SEED = 20260308
FORMER_NAMES = 3
SENTENCES = (18, 60)
M = TypeVar("M", bound=models.Model)


def main() -> None:
    offices, articles = (int(argument) for argument in sys.argv[1:])
    generate(offices=offices, articles=articles)
    # As a portal's tables are a minute after whatever was written, by PostgreSQL's own doing.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def generate(*, offices: int, articles: int) -> None:
    chance = random.Random(SEED)  # noqa: S311 (the same rows each time, no secret)
    _add_offices(offices - Office.objects.count(), chance)
    everybody = list(Office.objects.order_by("pk"))
    _give_names(everybody, chance)
    _give_memberships(everybody, chance)
    _give_heads(everybody, chance)
    _give_leaders(everybody, chance)
    _hold_meetings(everybody, chance)
    _write_articles(articles, everybody, chance)


def _add_offices(number: int, chance: random.Random) -> None:
    provinces = list(Province.objects.order_by("code"))
    new = [
        Office(
            province=provinces[n % len(provinces)],
            slug=f"{MARK.lower()}-{n + 1}",
            name=f"Balai TIK {MARK} {chance.choice(PLACES)} {n + 1}",
            short_name=f"BTR {n + 1}",
            city=f"Kota {chance.choice(PLACES)}",
            address=f"Jalan {chance.choice(PLACES)} {n + 1}",
            description=_paragraph(chance, 6),
        )
        for n in range(number)
    ]
    for office in _created(new):
        Post.objects.create(office=office, slug=Post.HEAD, title="Kepala")
        OfficeAlias.objects.create(office=office, name=f"{MARK} {office.city} {office.pk}")


def _give_names(offices: list[Office], chance: random.Random) -> None:
    """Three former names, the present one since 2016 to 2020."""
    former = []
    for office in offices:
        year = chance.randint(1980, 1986)
        for number in range(FORMER_NAMES):
            until = year + chance.randint(9, 11)
            name = f"Sanggar Tekkom {MARK} {chance.choice(PLACES)} {office.pk}.{number + 1}"
            former.append(OfficeName(office=office, name=name, valid=_years(year, until)))
            year = until
        office.name_since = date(year, 1, 1)
    _created(former)
    Office.objects.bulk_update(offices, ["name_since"])


def _give_memberships(offices: list[Office], chance: random.Random) -> None:
    Membership.objects.all().delete()
    rows = []
    for office in offices:
        joined = chance.randint(FIRST_YEAR, 1990)
        if office.pk % 9 == 0:
            paused = joined + chance.randint(5, 15)
            rows.append(Membership(office=office, period=_years(joined, paused), end="paused"))
            joined = paused + 2
        rows.append(Membership(office=office, period=_years(joined, None)))
    _created(rows)


def _give_heads(offices: list[Office], chance: random.Random) -> None:
    """A head of three to six years after the other, here and there with an acting one before."""
    posts = {post.office_id: post for post in Post.objects.filter(slug=Post.HEAD)}
    terms: list[Term] = []
    for office in offices:
        year = FIRST_YEAR
        while year < LAST_YEAR:
            until = year + chance.randint(3, 6)
            period = _years(year, until if until < LAST_YEAR else None)
            terms.append(_term(posts[office.pk], period, chance))
            if chance.random() < 0.2:
                terms.append(_term(posts[office.pk], _years(year, year + 1), chance, acting="plt"))
            year = until
    _save_terms(terms)


def _give_leaders(offices: list[Office], chance: random.Random) -> None:
    """Of the forum, until the one whom the reference data name."""
    chair = Post.objects.of_forum().get(slug=Post.CHAIR)
    first = chair.terms.order_by("period").values_list("period", flat=True).first()
    last = first.lower.year if first else LAST_YEAR
    years = range(FIRST_YEAR, last - 2, 2)
    _save_terms(
        [_term(chair, _years(y, y + 2), chance, on_behalf_of=chance.choice(offices)) for y in years]
    )


def _hold_meetings(offices: list[Office], chance: random.Random) -> None:
    meetings = _created(
        Meeting(
            slug=f"rakor-{MARK.lower()}-{year}",
            title=f"Rakor {MARK} {year}",
            theme=_sentence(chance),
            starts_on=date(year, 10, 12),
            ends_on=date(year, 10, 14),
            city=f"Kota {chance.choice(PLACES)}",
            host_province=chance.choice(offices).province,
            published_at=_noon(year, 10),
            is_sample=True,
        )
        for year in range(FIRST_YEAR, LAST_YEAR - 5)
    )
    _created(
        Official(meeting=meeting, office=office, position="Kepala", part="Peserta")
        for meeting in meetings
        for office in chance.sample(offices, 12)
    )


def _write_articles(number: int, offices: list[Office], chance: random.Random) -> None:
    """As many of each office; each published once, with one to three topics."""
    topics = list(Topic.objects.all())
    practices = _created(_practice(n, offices[n % len(offices)], chance) for n in range(number))
    editions = _created(
        Edition(
            practice=practice,
            number=1,
            title=practice.title,
            summary=practice.summary,
            body=practice.body,
            published_at=practice.created_at,
        )
        for practice in practices
    )
    _created(
        EditionTopic(edition=edition, topic=topic)
        for edition in editions
        for topic in chance.sample(topics, chance.randint(1, min(3, len(topics))))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE practices_practice SET current_id = edition.id, "
            "published_at = edition.published_at FROM practices_edition edition "
            "WHERE edition.practice_id = practices_practice.id AND current_id IS NULL "
            "AND practices_practice.slug LIKE %s",
            [f"{MARK.lower()}-%"],
        )


def _practice(number: int, office: Office, chance: random.Random) -> Practice:
    at = datetime(2016, 1, 4, 2, tzinfo=UTC) + timedelta(hours=17 * number)
    body = "\n\n".join(_paragraph(chance, 6) for _ in range(chance.randint(*SENTENCES) // 6))
    return Practice(
        office=office,
        slug=f"{MARK.lower()}-{number + 1}",
        title=f"{_sentence(chance, 4).rstrip('.')} ({MARK} {number + 1})"[:150],
        summary=_sentence(chance),
        body=body,
        created_at=at,
        edited_at=at,
        is_sample=True,
    )


def _term(post: Post, period: tuple, chance: random.Random, **fields: object) -> Term:
    name = f"{chance.choice(NAMES)} {chance.choice(NAMES)} {MARK}"
    return Term(post=post, person=Person(name=name), period=period, source="data uji", **fields)


def _save_terms(terms: list[Term]) -> None:
    _created(term.person for term in terms)
    for term in terms:
        term.person_id = term.person.pk
    _created(terms)


def _created(rows: Iterable[M]) -> list[M]:
    listed = list(rows)
    return type(listed[0])._default_manager.bulk_create(listed, batch_size=500) if listed else []


def _years(first: int, until: int | None) -> tuple[date, date | None]:
    return date(first, 1, 1), date(until, 1, 1) if until else None


def _noon(year: int, month: int) -> datetime:
    return datetime(year, month, 1, 5, tzinfo=UTC)


def _paragraph(chance: random.Random, sentences: int) -> str:
    return " ".join(_sentence(chance) for _ in range(sentences))


def _sentence(chance: random.Random, words: int = 0) -> str:
    """Of words of unequal frequency, joined by what Indonesian joins them with."""
    number = words or chance.randint(6, 14)
    chosen = chance.choices(WORDS, cum_weights=_WEIGHTS, k=number)
    said = list(_linked(chosen, chance)) if not words else chosen
    return " ".join(said).capitalize() + "."


def _linked(words: list[str], chance: random.Random) -> Iterator[str]:
    for number, word in enumerate(words):
        if number and number % 3 == 0:
            yield chance.choice(LINKS)
        yield word


# The n-th word is n times as rare as the first.
_WEIGHTS = list(accumulate(1 / (n + 1) for n in range(len(WORDS))))


if __name__ == "__main__":
    main()
