"""Keterangan tidak hadir in the panel: of anybody, also after the rakor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.actions.excuses import ExcuseRefused, record_excuse, withdraw_excuse
from meetings.attendance.excuse_form import ExcuseForm
from meetings.attendance.excuse_rows import excusable, excuse_rows
from meetings.models import Meeting

CHANGES = "meetings.change_excuse"
LIST = "admin:meetings_meeting_excuses"


def excuses(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """As many statements for one row as for hundreds."""
    form = ExcuseForm(request.POST or None, meeting=meeting, people=excusable(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            record_excuse(meeting=meeting, **form.said(), by=request.user, at=timezone.now())
        except ExcuseRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Keterangan tidak hadir dicatat.")
            return redirect(request.path)
    return admin.page(
        request, meeting, "admin/meetings/attendance/excuses.html", form=form,
        title="Keterangan tidak hadir", rows=excuse_rows(meeting),
    )  # fmt: skip


def withdraw(
    admin: PanelAdmin, request: HttpRequest, meeting: Meeting, excuse: int
) -> HttpResponse:
    found = get_object_or_404(meeting.excuses.current(), pk=excuse)
    back = reverse(LIST, args=[meeting.pk])

    def do(cleaned: dict[str, Any]) -> str:
        withdraw_excuse(excuse=found, by=request.user, at=timezone.now())
        return "Keterangan ditarik; catatannya dihapus."

    whose = found.registration or found.office
    answer = admin.confirm(
        request, meeting, title="Tarik keterangan tidak hadir?", do=do, button="Tarik",
        refusals=(ExcuseRefused,), back_url=back,
        facts=[{"label": "Siapa", "value": whose},
               {"label": "Sesi", "value": found.session or "Seluruh rakor"},
               {"label": "Keterangan", "value": found.get_kind_display()}],
    )  # fmt: skip
    return redirect(back) if answer.status_code == 302 else answer


STEPS = (
    Step("keterangan", "excuses", "Keterangan tidak hadir", excuses, CHANGES),
    Step("keterangan/<int:excuse>/tarik", "excuse_withdraw", "Tarik keterangan", withdraw,
         CHANGES, is_listed=False),
)  # fmt: skip
