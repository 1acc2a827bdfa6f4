"""For whom a rakor has a certificate, and what it says.

Who was present in at least so many percent of the sessions, counted up to a whole session, gets
one. What it says is frozen when it is issued: a later change of the rakor or the person leaves
it as it was, and a mistake is mended by revoking it and issuing another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format

from forum_portal.lib.typed_codes import in_groups, random_code, signs_of
from meetings.attendance.presence import PersonState
from meetings.attendance.records import Attendance
from meetings.models import Aftercare, Meeting, Registration
from meetings.when import where

# Without letters and digits that look alike: a code is typed from paper.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 16
_LONGEST = 40  # more of what somebody types is not looked up


@dataclass(frozen=True)
class Earned:
    """attended: of all `sessions` of the rakor."""

    registration: Registration
    attended: int
    sessions: int
    needed: int

    @property
    def is_entitled(self) -> bool:
        return self.sessions > 0 and self.attended >= self.needed


def sessions_needed(sessions: int, percent: int) -> int:
    """Rounded up: three of four sessions are 75 percent, two are not."""
    return -(-sessions * percent // 100)


def earned(attendance: Attendance, people: Sequence[Registration], percent: int) -> list[Earned]:
    """One for each of `people`, in their order."""
    sessions = attendance.sessions
    presences = [attendance.presence(session) for session in sessions]
    needed = sessions_needed(len(sessions), percent)
    found = []
    for registration in people:
        states = [presence.people.get(registration.pk) for presence in presences]
        attended = sum(state is not None and state.state == PersonState.PRESENT for state in states)
        found.append(Earned(registration, attended, len(sessions), needed))
    return found


def new_code() -> str:
    """Such as "7KQM-2XVA-H9TD-PR4C": 79 random bits, which nobody finds by trying."""
    return in_groups(random_code(_SIGNS, _LENGTH))


def read_code(typed: str) -> str:
    """The code as it is stored, however it was typed; any other text stays no code."""
    return in_groups(signs_of(typed)[:_LONGEST])


def content_of(meeting: Meeting, aftercare: Aftercare, one: Earned) -> dict[str, str | int | bool]:
    """Frozen at the issue. Needs signatory with institution, office, host_province selected."""
    registration, signatory = one.registration, aftercare.signatory
    if signatory is None or aftercare.dated_on is None:
        raise ValueError("a certificate needs signatory and date")
    return {
        "name": registration.full_name,
        "role": registration.get_role_display(),
        "from": registration.comes_from,
        "meeting": meeting.title,
        "theme": meeting.theme,
        "dates": meeting.dates,
        "place": where(meeting),
        "attended": one.attended,
        "sessions": one.sessions,
        "institution": signatory.institution.name,
        "signatory": signatory.name,
        "signatory_position": signatory.position,
        "dated": date_format(aftercare.dated_on, "j F Y"),
        "city": signatory.institution.city,
        "site": settings.SITE_NAME,
        "is_sample": meeting.is_sample,
    }
