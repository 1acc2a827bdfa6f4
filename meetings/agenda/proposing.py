"""Until when offices may propose topics for a rakor, in rule and words."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from forum_portal.lib.dates import Precision, partial_date
from meetings.models import Meeting
from meetings.states import over_at


class Window(NamedTuple):
    """words: until when it is open, or why it is not."""

    is_open: bool
    words: str


def proposal_window(meeting: Meeting, at: datetime) -> Window:
    """Open from the announcement until the day of `proposals_by` ends where the rakor is held.

    Without such a day it stays open until the rakor is over.
    """
    if meeting.cancelled_at is not None:
        return Window(False, f"{meeting.title} dibatalkan.")
    if meeting.closed_at is not None:
        return Window(False, f"{meeting.title} sudah ditutup.")
    if meeting.published_at is None:
        return Window(False, f"{meeting.title} belum diumumkan.")
    if at >= over_at(meeting):
        return Window(False, f"{meeting.title} sudah selesai.")
    last = meeting.proposals_by
    if last is not None and at.astimezone(ZoneInfo(meeting.zone)).date() > last:
        day = partial_date(last, Precision.DAY)
        return Window(False, f"Usulan acara {meeting.title} ditutup {day}.")
    return Window(True, until_words(meeting))


def until_words(meeting: Meeting) -> str:
    """Until when proposals are taken, of a rakor that takes them."""
    if meeting.proposals_by is None:
        return "Usulan diterima selama rakor belum selesai."
    return f"Usulan diterima sampai {partial_date(meeting.proposals_by, Precision.DAY)}."
