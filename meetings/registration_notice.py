"""What pages say of registering: when it opens or since when it is closed, and the way there."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html

from meetings.models import Meeting
from meetings.states import RegistrationPhase, over_at, registration_phase
from meetings.when import day_and_hour, moment_element


class Closed(NamedTuple):
    """Why nobody can be registered now: for the head of a notice, and as a sentence."""

    title: str
    text: str

    @property
    def state(self) -> str:
        """Such as "Belum dibuka", where the label says already what of."""
        return self.title.removeprefix("Pendaftaran ").capitalize()


class _Words(NamedTuple):
    title: str
    who: str
    register: str
    manage: str
    closed: str


_WORDS: dict[str, _Words] = {
    Meeting.RegisteredBy.OFFICES: _Words(
        "Pendaftaran delegasi",
        "oleh petugas tiap balai",
        "Daftarkan delegasi",
        "Kelola delegasi",
        "Lihat delegasi balai",
    ),
    Meeting.RegisteredBy.ANYBODY: _Words(
        "Pendaftaran peserta",
        "untuk siapa pun dengan kode lewat surel",
        "Daftarkan diri",
        "Buka halaman saya",
        "Buka halaman saya",
    ),
}


def closed_registration(meeting: Meeting, at: datetime) -> Closed | None:
    """From when, or since when, in the zone of the rakor; None while it is open."""
    phase = registration_phase(meeting, at)
    if phase == RegistrationPhase.OPEN:
        return None
    if meeting.cancelled_at is not None:
        return Closed("Pendaftaran berakhir", f"Rakor ini dibatalkan: {meeting.cancel_reason}")
    opens_at, closes_at = meeting.registration_opens_at, meeting.registration_closes_at
    if meeting.registered_by == Meeting.RegisteredBy.NOBODY or not (opens_at and closes_at):
        return Closed("Tanpa pendaftaran", "Rakor ini tidak memakai pendaftaran di portal.")
    if meeting.published_at is None:
        text = "Rakor ini masih draf; pendaftaran menunggu sampai diterbitkan."
        return Closed("Pendaftaran belum dibuka", text)
    if phase == RegistrationPhase.BEFORE:
        opens, closes = day_and_hour(opens_at, meeting.zone), day_and_hour(closes_at, meeting.zone)
        text = f"Pendaftaran dibuka mulai {opens} sampai {closes}."
        return Closed("Pendaftaran belum dibuka", text)
    # A rakor may be over before its registration would have closed.
    since = day_and_hour(min(closes_at, over_at(meeting)), meeting.zone)
    if at >= over_at(meeting):
        text = f"Rakor ini sudah selesai; pendaftarannya ditutup sejak {since}."
        return Closed("Pendaftaran sudah ditutup", text)
    return Closed("Pendaftaran sudah ditutup", f"Pendaftaran ditutup sejak {since}.")


def registration_notice(
    meeting: Meeting, phase: RegistrationPhase, *, can_register: bool, takes_part: bool
) -> dict[str, Any] | None:
    """What the reader can do about registering now; None where there is nothing to say.

    can_register: for an office; where anybody may register, everybody can.
    takes_part: somebody has a seat through them, so there is something to manage.
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
        label = words.manage if takes_part else words.register
        return {"title": words.title, "text": text, "url": url, "label": label}
    text = format_html("Pendaftaran dibuka {} dan ditutup {}.", opens, closes)
    way = {"url": url, "label": words.closed, "is_secondary": True}
    return {"title": "Pendaftaran sudah ditutup", "text": text, **way}
