"""Minutes as they were published: by title, decisions, follow-up and text, and by the number of
the invitation. Drafts are not looked in, and of each minutes only the latest publication.
"""

from django.urls import reverse

from forum_portal.lib.found_words import HEADLINE, marked, marked_headline
from forum_portal.lib.full_text import ALL_WORDS, AS_TYPED, SHORTEST_TYPO, Query
from forum_portal.lib.search_hits import Found, Hit, Row, Scope, found_by, note_of

_TITLE = "coalesce(publication.content #>> '{meeting,title}', '')"
_INVITATION = "lower(replace(coalesce(content ->> 'invitation_number', ''), ' ', ''))"

_PUBLIC = """
    JOIN meetings_minutes minutes ON minutes.id = publication.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id
    WHERE meeting.published_at IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM meetings_publication later WHERE later.corrects_id = publication.id
      )
      AND %(province)s IN ('', meeting.host_province_id)
      AND (%(year)s::int IS NULL
           OR left(content #>> '{meeting,starts_on}', 4) = %(year)s::text)"""

_MATCHED = f"""
    SELECT publication.id, CASE
               WHEN lower({_TITLE}) = %(phrase)s THEN 20
               WHEN heading @@ query.whole THEN 8
               WHEN heading @@ query.start THEN 6
               WHEN heading @@ query.hit THEN 5
               ELSE 2 END AS level
    FROM query JOIN meetings_publication publication ON publication.search @@ query.hit
    {_PUBLIC} AND {AS_TYPED.format(search="publication.search")}
    UNION ALL
    SELECT publication.id, CASE WHEN {_INVITATION} = %(number)s THEN 20 ELSE 8 END
    FROM meetings_publication publication
    {_PUBLIC} AND %(number)s <> '' AND {_INVITATION} LIKE %(number_prefix)s"""

_MISTYPED = f"""
    SELECT publication.id, 3 * strict_word_similarity(word.text, {_TITLE})
    FROM word JOIN meetings_publication publication ON {_TITLE} %%>> word.text
    {_PUBLIC} AND length(word.text) >= {SHORTEST_TYPO} AND %(operators)s = ''
      AND NOT EXISTS (SELECT FROM matched)
      AND NOT EXISTS (
        SELECT FROM word AS other
        WHERE NOT (publication.search @@ other.hit OR {_TITLE} %%>> other.text)
    )"""

_MINUTES = f"""
    WITH {ALL_WORDS},
    matched AS ({_MATCHED}),
    scored AS (
        SELECT id, max(level) AS score FROM (SELECT * FROM matched UNION ALL {_MISTYPED}) AS every
        GROUP BY id
    ),
    page AS (
        SELECT publication.id, content, search, minutes_id, score, count(*) OVER () AS total,
               content #>> '{{meeting,starts_on}}' AS held_on
        FROM scored JOIN meetings_publication publication USING (id)
        ORDER BY score DESC, held_on DESC, publication.id
        LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT total, %(count)s AS covered, score, meeting.slug,
           content #>> '{{meeting,title}}' AS title,
           content #>> '{{meeting,dates}}' AS dates,
           content #>> '{{meeting,place}}' AS place,
           content ->> 'invitation_number' AS number,
           (content ->> 'is_sample')::boolean AS is_sample,
           ts_headline('indonesian', left(concat_ws(' … ', (
               SELECT string_agg(decision ->> 'text', ' … ')
               FROM jsonb_array_elements(content -> 'decisions') AS decision
           ), content ->> 'discussion', content ->> 'opening', content ->> 'closing'), 20000),
           query.hit, '{HEADLINE}') AS headline
    FROM page CROSS JOIN query
    JOIN meetings_minutes minutes ON minutes.id = page.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id
    ORDER BY score DESC, held_on DESC, page.id"""


def find_minutes(scope: Scope) -> Found:
    """One query."""
    return found_by(_MINUTES, scope, lambda rows: [_hit(row, scope.query) for row in rows])


def _hit(row: Row, query: Query) -> Hit:
    number = row["number"] and f"nomor undangan {row['number']}"
    return Hit(
        title=marked(f"Notula {row['title']}", query),
        url=reverse("meetings:minutes", args=[row["slug"]]),
        note=note_of((row["place"] or "", number or ""), query),
        snippet=marked_headline(row["headline"]),
        date=row["dates"] or "",
        is_sample=bool(row["is_sample"]),
    )
