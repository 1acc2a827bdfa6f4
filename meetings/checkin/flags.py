"""What is doubtful of a fact. A flag never drops one: it says what a person should look at.

Flags are given when a fact arrives, from what the portal knows at that moment: a ticket that was
revoked or a registration that was cancelled while the device had no network is flagged whatever
the device's clock says, and the report shows both times beside each other. A flag is never taken
back or added later (Scan is append-only), so of two facts that contradict each other the one
that arrives second carries the flag; within a batch the earlier one counts as first.
"""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from meetings.attendance.presence import moment_of
from meetings.checkin.facts import CLOCK_TOLERANCE, Fact
from meetings.models import Scan, Ticket
from meetings.tickets.signature import QrRead, Reading, read_qr

Flag = Scan.Flag
_CODE_LENGTH = 60


class KnownTicket(NamedTuple):
    meeting_id: int
    registration_id: UUID
    revoked_at: datetime | None


class KnownPerson(NamedTuple):
    meeting_id: int
    has_seat: bool
    withdrawn_at: datetime | None


class Passage(NamedTuple):
    """One way through a door. place: "" where it was no door (by the committee, by themselves)."""

    at: datetime
    is_in: bool
    place: str


@dataclass(frozen=True)
class Door:
    """The device that sent the facts, as the portal knows it now."""

    place: str
    made_at: datetime
    is_locked: bool
    may_add_walk_ins: bool


@dataclass
class Known:
    """codes: of readings_of; passages: of a person in a session, those that count, in order."""

    meeting_id: int
    codes: Mapping[UUID, QrRead]
    tickets: Mapping[UUID, KnownTicket]
    people: Mapping[UUID, KnownPerson]
    passages: dict[tuple[UUID, int], list[Passage]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """A fact with whom it is about, where that is known in this rakor, and its flags."""

    fact: Fact
    flags: Sequence[str]
    ticket_id: UUID | None = None
    registration_id: UUID | None = None
    code_read: str = ""


class _Whom(NamedTuple):
    ticket_id: UUID | None = None
    registration_id: UUID | None = None
    flags: tuple[str, ...] = ()
    code_read: str = ""


def place_of(door: str, device_id: int | None) -> str:
    """Two devices at one door are one place; a device without a door is one of its own."""
    return door.strip().casefold() or (f"#{device_id}" if device_id else "")


def add_passage(passages: list[Passage], passage: Passage) -> None:
    """In order of time; of the same moment behind those that are there."""
    insort(passages, passage, key=lambda each: each.at)


def readings_of(facts: Iterable[Fact]) -> dict[UUID, QrRead]:
    """What the codes say, by fact: the signature of each is checked, which takes some 0.1 ms."""
    is_ticket = Scan.Method.TICKET
    return {fact.id: read_qr(fact.code) for fact in facts if fact.code and fact.method == is_ticket}


def claimed_ticket(fact: Fact, codes: Mapping[UUID, QrRead]) -> UUID | None:
    """The ticket that a fact is about by its own words, whether or not there is one."""
    return codes[fact.id].ticket if fact.id in codes else fact.ticket_id


def judge(facts: Iterable[Fact], known: Known, door: Door, received_at: datetime) -> list[Judged]:
    """Each fact with its flags; `known` learns of each for those after it."""
    in_order = sorted(facts, key=lambda fact: (fact.at, fact.id))
    return [_judged(fact, known, door, received_at) for fact in in_order]


def _judged(fact: Fact, known: Known, door: Door, received_at: datetime) -> Judged:
    whom = _whom(fact, known)
    flags = [*whom.flags, *_of_device(fact, door, received_at)]
    if whom.registration_id is not None and not set(flags) & set(Scan.NOT_COUNTED):
        place = place_of(fact.door, None) or door.place
        at = moment_of(flags, fact.at, received_at)
        passage = Passage(at, fact.direction == Scan.Direction.IN, place)
        passages = known.passages.setdefault((whom.registration_id, fact.session_id), [])
        flags += _of_passage(passage, passages)
        add_passage(passages, passage)
    return Judged(fact, flags, whom.ticket_id, whom.registration_id, whom.code_read)


def _whom(fact: Fact, known: Known) -> _Whom:
    if fact.method == Scan.Method.TICKET:
        return _by_code(fact, known) if fact.code else _by_ticket(fact.ticket_id, known)
    if fact.method == Scan.Method.SEARCH:
        return _by_search(fact.registration_id, known)
    return _Whom()


def _by_code(fact: Fact, known: Known) -> _Whom:
    """The device checked the signature too; it may be old, broken, or in wrong hands."""
    read = known.codes[fact.id]
    if read.reading == Reading.FOREIGN:
        return _Whom(flags=(Flag.UNKNOWN,), code_read=fact.code[:_CODE_LENGTH])
    if read.reading == Reading.FORGED:
        return _Whom(flags=(Flag.FORGED,), code_read=fact.code[:_CODE_LENGTH])
    if read.meeting != known.meeting_id:
        return _Whom(flags=(Flag.OTHER_MEETING,), code_read=_number(read.ticket))
    return _by_ticket(read.ticket, known)


def _by_ticket(ticket_id: UUID | None, known: Known) -> _Whom:
    ticket = known.tickets.get(ticket_id) if ticket_id else None
    if ticket is None:
        return _Whom(flags=(Flag.UNKNOWN,), code_read=_number(ticket_id))
    if ticket.meeting_id != known.meeting_id:
        return _Whom(flags=(Flag.OTHER_MEETING,), code_read=_number(ticket_id))
    person = known.people[ticket.registration_id]
    flags = list(_of_person(person))
    # With a registration its ticket ends: that is one thing, not two.
    ended_with_it = person.withdrawn_at is not None and (
        ticket.revoked_at is None or ticket.revoked_at >= person.withdrawn_at
    )
    if ticket.revoked_at is not None and not ended_with_it:
        flags.append(Flag.REVOKED)
    return _Whom(ticket_id, ticket.registration_id, tuple(flags))


def _by_search(registration_id: UUID | None, known: Known) -> _Whom:
    person = known.people.get(registration_id) if registration_id else None
    if person is None:
        return _Whom(flags=(Flag.UNKNOWN,), code_read=_number(registration_id))
    if person.meeting_id != known.meeting_id:
        return _Whom(flags=(Flag.OTHER_MEETING,), code_read=_number(registration_id))
    return _Whom(None, registration_id, tuple(_of_person(person)))


def _of_person(person: KnownPerson) -> Iterable[str]:
    if person.withdrawn_at is not None:
        yield Flag.CANCELLED
    elif not person.has_seat:
        yield Flag.NO_SEAT


def _of_device(fact: Fact, door: Door, received_at: datetime) -> Iterable[str]:
    if door.is_locked:
        yield Flag.LOCKED
    if fact.method == Scan.Method.WALK_IN and not door.may_add_walk_ins:
        yield Flag.WALK_IN_BARRED
    # Nothing is recorded before the device was there, or later than it is received.
    if not door.made_at - CLOCK_TOLERANCE <= fact.at <= received_at + CLOCK_TOLERANCE:
        yield Flag.CLOCK


def _of_passage(passage: Passage, passages: Sequence[Passage]) -> list[str]:
    """In, though in already: at another door, or once more at the same.

    Facts arrive in any order, so both neighbours in time are looked at.
    """
    if not passage.is_in:
        return []
    before = [other for other in passages if other.at <= passage.at][-1:]
    after = [other for other in passages if other.at > passage.at][:1]
    twice = [other for other in (*before, *after) if other.is_in]
    if any(other.place and other.place != passage.place for other in twice):
        return [Flag.TWO_DOORS]
    return [Flag.REPEATED] if twice else []


def _number(of: UUID | None) -> str:
    return Ticket.number_of(of) if of else ""
