"""How many seats a rakor has, for whom and in which order: changed under the same lock.

No rule may fall below those who have a seat. Seats that are only held by offers give way: the
newest offer first, its person waits again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.registration_gate import lock_meeting
from meetings.actions.seat_offers import Seating, revoke_offer, settle
from meetings.models import Meeting, Registration, SeatLimit, SeatOffer, SeatReservation
from meetings.seat_rules import Place, Reservation, SeatRules, Taken, role_name
from meetings.seats import Reason, Rule, overbooked
from provinces.models import Office

_COLUMNS = (
    "seats_per_office",
    "quota_until",
    "capacity",
    "onsite_capacity",
    "online_capacity",
    "has_waiting_list",
    "waiting_order",
    "offer_hours",
)


@dataclass(frozen=True)
class ReservedSeats:
    """For a role or for an office, one of the two."""

    seats: int
    role: str = ""
    office: Office | None = None
    kept_until: datetime | None = None


@dataclass(frozen=True)
class SeatSettings:
    """None: no limit. limits: seats by role."""

    seats_per_office: int | None = None
    quota_until: datetime | None = None
    capacity: int | None = None
    onsite_capacity: int | None = None
    online_capacity: int | None = None
    has_waiting_list: bool = True
    waiting_order: str = Meeting.WaitingOrder.FIRST_COME
    offer_hours: int = 24
    limits: Mapping[str, int] = field(default_factory=dict)
    reservations: tuple[ReservedSeats, ...] = ()

    def rules(self, zone: str) -> SeatRules:
        reserved = (
            Reservation(
                one.role,
                one.office.pk if one.office else None,
                one.office.name if one.office else "",
                one.seats,
                one.kept_until,
            )
            for one in self.reservations
        )
        return SeatRules(
            capacity=self.capacity,
            quota=self.seats_per_office,
            quota_until=self.quota_until,
            onsite=self.onsite_capacity,
            online=self.online_capacity,
            limits=self.limits,
            reservations=tuple(sorted(reserved, key=attrgetter("place_in_list"))),
            zone=zone,
        )


class SeatsRefused(Exception):
    """problems: (field of SeatSettings, a role where it is of limits, a sentence)."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        super().__init__(" ".join(text for _, _, text in problems))
        self.problems = problems


@transaction.atomic
def change_seats(*, meeting: Meeting, settings: SeatSettings, by: User, at: datetime) -> bool:
    """True if something differs now. What is free then is offered.

    Raises SeatsRefused: below those who have a seat, or settings that do not fit together.
    """
    meeting = lock_meeting(meeting)
    seating = Seating(meeting)
    rules = settings.rules(meeting.zone)
    _check_fit(meeting, settings)
    known = {reason.text for reason in overbooked(seating.rules, seating.taken.confirmed(), at)}
    _check_confirmed(rules, seating.taken.confirmed(), known, at)
    columns = [name for name in _COLUMNS if getattr(meeting, name) != getattr(settings, name)]
    if not columns and rules == seating.rules:
        return False
    _make_room(meeting, rules, seating.taken, at)
    for name in columns:
        setattr(meeting, name, getattr(settings, name))
    meeting.save(update_fields=columns)
    changed = columns + _write(meeting, seating.rules, settings, rules)
    audit.record("meeting.seats_set", target=meeting, by=by, at=at, changed=changed)
    settle(Seating(meeting), at)
    return True


def _check_fit(meeting: Meeting, settings: SeatSettings) -> None:
    problems = []
    if meeting.registered_by == Meeting.RegisteredBy.OFFICES and settings.seats_per_office is None:
        problems.append(("seats_per_office", "", "Pendaftaran oleh balai memerlukan kuota balai."))
    if settings.reservations and settings.capacity is None:
        text = "Kursi dapat disisihkan hanya dari kursi seluruhnya yang dibatasi."
        problems.append(("capacity", "", text))
    whom = [(one.role, one.office) for one in settings.reservations]
    if len(set(whom)) < len(whom):
        text = "Satu peran atau balai hanya dapat diberi satu baris kursi yang disisihkan."
        problems.append(("reservations", "", text))
    problems += [
        ("limits", one.role, _too_many_kept(one, limit))
        for one in settings.reservations
        if (limit := settings.limits.get(one.role)) is not None and one.seats > limit
    ]
    if problems:
        raise SeatsRefused(problems)


def _too_many_kept(kept: ReservedSeats, limit: int) -> str:
    """What is kept for a role beyond its limit would be nobody's."""
    return (
        f"Untuk peran {role_name(kept.role)} disisihkan {kept.seats} kursi, padahal batasnya "
        f"{limit}: {kept.seats - limit} kursi tidak dapat dipakai siapa pun."
    )


def _check_confirmed(rules: SeatRules, taken: Taken, known: set[str], at: datetime) -> None:
    """What was overbooked before by the same rule is left as it is."""
    found = [reason for reason in overbooked(rules, taken, at) if reason.text not in known]
    if found:
        raise SeatsRefused([(*_field_of(reason), reason.text) for reason in found])


def _field_of(reason: Reason) -> tuple[str, str]:
    if reason.rule == Rule.MODE:
        is_online = reason.place.mode == Meeting.Mode.ONLINE
        return ("online_capacity" if is_online else "onsite_capacity"), ""
    fields = {Rule.TOTAL: "capacity", Rule.QUOTA: "seats_per_office", Rule.ROLE: "limits"}
    return fields[reason.rule], reason.place.role


def _make_room(meeting: Meeting, rules: SeatRules, taken: Taken, at: datetime) -> None:
    """Revokes the newest offers that stand above the new rules."""
    offers = SeatOffer.objects.open().filter(registration__meeting=meeting)
    people = ("registration__office", "registration__created_by", "registration__meeting")
    for offer in offers.select_related(*people).order_by("-made_at", "-pk"):
        above = overbooked(rules, taken, at)
        if not above:
            return
        place = Place.of(offer.registration)
        taken.add(place, Registration.Seat.OFFERED, -1)
        if _excess(overbooked(rules, taken, at)) < _excess(above):
            reason = f"Kursi rakor diubah sekretariat. {above[0].text}"
            revoke_offer(offer, reason, at)
        else:
            taken.add(place, Registration.Seat.OFFERED)


def _excess(reasons: list[Reason]) -> int:
    return sum(reason.taken - reason.limit for reason in reasons)


def _write(
    meeting: Meeting, former: SeatRules, settings: SeatSettings, rules: SeatRules
) -> list[str]:
    changed = []
    if rules.limits != former.limits:
        meeting.seat_limits.all().delete()
        SeatLimit.objects.bulk_create(
            SeatLimit(meeting=meeting, role=role, seats=seats)
            for role, seats in settings.limits.items()
        )
        changed.append("limits")
    if rules.reservations != former.reservations:
        meeting.seat_reservations.all().delete()
        SeatReservation.objects.bulk_create(
            SeatReservation(
                meeting=meeting,
                role=one.role,
                office=one.office,
                seats=one.seats,
                kept_until=one.kept_until,
            )
            for one in settings.reservations
        )
        changed.append("reservations")
    return changed


def settings_of(meeting: Meeting) -> SeatSettings:
    """As they stand. Two statements."""
    return SeatSettings(
        **{name: getattr(meeting, name) for name in _COLUMNS},
        limits=dict(meeting.seat_limits.values_list("role", "seats")),
        reservations=tuple(
            ReservedSeats(one.seats, one.role, one.office, one.kept_until)
            for one in meeting.seat_reservations.select_related("office")
        ),
    )
