"""The evaluation of a rakor: asked once its questions are set, answered once by each person.

An answer leaves no row in the trail: a time beside a name would tell whose sheet it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.models import (
    Aftercare,
    EvaluationQuestion,
    EvaluationSheet,
    EvaluationTurn,
    Meeting,
    Registration,
)


class Question(NamedTuple):
    kind: str
    text: str
    choices: str = ""
    is_required: bool = False


class EvaluationRefused(Exception):
    """A rule forbids it; the message says which, and on which data."""


class NotOpen(EvaluationRefused):
    def __init__(self, aftercare: Aftercare | None, meeting: Meeting) -> None:
        opens = aftercare.evaluation_opens_at if aftercare else None
        closes = aftercare.evaluation_closes_at if aftercare else None
        if opens is None or closes is None:
            super().__init__("Rakor ini tidak memakai evaluasi di portal.")
            return
        window = f"dibuka {moment(opens, meeting.zone)} dan ditutup {moment(closes, meeting.zone)}"
        super().__init__(f"Evaluasi {window}.")


class NotOfParticipant(EvaluationRefused):
    def __init__(self) -> None:
        super().__init__("Evaluasi hanya untuk peserta yang mendapat kursi.")


class AlreadyAnswered(EvaluationRefused):
    def __init__(self) -> None:
        super().__init__("Evaluasi ini sudah Anda isi; setiap peserta mengisi satu kali.")


class AlreadyAsked(EvaluationRefused):
    def __init__(self, sheets: int) -> None:
        super().__init__(f"Pertanyaan tidak dapat diubah lagi: {sheets} peserta sudah menjawabnya.")


def is_open(aftercare: Aftercare | None, at: datetime) -> bool:
    """True from the moment that it opens until just before the one that it closes."""
    if aftercare is None:
        return False
    opens, closes = aftercare.evaluation_opens_at, aftercare.evaluation_closes_at
    return opens is not None and closes is not None and opens <= at < closes


@transaction.atomic
def answer_evaluation(
    *, registration: Registration, answers: Mapping[str, str], at: datetime
) -> None:
    """Keeps a sheet without a name, and apart from it that this person has answered.

    answers: of an EvaluationForm. Raises NotOpen, NotOfParticipant, AlreadyAnswered.
    """
    # Whoever changes the questions at this moment waits, and then finds a sheet.
    meeting = Meeting.objects.locked(registration.meeting_id)
    registration = meeting.registrations.get(pk=registration.pk)
    aftercare = Aftercare.objects.filter(meeting=meeting).first()
    if not is_open(aftercare, at):
        raise NotOpen(aftercare, meeting)
    if not registration.has_seat:
        raise NotOfParticipant
    _, is_first = EvaluationTurn.objects.get_or_create(registration=registration)
    if not is_first:
        raise AlreadyAnswered
    EvaluationSheet.objects.create(meeting=meeting, answers=dict(answers))


@transaction.atomic
def set_questions(
    *, meeting: Meeting, questions: Sequence[Question], by: User, at: datetime
) -> list[EvaluationQuestion]:
    """The questions in their order, in place of the former. Raises AlreadyAsked."""
    meeting = Meeting.objects.locked(meeting.pk)
    if sheets := EvaluationSheet.objects.filter(meeting=meeting).count():
        raise AlreadyAsked(sheets)
    meeting.evaluation_questions.all().delete()
    made = EvaluationQuestion.objects.bulk_create(
        EvaluationQuestion(meeting=meeting, order=place, **question._asdict())
        for place, question in enumerate(questions, start=1)
    )
    audit.record("evaluation.asked", target=meeting, by=by, at=at, questions=len(made))
    return made
