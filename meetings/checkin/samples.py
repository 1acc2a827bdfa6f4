"""A device at the door of the sample rakor; its code has long run out."""

from datetime import datetime

from accounts.models import User
from meetings.actions.checkin_devices import add_device
from meetings.models import CheckinDevice, Meeting


def add_sample_device(meeting: Meeting, *, by: User, at: datetime) -> CheckinDevice:
    return add_device(
        meeting=meeting,
        name="Ponsel panitia (contoh)",
        door="Pintu utama",
        may_add_walk_ins=True,
        by=by,
        at=at,
    )
