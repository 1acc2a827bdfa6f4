"""Praktik baik: the current edition of what is published and not withdrawn, no working text."""

from django.urls import reverse
from django.utils.formats import date_format

from forum_portal.lib.found_words import HEADLINE, marked, marked_headline
from forum_portal.lib.full_text import ALL_WORDS, AS_TYPED, SHORTEST_TYPO, Query
from forum_portal.lib.search_hits import Found, Hit, Row, Scope, found_by, note_of

_PUBLIC = """
    JOIN practices_practice practice ON practice.current_id = edition.id
    JOIN provinces_office office ON office.id = practice.office_id
    WHERE practice.withdrawn_at IS NULL
      AND %(province)s IN ('', office.province_id)
      AND (%(year)s::int IS NULL OR extract(
              year FROM practice.published_at AT TIME ZONE 'Asia/Jakarta') = %(year)s)"""

_MATCHED = f"""
    SELECT edition.id, practice.published_at, CASE
               WHEN lower(edition.title) = %(phrase)s THEN 20
               WHEN heading @@ query.whole THEN 8
               WHEN heading @@ query.start THEN 6
               WHEN heading @@ query.hit THEN 5
               ELSE 2 END AS level
    FROM query JOIN practices_edition edition ON edition.search @@ query.hit
    {_PUBLIC} AND {AS_TYPED.format(search="edition.search")}"""

# Where nothing has all the words: titles with words that look like them.
_MISTYPED = f"""
    SELECT edition.id, practice.published_at,
           max(3 * strict_word_similarity(word.text, edition.title))
    FROM word JOIN practices_edition edition ON edition.title %%>> word.text
    {_PUBLIC} AND length(word.text) >= {SHORTEST_TYPO} AND %(operators)s = ''
      AND NOT EXISTS (SELECT FROM matched)
      AND NOT EXISTS (
        SELECT FROM word AS other
        WHERE NOT (edition.search @@ other.hit OR edition.title %%>> other.text)
    )
    GROUP BY edition.id, practice.published_at"""

# How well the text fits is asked of those alone whose titles do, or that are the newest: of a
# common word's thousands of hits it would fetch every text.
_PRACTICES = f"""
    WITH {ALL_WORDS},
    matched AS ({_MATCHED}),
    every AS (SELECT * FROM matched UNION ALL {_MISTYPED}),
    likely AS (
        SELECT *, count(*) OVER () AS total FROM every
        ORDER BY level DESC, published_at DESC, id DESC LIMIT %(most)s
    ),
    page AS (
        SELECT likely.total, likely.level AS score, likely.published_at AS first_published_at,
               edition.*, ts_rank(edition.search, query.hit) AS rank
        FROM likely JOIN practices_edition edition USING (id) CROSS JOIN query
        ORDER BY score DESC, rank DESC, first_published_at DESC, edition.id DESC
        LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT page.total, %(count)s AS covered, page.score, page.title, page.summary, practice.slug,
           practice.is_sample, page.first_published_at, office.name AS office,
           ts_headline('indonesian', left(page.body, 20000), query.hit, '{HEADLINE}') AS headline
    FROM page CROSS JOIN query
    JOIN practices_practice practice ON practice.id = page.practice_id
    JOIN provinces_office office ON office.id = practice.office_id
    ORDER BY page.score DESC, page.rank DESC, page.first_published_at DESC, page.id DESC"""


def find_practices(scope: Scope) -> Found:
    """One query."""
    return found_by(_PRACTICES, scope, lambda rows: [_hit(row, scope.query) for row in rows])


def _hit(row: Row, query: Query) -> Hit:
    return Hit(
        title=marked(row["title"], query),
        url=reverse("practices:detail", args=[row["slug"]]),
        note=note_of((row["office"],), query),
        snippet=marked_headline(row["headline"]) or marked(row["summary"], query),
        date=date_format(row["first_published_at"].astimezone(), "j F Y"),
        is_sample=row["is_sample"],
    )
