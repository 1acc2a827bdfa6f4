"""What the sheets of an evaluation say together; of few sheets nothing, lest they tell who.

Texts come in the order of the alphabet, which says nothing of who wrote them when.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from meetings.aftermath.questions import Kind, choices_of
from meetings.models import EvaluationQuestion

# With fewer, somebody who knows the others' answers reads the remaining one.
FEWEST_SHEETS = 5


@dataclass(frozen=True)
class Summary:
    """counts: (choice, how many, percent of those who answered); texts: of an open question."""

    question: EvaluationQuestion
    answered: int
    counts: tuple[tuple[str, int, int], ...] = ()
    average: float | None = None
    texts: tuple[str, ...] = ()


def summaries(
    questions: Iterable[EvaluationQuestion], sheets: Iterable[Mapping[str, str]]
) -> list[Summary]:
    """One for each question; sheets: {question key: answer}. Empty below FEWEST_SHEETS."""
    sheets = list(sheets)
    if len(sheets) < FEWEST_SHEETS:
        return []
    return [_summary(question, sheets) for question in questions]


def _summary(question: EvaluationQuestion, sheets: list[Mapping[str, str]]) -> Summary:
    key = str(question.pk)
    answers = [sheet[key] for sheet in sheets if sheet.get(key)]
    if question.kind == Kind.TEXT:
        return Summary(question, len(answers), texts=tuple(sorted(answers, key=str.casefold)))
    found = Counter(answers)
    whole = len(answers) or 1
    counts = tuple(
        (choice, found[choice], round(100 * found[choice] / whole))
        for choice in choices_of(question)
    )
    is_scale = question.kind == Kind.SCALE and answers
    average = fmean(int(answer) for answer in answers) if is_scale else None
    return Summary(question, len(answers), counts, average)
