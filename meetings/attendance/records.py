"""The records of a rakor's attendance, read for the rule of presence: four statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from meetings.attendance.presence import (
    Excused,
    Fact,
    Person,
    Presence,
    counts,
    moment_of,
    presence_of,
)
from meetings.attendance.sessions import begins_at, is_over
from meetings.models import AttendanceSession, Meeting, Registration, Scan, is_seated
from provinces.models import Office

# As an official list has them: the head first, then who stands in, then all others.
ROLE_ORDER = {role: place for place, role in enumerate(Registration.Role.values)}

_COLUMNS = (
    "pk", "office", "full_name", "role", "position", "unit", "mode", "seat", "withdrawn_at",
)  # fmt: skip


class Attendee(NamedTuple):
    """A person of the lists; `person` is what the rule knows of them."""

    person: Person
    name: str
    role: str
    position: str
    unit: str
    mode: str


class Guest(NamedTuple):
    """Came without a registration."""

    session_id: int
    name: str
    position: str
    office_id: int | None
    at: datetime


class Attendance:
    """What is known of `sessions`; presence is told for one of them at a time."""

    def __init__(
        self,
        meeting: Meeting,
        sessions: Sequence[AttendanceSession],
        attendees: list[Attendee],
        facts: list[Fact],
        guests: list[Guest],
        excuses: list[Excused],
        offices: dict[int, Office],
    ) -> None:
        self.meeting, self.sessions, self.offices = meeting, list(sessions), offices
        self.guests, self._facts, self._excuses = guests, facts, excuses
        self.attendees = sorted(attendees, key=self._place)

    def presence(self, session: AttendanceSession) -> Presence:
        people = [attendee.person for attendee in self.attendees]
        return presence_of(session.pk, people, self._facts, self._excuses)

    @cached_property
    def by_id(self) -> dict[UUID, Attendee]:
        return {attendee.person.id: attendee for attendee in self.attendees}

    def is_awaited(self, session: AttendanceSession, at: datetime) -> bool:
        """It has not begun, and nobody was recorded at its door yet."""
        is_empty = all(each.session_id != session.pk for each in (*self._facts, *self.guests))
        return is_empty and at < begins_at(session, self.meeting.zone)

    def is_over(self, session: AttendanceSession, at: datetime) -> bool:
        return is_over(session, self.meeting.zone, at)

    def guests_of(self, session: AttendanceSession) -> list[Guest]:
        return [guest for guest in self.guests if guest.session_id == session.pk]

    def office_name(self, office_id: int | None) -> str:
        return self.offices[office_id].name if office_id is not None else ""

    def _place(self, attendee: Attendee) -> tuple[bool, str, str, int, str]:
        office = self.offices.get(attendee.person.office_id or 0)
        code, name = (office.province_id, office.slug) if office else ("", attendee.unit)
        return office is None, code, name, ROLE_ORDER[attendee.role], attendee.name.casefold()


def attendance_of(meeting: Meeting, sessions: Sequence[AttendanceSession]) -> Attendance:
    """Four statements, whatever the numbers: people, facts, excuses, offices.

    Of a registration that ended only where a fact counts: they came before they lost it.
    """
    facts, guests = _split(_scan_rows(sessions))
    came = {fact.person for fact in facts}
    people = meeting.registrations.seated() | meeting.registrations.filter(pk__in=came)
    attendees = [_attendee(row) for row in people.values_list(*_COLUMNS)]
    known = {attendee.person.office_id for attendee in attendees}
    known |= {guest.office_id for guest in guests}
    offices = Office.objects.select_related("province").in_bulk(known - {None})
    return Attendance(meeting, sessions, attendees, facts, guests, excuses_of(meeting), offices)


def excuses_of(meeting: Meeting) -> list[Excused]:
    """Their kinds; never their notes."""
    rows = meeting.excuses.current().order_by("recorded_at", "pk")
    return [Excused(*row) for row in rows.values_list("office", "registration", "session", "kind")]


def _scan_rows(sessions: Iterable[AttendanceSession]) -> QuerySet[Scan, tuple]:
    return (
        Scan.objects.filter(session__in=[session.pk for session in sessions])
        .order_by("scanned_at", "pk")
        .values_list(
            "registration", "session", "scanned_at", "received_at", "direction", "method",
            "flags", "ruling__counts", "walk_in_name", "walk_in_position", "office",
        )
    )  # fmt: skip


def _split(rows: Iterable[tuple]) -> tuple[list[Fact], list[Guest]]:
    """Those that count: of people who are known, and guests, each once a session."""
    facts, guests = [], dict[tuple, Guest]()
    for (
        person, session, scanned_at, received_at, direction, method, flags, ruling, name,
        position, office,
    ) in rows:  # fmt: skip
        if not counts(flags, ruling):
            continue
        at = moment_of(flags, scanned_at, received_at)
        if person is not None:
            facts.append(Fact(person, session, at, direction, method))
        elif name:
            key = (session, name.casefold(), office)
            guests.setdefault(key, Guest(session, name, position, office, at))
    return facts, list(guests.values())


def _attendee(row: tuple) -> Attendee:
    pk, office, name, role, position, unit, mode, seat, withdrawn_at = row
    is_expected = is_seated(seat, withdrawn_at)
    return Attendee(Person(pk, office, role, is_expected), name, role, position, unit, mode)
