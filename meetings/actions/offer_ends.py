"""Offered seats end with what they were offered for: the rakor is cancelled, or its days change."""

from datetime import datetime

from django.db.models import QuerySet

from meetings.actions.seat_offers import revoke_offer, settle_seats
from meetings.models import Meeting, SeatOffer
from meetings.waiting_list import offers_end_at, why_no_more_offers
from meetings.when import day_and_hour


def end_offers(meeting: Meeting, at: datetime) -> None:
    """Of a rakor that was just cancelled; in the caller's transaction. Everybody is told."""
    _revoke(_open_offers(meeting), why_no_more_offers(meeting, at), at)
    settle_seats(meeting=meeting, at=at)


def fit_offers(meeting: Meeting, at: datetime) -> None:
    """After its days changed, nothing is held for longer than seats are offered.

    What was is revoked, and offered anew while there is time; in the caller's transaction.
    """
    ends = offers_end_at(meeting)
    if ends is None:
        return
    why = f"Waktunya berubah: kursi ditawarkan hanya sampai {day_and_hour(ends, meeting.zone)}."
    if _revoke(_open_offers(meeting).filter(expires_at__gt=ends), why, at):
        settle_seats(meeting=meeting, at=at)


def _open_offers(meeting: Meeting) -> QuerySet[SeatOffer]:
    people = ("registration__office", "registration__created_by")
    offers = SeatOffer.objects.open().filter(registration__meeting=meeting)
    return offers.select_related("registration__meeting__host_province", *people)


def _revoke(offers: QuerySet[SeatOffer], why: str, at: datetime) -> int:
    for offer in offers:
        revoke_offer(offer, why, at)
    return len(offers)
