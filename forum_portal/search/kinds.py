"""What can be found, kind by kind, and which kind comes first."""

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import NamedTuple

from forum_portal.lib.search_hits import Found, Hit, Scope
from forum_portal.search.people import find_people
from meetings.minutes.search import find_minutes
from meetings.search import find_meetings
from practices.search import find_practices
from provinces.search import find_offices

MOST_SUGGESTIONS = 8
SHORTEST_SUGGESTED = 2


class Kind(NamedTuple):
    """slug: the word of the address; unit: what so many of them are."""

    slug: str
    title: str
    unit: str
    find: Callable[[Scope, date], Found]


# Of kinds whose best hits fit equally well, the first of these leads.
KINDS = (
    Kind("balai", "Balai", "balai", lambda scope, today: find_offices(scope)),
    Kind("orang", "Orang", "orang", find_people),
    Kind("rakor", "Rakor", "rakor", lambda scope, today: find_meetings(scope)),
    Kind("praktik-baik", "Praktik baik", "artikel", lambda scope, today: find_practices(scope)),
    Kind("notula", "Notula", "notula", lambda scope, today: find_minutes(scope)),
)


class Group(NamedTuple):
    kind: Kind
    found: Found


class Suggestion(NamedTuple):
    """Text, not HTML."""

    kind: str
    title: str
    note: str
    url: str


def groups_of(scope: Scope, today: date, *, kind: str = "") -> list[Group]:
    """The kinds that have something, the one with the best hit first.

    kind: the one of which the scope's page is wanted; of the others, then, only how many there
    are. What has only some of the words is left out where anything has them all. Seven queries.
    """
    glance = scope._replace(limit=1, offset=0)
    groups = [
        Group(each, each.find(scope if kind in ("", each.slug) else glance, today))
        for each in KINDS
    ]
    groups = [group for group in groups if group.found.total]
    if not all(group.found.is_partial for group in groups):
        groups = [
            group for group in groups if not group.found.is_partial or group.kind.slug == kind
        ]
    return sorted(groups, key=lambda group: (group.found.is_partial, -group.found.best))


def suggestions_for(scope: Scope, today: date) -> list[Suggestion]:
    """At most eight, three of a kind where there are several."""
    wanted = scope._replace(limit=MOST_SUGGESTIONS, offset=0, titles_only=True)
    groups = groups_of(wanted, today)
    each = MOST_SUGGESTIONS if len(groups) == 1 else 3
    suggestions = [
        _suggestion(group.kind, hit) for group in groups for hit in group.found.hits[:each]
    ]
    return suggestions[:MOST_SUGGESTIONS]


def _suggestion(kind: Kind, hit: Hit) -> Suggestion:
    note = " · ".join(part for part in (hit.date, _text(hit.note)) if part)
    return Suggestion(kind.title, _text(hit.title), note, hit.url)


def _text(marked: str) -> str:
    return unescape(marked.replace("<mark>", "").replace("</mark>", ""))
