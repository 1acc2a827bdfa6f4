"""Minutes as they were published: by title, decisions, follow-up and text, and by the number of
the invitation. Drafts are not looked in, and of each minutes only the latest publication.
"""

from django.urls import reverse

from forum_portal.lib.found_words import HEADLINE, marked, marked_headline
from forum_portal.lib.full_text import ALL_WORDS, AS_TYPED, SHORTEST_TYPO, WORDS, Query
from forum_portal.lib.search_hits import Found, Hit, Row, Scope, found_by, note_of

_TITLE = "coalesce(publication.content #>> '{meeting,title}', '')"
_INVITATION = "lower(replace(coalesce(content ->> 'invitation_number', ''), ' ', ''))"

_MEETING = """
    JOIN meetings_minutes minutes ON minutes.id = publication.minutes_id
    JOIN meetings_meeting meeting ON meeting.id = minutes.meeting_id"""
_PUBLIC = """
    meeting.published_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM meetings_publication later WHERE later.corrects_id = publication.id
    )
    AND %(province)s IN ('', meeting.host_province_id)
    AND (%(year)s::int IS NULL OR left(content #>> '{meeting,starts_on}', 4) = %(year)s::text)"""

# By their titles, of whatever publication: `matched` asks which are public.
_TITLED = f"""
    SELECT id, CASE
               WHEN lower({_TITLE}) = %(phrase)s THEN 20
               WHEN heading @@ %(all_whole)s::tsquery THEN 8
               WHEN heading @@ %(all_start)s::tsquery THEN 6
               ELSE 5 END AS level
    FROM meetings_publication publication WHERE heading @@ {ALL_WORDS}"""

_MATCHED = f"""
    SELECT publication.id, meeting.starts_on, coalesce(titled.level, 2) AS level
    FROM meetings_publication publication {_MEETING}
    LEFT JOIN titled ON titled.id = publication.id
    WHERE publication.search @@ {ALL_WORDS} AND {_PUBLIC}
      AND {AS_TYPED.format(search="publication.search")}
    UNION ALL
    SELECT publication.id, meeting.starts_on,
           CASE WHEN {_INVITATION} = %(number)s THEN 20 ELSE 8 END
    FROM meetings_publication publication {_MEETING}
    WHERE %(number)s <> '' AND {_INVITATION} LIKE %(number_prefix)s AND {_PUBLIC}"""

# Where nothing has all the words: of rakor whose names have words that look like them.
_NAMES = "meeting.title || ' ' || meeting.theme || ' ' || meeting.city || ' ' || meeting.venue"
_MISTYPED = f"""
    SELECT publication.id, meeting.starts_on, 3 * strict_word_similarity(word.text, {_NAMES})
    FROM word
    JOIN meetings_meeting meeting ON ({_NAMES}) %%>> word.text
    JOIN meetings_minutes minutes ON minutes.meeting_id = meeting.id
    JOIN meetings_publication publication ON publication.minutes_id = minutes.id
    WHERE length(word.text) >= {SHORTEST_TYPO} AND %(operators)s = '' AND {_PUBLIC}
      AND NOT EXISTS (SELECT FROM matched)
      AND NOT EXISTS (
        SELECT FROM word AS other
        WHERE NOT (publication.search @@ other.hit OR ({_NAMES}) %%>> other.text)
    )"""

_MINUTES = f"""
    WITH {WORDS},
    titled AS ({_TITLED}),
    matched AS ({_MATCHED}),
    scored AS (
        SELECT id, starts_on, max(level) AS score, count(*) OVER () AS total
        FROM (SELECT * FROM matched UNION ALL {_MISTYPED}) AS every
        GROUP BY id, starts_on
        ORDER BY score DESC, starts_on DESC, id
        LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT total, %(count)s AS covered, score, meeting.slug,
           content #>> '{{meeting,title}}' AS title,
           content #>> '{{meeting,dates}}' AS dates,
           content #>> '{{meeting,place}}' AS place,
           content ->> 'invitation_number' AS number,
           (content ->> 'is_sample')::boolean AS is_sample,
           CASE WHEN NOT %(titles_only)s THEN ts_headline('indonesian', left(concat_ws(' … ', (
               SELECT string_agg(decision ->> 'text', ' … ')
               FROM jsonb_array_elements(content -> 'decisions') AS decision
           ), content ->> 'discussion', content ->> 'opening', content ->> 'closing'), 20000),
           {ALL_WORDS}, '{HEADLINE}') ELSE '' END AS headline
    FROM scored
    JOIN meetings_publication publication ON publication.id = scored.id {_MEETING}
    ORDER BY score DESC, scored.starts_on DESC, scored.id"""


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
