"""What a rakor takes along when its days change, beside the dates of its own timeline."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from meetings.actions.asked_fields import move_deletions
from meetings.actions.sessions import move_sessions
from meetings.models import Aftercare, Meeting
from meetings.states import over_at


def take_along(former: Meeting, meeting: Meeting) -> None:
    """Sessions, days of deletion, quotas, reserved places, evaluation; after `meeting` is saved,
    in its transaction.
    """
    move_deletions(former, meeting)
    move_sessions(former, meeting)
    _move_seats(former, meeting)
    _move_aftercare(former, meeting)


def _move_seats(former: Meeting, meeting: Meeting) -> None:
    days = meeting.starts_on - former.starts_on
    if not days and former.zone == meeting.zone:
        return
    if meeting.quota_until is not None:
        meeting.quota_until = _moved(meeting.quota_until, days, former, meeting)
        meeting.save(update_fields=["quota_until"])
    for reservation in meeting.seat_reservations.all():
        if reservation.kept_until is not None:
            reservation.kept_until = _moved(reservation.kept_until, days, former, meeting)
            reservation.save(update_fields=["kept_until"])


def _move_aftercare(former: Meeting, meeting: Meeting) -> None:
    """It hangs on the last day."""
    days = over_at(meeting).date() - over_at(former).date()
    aftercare = Aftercare.objects.filter(meeting=meeting).first()
    if aftercare is None or (not days and former.zone == meeting.zone):
        return
    for name in ("evaluation_opens_at", "evaluation_closes_at"):
        if (at := getattr(aftercare, name)) is not None:
            setattr(aftercare, name, _moved(at, days, former, meeting))
    if aftercare.dated_on is not None:
        aftercare.dated_on += days
    aftercare.save(update_fields=["evaluation_opens_at", "evaluation_closes_at", "dated_on"])


def _moved(at: datetime, days: timedelta, former: Meeting, meeting: Meeting) -> datetime:
    """At the same hour of the clock there."""
    local = at.astimezone(ZoneInfo(former.zone)) + days
    return local.replace(tzinfo=ZoneInfo(meeting.zone))
