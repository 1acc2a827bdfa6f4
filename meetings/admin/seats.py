"""Kursi: every limit of a rakor's seats on one page, with what is taken of it now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.actions.seat_offers import Seating
from meetings.actions.seat_settings import SeatsRefused, change_seats, settings_of
from meetings.admin.seat_forms import SeatsForm
from meetings.models import Meeting
from meetings.seats import overbooked


def seats(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    seating = Seating(meeting)
    form = SeatsForm(request.POST or None, seating=seating, stored=settings_of(meeting))
    at = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_seats(
                meeting=meeting, settings=form.settings(), by=request.user, at=at
            )
        except SeatsRefused as refused:
            form.show(refused)
        else:
            told = "Kursi disimpan." if changed else "Tidak ada yang berubah."
            messages.success(request, told)
            return redirect(request.path)
    return admin.page(
        request, meeting, "admin/meetings/meeting/seats.html", title="Kursi", form=form,
        overbooked=[reason.text for reason in overbooked(seating.rules, seating.taken, at)],
    )  # fmt: skip


STEPS = (Step("kursi", "seats", "Kursi", seats, "meetings.change_meeting"),)
