"""What the pages show on which somebody registers for themselves."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from meetings.models import Meeting, Registration
from meetings.registration_notice import closed_registration
from meetings.seat_rules import Place
from meetings.seats import seats_of, why_not
from meetings.states import RegistrationPhase, registration_phase
from meetings.when import closing_moment, start_element, weekdays, where

Row = dict[str, Any]


def page_context(meeting: Meeting, at: datetime, label: str) -> Row:
    """What every step shows; label: of the step, for the way here. Two statements while open."""
    phase = registration_phase(meeting, at)
    start_url = reverse("meetings:delegation", args=[meeting.slug])
    return {
        "meeting": meeting,
        "facts": _facts(meeting),
        "is_open": phase == RegistrationPhase.OPEN,
        # Before it opens nobody is registered, and a cancelled rakor has no seats.
        "takes_address": meeting.cancelled_at is None and phase != RegistrationPhase.BEFORE,
        "notice": _notice(meeting, phase, at) or _no_seat(meeting, at),
        "start_url": start_url,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Rakor", "url": reverse("meetings:list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
            {"label": label, "url": ""},
        ],
    }


def _facts(meeting: Meeting) -> list[Row]:
    closes = closing_moment(meeting)
    return [
        {"label": "Waktu", "value": _days(meeting), "note": start_element(meeting)},
        {
            "label": "Tempat",
            "value": where(meeting) or meeting.get_mode_display(),
            "note": meeting.get_mode_display() if where(meeting) else "",
        },
        {"label": "Pendaftaran ditutup", "value": closes},
    ]


def _days(meeting: Meeting) -> str:
    return ", ".join(part for part in (weekdays(meeting), meeting.dates) if part)


def _notice(meeting: Meeting, phase: RegistrationPhase, at: datetime) -> Row | None:
    if meeting.cancelled_at is not None:
        return {"title": "Rakor ini dibatalkan", "text": meeting.cancel_reason, "tone": "red"}
    closed = closed_registration(meeting, at)
    if closed is None:
        return None
    text = closed.text
    if phase != RegistrationPhase.BEFORE:
        text = (
            f"{text} Yang sudah terdaftar tetap dapat membuka halamannya dengan kode lewat surel."
        )
    return {"title": closed.title, "text": text, "tone": "amber"}


def _no_seat(meeting: Meeting, at: datetime) -> Row | None:
    """Told before anything is typed; what becomes of it is decided when the form is sent."""
    place = Place(None, Registration.Role.PARTICIPANT)
    reasons = why_not(*seats_of(meeting), place, at)
    if not reasons:
        return None
    told = " ".join(reason.text for reason in reasons)
    if meeting.has_waiting_list:
        text = f"{told} Siapa yang mendaftar sekarang masuk daftar tunggu."
    else:
        text = f"{told} Rakor ini tanpa daftar tunggu; cobalah lagi bila ada yang membatalkan."
    return {"title": "Kursi sudah habis", "text": text, "tone": "amber"}
