"""Moving a rakor to other days or another place, with every date that hangs on them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings import announcements
from meetings.actions.agenda_release import freeze
from meetings.actions.dates_along import take_along
from meetings.actions.hosting import check_host
from meetings.actions.meetings import AlreadyCancelled, AlreadyHeld, MeetingRefused
from meetings.actions.offer_ends import fit_offers
from meetings.actions.timeline import check_window
from meetings.agenda.content import Contents, draft_contents
from meetings.agenda.shifting import shifted
from meetings.convening.movement import Whereabouts, effects, formerly, moved_to
from meetings.convening.timeline import MILESTONES
from meetings.models import AgendaRelease, Meeting, MeetingMove
from meetings.states import over_at
from meetings.when import when, where


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, to: Whereabouts, reason: str, by: User, at: datetime
) -> MeetingMove | None:
    """What is remembered of the former days and place; None for a draft, of which nobody knows.

    Of a published rakor the letters wait in the outbox, and its released agenda becomes the
    version that follows, on the new days. Raises MeetingRefused.
    """
    former, reason = Meeting.objects.locked(meeting.pk), reason.strip()
    meeting = moved_to(former, to, at)
    _check(former, meeting, reason, at)
    meeting.save(
        update_fields=[
            *Whereabouts._fields,
            "date_precision",
            *(milestone.field for milestone in MILESTONES),
        ]
    )
    take_along(former, meeting)
    fit_offers(meeting, at)
    move = _remembered(former, reason, by, at) if former.published_at is not None else None
    told = 0
    if move is not None:
        meeting.calendar_sequence += 1
        meeting.save(update_fields=["calendar_sequence"])
        _release_anew(former, meeting, move, by, at)
        move.meeting = meeting
        told = announcements.moved(move, by=by, at=at)
    before, after = (f"{when(each)}, {where(each)}" for each in (former, meeting))
    audit.record(
        "meeting.rescheduled", target=meeting, by=by, at=at, before=before, after=after,
        reason=reason, told=told,
    )  # fmt: skip
    return move


def _check(former: Meeting, meeting: Meeting, reason: str, at: datetime) -> None:
    if former.cancelled_at is not None:
        raise AlreadyCancelled(former, former.cancelled_at)
    if at >= over_at(former) and former.published_at is not None:
        raise AlreadyHeld(former, "dipindahkan")
    if meeting.ends_on is not None and meeting.ends_on < meeting.starts_on:
        raise MeetingRefused("Rakor tidak dapat berakhir sebelum dimulai.")
    today = at.astimezone(ZoneInfo(meeting.zone)).date()
    if former.published_at is not None and meeting.starts_on < min(today, former.starts_on):
        raise MeetingRefused(
            f"Rakor tidak dapat dipindahkan ke hari yang sudah lewat ({meeting.dates})."
        )
    check_host(meeting.host_province, meeting.host_office)
    check_window(meeting)
    if not effects(former, meeting):
        raise MeetingRefused(f"{former.title} sudah pada hari dan tempat itu.")
    if former.published_at is not None and not reason:
        raise MeetingRefused("Pemindahan memerlukan alasan; alasan itu dibaca umum.")


def _remembered(former: Meeting, reason: str, by: User, at: datetime) -> MeetingMove:
    return MeetingMove.objects.create(
        meeting=former,
        starts_on=former.starts_on,
        ends_on=former.ends_on,
        starts_at=former.starts_at,
        zone=former.zone,
        place=where(former),
        reason=reason,
        moved_at=at,
        moved_by=by,
    )


def _release_anew(
    former: Meeting, meeting: Meeting, move: MeetingMove, by: User, at: datetime
) -> None:
    """The public reads the agenda on the new days; what is unfinished in the draft stays there."""
    release = former.current_release
    if release is None:
        return
    contents = _on_new_days(former, meeting, release)
    if contents.internal != release.internal:
        comment = f"Rakor dipindahkan, semula {formerly(move)}."[:500]
        freeze(meeting=meeting, contents=contents, comment=comment, by=by, at=at)


def _on_new_days(former: Meeting, meeting: Meeting, release: AgendaRelease) -> Contents:
    if draft_contents(former).internal == release.internal:
        # Nothing unfinished: hours and positions follow the new day too.
        return draft_contents(meeting)
    public, internal = (
        shifted(content, starts_on=meeting.starts_on, zone=meeting.zone)
        for content in (release.public, release.internal)
    )
    return Contents(public, internal, release.words)
