"""Who was there in a session, told from the facts alone: no query, no clock.

A person was present if one fact counts that saw them, on the way in or out. An office is
present where its head is; represented where somebody else is who speaks for it; else excused
where it said so, or where each of its delegates did; else absent. Whoever was seen was present,
whatever was announced before. A ruling on a fact stands above its flags.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import models

from meetings.models import Registration, Scan

Role = Registration.Role
# Whose presence is that of their office. Speakers, committee, guests and observers are there
# for something else.
SPEAKS_FOR_OFFICE = frozenset({Role.HEAD, Role.DEPUTY, Role.COMPANION, Role.PARTICIPANT})
_NOT_COUNTED = frozenset(Scan.NOT_COUNTED)


class PersonState(models.TextChoices):
    PRESENT = "hadir", "Hadir"
    EXCUSED = "berhalangan", "Berhalangan"
    ABSENT = "tidak", "Tidak hadir"


class OfficeState(models.TextChoices):
    PRESENT = "hadir", "Hadir"
    REPRESENTED = "diwakilkan", "Diwakilkan"
    EXCUSED = "berhalangan", "Berhalangan"
    ABSENT = "tidak", "Tidak hadir"


# In person or represented: what a quorum counts.
THERE = (OfficeState.PRESENT, OfficeState.REPRESENTED)


class Person(NamedTuple):
    """is_expected: has a seat now. Whoever lost it after coming is told of where they came."""

    id: UUID
    office_id: int | None
    role: str
    is_expected: bool = True


class Fact(NamedTuple):
    """One that counts, of a person who is known. at: when it was, as well as can be told."""

    person: UUID
    session_id: int
    at: datetime
    direction: str
    method: str


class Excused(NamedTuple):
    """Of an office or a person; session_id None: of the whole rakor."""

    office_id: int | None
    person: UUID | None
    session_id: int | None
    kind: str


class PersonPresence(NamedTuple):
    """first_in: None where only the way out was seen. last_out: None while they are inside.

    method: how the first fact was taken; kind: of the excuse, where that is the state.
    """

    state: PersonState
    first_in: datetime | None = None
    last_out: datetime | None = None
    method: str = ""
    kind: str = ""


class OfficePresence(NamedTuple):
    """by: who represents it, deputies first; delegates: how many of it are present."""

    state: OfficeState
    by: tuple[UUID, ...] = ()
    delegates: int = 0
    kind: str = ""


class Presence(NamedTuple):
    """One session. people: those expected, and those who came; offices: those with a seat."""

    people: dict[UUID, PersonPresence]
    offices: dict[int, OfficePresence]

    def count(self, state: OfficeState) -> int:
        return sum(office.state == state for office in self.offices.values())

    @property
    def offices_there(self) -> int:
        return sum(self.count(state) for state in THERE)

    @property
    def people_there(self) -> int:
        return sum(person.state == PersonState.PRESENT for person in self.people.values())


class Quorum(NamedTuple):
    percent: int
    needed: int
    there: int
    offices: int

    @property
    def is_met(self) -> bool:
        return self.offices > 0 and self.there >= self.needed


def counts(flags: Collection[str], ruling: bool | None) -> bool:
    """True if a fact says that somebody was present. ruling: None where nobody decided."""
    return not _NOT_COUNTED.intersection(flags) if ruling is None else ruling


def moment_of(flags: Collection[str], scanned_at: datetime, received_at: datetime) -> datetime:
    """The device's clock, unless the fact says that it was wrong."""
    return received_at if Scan.Flag.CLOCK in flags else scanned_at


def presence_of(
    session_id: int, people: Iterable[Person], facts: Iterable[Fact], excuses: Iterable[Excused]
) -> Presence:
    """facts, excuses: of the rakor or of the session; those of other sessions are left out."""
    seen: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.session_id == session_id:
            seen[fact.person].append(fact)
    said = [excuse for excuse in excuses if excuse.session_id in (None, session_id)]
    by_person = {excuse.person: excuse.kind for excuse in _general_first(said)}
    by_office = {excuse.office_id: excuse.kind for excuse in _general_first(said)}
    by_person.pop(None, None)
    by_office.pop(None, None)
    found: dict[UUID, PersonPresence] = {}
    delegations: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        if not person.is_expected and person.id not in seen:
            continue
        kind = by_person.get(person.id) or by_office.get(person.office_id, "")
        found[person.id] = _person(seen.get(person.id, []), kind)
        if person.office_id is not None and person.role in SPEAKS_FOR_OFFICE:
            delegations[person.office_id].append(person)
    offices = {
        office: _office(delegates, found, by_office.get(office, ""))
        for office, delegates in delegations.items()
    }
    return Presence(found, offices)


def quorum_of(presence: Presence, percent: int | None) -> Quorum | None:
    """percent: of the offices that have a seat, rounded up to a whole office. None without one."""
    if percent is None:
        return None
    offices = len(presence.offices)
    return Quorum(percent, -(-offices * percent // 100), presence.offices_there, offices)


def _general_first(excuses: Iterable[Excused]) -> list[Excused]:
    """So that what is said of the session itself overwrites what is said of all."""
    return sorted(excuses, key=lambda excuse: excuse.session_id is not None)


def _person(facts: list[Fact], kind: str) -> PersonPresence:
    if not facts:
        state = PersonState.EXCUSED if kind else PersonState.ABSENT
        return PersonPresence(state, kind=kind)
    facts = sorted(facts, key=lambda fact: fact.at)
    ins = [fact.at for fact in facts if fact.direction == Scan.Direction.IN]
    last = facts[-1]
    return PersonPresence(
        PersonState.PRESENT,
        first_in=ins[0] if ins else None,
        last_out=last.at if last.direction == Scan.Direction.OUT else None,
        method=facts[0].method,
    )


def _office(
    delegates: list[Person], found: dict[UUID, PersonPresence], kind: str
) -> OfficePresence:
    there = [each for each in delegates if found[each.id].state == PersonState.PRESENT]
    if any(each.role == Role.HEAD for each in there):
        return OfficePresence(OfficeState.PRESENT, delegates=len(there))
    if there:
        by = sorted(there, key=lambda each: each.role != Role.DEPUTY)
        return OfficePresence(OfficeState.REPRESENTED, tuple(each.id for each in by), len(there))
    kinds = [found[each.id].kind for each in delegates]
    if kind or all(kinds):
        return OfficePresence(OfficeState.EXCUSED, kind=kind or kinds[0])
    return OfficePresence(OfficeState.ABSENT)
