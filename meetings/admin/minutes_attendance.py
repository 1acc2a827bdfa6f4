"""Kehadiran: the records of attendance taken over into the minutes by one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.markdown import to_html
from meetings.actions.minutes_attendance import Place, TakingRefused, take_attendance_over
from meetings.minutes.attendance import attendance_text
from meetings.models import Minutes


def attendance(admin: PanelAdmin, request: HttpRequest, minutes: Minutes) -> HttpResponse:
    asked = request.POST.get("do", "")
    if request.method == "POST" and asked in Place.values:
        try:
            take_attendance_over(
                minutes=minutes, place=Place(asked), by=request.user, at=timezone.now()
            )
        except TakingRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "Kehadiran diisi dari catatan presensi.")
        return redirect(request.path)
    text, written = attendance_text(minutes.meeting, timezone.now()), minutes.attendance.strip()
    is_there = bool(text) and text in written.replace("\r\n", "\n")
    return admin.page(
        request, minutes, "admin/meetings/minutes/attendance.html", title="Kehadiran",
        told=to_html(text) if text else "", written=to_html(written) if written else "",
        is_there=is_there,
        # An empty part is simply filled.
        presses=[(place.value, place.label) for place in Place]
        if written
        else [(Place.REPLACE.value, "Isi dari catatan presensi")],
    )  # fmt: skip


STEPS = (Step("kehadiran", "attendance", "Isi kehadiran", attendance, "meetings.change_minutes"),)
