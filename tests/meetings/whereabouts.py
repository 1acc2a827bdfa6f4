"""Where and when a rakor is now, for tests that move it."""

from meetings.convening.movement import Whereabouts
from meetings.models import Meeting


def whereabouts_of(meeting: Meeting) -> Whereabouts:
    return Whereabouts(*(getattr(meeting, name) for name in Whereabouts._fields))
