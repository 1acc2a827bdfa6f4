"""Daftar hadir in the panel: which sessions, as paper or table, for signing or as recorded."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.panel import PanelAdmin, Step
from meetings.attendance.paper import attendance_paper
from meetings.attendance.records import Attendance, attendance_of
from meetings.attendance.sessions import session_when
from meetings.attendance.tables import File, table_of_offices, table_of_people
from meetings.models import AttendanceSession, Meeting

READS = "meetings.view_scan"
# What can be had of a session: the name of its button, what stands on it, its ending.
KINDS = {
    "Cetak (PDF)": (
        ("tandatangan", "Untuk ditandatangani", "pdf"),
        ("tercatat", "Menurut catatan portal", "pdf"),
    ),
    "Tabel peserta": (("xlsx", "XLSX", "xlsx"), ("csv", "CSV", "csv")),
    "Tabel balai": (("balai-xlsx", "XLSX", "xlsx"), ("balai-csv", "CSV", "csv")),
}
ENDINGS = {name: ending for files in KINDS.values() for name, _, ending in files}


def lists(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    sessions = list(meeting.sessions.all())
    rows = [_row(each.title, session_when(each, meeting.zone), each) for each in sessions]
    if len(sessions) > 1:
        rows.append(_row("Semua sesi", f"{len(sessions)} sesi", None))
    return admin.page(
        request, meeting, "admin/meetings/attendance/lists.html", title="Daftar hadir", rows=rows,
        kinds=KINDS,
        file_url=reverse("admin:meetings_meeting_attendance_file", args=[meeting.pk]),
        sessions_url=reverse("admin:meetings_meeting_sessions", args=[meeting.pk]),
    )  # fmt: skip


def download(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """By POST: what was handed out to whom is recorded, without the data themselves."""
    name, asked = request.POST.get("berkas", ""), request.POST.get("sesi", "")
    meeting = Meeting.objects.select_related("host_province").get(pk=meeting.pk)
    sessions = list(meeting.sessions.all())
    if asked:
        sessions = [each for each in sessions if str(each.pk) == asked]
    if name not in ENDINGS or not sessions:
        messages.warning(request, "Daftar hadir itu tidak ada; pilih sesi dan bentuknya di sini.")
        return redirect("admin:meetings_meeting_attendance_lists", meeting.pk)
    at = timezone.now()
    file = _file(name, attendance_of(meeting, sessions), at)
    audit.record(
        "meeting.attendance_exported", target=meeting, by=request.user, at=at,
        format=name, titles=[str(each) for each in sessions],
    )  # fmt: skip
    response = HttpResponse(file.content, content_type=file.kind)
    shown = "inline" if file.kind == "application/pdf" else "attachment"
    ending = ENDINGS[name]
    response["Content-Disposition"] = (
        f'{shown}; filename="daftar-hadir-{meeting.slug}-{name}.{ending}"'
    )
    return response


def _file(name: str, attendance: Attendance, at: datetime) -> File:
    if name in ("tandatangan", "tercatat"):
        by_hand = name == "tandatangan"
        paper = attendance_paper(attendance, is_signed_by_hand=by_hand, at=at)
        return File(paper, "application/pdf")
    table = table_of_offices if name.startswith("balai-") else table_of_people
    return table(attendance, ENDINGS[name], at)


def _row(title: str, when: str, session: AttendanceSession | None) -> dict[str, Any]:
    """session: None for all of them."""
    return {"title": title, "when": when, "session": session.pk if session else ""}


STEPS = (
    Step("daftar-hadir", "attendance_lists", "Daftar hadir", lists, READS),
    Step("daftar-hadir/unduh", "attendance_file", "Unduh daftar hadir", download, READS,
         is_listed=False),
)  # fmt: skip
