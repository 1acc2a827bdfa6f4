"""The mails about tickets: one function a message, each queued, none sent here."""

from meetings.emails import queue
from meetings.models import Registration, Ticket


def reissued(registration: Registration, ticket: Ticket, reason: str) -> None:
    """To the person: your ticket was replaced, and why; here is the new one."""
    subject = f"Tiket baru Anda untuk {registration.meeting.title}"
    queue(registration, "ticket_reissued", subject, ticket=ticket, reason=reason)
