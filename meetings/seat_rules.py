"""What a rakor's seats are limited by, and how many people are counted against it.

Plain data without a database: meetings/seats.py fills it and says what follows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from meetings.models import Meeting, Registration

Role, Seat = Registration.Role, Registration.Seat
DELEGATION_ROLES = frozenset(
    (Role.HEAD, Role.DEPUTY, Role.COMPANION, Role.PARTICIPANT, Role.OBSERVER)
)


@dataclass(frozen=True)
class Place:
    """What a seat is wanted as; role and mode "" where a page asks before either is chosen."""

    office_id: int | None
    role: str = ""
    mode: str = ""
    office_name: str = field(default="", compare=False)

    @classmethod
    def of(cls, registration: Registration) -> Self:
        """Needs office selected, else one query."""
        office = registration.office
        name = office.name if office else ""
        return cls(registration.office_id, registration.role, registration.mode, name)

    @property
    def is_of_delegation(self) -> bool:
        return self.office_id is not None and (not self.role or self.role in DELEGATION_ROLES)


@dataclass(frozen=True)
class Reservation:
    """seats of the whole, for one role or one office; kept_until None: for good."""

    role: str
    office_id: int | None
    office_name: str
    seats: int
    kept_until: datetime | None = None

    def is_kept(self, at: datetime) -> bool:
        return self.kept_until is None or at < self.kept_until

    @property
    def place_in_list(self) -> tuple[str, str]:
        """By which SeatRules has them in order, so that the same rules are equal."""
        return self.office_name, self.role

    @property
    def whose(self) -> str:
        return role_name(self.role) if self.role else self.office_name


@dataclass(frozen=True)
class SeatRules:
    """None: no limit. limits: by role; quota: of each office."""

    capacity: int | None = None
    quota: int | None = None
    quota_until: datetime | None = None
    onsite: int | None = None
    online: int | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    reservations: tuple[Reservation, ...] = ()
    zone: str = "Asia/Jakarta"

    def of_mode(self, mode: str) -> int | None:
        return {Meeting.Mode.ONSITE.value: self.onsite, Meeting.Mode.ONLINE.value: self.online}.get(
            mode
        )

    def quota_at(self, at: datetime) -> int | None:
        return self.quota if self.quota_until is None or at < self.quota_until else None

    def kept_for(self, place: Place, at: datetime) -> Reservation | None:
        """The reserved places that this person uses first."""
        kept = [one for one in self.reservations if one.is_kept(at)]
        of_role = (one for one in kept if one.role and one.role == place.role)
        of_office = (one for one in kept if not one.role and one.office_id == place.office_id)
        return next(of_role, None) or next(of_office, None)


class Tally:
    """People, counted in every way that a rule counts them."""

    def __init__(self) -> None:
        self.total = 0
        self.delegations = Counter[int | None]()
        self.roles = Counter[str]()
        self.modes = Counter[str]()
        self.office_roles = Counter[tuple[int | None, str]]()

    def add(self, place: Place, people: int = 1) -> None:
        self.total += people
        self.roles[place.role] += people
        self.modes[place.mode] += people
        self.office_roles[place.office_id, place.role] += people
        if place.is_of_delegation:
            self.delegations[place.office_id] += people


class Taken:
    """Who has a seat, confirmed or held by an offer, and who waits; kept up as seats move."""

    def __init__(self) -> None:
        self.all = Tally()
        self.held = Tally()
        self.waiting = Counter[Place]()
        self.offices = dict[int | None, str]()
        self.people = Counter[tuple[Place, str]]()
        self.offer_due_at: datetime | None = None
        self.last_waiting_since: datetime | None = None

    def confirmed(self) -> "Taken":
        """Without the seats that offers hold."""
        taken = Taken()
        for (place, seat), people in self.people.items():
            if seat == Seat.CONFIRMED:
                taken.add(place, seat, people)
        return taken

    def add(self, place: Place, seat: str = Seat.CONFIRMED, people: int = 1) -> None:
        """people: negative takes them away."""
        self.offices[place.office_id] = place.office_name
        self.people[place, seat] += people
        if seat == Seat.WAITING:
            self.waiting[place] += people
            return
        self.all.add(place, people)
        if seat == Seat.OFFERED:
            self.held.add(place, people)


def role_name(role: str) -> str:
    return Role(role).label.lower()
