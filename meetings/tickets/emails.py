"""The mails about tickets: one function a message, each queued, none sent here."""

from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string

from forum_portal.lib import mail
from meetings.models import Registration, Ticket
from meetings.when import when, where


def reissued(registration: Registration, ticket: Ticket, reason: str) -> None:
    """To the person: your ticket was replaced, and why; here is the new one."""
    meeting = registration.meeting
    subject = f"Tiket baru Anda untuk {meeting.title}"
    context = {
        "registration": registration,
        "meeting": meeting,
        "ticket": ticket,
        "reason": reason,
        "when": when(meeting),
        "where": where(meeting),
        "ticket_url": f"{settings.SITE_URL}{registration.get_absolute_url()}",
        "meeting_url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "site_name": settings.SITE_NAME,
    }
    mail.queue(
        to=registration.email,
        subject=f"[Contoh] {subject}" if meeting.is_sample else subject,
        text=render_to_string("meetings/emails/ticket_reissued.txt", context),
    )
