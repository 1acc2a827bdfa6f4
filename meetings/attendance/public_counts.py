"""How many came to a rakor, for everybody to read: offices and people, no names."""

from typing import NamedTuple

from meetings.attendance.presence import THERE, PersonState
from meetings.attendance.records import attendance_of
from meetings.models import Meeting


class Came(NamedTuple):
    """To at least one session; of those with a seat."""

    offices: int
    offices_expected: int
    people: int
    people_expected: int

    @property
    def in_words(self) -> tuple[str, str]:
        """Such as ("18 dari 22 balai", "41 dari 60 peserta, menurut presensi")."""
        people = f"{self.people} dari {self.people_expected} peserta"
        if not self.offices_expected:
            return people, "menurut presensi"
        offices = f"{self.offices} dari {self.offices_expected} balai"
        return offices, f"{people}, menurut presensi"


def came_to(meeting: Meeting) -> Came | None:
    """None where nobody was recorded. Five statements, one without sessions."""
    sessions = list(meeting.sessions.all())
    if not sessions:
        return None
    attendance = attendance_of(meeting, sessions)
    found = [attendance.presence(session) for session in sessions]
    people = {pk for one in found for pk in one.people}
    came = {
        pk
        for one in found
        for pk, person in one.people.items()
        if person.state == PersonState.PRESENT
    }
    offices = {pk for one in found for pk in one.offices}
    there = {pk for one in found for pk, office in one.offices.items() if office.state in THERE}
    return Came(len(there), len(offices), len(came), len(people)) if came else None
