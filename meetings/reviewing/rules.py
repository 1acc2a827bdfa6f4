"""When the secretariat has to look at a registration again: what it checked is no longer there."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from meetings.models import Registration
from meetings.states import over_at

Review = Registration.Review
# What is checked, against the surat tugas mostly. Whether the telephone number is right shows
# when somebody calls; what was asked beyond is the person's own affair.
REVIEW_COLUMNS = ("review", "review_note", "mend_by")
CHECKED = frozenset(
    ("full_name", "role", "position", "unit", "nip", "rank", "mode", "letter")
)  # fmt: skip


def after_change(review: str, changed: Iterable[str]) -> Review:
    """Whatever is mended waits to be looked at; what was accepted, only if it changed."""
    review = Review(review)
    if review == Review.TO_MEND:
        return Review.PENDING
    if review == Review.ACCEPTED and CHECKED.intersection(changed):
        return Review.PENDING
    return review


def may_mend(registration: Registration, at: datetime) -> bool:
    """True while what was asked for may be put right, registration closed or not. Needs meeting
    selected.
    """
    meeting, until = registration.meeting, registration.mend_by
    if registration.review != Review.TO_MEND or until is None or not registration.is_active:
        return False
    today = at.astimezone(ZoneInfo(meeting.zone)).date()
    return today <= until and meeting.cancelled_at is None and at < over_at(meeting)


def ask_again(registration: Registration, changed: Iterable[str]) -> bool:
    """True if it waits to be looked at again; the caller saves REVIEW_COLUMNS.

    What was asked for is told by the history.
    """
    review = after_change(registration.review, changed)
    if review == registration.review:
        return False
    registration.review, registration.review_note, registration.mend_by = review, "", None
    return True
