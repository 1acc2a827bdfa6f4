"""Who waits for a seat, in which order, and to whom a free seat is offered.

The order is the rakor's own (Meeting.waiting_order): first come, or offices below their quota
before the others. Whoever let an offer lapse keeps the moment of coming, but stands behind those
who have not had one: a seat passes on. A free seat goes to the first in this order whom no rule
of meetings/seats.py keeps out of it. Offers end when registration closes or the rakor starts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from meetings.models import Meeting, Registration, SeatOffer
from meetings.seat_rules import Place, SeatRules, Taken
from meetings.seats import why_not
from meetings.states import begins_at
from meetings.when import day_and_hour

_ORDERS = {
    Meeting.WaitingOrder.FIRST_COME.value: "sesuai urutan mendaftar",
    Meeting.WaitingOrder.BELOW_QUOTA.value: "dengan mendahulukan balai di bawah kuotanya",
}


@dataclass(frozen=True)
class Waiting:
    """One person without a seat. lapses: offers that this person did not answer."""

    pk: UUID
    place: Place
    since: datetime
    lapses: int = 0


@dataclass(frozen=True)
class InLine:
    """number: from 1; there: why not earlier in line; why: what keeps a seat from this person."""

    waiting: Waiting
    number: int
    of: int
    there: str
    why: list[str]


@dataclass(frozen=True)
class Offer:
    waiting: Waiting
    reason: str


@dataclass(frozen=True)
class Settlement:
    """What becomes of the seats that are free: offers, and why the others have none."""

    offers: list[Offer]
    passed: list[Offer]


def waiting_of(meeting: Meeting) -> list[Waiting]:
    """One statement. Those with an open offer are not among them."""
    lapsed = Count("seat_offers", filter=Q(seat_offers__outcome=SeatOffer.Outcome.LAPSED))
    rows = (
        meeting.registrations.active()
        .filter(seat=Registration.Seat.WAITING)
        .order_by()
        .values_list("pk", "office_id", "role", "mode", "office__name", "waiting_since")
        .annotate(lapses=lapsed)
    )
    return [
        Waiting(pk, Place(office_id, role, mode, name or ""), since, lapses)
        for pk, office_id, role, mode, name, since, lapses in rows
    ]


def in_order(
    waiting: Iterable[Waiting], order: str, rules: SeatRules, taken: Taken
) -> list[Waiting]:
    """The line, first the one whose turn is next."""
    come = _as_they_came(waiting)
    if not _is_by_quota(order, rules):
        return come
    before, quota = _seats_before(come, taken), rules.quota or 0
    # Who let an offer lapse stays behind everybody who has not.
    return sorted(come, key=lambda one: (one.lapses, before.get(one.pk, -1) >= quota))


def line_of(meeting: Meeting, rules: SeatRules, taken: Taken, at: datetime) -> list[InLine]:
    """Everybody who waits, with place and reasons. One statement."""
    return places_of(waiting_of(meeting), meeting, rules, taken, at)


def places_of(
    waiting: Iterable[Waiting], meeting: Meeting, rules: SeatRules, taken: Taken, at: datetime
) -> list[InLine]:
    """Those of waiting_of() in their line, with place and reasons. No statement."""
    order = meeting.waiting_order
    line = in_order(waiting, order, rules, taken)
    before = _seats_before(_as_they_came(line), taken) if _is_by_quota(order, rules) else None
    closed = why_no_more_offers(meeting, at)
    # Asked once a place: hundreds wait for the same.
    whys = {
        place: [closed] if closed else [why.text for why in why_not(rules, taken, place, at)]
        for place in {one.place for one in line}
    }
    return [
        InLine(one, number, len(line), _why_there(one, rules, before), whys[one.place])
        for number, one in enumerate(line, 1)
    ]


def settle_line(
    line: list[Waiting], order: str, rules: SeatRules, taken: Taken, at: datetime
) -> Settlement:
    """Offers what is free, in order; `taken` counts them then. As seats only become fewer here,
    who is kept out once stays kept out: one pass is enough.
    """
    offers, passed, numbers = list[Offer](), list[Offer](), dict[UUID, int]()
    places = {one.place for one in line}
    kept_out = {place: text for place in places if (text := _why_not(rules, taken, place, at))}
    barred = set(kept_out)
    for number, one in enumerate(line, 1):
        numbers[one.pk] = number
        if one.place not in kept_out:
            reason = _why_not(rules, taken, one.place, at)
            if not reason:
                taken.add(one.place, Registration.Seat.WAITING, -1)
                taken.add(one.place, Registration.Seat.OFFERED)
                offers.append(Offer(one, _why_offered(number, len(line), order, len(passed))))
                continue
            kept_out[one.place] = reason
        passed.append(Offer(one, kept_out[one.place]))
    last = max((numbers[offer.waiting.pk] for offer in offers), default=0)
    return Settlement(
        offers,
        [
            _passed(one, numbers[one.waiting.pk] < last, one.waiting.place in barred)
            for one in passed
        ],
    )


def _why_not(rules: SeatRules, taken: Taken, place: Place, at: datetime) -> str:
    return " ".join(reason.text for reason in why_not(rules, taken, place, at))


def offers_end_at(meeting: Meeting) -> datetime | None:
    """No seat is offered, and none accepted, from then on; None while neither day is known."""
    ends = (meeting.registration_closes_at, begins_at(meeting))
    return min((moment for moment in ends if moment), default=None)


def why_no_more_offers(meeting: Meeting, at: datetime) -> str:
    """A sentence from when on no seat is offered any more; empty before."""
    if meeting.cancelled_at is not None:
        return f"Rakor ini dibatalkan: {meeting.cancel_reason}"
    closes, begins = meeting.registration_closes_at, begins_at(meeting)
    if closes is not None and at >= closes:
        said = f"Pendaftaran ditutup {day_and_hour(closes, meeting.zone)}"
        return f"{said}; kursi tidak ditawarkan lagi."
    if begins is not None and at >= begins:
        return f"Rakor dimulai {day_and_hour(begins, meeting.zone)}; kursi tidak ditawarkan lagi."
    return ""


def _as_they_came(waiting: Iterable[Waiting]) -> list[Waiting]:
    return sorted(waiting, key=lambda one: (one.lapses, one.since, one.pk.hex))


def _is_by_quota(order: str, rules: SeatRules) -> bool:
    return order == Meeting.WaitingOrder.BELOW_QUOTA and rules.quota is not None


def _seats_before(come: list[Waiting], taken: Taken) -> dict[UUID, int]:
    """Of each in a delegation: the seats its office has, and waits for before this one."""
    seats, before = Counter(taken.all.delegations), dict[UUID, int]()
    for one in come:
        if one.place.is_of_delegation:
            before[one.pk] = seats[one.place.office_id]
            seats[one.place.office_id] += 1
    return before


def _why_there(one: Waiting, rules: SeatRules, before: dict[UUID, int] | None) -> str:
    """before: None where the order is first come."""
    why = "Urutan menurut waktu mendaftar."
    if before is not None:
        why = _why_there_by_quota(one, rules.quota or 0, before.get(one.pk))
    if one.lapses:
        why = f"{why} {one.lapses} tawaran tidak dijawab, karena itu sesudah yang belum ditawari."
    return why


def _why_there_by_quota(one: Waiting, quota: int, before: int | None) -> str:
    if before is None:
        return "Tidak memakai kuota balai, karena itu tidak di belakang balai mana pun."
    name = one.place.office_name
    if before < quota:
        return (
            f"{name} masih di bawah kuotanya ({before} dari {quota} kursi), karena itu "
            "didahulukan; di antara yang didahulukan menurut waktu mendaftar."
        )
    return (
        f"Kuota {name} {quota} kursi sudah terpakai atau diantre lebih dahulu ({before}), karena "
        "itu sesudah balai yang di bawah kuotanya."
    )


def _why_offered(number: int, of: int, order: str, kept_out: int) -> str:
    reason = f"Ada kursi bebas; urutan ke-{number} dari {of} {_ORDERS[order]}."
    if kept_out:
        reason = f"{reason} {kept_out} orang di urutan sebelumnya belum dapat memakai kursi ini."
    return reason


def _passed(one: Offer, is_before_an_offer: bool, is_barred: bool) -> Offer:
    """is_barred: by a rule that kept this person out of what was free, whoever came before."""
    whom = "berikutnya" if is_before_an_offer else "sebelumnya"
    text = f"Kursi yang bebas ditawarkan kepada urutan {whom}."
    is_told = is_before_an_offer or is_barred
    return Offer(one.waiting, f"{text} {one.reason}" if is_told else text)
