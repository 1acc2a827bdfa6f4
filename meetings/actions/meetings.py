"""Publishing and cancelling a rakor."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings import announcements
from meetings.models import Meeting
from meetings.states import over_at


class MeetingRefused(Exception):
    """The rakor cannot be published or cancelled; says why, in a sentence for the reader."""


class AlreadyPublished(MeetingRefused):
    def __init__(self, meeting: Meeting, published_at: datetime) -> None:
        at = moment(published_at, meeting.zone)
        super().__init__(f"{meeting.title} sudah terbit sejak {at}.")


class AlreadyCancelled(MeetingRefused):
    def __init__(self, meeting: Meeting, cancelled_at: datetime) -> None:
        at = moment(cancelled_at, meeting.zone)
        super().__init__(
            f"{meeting.title} sudah dibatalkan pada {at}, dengan alasan: {meeting.cancel_reason}"
        )


class AlreadyHeld(MeetingRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"{meeting.title} ({meeting.dates}) sudah selesai dan tidak dapat dibatalkan lagi."
        )


@transaction.atomic
def publish_meeting(*, meeting: Meeting, by: User | None, at: datetime) -> Meeting:
    """The meeting, from now on read by the public. Raises AlreadyPublished, AlreadyCancelled."""
    meeting = _locked(meeting)
    if meeting.cancelled_at is not None:
        raise AlreadyCancelled(meeting, meeting.cancelled_at)
    if meeting.published_at is not None:
        raise AlreadyPublished(meeting, meeting.published_at)
    meeting.published_at = at
    meeting.save(update_fields=["published_at"])
    audit.record("meeting.published", target=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User | None, at: datetime) -> Meeting:
    """The meeting, cancelled with its agenda still to be read; each delegate gets a letter.

    Raises AlreadyCancelled, AlreadyHeld, MeetingRefused (no reason).
    """
    meeting = _locked(meeting)
    reason = reason.strip()
    if meeting.cancelled_at is not None:
        raise AlreadyCancelled(meeting, meeting.cancelled_at)
    if at >= over_at(meeting):
        raise AlreadyHeld(meeting)
    if not reason:
        raise MeetingRefused("Pembatalan memerlukan alasan; alasan itu dibaca semua peserta.")
    meeting.cancelled_at = at
    meeting.cancel_reason = reason
    meeting.save(update_fields=["cancelled_at", "cancel_reason"])
    told = 0
    if meeting.published_at is not None:
        told = announcements.cancelled(meeting, by=by, at=at)
    audit.record("meeting.cancelled", target=meeting, by=by, at=at, reason=reason, told=told)
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
