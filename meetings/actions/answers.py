"""What an office answers to its invitation: it comes, is represented, or does not come.

By the link of the letter, signed in, or recorded by the secretariat. The last answer counts;
those before it stand in the trail. The rakor is locked first, as by whoever cancels, moves or
withdraws, so an answer is never taken for something that has just ended.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.invitations.answering import why_closed, why_over
from meetings.models import Invitation, Meeting
from provinces.models import Office
from provinces.permissions import may_act_for

Answer = Invitation.Answer
Channel = Invitation.Channel


class Reply(NamedTuple):
    """The answer and who gives it; what does not belong to the answer is not kept."""

    answer: str
    answered_by: str
    answered_as: str
    representative: str = ""
    representative_position: str = ""
    absence_reason: str = ""


class AnswerRefused(Exception):
    """Why an answer is not kept, in a sentence for the reader."""


class AnswersClosed(AnswerRefused):
    def __init__(self, reason: str) -> None:
        super().__init__(f"Jawaban tidak disimpan. {reason}")


class LinkReplaced(AnswerRefused):
    def __init__(self) -> None:
        super().__init__(
            "Undangan ini baru saja diperbarui oleh sekretariat, sehingga jawaban tidak disimpan. "
            "Pakailah tautan dalam surat yang terakhir."
        )


class NotYourOffice(AnswerRefused):
    def __init__(self, office: Office) -> None:
        super().__init__(f"Undangan {office} hanya dapat dijawab petugas balai itu sendiri.")


@transaction.atomic
def answer_by_link(*, invitation: Invitation, reply: Reply, at: datetime) -> Invitation:
    """The answer of whoever holds the letter. Raises AnswersClosed, LinkReplaced, AnswerRefused."""
    return _answer(invitation, reply, Channel.LINK, by=None, at=at)


@transaction.atomic
def answer_by_account(
    *, invitation: Invitation, reply: Reply, by: User, at: datetime
) -> Invitation:
    """The answer of the office's staff. Raises NotYourOffice, and as answer_by_link."""
    if not may_act_for(by, invitation.office):
        raise NotYourOffice(invitation.office)
    return _answer(invitation, reply, Channel.ACCOUNT, by=by, at=at)


@transaction.atomic
def record_answer(*, invitation: Invitation, reply: Reply, by: User, at: datetime) -> Invitation:
    """What the secretariat was told otherwise, also after the last day for an answer.

    Raises AnswersClosed, LinkReplaced, AnswerRefused.
    """
    return _answer(invitation, reply, Channel.SECRETARIAT, by=by, at=at)


def _answer(
    invitation: Invitation, reply: Reply, through: Channel, *, by: User | None, at: datetime
) -> Invitation:
    token = invitation.token
    Meeting.objects.locked(invitation.meeting_id)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting", "office")
    invitation = rows.get(pk=invitation.pk)
    if invitation.token != token:
        raise LinkReplaced
    is_recorded = through == Channel.SECRETARIAT
    if reason := why_over(invitation) if is_recorded else why_closed(invitation, at):
        raise AnswersClosed(reason)
    before = invitation.answer
    _keep(invitation, _checked(reply), through, at)
    audit.record(
        "invitation.answered", target=invitation, by=by, at=at,
        answer=reply.answer, before=before, through=through.value,
    )  # fmt: skip
    return invitation


def _checked(reply: Reply) -> Reply:
    """Without what belongs to another answer. Raises AnswerRefused: something is missing."""
    reply = Reply(*(" ".join(value.split()) for value in reply))
    if reply.answer not in Answer.values:
        raise AnswerRefused("Pilih salah satu jawaban: hadir, diwakilkan, atau tidak hadir.")
    if not reply.answered_by:
        raise AnswerRefused("Isi nama penjawab.")
    if reply.answer == Answer.REPRESENTED and not reply.representative:
        raise AnswerRefused("Isi nama wakil yang akan hadir.")
    if reply.answer == Answer.ABSENT and not reply.absence_reason:
        raise AnswerRefused("Isi alasan tidak hadir.")
    if reply.answer != Answer.REPRESENTED:
        reply = reply._replace(representative="", representative_position="")
    if reply.answer != Answer.ABSENT:
        reply = reply._replace(absence_reason="")
    return reply


def _keep(invitation: Invitation, reply: Reply, through: Channel, at: datetime) -> None:
    for name, value in reply._asdict().items():
        setattr(invitation, name, value)
    invitation.answered_at, invitation.answered_through = at, through
    invitation.save(update_fields=[*reply._fields, "answered_at", "answered_through"])
