"""What a device sends is read strictly, each fact for itself."""

import json
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from meetings.checkin.facts import (
    CLOCK_TOLERANCE,
    MOST_FACTS,
    BatchRefused,
    Fact,
    FactRefused,
    WalkIn,
    read_batch,
    read_fact,
)

ID = "0b8e2a54-3a8c-4c63-9e0e-2a35ac0f5a01"
TICKET = "3f0d9a3f6d5b4d9d8f0a2b1c4d5e6f70"
SENT = {
    "id": ID,
    "session": 7,
    "ticket": TICKET,
    "registration": None,
    "method": "tiket",
    "direction": "masuk",
    "at": "2026-11-24T03:00:00.250Z",
    "offline": True,
    "code": "  BTIKP1.1.x.y ",
    "walk_in": None,
}
GUEST = {"name": " Rina ", "position": None, "office": 3}


def test_a_fact_is_read_whole():
    assert read_fact(SENT) == Fact(
        id=UUID(ID),
        session_id=7,
        method="tiket",
        direction="masuk",
        at=datetime(2026, 11, 24, 3, 0, 0, 250_000, UTC),
        was_offline=True,
        ticket_id=UUID(TICKET),
        code="BTIKP1.1.x.y",
    )


def test_a_guest_has_a_name_and_perhaps_an_office():
    sent = {**SENT, "method": "tamu", "ticket": None, "code": None, "walk_in": GUEST}
    assert read_fact(sent).walk_in == WalkIn("Rina", "", 3)
    hostile = {**GUEST, "name": "\u202eRina\nWati", "position": "Pengawas\t\u202e"}
    assert read_fact({**sent, "walk_in": hostile}).walk_in == WalkIn("Rina Wati", "Pengawas", 3)


def test_a_moment_of_another_zone_is_the_same_moment():
    assert read_fact({**SENT, "at": "2026-11-24T11:00:00.250+08:00"}) == read_fact(SENT)


def test_a_clock_that_was_never_set_is_read():
    """It is kept with a flag; refused, the fact would be lost."""
    assert read_fact({**SENT, "at": "1970-01-01T00:00:09Z"}).at.year == 1970


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None},
        {"id": 5},
        {"id": "x"},
        {"id": "{" + ID + "}"},
        {"id": ID.upper()},
        {"session": None},
        {"session": "7"},
        {"session": True},
        {"session": -1},
        {"session": 2**63},
        {"door": 5},
        {"door": "x" * 101},
        {"session": 1.5},
        {"method": "panitia"},
        {"method": "mandiri"},
        {"method": ["tiket"]},
        {"direction": "ke samping"},
        {"direction": {}},
        {"at": None},
        {"at": "kemarin"},
        {"at": "2026-11-24T03:00:00"},
        {"at": 1764000000},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-12:00"},
        {"ticket": "3F0D"},
        {"ticket": None, "code": None},
        {"ticket": None, "code": "   "},
        {"registration": [TICKET]},
        {"code": "x" * 2001},
        {"code": "a\0b"},
        {"code": "\ud800"},
        {"code": 5},
        {"method": "cari"},
        {"method": "tamu"},
        {"walk_in": GUEST},
        {"method": "tamu", "walk_in": "Rina"},
        {"method": "tamu", "walk_in": {**GUEST, "name": " "}},
        {"method": "tamu", "walk_in": {**GUEST, "name": "\u202e"}},
        {"method": "tamu", "walk_in": {**GUEST, "name": "x" * 151}},
        {"method": "tamu", "walk_in": {**GUEST, "name": "R\0"}},
        {"method": "tamu", "walk_in": {**GUEST, "office": "3"}},
        {"method": "tamu", "walk_in": {**GUEST, "office": -3}},
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(wrong):
    with pytest.raises(FactRefused, match=r"\.$"):
        read_fact({**SENT, **wrong})


@pytest.mark.parametrize("row", [None, 5, "tiket", [], [SENT]])
def test_what_is_no_object_is_no_fact(row):
    with pytest.raises(FactRefused):
        read_fact(row)


def test_one_unreadable_fact_keeps_no_other_from_being_read():
    other = {**SENT, "id": str(UUID(TICKET))}
    rows = [SENT, {**other, "at": "?"}, 7, {"id": "x" * 900}, SENT]
    batch = read_batch(json.dumps({"facts": rows, "unsent": 4}).encode())
    assert [fact.id for fact in batch.facts] == [UUID(ID)]
    assert list(batch.refused) == [other["id"], "#3", "#4"]
    assert batch.unsent == 4


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(hours=-2), timedelta(hours=-2)),
        (timedelta(days=-20_000), timedelta(days=-20_000)),
        (CLOCK_TOLERANCE, timedelta()),
        (CLOCK_TOLERANCE + timedelta(seconds=1), CLOCK_TOLERANCE + timedelta(seconds=1)),
        (-CLOCK_TOLERANCE, timedelta()),
    ],
)
def test_times_are_set_right_by_what_the_device_says_its_clock_is(off, expected):
    portal = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    sent = {"facts": [SENT], "clock": (portal + off).isoformat()}
    (fact,) = read_batch(json.dumps(sent).encode()).facts_by(portal)
    assert fact == read_fact({**SENT, "at": (read_fact(SENT).at - expected).isoformat()})


@pytest.mark.parametrize("clock", [None, "kemarin", 5, "2026-11-24T03:00:00", "0001-01-01T00:00Z"])
def test_a_device_need_not_say_what_its_clock_is(clock):
    batch = read_batch(json.dumps({"facts": [SENT], "clock": clock}).encode())
    assert batch.facts_by(datetime(2026, 11, 25, 8, 0, tzinfo=UTC)) == [read_fact(SENT)]


@pytest.mark.parametrize("unsent", [None, "4", -1, True, 1.5])
def test_a_device_need_not_say_what_it_still_holds(unsent):
    assert read_batch(json.dumps({"facts": [], "unsent": unsent}).encode()).unsent is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"facts": {}}',
        b"{}",
        b"[" * 200_000,
        b'{"facts": [' + b"[" * 200_000,
        b'{"facts": 1' + b"0" * 10_000 + b"}",
        json.dumps({"facts": [SENT] * (MOST_FACTS + 1)}).encode(),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(body):
    with pytest.raises(BatchRefused):
        read_batch(body)


def test_number_that_the_portal_makes_from_names_is_none_of_a_device():
    """It is that of somebody's self check-in, who could not be recorded any more."""
    with pytest.raises(FactRefused, match="bukan nomor acak"):
        read_fact({**SENT, "id": str(uuid5(NAMESPACE_URL, "7:orang"))})
