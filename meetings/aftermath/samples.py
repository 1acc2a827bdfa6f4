"""What followed the earlier sample rakor: an evaluation that is closed, and certificates."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from meetings.actions.aftercare import Settings, set_aftercare
from meetings.actions.certificates import issue_certificates
from meetings.actions.evaluation import Question, answer_evaluation, set_questions
from meetings.invitations.samples import make_institution
from meetings.models import EvaluationQuestion, Meeting

_K = EvaluationQuestion.Kind
QUESTIONS = (
    Question(_K.SCALE, "Seberapa bermanfaat rakor ini bagi balai Anda?", is_required=True),
    Question(_K.CHOICE, "Bagaimana lamanya?", "Terlalu singkat\nCukup\nTerlalu lama"),
    Question(_K.TEXT, "Apa yang perlu diperbaiki pada rakor berikutnya?"),
)
_ANSWERS = (
    ("5", "Cukup", "Bahan dibagikan lebih awal (contoh)."),
    ("4", "Cukup", ""),
    ("4", "Terlalu singkat", "Waktu tanya jawab ditambah (contoh)."),
    ("3", "Cukup", ""),
    ("5", "Cukup", ""),
)


def follow_up_samples(meeting: Meeting, *, by: User) -> None:
    """Asked for two weeks after the rakor; certificates a week after it, for who was there."""
    opens = datetime.combine(meeting.starts_on, time(12, 0), ZoneInfo(meeting.zone))
    issued_at = opens + timedelta(weeks=1)
    settings = Settings(
        evaluation_opens_at=opens,
        evaluation_closes_at=opens + timedelta(weeks=2),
        sessions_percent=75,
        signatory=make_institution().signatories.first(),
        dated_on=issued_at.date(),
    )
    set_aftercare(meeting=meeting, values=settings, by=by, at=opens - timedelta(days=3))
    asked = opens - timedelta(days=3)
    questions = set_questions(meeting=meeting, questions=QUESTIONS, by=by, at=asked)
    keys = [str(question.pk) for question in questions]
    for day, (one, texts) in enumerate(zip(meeting.registrations.seated(), _ANSWERS, strict=False)):
        answers = {key: text for key, text in zip(keys, texts, strict=True) if text}
        answer_evaluation(registration=one, answers=answers, at=opens + timedelta(days=day))
    issue_certificates(meeting=meeting, by=by, at=issued_at)
