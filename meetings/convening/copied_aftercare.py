"""What a rakor does afterwards, as another rakor takes it over: its moments and signatory apart."""

from dataclasses import dataclass
from typing import NamedTuple

from meetings.models import Aftercare, EvaluationQuestion, Meeting


class Evaluated(NamedTuple):
    kind: str
    text: str
    choices: str
    is_required: bool


@dataclass(frozen=True)
class CopiedAftercare:
    """sessions_percent: of the sessions, for a certificate; None where nothing was set."""

    questions: tuple[Evaluated, ...] = ()
    sessions_percent: int | None = None


NO_AFTERCARE = CopiedAftercare()


def aftercare_of(meeting: Meeting) -> CopiedAftercare:
    """Two statements."""
    asked = meeting.evaluation_questions.values_list(*Evaluated._fields)
    percent = Aftercare.objects.filter(meeting=meeting).values_list("sessions_percent", flat=True)
    return CopiedAftercare(tuple(Evaluated(*row) for row in asked), percent.first())


def add_aftercare(meeting: Meeting, copied: CopiedAftercare) -> None:
    EvaluationQuestion.objects.bulk_create(
        EvaluationQuestion(meeting=meeting, order=place, **question._asdict())
        for place, question in enumerate(copied.questions, start=1)
    )
    if copied.sessions_percent is not None:
        Aftercare.objects.create(meeting=meeting, sessions_percent=copied.sessions_percent)
