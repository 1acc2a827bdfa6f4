"""Times of facts as a list has room for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from forum_portal.lib.dates import clock


def short_moment(at: datetime, zone: str) -> str:
    """Such as "29 November, 08.00 WITA": of one rakor, whose year is known."""
    return f"{day_of(at, zone)}, {clock(at, zone)}"


def day_of(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)).date(), "j F")


def later_moment(at: datetime, than: datetime, zone: str) -> str:
    """The hour alone where it is of the same day as `than`."""
    is_same_day = day_of(at, zone) == day_of(than, zone)
    return clock(at, zone) if is_same_day else short_moment(at, zone)
