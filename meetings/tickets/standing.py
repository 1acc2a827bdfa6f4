"""How a registration stands, in the words that the person and their office read."""

from dataclasses import dataclass
from datetime import datetime

from meetings.models import Registration
from meetings.states import over_at

_LOST = "Tiket tidak berlaku lagi."


@dataclass(frozen=True)
class Standing:
    """label, tone: a badge; told: a sentence, empty where the badge says it all."""

    label: str
    tone: str
    told: str = ""


def standing_of(registration: Registration, at: datetime) -> Standing:
    """Needs meeting selected. Only with a confirmed seat, at a rakor that is on, is there a
    ticket to show.
    """
    meeting, seat = registration.meeting, Registration.Seat(registration.seat)
    if meeting.cancelled_at is not None:
        return Standing("Rakor dibatalkan", "red", f"Rakor dibatalkan: {meeting.cancel_reason}")
    # Who never had a seat had no ticket to lose.
    lost = f" {_LOST}" if seat == Registration.Seat.CONFIRMED else ""
    if registration.review == Registration.Review.DECLINED:
        reason = registration.review_note
        return Standing("Ditolak", "red", f"Pendaftaran ditolak sekretariat: {reason}{lost}")
    if not registration.is_active:
        # Forgotten a year after the rakor.
        because = f": {registration.withdraw_reason}" if registration.withdraw_reason else "."
        return Standing("Dibatalkan", "red", f"Pendaftaran dibatalkan{because}{lost}")
    is_over = at >= over_at(meeting)
    if seat != Registration.Seat.CONFIRMED and is_over:
        return Standing("Tanpa kursi", "neutral")
    if seat == Registration.Seat.WAITING:
        return Standing(
            "Daftar tunggu", "amber", "Belum ada kursi; tiket terbit begitu kursi Anda pasti."
        )
    if seat == Registration.Seat.OFFERED:
        return Standing(
            "Ditawari kursi", "blue", "Ada kursi untuk Anda; tiket terbit setelah Anda terima."
        )
    return Standing("Rakor selesai", "neutral") if is_over else Standing("Sah", "green")


def has_ticket(registration: Registration) -> bool:
    """True where the page and the papers show a code to scan, if one was issued."""
    return registration.has_seat and registration.meeting.cancelled_at is None
