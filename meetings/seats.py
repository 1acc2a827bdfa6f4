"""How many seats a rakor has, how many are taken, and why there is none for one more person.

The rules, each of which may be left empty (no limit):
- the whole: everybody with a seat;
- the quota of an office: its delegation alone, not speakers, committee or guests, until
  `quota_until`;
- a role, and a way of attending (onsite, online);
- reserved places: kept out of the whole until `kept_until` for a role or an office, who use them
  before the others. One person uses one: that of the role before that of the office.
A seat that is held by an offer is taken. Nothing of this is stored: it is counted, in one
statement, while the caller holds the lock on the rakor's row (meetings/actions/).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    F,
    Field,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)

from forum_portal.lib.compiled_queries import compiled
from meetings.models import Meeting, Registration, SeatLimit, SeatOffer, SeatReservation
from meetings.seat_rules import Place, Reservation, SeatRules, Taken, Tally, role_name
from meetings.when import day_and_hour
from provinces.models import Office


class _Kind(StrEnum):
    PEOPLE = "people"
    LIMIT = "limit"
    RESERVATION = "reservation"
    MEETING = "meeting"
    STANDING = "standing"


# What a row of each kind says. until: an offer is open, a place is kept, a mail counts from.
_COLUMNS: dict[str, Field] = {
    "office_id": IntegerField(),
    "role": CharField(),
    "mode": CharField(),
    "office_name": CharField(),
    "seat": CharField(),
    "number": IntegerField(),
    "until": DateTimeField(),
    "since": DateTimeField(),
    "row_version": CharField(),
}
_PLACES = {name: place for place, name in enumerate(("kind", *_COLUMNS))}


class Rule(StrEnum):
    QUOTA = "kuota balai"
    ROLE = "kursi peran"
    MODE = "kursi cara hadir"
    TOTAL = "kursi seluruhnya"


@dataclass(frozen=True)
class Reason:
    """A rule that stands in the way of a place, and its data. text: for whoever asked."""

    rule: Rule
    place: Place
    limit: int
    taken: int
    text: str


def seats_of(meeting: Meeting) -> tuple[SeatRules, Taken]:
    """The rules as they stand, and what is taken: one statement.

    Exact only while the caller holds the lock on the rakor's row.
    """
    return seats_in(meeting, seat_rows(meeting=meeting.pk))


def seats_in(meeting: Meeting, rows: Iterable[tuple]) -> tuple[SeatRules, Taken]:
    """As seats_of(), of what seat_rows() gave."""
    taken, limits, reservations = Taken(), dict[str, int](), list[Reservation]()
    for kind, office_id, role, mode, office_name, seat, number, until, since, _ in rows:
        if kind == _Kind.LIMIT:
            limits[role] = number
        elif kind == _Kind.RESERVATION:
            reservations.append(Reservation(role, office_id, office_name or "", number, until))
        elif kind == _Kind.PEOPLE:
            taken.add(Place(office_id, role, mode, office_name or ""), seat, number)
            taken.offer_due_at = _first(min, taken.offer_due_at, until)
            taken.last_waiting_since = _first(max, taken.last_waiting_since, since)
    rules = SeatRules(
        capacity=meeting.capacity,
        quota=meeting.seats_per_office,
        quota_until=meeting.quota_until,
        onsite=meeting.onsite_capacity,
        online=meeting.online_capacity,
        limits=limits,
        reservations=tuple(sorted(reservations, key=attrgetter("place_in_list"))),
        zone=meeting.zone,
    )
    return rules, taken


def standing_in(rows: Iterable[tuple]) -> tuple[bool, datetime | None]:
    """What seat_rows_and_standing() says of who registers: they act for the office; when the
    first of their last mails went.
    """
    (row,) = (row for row in rows if row[_PLACES["kind"]] == _Kind.STANDING)
    return row[_PLACES["office_id"]] is not None, row[_PLACES["until"]]


def row_version_in(rows: Iterable[tuple]) -> str | None:
    """Which writing of the rakor's row stood when seat_rows() was asked; None: it is gone."""
    rakor = (row for row in rows if row[_PLACES["kind"]] == _Kind.MEETING)
    return next((row[_PLACES["row_version"]] for row in rakor), None)


def why_not(rules: SeatRules, taken: Taken, place: Place, at: datetime) -> list[Reason]:
    """Every rule that leaves no seat for one more such person; empty: there is one."""
    return [
        reason for reason in _limits_on(rules, taken, place, at) if reason.taken >= reason.limit
    ]


def is_anybody_fitting(rules: SeatRules, taken: Taken, at: datetime) -> bool:
    """True if somebody who waits could have a seat."""
    waiting = (place for place, people in taken.waiting.items() if people)
    return any(not why_not(rules, taken, place, at) for place in waiting)


def overbooked(rules: SeatRules, taken: Taken, at: datetime) -> list[Reason]:
    """The rules that more people are seated by than they allow."""
    asked = [(Rule.TOTAL, Place(None))]
    asked += [
        (Rule.QUOTA, Place(office, office_name=taken.offices[office]))
        for office in taken.all.delegations
    ]
    asked += [(Rule.ROLE, Place(None, role=role)) for role in taken.all.roles]
    asked += [(Rule.MODE, Place(None, mode=mode)) for mode in taken.all.modes]
    return [
        reason
        for rule, place in asked
        for reason in _limits_on(rules, taken, place, at)
        if reason.rule == rule and reason.taken > reason.limit
    ]


def reserved_unused(rules: SeatRules, taken: Taken, at: datetime) -> list[tuple[Reservation, int]]:
    """The reserved places that nobody uses yet, with how many they are."""
    kept = [one for one in rules.reservations if one.is_kept(at)]
    of_roles = {one.role for one in kept if one.role}
    return [(one, max(one.seats - _using(one, taken.all, of_roles), 0)) for one in kept]


def _using(reservation: Reservation, tally: Tally, roles_of_their_own: set[str]) -> int:
    if reservation.role:
        return tally.roles[reservation.role]
    return sum(
        people
        for (office_id, role), people in tally.office_roles.items()
        if office_id == reservation.office_id and role not in roles_of_their_own
    )


def _limits_on(rules: SeatRules, taken: Taken, place: Place, at: datetime) -> Iterator[Reason]:
    """The rules that bear on `place`, with what is taken of each; the nearest one first."""
    tally, held = taken.all, taken.held
    quota = rules.quota_at(at)
    if quota is not None and place.is_of_delegation:
        used = tally.delegations[place.office_id]
        of_which = _used(quota, used, held.delegations[place.office_id])
        text = f"Kuota {place.office_name} {quota} kursi, {of_which}."
        if rules.quota_until:
            text = f"{text} Kuota berlaku sampai {day_and_hour(rules.quota_until, rules.zone)}."
        yield Reason(Rule.QUOTA, place, quota, used, text)
    if place.role in rules.limits:
        limit, used = rules.limits[place.role], tally.roles[place.role]
        text = f"Kursi untuk peran {role_name(place.role)} {limit}, "
        yield Reason(
            Rule.ROLE, place, limit, used, f"{text}{_used(limit, used, held.roles[place.role])}."
        )
    if (limit_of_mode := rules.of_mode(place.mode)) is not None:
        used = tally.modes[place.mode]
        of_which = _used(limit_of_mode, used, held.modes[place.mode])
        text = f"Kursi {place.mode} {limit_of_mode}, {of_which}."
        yield Reason(Rule.MODE, place, limit_of_mode, used, text)
    if rules.capacity is not None:
        yield _whole(rules, rules.capacity, taken, place, at)


def _whole(rules: SeatRules, capacity: int, taken: Taken, place: Place, at: datetime) -> Reason:
    own = rules.kept_for(place, at)
    kept = [(one, n) for one, n in reserved_unused(rules, taken, at) if n and one != own]
    of_which = _used(capacity, taken.all.total, taken.held.total)
    text = f"Rakor ini menyediakan {capacity} kursi, {of_which}"
    if kept:
        whom = ", ".join(f"{n} untuk {one.whose}" for one, n in kept)
        text = f"{text} dan {sum(n for _, n in kept)} disisihkan ({whom})"
    total = taken.all.total + sum(n for _, n in kept)
    return Reason(Rule.TOTAL, place, capacity, total, f"{text}.")


def _used(limit: int, taken: int, held: int) -> str:
    if not limit and not taken:
        return "jadi tidak ada yang dapat dipakai"
    used = f"sudah terpakai {taken}"
    return f"{used} ({held} di antaranya sedang ditawarkan)" if held else used


def _first(
    choose: Callable[..., datetime], one: datetime | None, other: datetime | None
) -> datetime | None:
    """None stands behind every moment."""
    if one is None or other is None:
        return one or other
    return choose(one, other)


@compiled
def seat_rows(*, meeting: Any) -> QuerySet:
    """People in groups, limits, reservations and the rakor, as rows of one shape (_COLUMNS)."""
    people, *others = _parts(meeting)
    return people.union(*others, all=True)


def seat_rows_and_standing(meeting: Any, standing: QuerySet) -> QuerySet:
    """As seat_rows(), with the one row of `standing`: office_id, until; for standing_in()."""
    people, *others = _parts(meeting)
    return people.union(*others, _shaped(standing, _Kind.STANDING), all=True)


def _parts(meeting: Any) -> list[QuerySet]:
    people = _shaped(_people(meeting), _Kind.PEOPLE)
    limits = _shaped(
        SeatLimit.objects.filter(meeting=meeting).annotate(number=F("seats")), _Kind.LIMIT
    )
    reservations = _shaped(
        SeatReservation.objects.filter(meeting=meeting).annotate(
            number=F("seats"), until=F("kept_until"), office_name=F("office__name")
        ),
        _Kind.RESERVATION,
    )
    rakor = _shaped(Meeting.objects.filter(pk=meeting).with_row_version(), _Kind.MEETING)
    return [people, limits, reservations, rakor]


def _people(meeting: Any) -> QuerySet:
    offers = SeatOffer.objects.open().filter(registration__meeting=meeting).order_by("expires_at")
    office = Office.objects.filter(pk=OuterRef("office_id")).order_by()
    people = Registration.objects.active().filter(meeting=meeting).order_by()
    groups = people.values("office_id", "role", "mode", "seat").annotate(
        number=Count("pk"), since=Max("waiting_since")
    )
    # After the counting: annotated with it, the name would be asked for each person.
    return groups.annotate(
        office_name=Subquery(office.values("name")), until=Subquery(offers.values("expires_at")[:1])
    )


def _shaped(rows: QuerySet, kind: _Kind) -> QuerySet:
    """What the rows lack of _COLUMNS is null."""
    has = {field.attname for field in rows.model._meta.concrete_fields}
    missing = {
        name: Value(None, output_field=field)
        for name, field in _COLUMNS.items()
        if name not in has and name not in rows.query.annotations
    }
    kinds = Value(kind.value, output_field=CharField())
    return rows.annotate(**missing, kind=kinds).order_by().values_list("kind", *_COLUMNS)
