"""Logistik: what the answers come to, and who needs what for those who keep registrations."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.panel import PanelAdmin, Step
from forum_portal.lib.secrecy import kept_by_nobody
from forum_portal.lib.spreadsheet import FORMATS, table_bytes
from meetings.delegations.logistics import Need, counts, needs_of, questions_of
from meetings.models import AskedField, Meeting
from meetings.permissions import keeps_registrations


def logistics(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Three statements; the counts alone for those who do not keep registrations."""
    questions = questions_of(meeting)
    needs = needs_of(meeting, questions) if questions else []
    keeps = keeps_registrations(request.user)
    return admin.page(
        request,
        meeting,
        "admin/meetings/meeting/logistics.html",
        title="Logistik",
        questions=questions,
        counts=counts(questions, needs),
        people=len(needs),
        rows=_rows(questions, needs) if keeps else [],
        keeps=keeps,
        formats=FORMATS if keeps and questions else (),
    )


def download(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """By POST, because handing out personal data is recorded."""
    if not keeps_registrations(request.user):
        raise PermissionDenied
    if kind not in FORMATS:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not questions_of(meeting):
        messages.warning(request, "Rakor ini tidak menanyakan logistik, atau sudah dihapus.")
        return redirect("admin:meetings_meeting_logistics", meeting.pk)
    return export_logistics(meeting, kind, by=request.user, at=timezone.now())


def export_logistics(meeting: Meeting, kind: str, *, by: User, at: datetime) -> HttpResponse:
    """kind: of FORMATS. A file of its own, so that what is personal spreads no further."""
    questions = questions_of(meeting)
    needs = needs_of(meeting, questions)
    header = ["Balai", "Nama lengkap", "Peran", "Cara hadir", *map(str, questions)]
    rows = [
        [
            need.registration.comes_from,
            need.registration.full_name,
            need.registration.get_role_display(),
            need.registration.get_mode_display(),
            *need.answers,
        ]
        for need in needs
    ]
    audit.record(
        "meeting.logistics_exported", target=meeting, by=by, at=at, format=kind, count=len(rows)
    )
    content, content_type = table_bytes(kind, "Logistik", header, rows)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f'attachment; filename="logistik-{meeting.slug}-{at:%Y-%m-%d}.{kind}"'
    )
    return kept_by_nobody(response)


def _rows(questions: list[AskedField], needs: list[Need]) -> list[dict[str, Any]]:
    """Of those who answered anything."""
    return [
        {
            "person": need.registration,
            "answers": list(zip(questions, need.answers, strict=True)),
        }
        for need in needs
        if any(need.answers)
    ]


STEPS = (
    Step("logistik", "logistics", "Logistik", logistics, "meetings.view_meeting"),
    Step("logistik/unduh/<slug:kind>", "logistics_download", "Unduh logistik", download,
         "meetings.view_registration", is_listed=False),
)  # fmt: skip
