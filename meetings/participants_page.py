"""The page of who comes to a rakor, made once for each version of what it shows."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from meetings.models import Meeting, Registration
from meetings.participants import Group, Headcount, Person, headcount, who_consented
from meetings.states import MeetingState

# A list that fits on a screen or two needs no search.
SEARCHED_FROM = 8
Row = dict[str, Any]


class Edition(NamedTuple):
    """All that the body depends on; the same edition is the same body."""

    meeting_id: int
    version: str
    state: MeetingState
    searched: str


@lru_cache(maxsize=64)
def body(edition: Edition) -> SafeString:
    """The page below the breadcrumbs. Three statements the first time, then none."""
    meeting = Meeting.objects.get(pk=edition.meeting_id)
    return render_to_string("meetings/_participants.html", _context(meeting, edition))


def _context(meeting: Meeting, edition: Edition) -> Row:
    counted = headcount(meeting)
    is_held = edition.state != MeetingState.CANCELLED
    people = who_consented(meeting) if is_held else []
    offices = [_office(group, people) for group in counted.by_office()] if is_held else []
    found = [row for row in offices if _matches(row, edition.searched)]
    alone = _named([person for person in people if person.office_id is None], counted.alone)
    return {
        "meeting": meeting,
        "is_held": is_held,
        "is_over": edition.state == MeetingState.FINISHED,
        "facts": _facts(meeting, counted),
        "roles": [{"label": label, "value": count} for label, count in counted.by_role()],
        "offices": found,
        "has_offices": bool(offices),
        "is_searchable": len(offices) >= SEARCHED_FROM,
        "searched": edition.searched,
        "alone": alone if is_held and counted.alone and not edition.searched else None,
        "page_url": reverse("meetings:participants", args=[meeting.slug]),
    }


def _facts(meeting: Meeting, counted: Headcount) -> list[Row]:
    mode = Meeting.Mode
    facts: list[Row] = [
        {"label": "Peserta", "value": f"{counted.people} orang"},
    ]
    if counted.offices or meeting.registered_by == Meeting.RegisteredBy.OFFICES:
        facts.append({"label": "Balai", "value": f"{counted.offices} balai"})
    if meeting.mode == mode.HYBRID:
        facts += [
            {"label": "Luring", "value": f"{counted.of_mode(mode.ONSITE)} orang"},
            {"label": "Daring", "value": f"{counted.of_mode(mode.ONLINE)} orang"},
        ]
    return facts


def _office(group: Group, people: list[Person]) -> Row:
    mine = [person for person in people if person.office_id == group.office_id]
    return {
        "name": group.office,
        "then": group.then,
        "province": group.province,
        "url": reverse("provinces:detail", args=[group.slug]),
        "slug": group.slug,
        **_named(mine, group.people),
    }


def _named(people: list[Person], count: int) -> Row:
    """Who may be named, and how many come besides."""
    return {
        "count": count,
        "people": [
            {"name": person.name, "role": Registration.Role(person.role).label} for person in people
        ],
        "others": count - len(people),
    }


def _matches(row: Row, searched: str) -> bool:
    """Every word in the office's names, its province or one of the names that are shown."""
    names = " ".join(person["name"] for person in row["people"])
    text = f"{row['name']} {row['then']} {row['province']} {names}".casefold()
    return all(word in text for word in searched.casefold().split())
