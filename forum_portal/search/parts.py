"""What the public knows a person for: posts with their time, parts in published rakor."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from forum_portal.lib.full_text import rows_of
from forum_portal.lib.search_hits import Row
from provinces.models import Term
from provinces.terms import contains


class Part(NamedTuple):
    """text: such as "Kepala Balai Tekkomdik Aceh (tercatat 2025)"; url: the page that tells it."""

    text: str
    url: str
    # By which parts are sorted: those of today first, then the latest.
    is_present: bool
    since: date
    is_sample: bool = False


# An office goes by the name that it had when the term ended, or was seen.
_TERMS = """
    SELECT term.person_id, term.acting, term.period, term.from_precision, term.until_precision,
           term.seen_on, term.seen_precision, term.decree_number, post.title, post.slug AS post,
           office.slug AS office,
           coalesce((
               SELECT former.name FROM provinces_officename former
               WHERE former.office_id = office.id AND former.valid @> CASE
                   WHEN term.period IS NULL THEN term.seen_on
                   ELSE least(upper(term.period) - 1, %(today)s) END
           ), office.name, 'Forum') AS at
    FROM provinces_term term
    JOIN provinces_post post ON post.id = term.post_id
    LEFT JOIN provinces_office office ON office.id = post.office_id
    WHERE term.person_id = ANY(%(people)s)"""

_RAKOR = """
    SELECT official.person_id, official.position, official.part, meeting.slug, meeting.title,
           meeting.starts_on, meeting.is_sample
    FROM meetings_official official
    JOIN meetings_meeting meeting ON meeting.id = official.meeting_id
    WHERE official.person_id = ANY(%(people)s) AND meeting.published_at IS NOT NULL"""


def parts_of(people: Sequence[int], today: date) -> dict[int, list[Part]]:
    """By the person's key, those of today first. Two queries."""
    parts: dict[int, list[Part]] = defaultdict(list)
    parameters = {"people": list(people), "today": today}
    for row in rows_of(_TERMS, parameters):
        parts[row["person_id"]].append(_of_term(row, today))
    for row in rows_of(_RAKOR, parameters):
        parts[row["person_id"]].append(_of_rakor(row))
    for known in parts.values():
        known.sort(key=lambda part: (part.is_present, part.since), reverse=True)
    return parts


def _of_term(row: Row, today: date) -> Part:
    term = Term(**{name: row[name] for name in _OF_TERM})
    decree = f", SK {term.decree_number}" if term.decree_number else ""
    acting = f"{term.get_acting_display()} " if term.acting else ""
    if row["office"]:
        url = reverse("provinces:detail", args=[row["office"]])
    else:
        url = f"{reverse('elections:forum')}#{row['post']}"
    began = term.period.lower if term.period else term.seen_on
    return Part(
        text=f"{acting}{row['title']} {row['at']} ({term.when}{decree})",
        url=url,
        is_present=bool(term.period and contains(term.period, today)),
        since=began or date.min,
    )


_OF_TERM = ("acting", "period", "from_precision", "until_precision", "seen_on", "seen_precision",
            "decree_number")  # fmt: skip


def _of_rakor(row: Row) -> Part:
    position = f"{row['position']}, " if row["position"] else ""
    return Part(
        text=f"{position}{row['part']} dalam {row['title']}",
        url=reverse("meetings:detail", args=[row["slug"]]),
        is_present=False,
        since=row["starts_on"],
        is_sample=row["is_sample"],
    )
