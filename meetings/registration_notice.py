"""What the page of a rakor says of registering: when it opens and closes, and the way there."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html

from meetings.models import Meeting
from meetings.states import RegistrationPhase
from meetings.when import moment_element


class _Words(NamedTuple):
    title: str
    who: str
    register: str
    closed: str


_WORDS: dict[str, _Words] = {
    Meeting.RegisteredBy.OFFICES: _Words(
        "Pendaftaran delegasi",
        "oleh petugas tiap balai",
        "Daftarkan delegasi",
        "Lihat delegasi balai",
    ),
    Meeting.RegisteredBy.ANYBODY: _Words(
        "Pendaftaran peserta",
        "untuk siapa pun dengan kode lewat surel",
        "Daftarkan diri",
        "Buka halaman saya",
    ),
}


def registration_notice(
    meeting: Meeting, phase: RegistrationPhase, *, can_register: bool
) -> dict[str, Any] | None:
    """What the reader can do about registering now; None where there is nothing to say.

    can_register: for an office; where anybody may register, everybody can.
    """
    if phase == RegistrationPhase.NONE:
        return None
    words = _WORDS[meeting.registered_by]
    opens = moment_element(meeting.registration_opens_at, meeting.zone)
    closes = moment_element(meeting.registration_closes_at, meeting.zone)
    if phase == RegistrationPhase.BEFORE:
        text = format_html("Dibuka {}, {}.", opens, words.who)
        return {"title": "Pendaftaran belum dibuka", "text": text}
    can_register = can_register or meeting.registered_by == Meeting.RegisteredBy.ANYBODY
    url = reverse("meetings:delegation", args=[meeting.slug]) if can_register else ""
    if phase == RegistrationPhase.OPEN:
        text = format_html("Dibuka sampai {}, {}.", closes, words.who)
        return {"title": words.title, "text": text, "url": url, "label": words.register}
    text = format_html("Pendaftaran dibuka {} dan ditutup {}.", opens, closes)
    way = {"url": url, "label": words.closed, "is_secondary": True}
    return {"title": "Pendaftaran sudah ditutup", "text": text, **way}
