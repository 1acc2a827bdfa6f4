"""Where a rakor stands, derived from its timestamps and dates; nothing of this is stored.

Every window is half-open: registration is open from the moment it opens until just before the
moment it closes, and a rakor is over when the first day after it begins where it is held. A
date known to the month or year only says when the rakor is over (when all of that month or
year is), never that it is under way.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from forum_portal.lib.dates import Precision, Zone
from meetings.models import Meeting


class MeetingState(models.TextChoices):
    DRAFT = "draft", "Draf"
    ANNOUNCED = "announced", "Akan datang"
    REGISTRATION_OPEN = "registration-open", "Pendaftaran dibuka"
    REGISTRATION_CLOSED = "registration-closed", "Pendaftaran ditutup"
    ONGOING = "ongoing", "Sedang berlangsung"
    FINISHED = "finished", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"


TONES = {
    MeetingState.DRAFT: "neutral",
    MeetingState.ANNOUNCED: "blue",
    MeetingState.REGISTRATION_OPEN: "green",
    MeetingState.REGISTRATION_CLOSED: "amber",
    MeetingState.ONGOING: "green",
    MeetingState.FINISHED: "neutral",
    MeetingState.CANCELLED: "red",
}


class Phase(models.TextChoices):
    """The states as a reader filters them; the values are words of the address."""

    UPCOMING = "mendatang", "Akan datang"
    ONGOING = "berlangsung", "Sedang berlangsung"
    FINISHED = "selesai", "Selesai"
    CANCELLED = "dibatalkan", "Dibatalkan"


PHASES = {
    MeetingState.DRAFT: Phase.UPCOMING,
    MeetingState.ANNOUNCED: Phase.UPCOMING,
    MeetingState.REGISTRATION_OPEN: Phase.UPCOMING,
    MeetingState.REGISTRATION_CLOSED: Phase.UPCOMING,
    MeetingState.ONGOING: Phase.ONGOING,
    MeetingState.FINISHED: Phase.FINISHED,
    MeetingState.CANCELLED: Phase.CANCELLED,
}


class RegistrationPhase(models.TextChoices):
    """Where a rakor's registration stands; NONE: it has none, or no longer matters."""

    NONE = "none", "Tanpa pendaftaran"
    BEFORE = "before", "Belum dibuka"
    OPEN = "open", "Dibuka"
    AFTER = "after", "Ditutup"


_STATES_BEFORE = {
    RegistrationPhase.OPEN: MeetingState.REGISTRATION_OPEN,
    RegistrationPhase.AFTER: MeetingState.REGISTRATION_CLOSED,
}


def state_of(meeting: Meeting, at: datetime) -> MeetingState:
    """The state of `meeting` at the moment `at`; a draft is a draft whatever its dates."""
    if meeting.cancelled_at is not None:
        return MeetingState.CANCELLED
    if meeting.published_at is None:
        return MeetingState.DRAFT
    if at >= over_at(meeting):
        return MeetingState.FINISHED
    begins = begins_at(meeting)
    if begins is not None and at >= begins:
        return MeetingState.ONGOING
    phase = registration_phase(meeting, at)
    return _STATES_BEFORE.get(phase, MeetingState.ANNOUNCED)


def how_it_ended(meeting: Meeting) -> str:
    """Of one that is over: "sudah selesai (16\u201318 Maret 2026)", "dibatalkan: Banjir."."""
    if meeting.cancelled_at is not None:
        return f"dibatalkan: {meeting.cancel_reason}"
    return f"sudah selesai ({meeting.dates})"


def registration_phase(meeting: Meeting, at: datetime) -> RegistrationPhase:
    """The window of a published meeting that is neither cancelled nor over.

    Whoever registers, offices or anybody: the window is the same. It may reach into the meeting:
    those who come late are registered while it is under way.
    """
    opens_at, closes_at = meeting.registration_opens_at, meeting.registration_closes_at
    if (
        meeting.registered_by == Meeting.RegisteredBy.NOBODY
        or opens_at is None
        or closes_at is None
        or meeting.published_at is None
        or meeting.cancelled_at is not None
        or at >= over_at(meeting)
    ):
        return RegistrationPhase.NONE
    if at < opens_at:
        return RegistrationPhase.BEFORE
    return RegistrationPhase.OPEN if at < closes_at else RegistrationPhase.AFTER


def is_registration_open(meeting: Meeting, at: datetime) -> bool:
    """True while people may be registered, changed and withdrawn."""
    return registration_phase(meeting, at) == RegistrationPhase.OPEN


def next_change_at(meeting: Meeting, at: datetime) -> datetime | None:
    """When the clock alone may change the meeting's state next; None: never again."""
    moments = [begins_at(meeting), over_at(meeting)]
    moments += [meeting.registration_opens_at, meeting.registration_closes_at]
    return min((moment for moment in moments if moment and moment > at), default=None)


def begins_at(meeting: Meeting) -> datetime | None:
    """The first moment of the meeting where it is held; None if its day is not known."""
    if meeting.date_precision != Precision.DAY:
        return None
    return datetime.combine(
        meeting.starts_on, meeting.starts_at or time.min, ZoneInfo(meeting.zone)
    )


def over_at(meeting: Meeting) -> datetime:
    """The first moment that no longer belongs to the meeting's days, month or year."""
    last = meeting.ends_on or meeting.starts_on
    if meeting.date_precision == Precision.DAY:
        after = last + timedelta(days=1)
    elif meeting.date_precision == Precision.MONTH:
        after = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
    else:
        after = date(last.year + 1, 1, 1)
    return datetime.combine(after, time.min, ZoneInfo(meeting.zone))


def in_phase(phase: Phase, at: datetime) -> Q:
    """The condition for a queryset that PHASES[state_of(meeting, at)] is for one meeting."""
    if phase == Phase.CANCELLED:
        return Q(cancelled_at__isnull=False)
    held = Q(cancelled_at=None, published_at__isnull=False)
    over, begun = _by_zone(_over, at), _by_zone(_begun, at)
    if phase == Phase.FINISHED:
        return held & over
    if phase == Phase.ONGOING:
        return held & begun & ~over
    return Q(cancelled_at=None) & (Q(published_at=None) | ~(begun | over))


def is_over(at: datetime) -> Q:
    """The condition for a queryset that at >= over_at(meeting), cancelled or not."""
    return _by_zone(_over, at)


def _by_zone(condition, at: datetime) -> Q:
    """`condition` of the local moment, for the meetings of each zone."""
    joined = Q()
    for zone in Zone:
        joined |= Q(zone=zone) & condition(at.astimezone(ZoneInfo(zone)))
    return joined


def _over(local: datetime) -> Q:
    today = local.date()
    return (
        Q(date_precision=Precision.DAY, last_on__lt=today)
        | Q(date_precision=Precision.MONTH, last_on__lt=today.replace(day=1))
        | Q(date_precision=Precision.YEAR, last_on__lt=date(today.year, 1, 1))
    )


def _begun(local: datetime) -> Q:
    today = local.date()
    this_morning = Q(starts_at=None) | Q(starts_at__lte=local.time())
    return Q(date_precision=Precision.DAY) & (
        Q(starts_on__lt=today) | Q(starts_on=today) & this_morning
    )
