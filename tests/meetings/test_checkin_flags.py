"""Which flags a fact gets, from what the portal knows when it arrives."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from meetings.checkin.facts import Fact, WalkIn
from meetings.checkin.flags import (
    Door,
    Known,
    KnownPerson,
    KnownTicket,
    Passage,
    judge,
    place_of,
    readings_of,
)
from meetings.models import Meeting, Ticket
from meetings.tickets.signature import qr_text
from tests.factories import NOW

HERE, ELSEWHERE = 1, 2
DAY, EVENING = 10, 11
# The same in each process: what a test is called hangs on them.
ANI, BUDI, CITRA, TICKET = (UUID(int=number, version=4) for number in range(1, 5))
MAIN = Door(place="pintu utama", made_at=NOW - timedelta(days=1), is_locked=False,
            may_add_walk_ins=False)  # fmt: skip
SEATED = KnownPerson(HERE, has_seat=True, withdrawn_at=None)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def fact(**fields: Any) -> Fact:
    """Ani, found in the list, let in at NOW."""
    given = {"method": "cari", "direction": "masuk", "registration_id": ANI, **fields}
    return Fact(id=uuid4(), session_id=given.pop("session_id", DAY), at=given.pop("at", NOW),
                **given)  # fmt: skip


def ticket(ticket_id: UUID = TICKET, **fields: Any) -> Fact:
    return fact(method="tiket", ticket_id=ticket_id, registration_id=None, **fields)


def code_of(ticket_id: UUID, meeting: int = HERE) -> str:
    return qr_text(Ticket(pk=ticket_id), Meeting(pk=meeting))


def known(*facts: Fact, **fields: Any) -> Known:
    given = {
        "tickets": {TICKET: KnownTicket(HERE, ANI, None)},
        "people": {ANI: SEATED, BUDI: SEATED},
        **fields,
    }
    return Known(meeting_id=HERE, codes=readings_of(facts), **given)


def flags(*facts: Fact, door: Door = MAIN, at: Any = NOW, **fields: Any) -> list[list[str]]:
    """Of each, in the order in which they were recorded."""
    judged = judge(facts, known(*facts, **fields), door, at)
    return [[str(flag) for flag in each.flags] for each in judged]


def test_a_valid_ticket_has_none():
    scanned = ticket(code=code_of(TICKET))
    (judged,) = judge([scanned], known(scanned), MAIN, NOW)
    assert (judged.flags, judged.ticket_id, judged.registration_id) == ([], TICKET, ANI)
    assert flags(ticket()) == flags(fact()) == [[]]


@pytest.mark.parametrize(
    ("scanned", "flag", "read"),
    [
        (ticket(code="https://contoh.example/"), "tak-dikenal", "https://contoh.example/"),
        (ticket(code="x" * 100), "tak-dikenal", "x" * 60),
        (ticket(code=code_of(ANI)), "tak-dikenal", ANI.hex[:8].upper()),
        (ticket(ANI), "tak-dikenal", ANI.hex[:8].upper()),
        (ticket(code=code_of(TICKET, ELSEWHERE)), "rakor-lain", TICKET.hex[:8].upper()),
        (fact(registration_id=TICKET), "tak-dikenal", TICKET.hex[:8].upper()),
    ],
)
def test_whom_the_portal_does_not_know_is_nobody(scanned, flag, read):
    (judged,) = judge([scanned], known(scanned), MAIN, NOW)
    assert (judged.flags, judged.registration_id, judged.code_read) == ([flag], None, read)


def test_a_code_that_nobody_signed_is_forged():
    """The id of a valid ticket, with the signature of another one."""
    signature = code_of(ANI).rpartition(".")[2]
    forged = code_of(TICKET).rpartition(".")[0] + "." + signature
    scanned = ticket(code=forged)
    (judged,) = judge([scanned], known(scanned), MAIN, NOW)
    assert (judged.flags, judged.ticket_id, judged.code_read) == (["palsu"], None, forged[:60])


def test_what_was_signed_counts_rather_than_what_the_device_says():
    lying = ticket(ANI, code=code_of(TICKET))
    (judged,) = judge([lying], known(lying), MAIN, NOW)
    assert (judged.flags, judged.ticket_id) == ([], TICKET)


def test_tickets_and_people_of_another_rakor():
    away = {"tickets": {TICKET: KnownTicket(ELSEWHERE, CITRA, None)},
            "people": {ANI: KnownPerson(ELSEWHERE, True, None)}}  # fmt: skip
    assert flags(ticket(), fact(), **away) == [["rakor-lain"], ["rakor-lain"]]


@pytest.mark.parametrize("revoked_at", [NOW - minutes(9), NOW + minutes(9)])
def test_a_ticket_revoked_before_or_after_the_scan_is_flagged(revoked_at):
    """The device had no network: its clock is no proof, the report shows both times."""
    revoked = {TICKET: KnownTicket(HERE, ANI, revoked_at)}
    assert flags(ticket(), tickets=revoked, at=NOW + minutes(10)) == [["dicabut"]]


@pytest.mark.parametrize("withdrawn_at", [NOW - minutes(9), NOW + minutes(9)])
@pytest.mark.parametrize("ticket_ended", [False, True])
def test_a_cancelled_registration_is_one_flag(withdrawn_at, ticket_ended):
    ended = {
        "tickets": {TICKET: KnownTicket(HERE, ANI, withdrawn_at if ticket_ended else None)},
        "people": {ANI: KnownPerson(HERE, True, withdrawn_at)},
    }
    received = NOW + minutes(10)
    assert flags(ticket(), **ended, at=received) == [["dibatalkan"]]
    assert flags(fact(), **ended, at=received) == [["dibatalkan"]]


def test_a_ticket_replaced_before_the_registration_ended_is_both():
    ended = {
        "tickets": {TICKET: KnownTicket(HERE, ANI, NOW - minutes(60))},
        "people": {ANI: KnownPerson(HERE, True, NOW - minutes(30))},
    }
    assert flags(ticket(), **ended) == [["dibatalkan", "dicabut"]]


def test_who_waits_for_a_seat_has_none():
    assert flags(fact(), people={ANI: KnownPerson(HERE, False, None)}) == [["tanpa-kursi"]]


def test_a_locked_device_is_flagged_whatever_it_sends():
    locked = Door(MAIN.place, MAIN.made_at, is_locked=True, may_add_walk_ins=True)
    guest = fact(method="tamu", registration_id=None, walk_in=WalkIn("Rina", "", None))
    assert flags(in_again(-2), guest, ticket(CITRA, at=NOW + minutes(1)), door=locked) == [
        ["terkunci"],
        ["terkunci"],
        ["tak-dikenal", "terkunci"],
    ]


@pytest.mark.parametrize(("may", "expected"), [(True, []), (False, ["tamu-ditolak"])])
def test_guests_are_recorded_by_permission(may, expected):
    door = Door(MAIN.place, MAIN.made_at, is_locked=False, may_add_walk_ins=may)
    guest = fact(method="tamu", registration_id=None, walk_in=WalkIn("Rina", "", None))
    assert flags(guest, door=door) == [expected]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW + minutes(5), []),
        (NOW + minutes(5.1), ["jam"]),
        (MAIN.made_at - minutes(5), []),
        (MAIN.made_at - minutes(5.1), ["jam"]),
    ],
)
def test_a_clock_is_wrong_that_names_what_cannot_be(at, expected):
    assert flags(fact(at=at)) == [expected]


def in_again(after: float, **fields: Any) -> Fact:
    return fact(at=NOW + minutes(after), **fields)


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([], []),
        ([Passage(NOW - minutes(1), True, MAIN.place)], ["berulang"]),
        ([Passage(NOW + minutes(1), True, MAIN.place)], ["berulang"]),
        ([Passage(NOW - minutes(1), True, "pintu timur")], ["dua-pintu"]),
        ([Passage(NOW + minutes(1), True, "pintu timur")], ["dua-pintu"]),
        # By the committee or by themselves: no door that could be another one.
        ([Passage(NOW - minutes(1), True, "")], ["berulang"]),
        ([Passage(NOW - minutes(1), False, "pintu timur")], []),
        (
            [
                Passage(NOW - minutes(9), True, "pintu timur"),
                Passage(NOW - minutes(1), False, "pintu timur"),
            ],
            [],
        ),
    ],
)
def test_in_twice_is_told_by_what_was_before_and_after(passages, expected):
    assert flags(fact(), passages={(ANI, DAY): passages}) == [expected]


def test_of_one_batch_the_later_is_the_second():
    first, out, second, third = (
        in_again(0), in_again(1, direction="keluar"), in_again(2), in_again(3)
    )  # fmt: skip
    assert flags(third, out, second, first) == [[], [], [], ["berulang"]]


def test_a_wrong_clock_makes_nobody_come_in_twice():
    """They are taken to have passed when the portal knew."""
    tomorrow, out, back = in_again(24 * 60), in_again(1, direction="keluar"), in_again(2)
    assert flags(tomorrow, at=NOW) == [["jam"]]
    passages = {(ANI, DAY): [Passage(NOW, True, MAIN.place)]}
    assert flags(out, back, at=NOW + minutes(2), passages=passages) == [[], []]
    assert flags(tomorrow, in_again(2), in_again(1, direction="keluar")) == [[], [], ["jam"]]


def test_people_and_sessions_are_apart():
    assert flags(fact(), in_again(1, session_id=EVENING), in_again(2, registration_id=BUDI)) == [
        [], [], []
    ]  # fmt: skip


def test_what_did_not_count_is_no_first_time():
    """A revoked ticket is shown, then the valid one."""
    revoked = {TICKET: KnownTicket(HERE, ANI, NOW), BUDI: KnownTicket(HERE, ANI, None)}
    assert flags(ticket(), ticket(BUDI, at=NOW + minutes(1)), tickets=revoked) == [["dicabut"], []]


def test_two_devices_at_one_door_are_one_place():
    assert place_of(" Pintu Utama", 1) == place_of("pintu utama", 2) == MAIN.place
    assert place_of("", 1) != place_of("", 2)
    assert place_of("", None) == ""
