"""What the page of a rakor says of registering: when it opens and closes, and the way there."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from meetings.models import Meeting
from meetings.states import RegistrationPhase
from meetings.when import moment_element


def registration_notice(
    meeting: Meeting, phase: RegistrationPhase, *, can_register: bool
) -> dict[str, Any] | None:
    """What the reader can do about registering now; None where there is nothing to say."""
    url = reverse("meetings:delegation", args=[meeting.slug]) if can_register else ""
    opens = moment_element(meeting.registration_opens_at, meeting.zone)
    closes = moment_element(meeting.registration_closes_at, meeting.zone)
    if phase == RegistrationPhase.OPEN:
        return {
            "title": "Pendaftaran delegasi",
            "text": format_html("Dibuka sampai {}, oleh petugas tiap balai.", closes),
            "url": url,
            "label": "Daftarkan delegasi",
        }
    if phase == RegistrationPhase.BEFORE:
        text = format_html("Dibuka {}, oleh petugas tiap balai.", opens)
        return {"title": "Pendaftaran belum dibuka", "text": text}
    if phase == RegistrationPhase.AFTER:
        return {
            "title": "Pendaftaran sudah ditutup",
            "text": format_html("Pendaftaran dibuka {} dan ditutup {}.", opens, closes),
            "url": url,
            "label": "Lihat delegasi balai",
            "is_secondary": True,
        }
    return None
