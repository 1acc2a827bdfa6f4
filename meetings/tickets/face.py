"""What a ticket, a name badge and a table card say of a person; nothing that is private."""

from typing import Any

from django.conf import settings

from forum_portal.lib.qr import QrCode, qr_code
from meetings.models import Meeting, Registration, Ticket
from meetings.tickets.signature import qr_text
from meetings.when import when, where

Face = dict[str, Any]


def ticket_qr(ticket: Ticket, meeting: Meeting) -> QrCode:
    # The text is long and shown whole, on a screen or on paper: large modules read sooner. Most
    # of it is a signature, in which no mask finds a pattern; hundreds are drawn for badges.
    return qr_code(qr_text(ticket, meeting), level="m", mask=2)


def face(registration: Registration, ticket: Ticket | None) -> Face:
    """JSON values. ticket: the valid one; without it there is no code to scan.

    Needs office and meeting__host_province selected.
    """
    meeting = registration.meeting
    return {
        "forum": settings.SITE_NAME,
        "event": meeting.title,
        "when": when(meeting),
        "where": where(meeting),
        "name": registration.full_name,
        "role": registration.get_role_display(),
        "position": registration.position,
        "office": registration.comes_from,
        "mode": registration.get_mode_display(),
        "number": ticket.number if ticket else "",
        "qr": ticket_qr(ticket, meeting).svg if ticket else "",
        "is_sample": meeting.is_sample,
    }
