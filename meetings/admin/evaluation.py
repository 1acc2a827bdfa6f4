"""The evaluation in the panel: its questions, and what the answers say together."""

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts import audit
from accounts.panel import PanelAdmin, Step
from forum_portal.lib.spreadsheet import XLSX_TYPE, Cell, xlsx_bytes
from meetings.actions.evaluation import AlreadyAsked, Question, is_open, set_questions
from meetings.aftermath.questions import Kind
from meetings.aftermath.results import FEWEST_SHEETS, Summary, summaries
from meetings.models import Aftercare, EvaluationQuestion, Meeting

MOST_QUESTIONS = 40
EMPTY_ROWS = 3
# What anybody would ask; a beginning that is changed as needed.
SUGGESTED = (
    Question(Kind.SCALE, "Seberapa bermanfaat materi rakor bagi pekerjaan Anda?"),
    Question(Kind.SCALE, "Bagaimana penyelenggaraan rakor secara keseluruhan?"),
    Question(Kind.CHOICE, "Bagaimana lama rakor?", "Terlalu singkat\nCukup\nTerlalu lama"),
    Question(Kind.TEXT, "Apa yang perlu diperbaiki pada rakor berikutnya?"),
)


class QuestionForm(forms.Form):
    order = forms.IntegerField(label="Urutan", min_value=1, max_value=999, required=False)
    text = forms.CharField(label="Pertanyaan", max_length=300, required=False)
    kind = forms.ChoiceField(label="Jenis", choices=Kind.choices, initial=Kind.SCALE)
    choices = forms.CharField(
        label="Pilihan",
        required=False,
        max_length=2000,
        help_text="Untuk jenis Pilihan: satu pilihan per baris.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(label="Wajib dijawab", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lines = [line.strip() for line in cleaned.get("choices", "").splitlines() if line.strip()]
        is_choice = cleaned.get("kind") == Kind.CHOICE
        if cleaned.get("text") and is_choice and len(set(lines)) < 2:
            self.add_error("choices", "Isi sedikitnya dua pilihan yang berbeda.")
        cleaned["choices"] = "\n".join(dict.fromkeys(lines)) if is_choice else ""
        return cleaned

    def question(self) -> Question:
        cleaned = self.cleaned_data
        return Question(
            cleaned["kind"], cleaned["text"], cleaned["choices"], cleaned["is_required"]
        )


QuestionForms = formset_factory(QuestionForm, extra=EMPTY_ROWS, max_num=MOST_QUESTIONS)


def questions(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    asked = list(meeting.evaluation_questions.all())
    sheets = meeting.evaluation_sheets.count()
    rows = QuestionForms(request.POST or None, initial=_initial(request, asked), prefix="tanya")
    if request.method == "POST" and rows.is_valid():
        try:
            made = set_questions(
                meeting=meeting, questions=_typed(rows), by=request.user, at=timezone.now()
            )
        except AlreadyAsked as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{len(made)} pertanyaan disimpan.")
            return redirect(request.path)
    return admin.page(
        request, meeting, "admin/meetings/evaluation_questions.html",
        title="Pertanyaan evaluasi", rows=rows, asked=asked, sheets=sheets,
        offers_example=not asked and "contoh" not in request.GET,
    )  # fmt: skip


def _initial(request: HttpRequest, asked: list[EvaluationQuestion]) -> list[dict[str, Any]]:
    shown: list[Question] = [
        Question(each.kind, each.text, each.choices, each.is_required) for each in asked
    ]
    if not asked and "contoh" in request.GET:
        shown = list(SUGGESTED)
    return [{**question._asdict(), "order": place} for place, question in enumerate(shown, start=1)]


def _typed(rows: BaseFormSet) -> list[Question]:
    """Those with a text in the order of their numbers; one without a number comes last."""
    filled = [form for form in rows if form.cleaned_data.get("text")]
    filled.sort(key=lambda form: form.cleaned_data.get("order") or MOST_QUESTIONS * 100)
    return [form.question() for form in filled]


def results(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    asked = list(meeting.evaluation_questions.all())
    sheets = list(meeting.evaluation_sheets.values_list("answers", flat=True))
    is_running = is_open(Aftercare.objects.filter(meeting=meeting).first(), timezone.now())
    # Read before and after one more answer, results would tell that one.
    found = [] if is_running else summaries(asked, sheets)
    if request.method == "POST" and found:
        return _file(request, meeting, found)
    return admin.page(
        request, meeting, "admin/meetings/evaluation_results.html", title="Hasil evaluasi",
        summaries=found, sheets=len(sheets), fewest=FEWEST_SHEETS,
        seated=meeting.registrations.seated().count(),
    )  # fmt: skip


def _file(request: HttpRequest, meeting: Meeting, found: list[Summary]) -> HttpResponse:
    """What the page shows, as a table: handing it out is recorded."""
    audit.record(
        "evaluation.exported", target=meeting, by=request.user, at=timezone.now(),
        questions=len(found),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [summary.question.text, choice, count]
        for summary in found
        for choice, count, _ in summary.counts
    ]
    rows += [[summary.question.text, text, 1] for summary in found for text in summary.texts]
    content = xlsx_bytes("Evaluasi", ["Pertanyaan", "Jawaban", "Banyaknya"], rows)
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="evaluasi-{meeting.slug}.xlsx"'
    return response


STEPS = (
    Step("pertanyaan-evaluasi", "evaluation_questions", "Pertanyaan evaluasi", questions,
         "meetings.change_evaluationquestion", is_listed=False),
    Step("hasil-evaluasi", "evaluation_results", "Hasil evaluasi", results,
         "meetings.view_evaluationsheet", is_listed=False),
)  # fmt: skip
