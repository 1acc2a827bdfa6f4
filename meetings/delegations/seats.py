"""Seats as an office reads them: its quota, why somebody more waits, the line, open offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.models import Meeting, Registration, SeatOffer
from meetings.seat_rules import Place
from meetings.seats import seats_of, why_not
from meetings.waiting_list import line_of
from provinces.models import Office

Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """The place among those of the whole rakor who wait; why there, and why without a seat yet."""

    number: int
    of: int
    there: str
    why: str

    @property
    def place(self) -> str:
        return f"urutan ke-{self.number} dari {self.of}"

    @property
    def title(self) -> str:
        return f"Daftar tunggu, {self.place}"


class SeatsOfRakor:
    """Counted once for a page. Not exact for a seat that is taken meanwhile: who acts is told."""

    def __init__(self, meeting: Meeting, *, at: datetime) -> None:
        """One statement."""
        self.meeting, self.at = meeting, at
        self.rules, self.taken = seats_of(meeting)

    def quota_of(self, office: Office) -> tuple[str, str]:
        """Such as ("3 kursi", "Terpakai 2"): how many delegates it may send, and has sent."""
        quota = self.rules.quota_at(self.at)
        if quota is None:
            return "Tanpa batas", "Batas waktu kuota sudah lewat" if self.rules.quota else ""
        used, held = (one.delegations[office.pk] for one in (self.taken.all, self.taken.held))
        offered = f", {held} di antaranya ditawarkan" if held else ""
        return f"{quota} kursi", f"Terpakai {used}{offered}"

    def why_not(self, office: Office) -> list[str]:
        """Why one more of its delegates would get no seat; empty: there is one."""
        mode = "" if self.meeting.mode == Meeting.Mode.HYBRID else self.meeting.mode
        place = Place(office.pk, mode=mode, office_name=office.name)
        return [reason.text for reason in why_not(self.rules, self.taken, place, self.at)]

    def line(self) -> dict[UUID, Line]:
        """Of everybody who waits. One statement."""
        return {
            one.waiting.pk: Line(one.number, one.of, one.there, " ".join(one.why))
            for one in line_of(self.meeting, self.rules, self.taken, self.at)
        }


def offers_of(registrations: Iterable[Registration]) -> dict[UUID, SeatOffer]:
    """The open offer of each who has one. One statement, none where nobody has."""
    offered = [one for one in registrations if one.seat == Registration.Seat.OFFERED]
    offers = SeatOffer.objects.open().filter(registration__in=offered) if offered else ()
    return {offer.registration_id: offer for offer in offers}


def offer_words(
    meeting: Meeting, registration: Registration, offer: SeatOffer, at: datetime
) -> Row:
    """Until when, why, and where the office answers; past its deadline it only waits to lapse."""
    return {
        "is_over": not offer.is_answerable(at),
        "until": moment(offer.expires_at, meeting.zone),
        "reason": offer.reason,
        "url": reverse("meetings:seat_offer", args=[meeting.slug, registration.pk]),
    }


def is_waiting(registration: Registration) -> bool:
    """Without a seat or an offer of one."""
    return registration.is_active and registration.seat == Registration.Seat.WAITING
