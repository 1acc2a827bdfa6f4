"""People in public posts: of offices, of the forum, and those who had a part in a rakor.

They are found by name, by post, by the office whose post it is and by the number of the decree.
Whoever holds no post and had no part in a published rakor is not found at all; neither NIP nor
notes are looked in. Here, above the apps, because both terms and rakor tell of people.
"""

from datetime import date

from forum_portal.lib.found_words import marked
from forum_portal.lib.full_text import NOT_EXCLUDED, SHORTEST_TYPO, WORDS, Query
from forum_portal.lib.search_hits import Found, Hit, Row, Scope, found_by, note_of
from forum_portal.search.parts import Part, parts_of

# How much of what a person is known for one line tells.
MOST_PARTS = 3

_IS_KNOWN = """
    (EXISTS (SELECT FROM provinces_term term WHERE term.person_id = person.id) OR EXISTS (
        SELECT FROM meetings_official official
        JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
        WHERE official.person_id = person.id AND meeting.published_at IS NOT NULL
    ))"""
# Of equals, first those who hold a post today.
_PRESENT = "CASE WHEN term.period @> %(today)s THEN 0.1 ELSE 0 END"

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
           ) + coalesce((SELECT max({_PRESENT}) FROM provinces_term term
                         WHERE term.person_id = person.id), 0) AS level
    FROM word JOIN provinces_person person ON person.search @@ word.hit
    WHERE {_IS_KNOWN}
    GROUP BY person.id"""
_IN_POST = f"""
    SELECT term.person_id, bit_or(by_post.words), max(by_post.level + {_PRESENT})
    FROM by_post JOIN provinces_term term ON term.post_id = by_post.post
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

# A name with a word that nothing has may be mistyped.
_MISTYPED = f"""
    SELECT person.id, bit_or(1 << word.n::int),
           sum(3 * strict_word_similarity(word.text, person.name))
    FROM word JOIN provinces_person person ON person.name %%>> word.text
    WHERE length(word.text) >= {SHORTEST_TYPO}
      AND NOT EXISTS (SELECT FROM strict WHERE strict.words & (1 << word.n::int) <> 0)
      AND {_IS_KNOWN}
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

_PEOPLE = f"""
    WITH {WORDS},
    by_post AS (
        SELECT post, bit_or(1 << n::int) AS words, sum(level) AS level
        FROM (SELECT post, n, max(level) AS level FROM ({_POSTS}) AS each GROUP BY post, n) AS best
        GROUP BY post
    ),
    strict AS ({_NAMED} UNION ALL {_IN_POST} UNION ALL {_IN_RAKOR} UNION ALL {_BY_DECREE}),
    scored AS (
        SELECT person, bit_count(bit_or(words)::bit(16)) AS covered, sum(level) / %(count)s AS score
        FROM (SELECT * FROM strict UNION ALL {_MISTYPED}) AS found
        WHERE {_IS_IN_PLACE} GROUP BY person
    ),
    ranked AS (SELECT *, max(covered) OVER () AS most FROM scored)
    SELECT person.id, person.name, covered, score, count(*) OVER () AS total
    FROM ranked JOIN provinces_person person ON person.id = ranked.person
    WHERE covered = most AND covered * 2 >= %(count)s
      AND {NOT_EXCLUDED.format(search="person.search")}
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
