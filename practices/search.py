"""Praktik baik: the current edition of what is published and not withdrawn, no working text."""

from django.urls import reverse
from django.utils.formats import date_format

from forum_portal.lib.found_words import HEADLINE, marked, marked_headline
from forum_portal.lib.full_text import ALL_WORDS, AS_TYPED, SHORTEST_TYPO, WORDS, Query
from forum_portal.lib.search_hits import MOST_HITS, Found, Hit, Row, Scope, found_by, note_of

_PUBLIC = """
    practice.withdrawn_at IS NULL
    AND (%(province)s = '' OR EXISTS (
        SELECT FROM provinces_office office
        WHERE office.id = practice.office_id AND office.province_id = %(province)s
    ))
    AND (%(year)s::int IS NULL OR extract(
            year FROM practice.published_at AT TIME ZONE 'Asia/Jakarta') = %(year)s)"""

# By their titles, of whatever edition: `matched` asks which are public.
_TITLED = f"""
    SELECT id, CASE
               WHEN lower(title) = %(phrase)s THEN 20
               WHEN heading @@ %(all_whole)s::tsquery THEN 8
               WHEN heading @@ %(all_start)s::tsquery THEN 6
               ELSE 5 END AS level
    FROM practices_edition WHERE heading @@ {ALL_WORDS}"""

# Of a common word's thousands of titles as many as anybody reads on, and of them no text: each
# would be fetched for it.
_IN_TITLES = f"""
    SELECT titled.id, practice.published_at, titled.level
    FROM (SELECT * FROM titled ORDER BY level DESC, id DESC LIMIT {MOST_HITS}) AS titled
    JOIN practices_practice practice ON practice.current_id = titled.id
    WHERE {_PUBLIC} AND (%(operators)s = '' OR EXISTS (
        SELECT FROM practices_edition edition
        WHERE edition.id = titled.id AND {AS_TYPED.format(search="edition.search")}
    ))"""

# A word that many of the newest editions have is common, and has more than anybody reads on for:
# of the older ones, then, only those are looked for and counted that are called so.
NEWEST = 500

# Editions are numbered as they are published. Asked once: between two looks another may be.
_SINCE = f"SELECT last_value - {NEWEST} AS id FROM practices_edition_id_seq"
_MATCHES = f"""
    SELECT edition.id, practice.published_at
    FROM practices_edition edition
    JOIN practices_practice practice ON practice.current_id = edition.id
    WHERE {_PUBLIC} AND {AS_TYPED.format(search="edition.search")}"""
# The planner must not know the words: of common ones it takes the index for useless beside the
# range of keys, and reads the vectors instead. Of the older ones it must not see the range.
_NEW = f"""{_MATCHES} AND edition.id > (SELECT id FROM since)
      AND edition.search @@ (SELECT {ALL_WORDS})"""
_OLD = f"""{_MATCHES} AND edition.id + 0 <= (SELECT id FROM since)
      AND edition.search @@ {ALL_WORDS}"""
_IS_COMMON = f"(SELECT count(*) > {MOST_HITS} FROM new)"
_IN_TEXTS = f"""
    WITH since AS MATERIALIZED ({_SINCE}), new AS MATERIALIZED ({_NEW})
    SELECT found.*, coalesce(titled.level, 2) AS level
    FROM (SELECT * FROM new UNION ALL {_OLD} AND NOT {_IS_COMMON}) AS found
    LEFT JOIN titled USING (id)
    UNION ALL
    {_IN_TITLES} AND titled.id <= (SELECT id FROM since) AND {_IS_COMMON}"""

# Where nothing has all the words, those that no article has: they may be mistyped.
_MISSING = f"""
    SELECT n, text FROM word
    WHERE length(text) >= {SHORTEST_TYPO} AND %(operators)s = ''
      AND NOT EXISTS (SELECT FROM matched)
      AND NOT EXISTS (
        SELECT FROM practices_edition edition
        JOIN practices_practice practice ON practice.current_id = edition.id
        WHERE edition.search @@ word.hit AND practice.withdrawn_at IS NULL
    )"""
# Titles with words that look like all of them, of articles that have the other words, too.
_MISTYPED = f"""
    SELECT edition.id, practice.published_at, alike.level
    FROM (
        SELECT edition.id, 3 * max(strict_word_similarity(missing.text, edition.title)) AS level
        FROM missing JOIN practices_edition edition ON edition.title %%>> missing.text
        GROUP BY edition.id HAVING count(*) = (SELECT count(*) FROM missing)
    ) AS alike
    JOIN practices_edition edition ON edition.id = alike.id
    JOIN practices_practice practice ON practice.current_id = edition.id
    WHERE {_PUBLIC} AND NOT EXISTS (
        SELECT FROM word WHERE n NOT IN (SELECT n FROM missing)
        AND NOT (edition.search @@ word.hit OR edition.title %%>> word.text)
    )"""

# How well the text fits is asked of one block of two pages alone, the newest first: of a common
# word's thousands of hits it would fetch every text.
_PRACTICES = f"""
    WITH {WORDS},
    titled AS ({_TITLED}),
    matched AS ({{matched}}),
    missing AS MATERIALIZED ({_MISSING}),
    every AS (SELECT * FROM matched UNION ALL {_MISTYPED}),
    block AS (
        SELECT *, (SELECT count(*) FROM every) AS total FROM every
        ORDER BY level DESC, published_at DESC, id DESC
        LIMIT %(block)s OFFSET %(block_offset)s
    ),
    page AS (
        SELECT block.total, block.level AS score, block.published_at AS first_published_at,
               edition.*, ts_rank(edition.search, {ALL_WORDS}) AS rank
        FROM block JOIN practices_edition edition ON edition.id = block.id
        ORDER BY score DESC, rank DESC, first_published_at DESC, edition.id DESC
        LIMIT %(limit)s OFFSET %(offset)s - %(block_offset)s
    )
    SELECT page.total, %(count)s AS covered, page.score, page.title, page.summary, practice.slug,
           practice.is_sample, page.first_published_at, office.name AS office,
           CASE WHEN NOT %(titles_only)s THEN
               ts_headline('indonesian', left(page.body, 20000), {ALL_WORDS}, '{HEADLINE}')
           ELSE '' END AS headline
    FROM page
    JOIN practices_practice practice ON practice.id = page.practice_id
    JOIN provinces_office office ON office.id = practice.office_id
    ORDER BY page.score DESC, page.rank DESC, page.first_published_at DESC, page.id DESC"""

_PRACTICES_BY_TEXT = _PRACTICES.format(matched=_IN_TEXTS)
_PRACTICES_BY_TITLE = _PRACTICES.format(matched=_IN_TITLES)


def find_practices(scope: Scope) -> Found:
    """Counted as far as anybody reads on. One query."""
    statement = _PRACTICES_BY_TITLE if scope.titles_only else _PRACTICES_BY_TEXT
    found = found_by(statement, scope, lambda rows: [_hit(row, scope.query) for row in rows])
    total = min(found.total, MOST_HITS)
    return found._replace(total=total, has_more=found.total > total)


def _hit(row: Row, query: Query) -> Hit:
    return Hit(
        title=marked(row["title"], query),
        url=reverse("practices:detail", args=[row["slug"]]),
        note=note_of((row["office"],), query),
        snippet=marked_headline(row["headline"]) or marked(row["summary"], query),
        date=date_format(row["first_published_at"].astimezone(), "j F Y"),
        is_sample=row["is_sample"],
    )
