"""Offices by any of their names, by place, address, services and programmes.

Each word is looked for on its own, in all that is public of an office: "BTKP Kenari" are words
of an alias and of an address. A word that none has may be mistyped, and is compared by trigrams
with names and addresses. Neither telephone nor e-mail is looked in.
"""

from django.urls import reverse

from forum_portal.lib.found_words import HEADLINE, marked, marked_headline
from forum_portal.lib.full_text import NOT_EXCLUDED, SHORTEST_TYPO, WORDS, Query
from forum_portal.lib.search_hits import Found, Hit, Row, Scope, found_by, note_of

# The level of a word: as high as the name is official, less for its beginning than the whole.
_LEVEL = """
    CASE WHEN lower({table}.name) = %(phrase)s THEN 20
         WHEN NOT {names} @@ word.near THEN 2
         WHEN {names} @@ word.whole THEN {whole}
         WHEN {names} @@ word.start THEN {start}
         ELSE 5 END::float8"""

_OFFICE_LEVEL = _LEVEL.format(table="office", names="office.heading", whole=8, start=6)
_ALIAS_LEVEL = _LEVEL.format(table="alias", names="alias.search", whole=7.5, start=5.5)
_FORMER_LEVEL = _LEVEL.format(table="former", names="former.search", whole=7, start=5)

# Rows of (office, n, level, said): that the office has word n, and in what.
_STRICT = f"""
    SELECT office.id AS office, word.n, {_OFFICE_LEVEL} AS level, '' AS said
    FROM word JOIN provinces_office office ON office.search @@ word.hit
    UNION ALL
    SELECT alias.office_id, word.n, {_ALIAS_LEVEL}, alias.name
    FROM word JOIN provinces_officealias alias ON alias.search @@ word.hit
    UNION ALL
    SELECT former.office_id, word.n, {_FORMER_LEVEL}, former.name
    FROM word JOIN provinces_officename former ON former.search @@ word.hit
    UNION ALL
    SELECT office.id, word.n, CASE WHEN lower(province.name) = %(phrase)s THEN 12 ELSE 6 END, ''
    FROM word
    JOIN provinces_province province ON to_tsvector('simple', province.name) @@ word.hit
    JOIN provinces_office office ON office.province_id = province.code
    UNION ALL
    SELECT service.office_id, word.n, 2, ''
    FROM word JOIN provinces_officeservice service ON service.search @@ word.hit
    UNION ALL
    SELECT programme.office_id, word.n, 2, ''
    FROM word JOIN provinces_officeprogramme programme ON programme.search @@ word.hit"""

_MISTYPED = f"""
    WITH missing AS (
        SELECT * FROM word
        WHERE length(text) >= {SHORTEST_TYPO} AND n NOT IN (SELECT n FROM strict)
    )
    SELECT office.id AS office, missing.n, 3 * strict_word_similarity(missing.text,
               office.name || ' ' || office.short_name || ' ' || office.city || ' '
               || office.address) AS level, '' AS said
    FROM missing JOIN provinces_office office
        ON (office.name || ' ' || office.short_name || ' ' || office.city || ' ' || office.address)
           %%>> missing.text
    UNION ALL
    SELECT alias.office_id, missing.n, 2.9 * strict_word_similarity(missing.text, alias.name),
           alias.name
    FROM missing JOIN provinces_officealias alias ON alias.name %%>> missing.text
    UNION ALL
    SELECT former.office_id, missing.n, 2.8 * strict_word_similarity(missing.text, former.name),
           former.name
    FROM missing JOIN provinces_officename former
        ON (former.name || ' ' || former.short_name) %%>> missing.text"""

# Of equals, first the one whose page tells more.
# Of a common word's
# hundreds each is looked up once, and the texts of those alone that are shown.
_OFFICES = f"""
    WITH {WORDS},
    strict AS ({_STRICT}),
    found AS (SELECT * FROM strict UNION ALL SELECT * FROM ({_MISTYPED}) AS mistyped),
    best AS (
        SELECT DISTINCT ON (office, n) office, n, level, said
        FROM found ORDER BY office, n, level DESC
    ),
    scored AS (
        SELECT office, count(*) AS covered, sum(level) / %(count)s AS score,
               string_agg(DISTINCT said, ' · ') FILTER (WHERE said <> '') AS said
        FROM best GROUP BY office
    ),
    ranked AS (
        SELECT scored.*, province_id, slug,
               (address <> '')::int + (website <> '')::int AS tells, max(covered) OVER () AS most
        FROM scored JOIN provinces_office office ON office.id = scored.office
        WHERE %(province)s IN ('', office.province_id) AND %(year)s::int IS NULL
          AND {NOT_EXCLUDED.format(search="office.search")}
    ),
    page AS (
        SELECT *, count(*) OVER () AS total FROM ranked
        WHERE covered = most AND covered * 2 >= %(count)s
        ORDER BY score DESC, tells DESC, province_id, slug LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT page.*, office.name, city, address, province.name AS province,
           CASE WHEN NOT %(titles_only)s AND score < 3 AND description <> '' THEN
               ts_headline('indonesian', left(description, 10000),
                           (SELECT string_agg(hit::text, ' | ')::tsquery FROM word), '{HEADLINE}')
           ELSE '' END AS headline
    FROM page
    JOIN provinces_office office ON office.id = page.office
    JOIN provinces_province province ON province.code = office.province_id
    ORDER BY score DESC, tells DESC, page.province_id, page.slug"""


def find_offices(scope: Scope) -> Found:
    """None where a year is asked for: an office is of no year. One query."""
    return found_by(_OFFICES, scope, lambda rows: [_hit(row, scope.query) for row in rows])


def _hit(row: Row, query: Query) -> Hit:
    place = (row["city"], "" if row["city"] and row["city"] in row["province"] else row["province"])
    also = row["said"] and f"juga dikenal sebagai {row['said']}"
    return Hit(
        title=marked(row["name"], query),
        url=reverse("provinces:detail", args=[row["slug"]]),
        note=note_of((", ".join(part for part in place if part), also, row["address"]), query),
        snippet=marked_headline(row["headline"]),
    )
