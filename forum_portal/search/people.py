"""People in public posts: of offices, of the forum, and those who had a part in a rakor.

They are found by name, by post, by the office whose post it is and by the number of the decree.
Whoever holds no post and had no part in a published rakor is not found at all; neither NIP nor
notes are looked in. Here, above the apps, because both terms and rakor tell of people.
"""

from datetime import date

from forum_portal.lib.found_words import marked
from forum_portal.lib.full_text import SHORTEST_TYPO, WORDS, Query
from forum_portal.lib.search_hits import MOST_HITS, Found, Hit, Row, Scope, found_by, note_of
from forum_portal.search.parts import Part, parts_of

# How much of what a person is known for one line tells.
MOST_PARTS = 3

# Levels are double precision throughout: of a common word thousands are summed.
_IS_KNOWN = """
    (EXISTS (SELECT FROM provinces_term term WHERE term.person_id = person.id) OR EXISTS (
        SELECT FROM meetings_official official
        JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
        WHERE official.person_id = person.id AND meeting.published_at IS NOT NULL
    ))"""
# Of equals, first those who hold a post today; a list that PostgreSQL makes once.
_HOLDS_A_POST = """
    CASE WHEN person.id IN (
        SELECT person_id FROM provinces_term WHERE period @> %(today)s
    ) THEN 0.1::float8 ELSE 0 END"""

# Rows of (post, n, level): by its title, or by names and place of its office.
_POSTS = """
    SELECT post.id AS post, word.n, 3 AS level
    FROM word JOIN provinces_post post ON post.search @@ word.hit
    UNION ALL
    SELECT post.id, office.n, 2
    FROM (
        SELECT n, office.id FROM word JOIN provinces_office office ON office.heading @@ word.near
        UNION
        SELECT n, office_id FROM word JOIN provinces_officealias alias ON alias.search @@ word.near
        UNION
        SELECT n, office.id
        FROM word
        JOIN provinces_province province ON to_tsvector('simple', province.name) @@ word.hit
        JOIN provinces_office office ON office.province_id = province.code
    ) AS office
    JOIN provinces_post post ON post.office_id = office.id"""

# Rows of (person, words, level): that the public knows the person, by what, with which words
# (bits) at which levels in sum. Words of a post are summed before its many holders come in.
_NAMED = f"""
    SELECT person.id AS person, bit_or(1 << word.n::int) AS words, sum(
               CASE WHEN lower(person.name) = %(phrase)s THEN 20
                    WHEN person.search @@ word.whole THEN 8 ELSE 6 END
           )::float8 + {_HOLDS_A_POST} AS level
    FROM word JOIN provinces_person person ON person.search @@ word.hit
    WHERE {_IS_KNOWN}
    GROUP BY person.id"""
# Words that hundreds of posts have, such as "kepala balai", would bring in all who ever held one.
# By them alone those are found who hold one today, were seen in one, or are named as well; in one
# province or year, all.
MANY_POSTS = 100
_COMMON = f"""
    SELECT coalesce(bit_or(1 << n::int), 0) AS words
    FROM (SELECT n FROM by_word GROUP BY n HAVING count(*) > {MANY_POSTS}) AS many"""
_IN_POST = """
    SELECT term.person_id, bit_or(by_post.words), max(
               by_post.level + CASE WHEN term.period @> %(today)s THEN 0.1::float8 ELSE 0 END
           )
    FROM by_post JOIN provinces_term term ON term.post_id = by_post.post
    WHERE by_post.words & ~(SELECT words FROM common) <> 0
       OR term.period @> %(today)s OR term.period IS NULL
       OR term.person_id IN (SELECT person FROM named)
       OR %(province)s <> '' OR %(year)s::int IS NOT NULL
    GROUP BY term.person_id"""
_IN_RAKOR = """
    SELECT person_id, bit_or(1 << n::int), 3 * count(DISTINCT n)
    FROM (
        SELECT official.person_id, word.n
        FROM word JOIN meetings_official official ON official.search @@ word.hit
        JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
        WHERE official.person_id IS NOT NULL AND meeting.published_at IS NOT NULL
    ) AS part
    GROUP BY person_id"""
_BY_DECREE = """
    SELECT person_id, (2 << %(count)s) - 2, %(count)s * CASE
               WHEN lower(replace(decree_number, ' ', '')) = %(number)s THEN 20 ELSE 8 END
    FROM provinces_term
    WHERE %(number)s <> '' AND decree_number <> ''
      AND lower(replace(decree_number, ' ', '')) LIKE %(number_prefix)s"""

# A name with a word that nothing has may be mistyped. Which words those are is found out first:
# else the trigrams of the others would be looked up too.
_MISSING = f"""
    SELECT n, text FROM word
    WHERE length(text) >= {SHORTEST_TYPO}
      AND coalesce((SELECT bit_or(words) FROM strict), 0) & (1 << n::int) = 0"""
_MISTYPED = f"""
    SELECT person.id, bit_or(1 << missing.n::int),
           sum(3 * strict_word_similarity(missing.text, person.name))
    FROM missing JOIN provinces_person person ON person.name %%>> missing.text
    WHERE {_IS_KNOWN}
    GROUP BY person.id"""

# In the province and year that are asked for.
_IS_IN_PLACE = """
    %(province)s = '' AND %(year)s::int IS NULL OR EXISTS (
        SELECT FROM provinces_term term
        JOIN provinces_post post ON post.id = term.post_id
        LEFT JOIN provinces_office office
            ON office.id = coalesce(post.office_id, term.on_behalf_of_id)
        WHERE term.person_id = found.person
          AND %(province)s IN ('', office.province_id)
          AND (%(year)s::int IS NULL
               OR coalesce(term.period, daterange(term.seen_on, term.seen_on, '[]'))
                  && daterange(make_date(%(year)s, 1, 1), make_date(%(year)s, 12, 31), '[]'))
    ) OR EXISTS (
        SELECT FROM meetings_official official
        JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
        WHERE official.person_id = found.person AND meeting.published_at IS NOT NULL
          AND %(province)s IN ('', meeting.host_province_id)
          AND (%(year)s::int IS NULL OR extract(year FROM meeting.starts_on) = %(year)s)
    )"""

_NOT_EXCLUDED = """
    (%(excluded)s = '' OR found.person NOT IN (
        SELECT id FROM provinces_person WHERE search @@ %(excluded)s::tsquery
    ))"""

# Names are read of those alone that anybody may get to see: a common word has thousands.
_PEOPLE = f"""
    WITH {WORDS},
    by_word AS (SELECT post, n, max(level) AS level FROM ({_POSTS}) AS each GROUP BY post, n),
    by_post AS (
        SELECT post, bit_or(1 << n::int) AS words, sum(level)::float8 AS level
        FROM by_word GROUP BY post
    ),
    common AS ({_COMMON}),
    named AS ({_NAMED}),
    strict AS (
        SELECT * FROM named UNION ALL {_IN_POST} UNION ALL {_IN_RAKOR} UNION ALL {_BY_DECREE}
    ),
    missing AS MATERIALIZED ({_MISSING}),
    scored AS (
        SELECT person, bit_count(bit_or(words)::bit(16)) AS covered, sum(level) / %(count)s AS score
        FROM (SELECT * FROM strict UNION ALL {_MISTYPED}) AS found
        WHERE ({_IS_IN_PLACE}) AND {_NOT_EXCLUDED} GROUP BY person
    ),
    ranked AS (SELECT *, max(covered) OVER () AS most FROM scored),
    readable AS (
        SELECT person, covered, score, count(*) OVER () AS total FROM ranked
        WHERE covered = most AND covered * 2 >= %(count)s
        ORDER BY score DESC, person LIMIT {MOST_HITS}
    )
    SELECT person.id, person.name, covered, score, total
    FROM readable JOIN provinces_person person ON person.id = readable.person
    ORDER BY score DESC, name COLLATE "C", person.id
    LIMIT %(limit)s OFFSET %(offset)s"""


def find_people(scope: Scope, today: date) -> Found:
    """With what each is known for. Three queries, one where nobody is found."""

    def hits_of(rows: list[Row]) -> list[Hit]:
        parts = parts_of([row["id"] for row in rows], today)
        return [_hit(row["name"], parts[row["id"]], scope.query) for row in rows]

    return found_by(_PEOPLE, scope, hits_of, today=today)


def _hit(name: str, parts: list[Part], query: Query) -> Hit:
    shown = [part.text for part in parts[:MOST_PARTS]]
    if len(parts) > MOST_PARTS:
        shown.append(f"dan {len(parts) - MOST_PARTS} lainnya")
    return Hit(
        title=marked(name, query),
        url=parts[0].url,
        note=note_of(shown, query),
        is_sample=parts[0].is_sample,
    )
