"""Published rakor: by title, theme, place, host, year, latest agenda and commitments."""

from django.urls import reverse

from forum_portal.lib.dates import date_span
from forum_portal.lib.found_words import HEADLINE, marked, marked_headline
from forum_portal.lib.full_text import NOT_EXCLUDED, SHORTEST_TYPO, WORDS, Query
from forum_portal.lib.search_hits import Found, Hit, Row, Scope, found_by, note_of

_CANCELLED = {"text": "Dibatalkan", "tone": "red"}

# Rows of (meeting, n, level): that the rakor has word n.
_STRICT = """
    SELECT meeting.id AS meeting, word.n,
           CASE WHEN lower(meeting.title) = %(phrase)s THEN 20
                WHEN meeting.search @@ word.whole THEN 8
                WHEN meeting.search @@ word.start THEN 6
                WHEN meeting.search @@ word.near THEN 5
                ELSE 2 END AS level
    FROM word JOIN meetings_meeting meeting ON meeting.search @@ word.hit
    UNION ALL
    SELECT meeting.id, word.n, 5
    FROM word JOIN provinces_province province ON to_tsvector('simple', province.name) @@ word.hit
    JOIN meetings_meeting meeting ON meeting.host_province_id = province.code
    UNION ALL
    SELECT meeting.id, word.n, 2
    FROM word JOIN meetings_agendarelease release ON release.search @@ word.hit
    JOIN meetings_meeting meeting ON meeting.current_release_id = release.id
    UNION ALL
    SELECT commitment.meeting_id, word.n, 2
    FROM word JOIN meetings_commitment commitment ON commitment.search @@ word.hit"""

_NAMES = "title || ' ' || theme || ' ' || city || ' ' || venue"

_MISTYPED = f"""
    SELECT meeting.id, word.n, 3 * strict_word_similarity(word.text, {_NAMES})
    FROM word JOIN meetings_meeting meeting ON ({_NAMES}) %%>> word.text
    WHERE length(word.text) >= {SHORTEST_TYPO} AND word.n NOT IN (
        SELECT n FROM strict JOIN meetings_meeting ON id = strict.meeting
        WHERE published_at IS NOT NULL
    )"""

_MEETINGS = f"""
    WITH {WORDS},
    strict AS ({_STRICT}),
    found AS (SELECT * FROM strict UNION ALL {_MISTYPED}),
    best AS (SELECT meeting, n, max(level) AS level FROM found GROUP BY meeting, n),
    scored AS (
        SELECT meeting, count(*) AS covered, sum(level) / %(count)s AS score
        FROM best JOIN meetings_meeting ON meetings_meeting.id = meeting
        WHERE published_at IS NOT NULL
          AND %(province)s IN ('', host_province_id)
          AND (%(year)s::int IS NULL OR extract(year FROM starts_on) = %(year)s)
          AND {NOT_EXCLUDED.format(search="meetings_meeting.search")}
        GROUP BY meeting
    ),
    ranked AS (SELECT *, max(covered) OVER () AS most FROM scored),
    page AS (
        SELECT ranked.covered, ranked.score, meeting.*, count(*) OVER () AS total
        FROM ranked JOIN meetings_meeting meeting ON meeting.id = ranked.meeting
        WHERE covered = most AND covered * 2 >= %(count)s
        ORDER BY score DESC, starts_on DESC, meeting.id
        LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT total, covered, score, page.title, page.slug, theme, city, starts_on, ends_on,
           date_precision, cancelled_at IS NOT NULL AS is_cancelled, is_sample,
           coalesce(province.name, '') AS province,
           CASE WHEN NOT %(titles_only)s AND description <> '' THEN
               ts_headline('indonesian', left(description, 10000),
                           (SELECT string_agg(hit::text, ' | ')::tsquery FROM word), '{HEADLINE}')
           ELSE '' END AS headline
    FROM page LEFT JOIN provinces_province province ON province.code = host_province_id
    ORDER BY score DESC, starts_on DESC, page.id"""


def find_meetings(scope: Scope) -> Found:
    """Cancelled ones too, marked as such. One query."""
    return found_by(_MEETINGS, scope, lambda rows: [_hit(row, scope.query) for row in rows])


def _hit(row: Row, query: Query) -> Hit:
    province = "" if row["city"] and row["city"] in row["province"] else row["province"]
    place = ", ".join(part for part in (row["city"], province) if part)
    return Hit(
        title=marked(row["title"], query),
        url=reverse("meetings:detail", args=[row["slug"]]),
        note=note_of((place, row["theme"]), query),
        snippet=marked_headline(row["headline"]),
        date=date_span(row["starts_on"], row["ends_on"], row["date_precision"]),
        badges=(_CANCELLED,) if row["is_cancelled"] else (),
        is_sample=row["is_sample"],
    )
