"""Words of attendance, shared by pages, papers and tables."""

from meetings.attendance.presence import OfficePresence, OfficeState, PersonPresence, PersonState
from meetings.models import Excuse, Registration, Scan

ROLES = dict(Registration.Role.choices)
METHODS = dict(Scan.Method.choices)
KINDS = dict(Excuse.Kind.choices)
DIRECTIONS = dict(Scan.Direction.choices)
FLAGS = dict(Scan.Flag.choices)
NOT_YET = "Belum hadir"


def state_word(state: PersonState | OfficeState, *, is_over: bool) -> str:
    """is_over: the session has ended; before that nobody is absent."""
    is_absent = state in (PersonState.ABSENT, OfficeState.ABSENT)
    return NOT_YET if is_absent and not is_over else str(state.label)


def told_state(found: PersonPresence | OfficePresence, *, is_over: bool) -> str:
    """Of an excuse its kind: "Izin", "Sakit", "Tugas lain"."""
    is_excused = found.state in (PersonState.EXCUSED, OfficeState.EXCUSED)
    return KINDS[found.kind] if is_excused else state_word(found.state, is_over=is_over)
