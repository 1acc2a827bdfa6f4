"""The mails of a registration: one function a message, each queued, none sent here."""

from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string

from forum_portal.lib import mail
from forum_portal.lib.ical import CONTENT_TYPE
from meetings.calendar import files as calendar
from meetings.models import Meeting, Registration
from meetings.when import when, where


def registered(registration: Registration) -> None:
    """To the delegate: you are registered, here are your ticket and the calendar file."""
    _queue(registration, "registered", f"Pendaftaran Anda pada {registration.meeting.title}")


def changed(registration: Registration) -> None:
    """To the delegate: your registration now reads as follows."""
    _queue(registration, "changed", f"Perubahan pendaftaran pada {registration.meeting.title}")


def withdrawn(registration: Registration) -> None:
    """To the delegate: your registration was withdrawn, and why."""
    meeting = registration.meeting
    _queue(registration, "withdrawn", f"Pembatalan pendaftaran pada {meeting.title}")


def _queue(registration: Registration, name: str, subject: str) -> None:
    meeting = registration.meeting
    context = {
        "registration": registration,
        "meeting": meeting,
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
        text=render_to_string(f"meetings/emails/{name}.txt", context),
        attachments=_calendar(meeting) if registration.is_active else None,
    )


def _calendar(meeting: Meeting) -> dict[str, tuple[str, bytes]]:
    content = calendar.file_of(Meeting.objects.filter(pk=meeting.pk), meeting.title)
    return {calendar.file_name(meeting): (CONTENT_TYPE.partition(";")[0], content)}
