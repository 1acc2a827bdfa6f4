"""The evaluation of a rakor, reached from a person's own page: its address is the key."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import public
from forum_portal.lib.dates import moment
from meetings.actions.evaluation import EvaluationRefused, answer_evaluation, is_open
from meetings.aftermath.questions import EvaluationForm
from meetings.models import EvaluationTurn, Registration
from meetings.views.tickets import secret_address


@public
@secret_address
def evaluation(request: HttpRequest, code: str) -> HttpResponse:
    rows = Registration.objects.seated().select_related("meeting__aftercare")
    registration = get_object_or_404(
        rows, ticket_code=code, meeting__aftercare__evaluation_opens_at__isnull=False
    )
    meeting = registration.meeting
    questions = list(meeting.evaluation_questions.all())
    form = EvaluationForm(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            answer_evaluation(registration=registration, answers=form.answers(), at=timezone.now())
        except EvaluationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Terima kasih, evaluasi Anda sudah diterima.")
            return redirect(registration)
    context = _context(registration, form, bool(questions))
    return render(request, "meetings/evaluation_form.html", context)


def _context(
    registration: Registration, form: EvaluationForm, has_questions: bool
) -> dict[str, object]:
    meeting, aftercare = registration.meeting, registration.meeting.aftercare
    is_answered = EvaluationTurn.objects.filter(registration=registration).exists()
    takes_answers = is_open(aftercare, timezone.now()) and has_questions
    return {
        "registration": registration,
        "meeting": meeting,
        "form": form if (takes_answers and not is_answered) or form.is_bound else None,
        "is_answered": is_answered,
        "opens": moment(aftercare.evaluation_opens_at, meeting.zone),
        "closes": moment(aftercare.evaluation_closes_at, meeting.zone),
        "own_url": registration.get_absolute_url(),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": [
            {"label": "Tiket peserta", "url": registration.get_absolute_url()},
            {"label": "Evaluasi"},
        ],
    }
