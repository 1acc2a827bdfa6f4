"""What a reader of any page of a rakor must know first: it is cancelled, it was moved, a draft."""

from typing import Any

from meetings.convening.movement import formerly
from meetings.models import Meeting, MeetingMove
from meetings.states import MeetingState

Row = dict[str, Any]


def notices(meeting: Meeting, state: MeetingState) -> list[Row]:
    """The most pressing first. One query."""
    return [*_of_state(meeting, state), *map(_moved, meeting.moves.all())]


def _of_state(meeting: Meeting, state: MeetingState) -> list[Row]:
    if state == MeetingState.CANCELLED:
        text = f"{meeting.cancel_reason} Susunan acara tetap ditampilkan sebagai catatan."
        return [{"title": "Rakor ini dibatalkan", "text": text, "tone": "red"}]
    if state == MeetingState.DRAFT:
        text = "Hanya sekretariat yang melihat halaman ini sampai rakor diterbitkan di panel."
        return [{"title": "Masih draf", "text": text, "tone": "amber"}]
    return []


def _moved(move: MeetingMove) -> Row:
    return {
        "title": "Rakor ini dipindahkan",
        "text": f"Semula {formerly(move)}. Alasannya: {move.reason}",
        "tone": "amber",
    }
