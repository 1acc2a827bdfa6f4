"""Until when what a rakor asks of persons may be kept; templates/privacy.html promises it."""

from datetime import date

from meetings.models import Meeting
from meetings.states import over_at


def first_deletion(meeting: Meeting) -> date:
    """The first day after the rakor: until then what was asked is needed."""
    return over_at(meeting).date()


def forgotten_on(meeting: Meeting) -> date:
    """A year after the rakor: contacts, letters and all else that is no archive go then."""
    over = over_at(meeting).date()
    try:
        return over.replace(year=over.year + 1)
    except ValueError:
        # 29 February; the promise is "at most a year".
        return over.replace(year=over.year + 1, day=28)
