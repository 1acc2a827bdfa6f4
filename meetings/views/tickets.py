"""A delegate's ticket: whoever has its address may see it, nobody finds it by searching."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.access import public
from forum_portal.lib.dates import Precision
from forum_portal.lib.qr import qr_code
from meetings.models import Registration
from meetings.when import when, where


@public
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    rows = Registration.objects.select_related("office", "meeting__host_province")
    registration = get_object_or_404(rows, ticket_code=code)
    response = render(request, "meetings/ticket_detail.html", _context(registration))
    # The address is the key: no copy in caches or search engines, and no other site is told it.
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _context(registration: Registration) -> dict[str, object]:
    meeting = registration.meeting
    address = f"{settings.SITE_URL}{registration.get_absolute_url()}"
    state, tone = _state(registration)
    items = [
        {"label": "Balai", "value": registration.office.name},
        {"label": "Peran", "value": registration.get_role_display()},
        {"label": "Jabatan", "value": registration.position},
        {"label": "Cara hadir", "value": registration.get_mode_display()},
        {"label": "Tempat", "value": where(meeting)},
    ]
    has_calendar = meeting.date_precision == Precision.DAY and meeting.published_at is not None
    calendar = reverse("meetings:meeting_calendar", args=[meeting.slug]) if has_calendar else ""
    return {
        "registration": registration,
        "meeting": meeting,
        "when": when(meeting),
        "state": state,
        "tone": tone,
        "items": [item for item in items if item["value"]],
        "qr": render_to_string("meetings/_ticket_qr.html", {"code": qr_code(address)}),
        "number": registration.ticket_code[:8].upper(),
        "calendar_url": calendar if registration.is_active else "",
        "is_sample_data": meeting.is_sample,
    }


def _state(registration: Registration) -> tuple[str, str]:
    if registration.meeting.cancelled_at is not None:
        return "Rakor dibatalkan", "red"
    return ("Sah", "green") if registration.is_active else ("Dibatalkan", "red")
