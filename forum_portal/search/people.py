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

# Rows of (person, n, level): by what a person has word n.
_STRICT = """
    SELECT person.id AS person, word.n,
           CASE WHEN lower(person.name) = %(phrase)s THEN 20
                WHEN person.search @@ word.whole THEN 8 ELSE 6 END AS level
    FROM word JOIN provinces_person person ON person.search @@ word.hit
    WHERE EXISTS (SELECT FROM provinces_term term WHERE term.person_id = person.id)
       OR EXISTS (
           SELECT FROM meetings_official official
           JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
           WHERE official.person_id = person.id AND meeting.published_at IS NOT NULL
       )
    UNION ALL
    SELECT term.person_id, word.n, 3
    FROM word JOIN provinces_post post ON post.search @@ word.hit
    JOIN provinces_term term ON term.post_id = post.id
    UNION ALL
    SELECT term.person_id, office.n, 2
    FROM (
        SELECT n, office.id FROM word JOIN provinces_office office ON office.search @@ word.near
        UNION
        SELECT n, office_id FROM word JOIN provinces_officealias alias ON alias.search @@ word.near
        UNION
        SELECT n, office.id
        FROM word
        JOIN provinces_province province ON to_tsvector('simple', province.name) @@ word.hit
        JOIN provinces_office office ON office.province_id = province.code
    ) AS office
    JOIN provinces_post post ON post.office_id = office.id
    JOIN provinces_term term ON term.post_id = post.id
    UNION ALL
    SELECT official.person_id, word.n, 3
    FROM word JOIN meetings_official official ON official.search @@ word.hit
    JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
    WHERE official.person_id IS NOT NULL AND meeting.published_at IS NOT NULL
    UNION ALL
    SELECT term.person_id, word.n,
           CASE WHEN lower(replace(decree_number, ' ', '')) = %(number)s THEN 20 ELSE 8 END
    FROM provinces_term term CROSS JOIN word
    WHERE %(number)s <> '' AND decree_number <> ''
      AND lower(replace(decree_number, ' ', '')) LIKE %(number_prefix)s"""

# A name that nobody has may be mistyped.
_MISTYPED = f"""
    SELECT person.id, word.n, 3 * strict_word_similarity(word.text, person.name)
    FROM word JOIN provinces_person person ON person.name %%>> word.text
    WHERE length(word.text) >= {SHORTEST_TYPO} AND word.n NOT IN (SELECT n FROM strict)"""

# That the public knows the person, in the province and year that are asked for.
_IS_PUBLIC = """
    EXISTS (
        SELECT FROM provinces_term term
        JOIN provinces_post post ON post.id = term.post_id
        LEFT JOIN provinces_office office
            ON office.id = coalesce(post.office_id, term.on_behalf_of_id)
        WHERE term.person_id = person.id
          AND %(province)s IN ('', office.province_id)
          AND (%(year)s::int IS NULL
               OR coalesce(term.period, daterange(term.seen_on, term.seen_on, '[]'))
                  && daterange(make_date(%(year)s, 1, 1), make_date(%(year)s, 12, 31), '[]'))
    ) OR EXISTS (
        SELECT FROM meetings_official official
        JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
        WHERE official.person_id = person.id AND meeting.published_at IS NOT NULL
          AND %(province)s IN ('', meeting.host_province_id)
          AND (%(year)s::int IS NULL OR extract(year FROM meeting.starts_on) = %(year)s)
    )"""

# Of equals, those who hold a post today.
_PEOPLE = f"""
    WITH {WORDS},
    strict AS ({_STRICT}),
    found AS (SELECT * FROM strict UNION ALL {_MISTYPED}),
    best AS (SELECT person, n, max(level) AS level FROM found GROUP BY person, n),
    scored AS (
        SELECT person.id, person.name, count(*) AS covered, sum(level) / %(count)s AS score
        FROM best JOIN provinces_person person ON person.id = best.person
        WHERE ({_IS_PUBLIC}) AND {NOT_EXCLUDED.format(search="person.search")}
        GROUP BY person.id
    ),
    ranked AS (SELECT *, max(covered) OVER () AS most FROM scored)
    SELECT id, name, covered, score, count(*) OVER () AS total
    FROM ranked WHERE covered = most AND covered * 2 >= %(count)s
    ORDER BY score DESC, EXISTS (
        SELECT FROM provinces_term WHERE person_id = ranked.id AND period @> %(today)s
    ) DESC, name, id
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
