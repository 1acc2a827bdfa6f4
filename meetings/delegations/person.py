"""What an office reads of one of its delegates: seat, verification, letter, what can be done."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from forum_portal.lib.phones import shown
from meetings.actions.registration_gate import may_still_end
from meetings.delegations.seats import Line, offer_words
from meetings.models import Meeting, Registration, SeatOffer
from meetings.reviewing.rules import may_mend
from meetings.states import is_registration_open
from meetings.when import end_of_day

Review = Registration.Review
Row = dict[str, Any]

_TONES = {Review.PENDING: "neutral", Review.ACCEPTED: "green", Review.TO_MEND: "amber"}


def person_row(
    meeting: Meeting,
    registration: Registration,
    *,
    offer: SeatOffer | None,
    line: Line | None,
    by: User,
    at: datetime,
) -> Row:
    """offer: open, of this person. line: the place among those who wait."""
    is_active = registration.is_active
    is_mended = is_active and registration.review == Review.TO_MEND
    return {
        "name": registration.full_name,
        "role": registration.get_role_display(),
        "position": registration.position,
        "mobile": shown(registration.mobile),
        "email": registration.email,
        "mode": registration.get_mode_display(),
        "url": reverse("meetings:delegate", args=[meeting.slug, registration.pk]),
        "is_seated": registration.has_seat,
        "is_waiting": is_active and not registration.has_seat,
        "is_ended": not is_active,
        "line": line,
        "offer": offer_words(meeting, registration, offer, at) if offer and is_active else None,
        "mend": mend_words(registration) if is_mended else "",
        **_review(registration),
        **_ended(registration),
        **_addresses(meeting, registration, by=by, at=at),
    }


def mend_words(registration: Registration) -> str:
    """What the secretariat asks to put right, and until when. Needs meeting selected."""
    note = registration.review_note.rstrip(".")
    by: date | None = registration.mend_by
    return (
        f"{note}, paling lambat {end_of_day(by, registration.meeting.zone)}." if by else f"{note}."
    )


def _review(registration: Registration) -> Row:
    review = Review(registration.review)
    return {
        "review": review.label,
        "review_tone": _TONES.get(review, "red"),
        "review_note": mend_words(registration) if review == Review.TO_MEND else "",
    }


def _ended(registration: Registration) -> Row:
    """Why a registration counts no longer: declined by the secretariat, replaced, or withdrawn."""
    successor = getattr(registration, "replaced_by", None)
    if registration.review == Review.DECLINED:
        return {"ended": "Ditolak", "reason": registration.review_note}
    if successor is not None:
        because = f": {registration.withdraw_reason}" if registration.withdraw_reason else ""
        return {"ended": "Diganti", "reason": f"Digantikan oleh {successor.full_name}{because}"}
    return {"ended": "Dibatalkan", "reason": registration.withdraw_reason}


def _addresses(meeting: Meeting, registration: Registration, *, by: User, at: datetime) -> Row:
    """Of what may be done now; what is to mend may be changed after registration closed."""
    arguments = [meeting.slug, registration.pk]
    is_active = registration.is_active
    can_change = (is_registration_open(meeting, at) and is_active) or may_mend(registration, at)
    has_ticket = registration.has_seat and meeting.cancelled_at is None
    can_end = is_active and may_still_end(meeting, by, at)

    def act(name: str, can: bool) -> str:
        return reverse(f"meetings:{name}", args=arguments) if can else ""

    letter = reverse("meetings:assignment_letter", args=arguments)
    return {
        # Not their own page: there each decides for themselves.
        "ticket_url": act("delegate_ticket", has_ticket),
        "letter_url": letter if registration.has_letter else "",
        "has_unsigned_letter": registration.letter_id is not None and not registration.has_letter,
        "change_url": act("change", can_change),
        "substitute_url": act("substitute", can_end),
        "withdraw_url": act("withdraw", can_end),
    }
