"""What waits for an account: seats that are held for an answer, and what is to be put right."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, OuterRef, Q, Subquery

from accounts.addresses import proved_addresses
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.delegations.reaching import delegate_url
from meetings.models import Registration, SeatOffer
from meetings.reviewing.rules import may_mend
from meetings.when import end_of_day
from provinces.models import Office

Row = dict[str, Any]


def to_answer(user: User, offices: Collection[Office], at: datetime) -> list[Row]:
    """For the offices of `user`, and for who is registered with a proved address: offers first.

    One statement.
    """
    keys = {office.pk for office in offices}
    rows = []
    for registration in _waiting(user, keys, at):
        # Who is both answers as the office.
        is_office = registration.office_id in keys
        url = delegate_url(registration) if is_office else registration.get_absolute_url()
        if registration.offered_until is not None:
            rows.append(_offer(registration, url))
        elif may_mend(registration, at):
            rows.append(_mending(registration, url))
    return rows


def _waiting(user: User, offices: set[int], at: datetime) -> list[Any]:
    """Registrations with offered_until: of the open offer, None where there is none."""
    offers = SeatOffer.objects.answerable(at).filter(registration=OuterRef("pk"))
    until = Subquery(offers.values("expires_at")[:1], output_field=DateTimeField())
    mine = Q(office__in=offices) | Q(email__lower__in=proved_addresses(user))
    found = (
        Registration.objects.active()
        .annotate(offered_until=until)
        .filter(
            mine,
            Q(offered_until__isnull=False) | Q(review=Registration.Review.TO_MEND),
            meeting__cancelled_at=None,
            # Older ones are over, wherever they are held.
            meeting__last_on__gte=(at - timedelta(days=1)).date(),
        )
    )
    return list(
        found.select_related("meeting").order_by("offered_until", "mend_by", "full_name", "pk")
    )


def _offer(registration: Any, url: str) -> Row:
    meeting = registration.meeting
    until = f"Jawab sampai {moment(registration.offered_until, meeting.zone)}"
    return {**_row(registration, url, until), "state": "Tawaran kursi", "tone": "blue"}


def _mending(registration: Registration, url: str) -> Row:
    day, zone = registration.mend_by, registration.meeting.zone
    until = f"Perbaiki paling lambat {end_of_day(day, zone)}" if day else "Perbaiki"
    return {**_row(registration, url, until), "state": "Perlu perbaikan", "tone": "amber"}


def _row(registration: Registration, url: str, until: str) -> Row:
    return {
        "title": registration.full_name,
        "url": url,
        "note": f"{until} · {registration.meeting.title}",
    }
