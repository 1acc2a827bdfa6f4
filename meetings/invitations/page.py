"""What the pages of an invitation say: who is invited to what, until when, what was answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.invitations.answering import (
    answers_close_at,
    answers_until,
    is_before_move,
    why_closed,
)
from meetings.meeting_page import SAMPLE_BADGE
from meetings.models import Invitation, Meeting
from meetings.states import Phase, in_phase
from meetings.when import when, where
from provinces.models import Office
from provinces.permissions import offices_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Fact = dict[str, Any]
Row = dict[str, Any]
Answer = Invitation.Answer

_ANSWERS = {
    Answer.ATTENDS: "Hadir",
    Answer.REPRESENTED: "Hadir diwakilkan",
    Answer.ABSENT: "Tidak hadir",
}


def facts_of_invitation(invitation: Invitation) -> list[Fact]:
    meeting = invitation.meeting
    place = where(meeting)
    if meeting.mode in ("daring", "hibrida"):
        place = " · ".join(part for part in (place, meeting.get_mode_display()) if part)
    return [
        {"label": "Waktu", "value": when(meeting)},
        {"label": "Tempat", "value": place},
        {"label": "Nomor surat", "value": str(invitation.number)},
        {"label": "Dijawab paling lambat", "value": answers_until(meeting)},
    ]


def answer_in_words(invitation: Invitation) -> str:
    """Such as "Hadir diwakilkan oleh Budi Santoso, Kepala Seksi"; empty before the first."""
    if not invitation.answer:
        return ""
    words = _ANSWERS[Answer(invitation.answer)]
    if invitation.answer == Answer.REPRESENTED:
        who = (invitation.representative, invitation.representative_position)
        words = f"{words} oleh {', '.join(part for part in who if part)}"
    if invitation.answer == Answer.ABSENT:
        words = f"{words}: {invitation.absence_reason}"
    return words


def answer_notice(invitation: Invitation) -> dict[str, str]:
    """The answer that counts now with who gave it when; empty before the first."""
    if invitation.answered_at is None:
        return {}
    by = ", ".join(part for part in (invitation.answered_by, invitation.answered_as) if part)
    text = f"Dijawab {by}, {moment(invitation.answered_at, invitation.meeting.zone)}."
    if is_before_move(invitation):
        text += " Rakor dipindahkan sesudah jawaban ini; mohon periksa kembali."
    return {"title": f"Jawaban balai: {answer_in_words(invitation)}", "text": text}


def invitation_context(invitation: Invitation, at: datetime) -> dict[str, Any]:
    """What the page shows beside the form. Needs meeting.moves prefetched, else one query."""
    return {
        "invitation": invitation,
        "meeting": invitation.meeting,
        "office": invitation.office,
        "facts": facts_of_invitation(invitation),
        "given": answer_notice(invitation),
        "closed": why_closed(invitation, at),
        "until": answers_until(invitation.meeting),
        "is_sample_data": invitation.meeting.is_sample,
    }


def own_invitations(offices: Iterable[Office], at: datetime) -> list[Row]:
    """What the letters of `offices` invite to that is not over yet, the nearest first.

    One statement, none without offices.
    """
    offices = list(offices)
    if not offices:
        return []
    coming = in_phase(Phase.UPCOMING, at) | in_phase(Phase.ONGOING, at)
    found = Invitation.objects.current().filter(
        office__in=offices, issued_at__isnull=False, meeting__in=Meeting.objects.filter(coming)
    )
    found = found.select_related("office", "meeting").order_by("meeting__starts_on", "pk")
    return [_own_row(invitation) for invitation in found]


def invited_to(meeting: Meeting, user: "User | AnonymousUser", at: datetime) -> list[Row]:
    """Of each office of `user` that is invited and may still answer, what it has answered.

    One statement, none for readers without an account or once answers are closed.
    """
    is_closed = meeting.cancelled_at is not None or at >= answers_close_at(meeting)
    if is_closed or not user.is_authenticated:
        return []
    issued = meeting.invitations.current().filter(
        issued_at__isnull=False, office__in=offices_of(user)
    )
    return [_line(invitation) for invitation in issued.select_related("office").order_by("pk")]


def _line(invitation: Invitation) -> Row:
    answered = answer_in_words(invitation)
    return {
        "office": invitation.office.name,
        "url": reverse("meetings:own_invitation", args=[invitation.pk]),
        "title": f"Undangan {invitation.office.name}: {answered or 'belum dijawab'}",
        "note": f"{'Dapat diubah sampai' if answered else 'Dijawab paling lambat'} "
        f"{answers_until(invitation.meeting)}.",
        "label": "Lihat atau ubah jawaban" if answered else "Jawab undangan",
        "tone": "green" if answered else "amber",
    }


def _own_row(invitation: Invitation) -> Row:
    meeting = invitation.meeting
    is_answered = bool(invitation.answer)
    until = f"dijawab paling lambat {answers_until(meeting)}"
    return {
        "date": meeting.dates,
        "title": meeting.title,
        "url": reverse("meetings:own_invitation", args=[invitation.pk]),
        "note": f"{invitation.office.name} · {until}",
        "state": _ANSWERS[Answer(invitation.answer)] if is_answered else "Belum dijawab",
        "tone": "green" if is_answered else "amber",
        "badges": [SAMPLE_BADGE] if meeting.is_sample else [],
    }
