"""Until when an invitation is answered, and what is said of one that no longer is.

An office may change its mind until the end of the day that the letter names, where the rakor is
held; without such a day, until the rakor begins. The secretariat records what it was told by
telephone or in writing for as long as the invitation stands.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum_portal.lib.dates import ZONE_NAMES, moment
from meetings.models import Invitation, Meeting
from meetings.states import begins_at, over_at
from meetings.when import day_heading


def answers_close_at(meeting: Meeting) -> datetime:
    """The first moment at which an office's answer is no longer taken."""
    if meeting.answer_by is None:
        return begins_at(meeting) or over_at(meeting)
    after = datetime.combine(
        meeting.answer_by + timedelta(days=1), time.min, ZoneInfo(meeting.zone)
    )
    return min(after, over_at(meeting))


def answers_until(meeting: Meeting) -> str:
    """In words, such as "Selasa, 8 Desember 2026, pukul 24.00 WITA"."""
    closes_at = answers_close_at(meeting)
    local = closes_at.astimezone(ZoneInfo(meeting.zone))
    if local.time() == time.min:
        day = day_heading(local.date() - timedelta(days=1))
        return f"{day}, pukul 24.00 {ZONE_NAMES[meeting.zone]}"
    return moment(closes_at, meeting.zone)


def why_over(invitation: Invitation) -> str:
    """Why the invitation no longer stands, whoever asks; empty while it does."""
    meeting = invitation.meeting
    if invitation.withdrawn_at is not None:
        return (
            f"Undangan ini ditarik pada {moment(invitation.withdrawn_at, meeting.zone)}, "
            f"dengan alasan: {invitation.withdraw_reason}"
        )
    if meeting.cancelled_at is not None:
        return (
            f"{meeting.title} dibatalkan pada {moment(meeting.cancelled_at, meeting.zone)}, "
            f"dengan alasan: {meeting.cancel_reason}"
        )
    return ""


def why_closed(invitation: Invitation, at: datetime) -> str:
    """Why the office cannot answer, or change its answer, at the moment `at`; empty if it can."""
    if over := why_over(invitation):
        return over
    if at >= answers_close_at(invitation.meeting):
        return (
            f"Batas menjawab undangan ini sudah lewat: {answers_until(invitation.meeting)}. "
            "Hubungi sekretariat bila ada perubahan."
        )
    return ""


def is_before_move(invitation: Invitation) -> bool:
    """True if the rakor was moved after the answer was given. Needs meeting.moves prefetched."""
    answered_at = invitation.answered_at
    moves = invitation.meeting.moves.all()
    return answered_at is not None and any(move.moved_at > answered_at for move in moves)
