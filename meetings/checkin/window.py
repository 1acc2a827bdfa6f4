"""When the list of those who come is handed to devices: near the rakor, and not after it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum_portal.lib.dates import Precision, moment
from meetings.models import Meeting
from meetings.states import over_at

DAYS_BEFORE = 7  # devices are set up and tried in the week before
DAYS_AFTER = 2  # what was recorded without network still comes in, and is compared


def opens_at(meeting: Meeting) -> datetime:
    first = datetime.combine(meeting.starts_on, time.min, ZoneInfo(meeting.zone))
    return first - timedelta(days=DAYS_BEFORE)


def wipe_at(meeting: Meeting) -> datetime:
    """When a device removes the list by itself."""
    return over_at(meeting) + timedelta(days=DAYS_AFTER)


def why_no_list(meeting: Meeting, at: datetime) -> str:
    """A sentence that names the rule and the data; empty while the list is handed out."""
    if meeting.cancelled_at is not None:
        return f"{meeting.title} dibatalkan; daftar pesertanya tidak dibagikan."
    if meeting.date_precision != Precision.DAY:
        return f"Hari {meeting.title} belum ditetapkan; daftar pesertanya belum dibagikan."
    if at < opens_at(meeting):
        return (
            f"Daftar peserta dibagikan mulai {DAYS_BEFORE} hari sebelum rakor: "
            f"{moment(opens_at(meeting), meeting.zone)}."
        )
    if at >= wipe_at(meeting):
        return (
            f"Daftar peserta tidak dibagikan lagi sejak {DAYS_AFTER} hari sesudah rakor: "
            f"{moment(wipe_at(meeting), meeting.zone)}."
        )
    return ""
