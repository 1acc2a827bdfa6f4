"""The evaluation of a rakor as a form, and what a filled-in form says."""

from collections.abc import Iterable
from typing import Any

from django import forms

from meetings.models import EvaluationQuestion

Kind = EvaluationQuestion.Kind
SCALE = tuple((str(mark), str(mark)) for mark in range(1, 6))
SCALE_ENDS = "1 berarti sangat kurang, 5 berarti sangat baik."
LONGEST_TEXT = 2000


class EvaluationForm(forms.Form):
    """questions: of one rakor in their order; each field is named after its key."""

    def __init__(self, *args: Any, questions: Iterable[EvaluationQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for question in questions:
            name = f"q{question.pk}"
            self.keys[name] = str(question.pk)
            self.fields[name] = _field(question)

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's key; the form is valid."""
        return {
            key: text for name, key in self.keys.items() if (text := self.cleaned_data.get(name))
        }


def choices_of(question: EvaluationQuestion) -> list[str]:
    """What may be chosen, in its order; empty for a text."""
    if question.kind == Kind.SCALE:
        return [mark for mark, _ in SCALE]
    if question.kind == Kind.CHOICE:
        lines = (line.strip() for line in question.choices.splitlines())
        return list(dict.fromkeys(line for line in lines if line))
    return []


def _field(question: EvaluationQuestion) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": question.is_required}
    if question.kind == Kind.TEXT:
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(
            widget=area,
            max_length=LONGEST_TEXT,
            error_messages={"required": "Tuliskan jawaban Anda."},
            **common,
        )
    return forms.ChoiceField(
        choices=[(choice, choice) for choice in choices_of(question)],
        widget=forms.RadioSelect,
        help_text=SCALE_ENDS if question.kind == Kind.SCALE else "",
        error_messages={"required": "Pilih salah satu."},
        **common,
    )
