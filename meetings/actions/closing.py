"""Closing a rakor when all is done, and opening it again when it was not."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.actions.meetings import MeetingRefused, NotReady
from meetings.actions.seat_offers import settle_seats
from meetings.convening.readiness import missing, to_close
from meetings.convening.standing import standing_of
from meetings.models import Meeting


class AlreadyClosed(MeetingRefused):
    def __init__(self, meeting: Meeting, closed_at: datetime) -> None:
        super().__init__(f"{meeting.title} sudah ditutup sejak {moment(closed_at, meeting.zone)}.")


class NotClosed(MeetingRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting.title} tidak ditutup; tidak ada yang dibuka kembali.")


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User | None, at: datetime) -> Meeting:
    """Its discussion ends and nothing more is owed. Raises AlreadyClosed, NotReady."""
    meeting = Meeting.objects.locked(meeting.pk)
    if meeting.closed_at is not None:
        raise AlreadyClosed(meeting, meeting.closed_at)
    if lacks := missing(to_close(meeting, standing_of(meeting), at)):
        raise NotReady(meeting, "ditutup", lacks)
    # Offers that nobody answered, where the clock did not come round.
    settle_seats(meeting=meeting, at=at)
    meeting.closed_at = at
    meeting.save(update_fields=["closed_at"])
    audit.record("meeting.closed", target=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, reason: str, by: User | None, at: datetime) -> Meeting:
    """As if it had not been closed. Raises NotClosed, MeetingRefused (no reason)."""
    meeting, reason = Meeting.objects.locked(meeting.pk), reason.strip()
    if meeting.closed_at is None:
        raise NotClosed(meeting)
    if not reason:
        raise MeetingRefused("Membuka kembali rakor memerlukan alasan.")
    meeting.closed_at = None
    meeting.save(update_fields=["closed_at"])
    audit.record("meeting.reopened", target=meeting, by=by, at=at, reason=reason)
    return meeting
