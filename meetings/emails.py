"""The mails of a registration: one function a message, each queued, none sent here."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from forum_portal.lib import mail
from forum_portal.lib.sample_mark import marked
from meetings.models import Registration, SeatOffer
from meetings.when import day_and_hour, when, where


def registered(registration: Registration, text: str = "") -> None:
    """To the delegate: you are registered, here are your ticket and the calendar.

    text: that of text_of_registered(), where it was written beforehand.
    """
    subject = f"Pendaftaran Anda pada {registration.meeting.title}"
    _send(registration, subject, text or text_of_registered(registration))


def text_of_registered(registration: Registration) -> str:
    """Before there is the row: nothing in it needs one."""
    return _text(registration, "registered")


def queued(registration: Registration, why: str) -> None:
    """To the delegate: there is no seat yet, and why; what happens when one is freed."""
    subject = f"Daftar tunggu {registration.meeting.title}"
    queue(registration, "queued", subject, why=why)


def offered(offer: SeatOffer) -> None:
    """To the delegate and to whoever registered them: a seat is held until a moment."""
    registration = offer.registration
    until = day_and_hour(offer.expires_at, registration.meeting.zone)
    subject = f"Tawaran kursi {registration.meeting.title}, berlaku sampai {until}"
    queue(registration, "offered", subject, until=until, offer=offer)
    path = reverse("meetings:seat_offer", args=[registration.meeting.slug, registration.pk])
    url = f"{settings.SITE_URL}{path}"
    queue_to_office(registration, "offered_office", subject, until=until, offer=offer, url=url)


def offer_ended(offer: SeatOffer, why: str) -> None:
    """To both: the seat is no longer held, and why; the person waits on."""
    registration = offer.registration
    subject = f"Tawaran kursi {registration.meeting.title} berakhir"
    queue(registration, "offer_ended", subject, why=why)
    queue_to_office(registration, "offer_ended_office", subject, why=why)


def seated(registration: Registration) -> None:
    """To the delegate: the offer is accepted, here is your ticket."""
    queue(registration, "seated", f"Kursi Anda pada {registration.meeting.title}")


def changed(registration: Registration) -> None:
    """To the delegate: your registration now reads as follows."""
    queue(registration, "changed", f"Perubahan pendaftaran pada {registration.meeting.title}")


def withdrawn(registration: Registration, *, is_substituted: bool = False) -> None:
    """To the delegate: your registration was withdrawn, and why."""
    subject = f"Pembatalan pendaftaran pada {registration.meeting.title}"
    queue(registration, "withdrawn", subject, is_substituted=is_substituted)


def queue_to_office(registration: Registration, name: str, subject: str, **context: Any) -> None:
    """To the account that registered the delegate, unless it is the delegate's own."""
    operator = registration.created_by
    if operator is None or not operator.is_active:
        return
    if operator.email.casefold() != registration.email.casefold():
        subject = f"{subject}: {registration.full_name}"
        queue(registration, name, subject, to=operator.email, operator=operator, **context)


def queue(registration: Registration, name: str, subject: str, to: str = "", **more: Any) -> None:
    """name: of the text in templates/meetings/emails/, which reads `more` too; to: "" for the
    delegate.
    """
    _send(registration, subject, _text(registration, name, **more), to)


def _text(registration: Registration, name: str, **more: Any) -> str:
    meeting = registration.meeting
    url = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    delegation = reverse("meetings:delegation", args=[meeting.slug])
    office = registration.office.slug if registration.office else ""
    context = {
        "registration": registration,
        "meeting": meeting,
        "when": when(meeting),
        "where": where(meeting),
        "ticket_url": f"{settings.SITE_URL}{registration.get_absolute_url()}",
        "meeting_url": url,
        # An address, no attachment: it stays true when the rakor moves, and costs no file a mail.
        "calendar_url": f"{url}kalender.ics",
        "delegation_url": f"{settings.SITE_URL}{delegation}?balai={office}",
        **mail.signature(),
        **more,
    }
    return render_to_string(f"meetings/emails/{name}.txt", context)


def _send(registration: Registration, subject: str, text: str, to: str = "") -> None:
    mail.queue(
        to=to or registration.email,
        subject=marked(subject, registration.meeting.is_sample),
        text=text,
    )
