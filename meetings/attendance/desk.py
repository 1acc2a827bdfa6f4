"""The list at the desk of a session: people by office with how they stand, and what is sought."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from forum_portal.lib.dates import clock
from meetings.attendance.presence import PersonPresence, PersonState, Presence
from meetings.attendance.records import Attendance, Attendee
from meetings.attendance.words import KINDS, METHODS, NOT_YET, ROLES, state_word
from meetings.models import AttendanceSession

Row = dict[str, Any]


class Shown(models.TextChoices):
    """Which of them the list shows."""

    EVERYBODY = "", "Semua"
    AWAY = "belum", NOT_YET
    THERE = "hadir", "Hadir"


class DeskList(NamedTuple):
    """found: those that the search and the choice leave; counts: by choice, of all."""

    found: list[Attendee]
    presence: Presence
    counts: dict[str, int]
    is_over: bool

    def choices(self) -> list[dict[str, str]]:
        away = state_word(PersonState.ABSENT, is_over=self.is_over)
        words = {choice: choice.label for choice in Shown} | {Shown.AWAY: away}
        return [
            {"value": choice.value, "label": f"{word} ({self.counts[choice]})"}
            for choice, word in words.items()
        ]


def desk_list(
    attendance: Attendance, session: AttendanceSession, query: str, shown: str, at: datetime
) -> DeskList:
    """query: words, each of which stands in name, office or position; shown: of Shown."""
    presence = attendance.presence(session)
    people = [each for each in attendance.attendees if each.person.id in presence.people]
    there = {pk for pk, person in presence.people.items() if person.state == PersonState.PRESENT}
    words = query.casefold().split()
    found = [
        each
        for each in people
        if (shown == Shown.EVERYBODY or (each.person.id in there) == (shown == Shown.THERE))
        and _matches(attendance, each, words)
    ]
    counts: dict[str, int] = {
        Shown.EVERYBODY: len(people),
        Shown.THERE: len(there),
        Shown.AWAY: len(people) - len(there),
    }
    return DeskList(found, presence, counts, attendance.is_over(session, at))


def desk_groups(attendance: Attendance, listed: DeskList, page: list[Attendee]) -> list[Row]:
    """The page's people under their offices; those without one under where they come from."""
    return [
        {"name": name, "rows": [_row(attendance, listed, each) for each in group]}
        for name, group in groupby(page, key=lambda each: _comes_from(attendance, each))
    ]


def is_inside(presence: PersonPresence) -> bool:
    return presence.state == PersonState.PRESENT and presence.last_out is None


def standing(presence: PersonPresence, zone: str) -> str:
    """Such as "Masuk 08.03 WITA, tiket dipindai", "Keluar 10.00 WITA", "Izin", or empty."""
    if presence.state == PersonState.EXCUSED:
        return KINDS[presence.kind]
    if presence.state == PersonState.ABSENT:
        return ""
    return ", ".join(_times(presence, zone))


def _times(presence: PersonPresence, zone: str) -> Iterator[str]:
    if presence.first_in:
        yield f"masuk {clock(presence.first_in, zone)}"
    if presence.last_out:
        yield f"keluar {clock(presence.last_out, zone)}"
    yield METHODS[presence.method].lower()


def _row(attendance: Attendance, listed: DeskList, attendee: Attendee) -> Row:
    found = listed.presence.people[attendee.person.id]
    return {
        "pk": attendee.person.id,
        "name": attendee.name,
        "role": ROLES[attendee.role],
        "position": attendee.position,
        "is_online": attendee.mode == "daring",
        "state": state_word(found.state, is_over=listed.is_over),
        "tone": {PersonState.PRESENT: "green", PersonState.EXCUSED: "amber"}.get(
            found.state, "neutral"
        ),
        "standing": standing(found, attendance.meeting.zone),
        "is_inside": is_inside(found),
        # Whoever lost the seat is told of, and recorded no more.
        "may_come": attendee.person.is_expected and not is_inside(found),
        "was_seen": found.state == PersonState.PRESENT,
    }


def _comes_from(attendance: Attendance, attendee: Attendee) -> str:
    return attendance.office_name(attendee.person.office_id) or attendee.unit


def _matches(attendance: Attendance, attendee: Attendee, words: list[str]) -> bool:
    text = f"{attendee.name} {_comes_from(attendance, attendee)} {attendee.position}".casefold()
    return all(word in text for word in words)


def keys(values: list[str]) -> set[UUID]:
    """The keys among what a form sent."""
    found = set()
    for value in values:
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found
