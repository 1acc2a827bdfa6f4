"""What a person's own page shows of the ticket, made ready as words."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from forum_portal.lib.dates import Precision
from meetings.models import Meeting, Registration
from meetings.states import over_at
from meetings.tickets.face import ticket_qr
from meetings.tickets.standing import has_ticket, standing_of
from meetings.when import when, where


def ticket_context(registration: Registration, at: datetime) -> dict[str, Any]:
    """registration: of views.tickets.own_registration."""
    meeting, standing = registration.meeting, standing_of(registration, at)
    ticket = registration.valid_tickets[0] if registration.valid_tickets else None
    ticket = ticket if has_ticket(registration) else None
    return {
        "registration": registration,
        "meeting": meeting,
        "when": when(meeting),
        "standing": standing,
        "items": _items(registration),
        "ticket": ticket,
        "qr": _drawn(ticket_qr(ticket, meeting)) if ticket else "",
        "calendar_url": _calendar_url(meeting, at) if registration.is_active else "",
        "is_sample_data": meeting.is_sample,
    }


def _items(registration: Registration) -> list[dict[str, str]]:
    items = [
        {"label": "Asal", "value": registration.comes_from},
        {"label": "Peran", "value": registration.get_role_display()},
        {"label": "Jabatan", "value": registration.position},
        {"label": "Cara hadir", "value": registration.get_mode_display()},
        {"label": "Tempat", "value": where(registration.meeting)},
    ]
    return [item for item in items if item["value"]]


def _drawn(code: object) -> str:
    return render_to_string("meetings/_ticket_qr.html", {"code": code})


def _calendar_url(meeting: Meeting, at: datetime) -> str:
    if at >= over_at(meeting):
        return ""
    if meeting.date_precision != Precision.DAY or meeting.published_at is None:
        return ""
    if meeting.cancelled_at is not None:
        return ""
    return reverse("meetings:meeting_calendar", args=[meeting.slug])
