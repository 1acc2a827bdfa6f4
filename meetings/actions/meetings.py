"""Announcing a rakor, opening its registration, cancelling it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings import announcements
from meetings.actions.offer_ends import end_offers
from meetings.convening.readiness import missing, to_announce, to_open
from meetings.models import Meeting
from meetings.states import is_registration_open, over_at


class MeetingRefused(Exception):
    """It cannot be done with the rakor; says why, in a sentence for the reader."""


class NotReady(MeetingRefused):
    """lacks: sentences of meetings/convening/readiness.py."""

    def __init__(self, meeting: Meeting, what: str, lacks: Sequence[str]) -> None:
        super().__init__(f"{meeting.title} belum dapat {what}. {' '.join(lacks)}")


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
    def __init__(self, meeting: Meeting, what: str = "dibatalkan") -> None:
        super().__init__(
            f"{meeting.title} ({meeting.dates}) sudah selesai dan tidak dapat {what} lagi."
        )


class AlreadyOpen(MeetingRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"Pendaftaran {meeting.title} sudah dibuka.")


@transaction.atomic
def publish_meeting(*, meeting: Meeting, by: User | None, at: datetime) -> Meeting:
    """The meeting, from now on read by the public.

    Raises AlreadyPublished, AlreadyCancelled, NotReady.
    """
    meeting = Meeting.objects.locked(meeting.pk)
    if meeting.cancelled_at is not None:
        raise AlreadyCancelled(meeting, meeting.cancelled_at)
    if meeting.published_at is not None:
        raise AlreadyPublished(meeting, meeting.published_at)
    if lacks := missing(to_announce(meeting, at)):
        raise NotReady(meeting, "diumumkan", lacks)
    meeting.published_at = at
    meeting.save(update_fields=["published_at"])
    audit.record("meeting.published", target=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def open_registration(
    *, meeting: Meeting, opens_at: datetime | None, by: User | None, at: datetime
) -> Meeting:
    """Whoever the rakor lets register, offices unless said otherwise, may do so from `opens_at`
    on; None: from now.

    Closing time and seats are those of the meeting. Raises AlreadyOpen, NotReady.
    """
    meeting = Meeting.objects.locked(meeting.pk)
    if is_registration_open(meeting, at):
        raise AlreadyOpen(meeting)
    meeting.registration_opens_at = at if opens_at is None else opens_at
    if lacks := missing(to_open(meeting, at)):
        raise NotReady(meeting, "dibuka pendaftarannya", lacks)
    closes_at = meeting.registration_closes_at
    if closes_at is not None and meeting.registration_opens_at >= closes_at:
        closes = moment(closes_at, meeting.zone)
        raise MeetingRefused(f"Pendaftaran ditutup {closes}; bukalah sebelum itu.")
    if meeting.registered_by == Meeting.RegisteredBy.NOBODY:
        meeting.registered_by = Meeting.RegisteredBy.OFFICES
    meeting.save(update_fields=["registered_by", "registration_opens_at"])
    opens = moment(meeting.registration_opens_at, meeting.zone)
    audit.record("meeting.registration_opened", target=meeting, by=by, at=at, since=opens)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User | None, at: datetime) -> Meeting:
    """The meeting, cancelled with its agenda still to be read; the letters wait in the outbox.

    Raises AlreadyCancelled, AlreadyHeld, MeetingRefused (no reason).
    """
    meeting = Meeting.objects.locked(meeting.pk)
    reason = reason.strip()
    if meeting.cancelled_at is not None:
        raise AlreadyCancelled(meeting, meeting.cancelled_at)
    if at >= over_at(meeting):
        raise AlreadyHeld(meeting)
    if not reason:
        raise MeetingRefused("Pembatalan memerlukan alasan; alasan itu dibaca semua peserta.")
    meeting.cancelled_at = at
    meeting.cancel_reason = reason
    # Calendars that subscribed take the entry out only where its number is a higher one.
    meeting.calendar_sequence += 1
    meeting.save(update_fields=["cancelled_at", "cancel_reason", "calendar_sequence"])
    end_offers(meeting, at)
    told = 0
    if meeting.published_at is not None:
        told = announcements.cancelled(meeting, by=by, at=at)
    audit.record("meeting.cancelled", target=meeting, by=by, at=at, reason=reason, told=told)
    return meeting
