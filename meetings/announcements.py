"""The letters about a rakor itself, to all its delegates."""

from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string

from forum_portal.lib import mail
from meetings.models import Meeting
from meetings.when import when, where


def cancelled(meeting: Meeting) -> int:
    """To each registered delegate: the meeting is cancelled, and why. How many letters."""
    subject = f"Pembatalan {meeting.title}"
    registrations = meeting.registrations.active().select_related("office")
    for registration in registrations:
        context = {
            "registration": registration,
            "meeting": meeting,
            "when": when(meeting),
            "where": where(meeting),
            "meeting_url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
            "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            "site_name": settings.SITE_NAME,
        }
        mail.queue(
            to=registration.email,
            subject=f"[Contoh] {subject}" if meeting.is_sample else subject,
            text=render_to_string("meetings/emails/meeting_cancelled.txt", context),
        )
    return len(registrations)
