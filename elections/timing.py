"""When an election is held, on the clock of the place where the rakor is held."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from meetings.models import Meeting
from meetings.states import over_at


def local_day(at: datetime, meeting: Meeting) -> date:
    """The day of `at` where the rakor is held: the day on which a term begins."""
    return at.astimezone(ZoneInfo(meeting.zone)).date()


def is_during(meeting: Meeting, at: datetime) -> bool:
    """True from the first midnight of the rakor's days (its month or year, if only that is
    known) until the midnight after the last one.
    """
    opens = datetime.combine(meeting.starts_on, time.min, ZoneInfo(meeting.zone))
    return opens <= at < over_at(meeting)
