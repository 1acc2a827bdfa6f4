"""Facts are kept: each once, with whom and what is doubtful, whatever is sent how often."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from meetings.actions import check_in
from meetings.actions.check_in import (
    NO_SESSION,
    TAKEN,
    TAKEN_ELSEWHERE,
    TOO_MANY,
    Kept,
    keep_facts,
)
from meetings.actions.checkin_devices import lock_device
from meetings.checkin.facts import Fact
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Scan
from tests.factories import (
    NOW,
    make_meeting,
    make_registration,
    make_scan,
    make_session,
    make_ticket,
)
from tests.meetings.devices import by_search, by_ticket, guest, make_device, read, sent_fact

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def session(meeting) -> AttendanceSession:
    return make_session(meeting)


@pytest.fixture
def device(meeting) -> CheckinDevice:
    return make_device(meeting, may_add_walk_ins=True)


def keep(device: CheckinDevice, facts: Sequence[Fact], **more: Any) -> Kept:
    return keep_facts(device=device, facts=facts, **{"unsent": None, "at": NOW, **more})


def test_facts_are_kept_with_whom_and_where(meeting, session, device, aceh):
    person = make_registration(meeting, aceh)
    ticket = make_ticket(person)
    facts = read(
        by_ticket(session, ticket, at=(NOW - timedelta(hours=2)).isoformat(), offline=True),
        by_search(session, person, direction="keluar"),
        guest(session, office=aceh.pk),
        sent_fact(session, code="https://contoh.example/"),
    )
    kept = keep(device, facts)
    rows = Scan.objects.order_by("scanned_at", "method").values_list(
        "pk", "registration", "ticket", "device", "door", "method", "direction", "received_at",
        "was_offline", "flags", "code_read", "walk_in_name", "walk_in_position", "office",
    )  # fmt: skip
    ids = [fact.id for fact in facts]
    where = (device.pk, "Pintu utama")
    assert list(rows) == [
        (ids[0], person.pk, ticket.pk, *where, "tiket", "masuk", NOW, True, [], "", "", "", None),
        (ids[1], person.pk, None, *where, "cari", "keluar", NOW, False, [], "", "", "", None),
        (ids[2], None, None, *where, "tamu", "masuk", NOW, False, [], "", "Rina Wati",
         "Pranata Humas", aceh.pk),
        (ids[3], None, None, *where, "tiket", "masuk", NOW, False, ["tak-dikenal"],
         "https://contoh.example/", "", "", None),
    ]  # fmt: skip
    assert set(kept.kept) == set(ids)
    assert (kept.flags, kept.refused) == ({ids[3]: ["tak-dikenal"]}, {})


def test_sent_again_nothing_changes(meeting, session, device, aceh):
    """Not even where another device sends it, whose clock says something else."""
    person = make_registration(meeting, aceh)
    sent = [by_search(session, person), by_ticket(session, make_ticket(person)), guest(session)]
    first = keep(device, read(*sent))
    before = list(Scan.objects.order_by("pk").values())
    later = read(*({**fact, "at": (NOW + timedelta(minutes=9)).isoformat()} for fact in sent))
    again = keep(make_device(meeting, door="Pintu timur"), later, at=NOW + timedelta(hours=1))
    assert list(Scan.objects.order_by("pk").values()) == before
    assert (set(again.kept), again.flags, again.refused) == (set(first.kept), first.flags, {})


def test_a_guest_whose_name_was_kept_before_names_were_cleaned_is_the_same_one(session, device):
    """The device never heard that the portal has the fact, and sends it to a newer version."""
    sent = guest(session, name="Rina  \u202eWati")
    before = make_scan(session, id=sent["id"], method="tamu", walk_in_name="Rina  \u202eWati")
    kept = keep(device, read(sent))
    assert ([str(each) for each in kept.kept], kept.refused) == ([before.id], {})


def test_an_id_that_says_something_else_is_refused_and_the_first_words_stand(
    meeting, session, device, aceh
):
    person, other = make_registration(meeting, aceh), make_registration(meeting, aceh)
    sent = by_search(session, person)
    keep(device, read(sent))
    before = Scan.objects.values().get()
    for change in (
        {"direction": "keluar"},
        {"registration": other.pk.hex},
        {"session": make_session(meeting).pk},
        {"method": "tiket", "ticket": make_ticket(person).pk.hex},
        {"method": "tamu", "registration": None, "walk_in": {"name": "Rina"}},
    ):
        again = keep(device, read({**sent, **change}))
        assert (again.kept, again.refused) == ([], {before["id"]: TAKEN})
    assert Scan.objects.values().get() == before


def test_a_session_that_is_gone_refuses_with_a_sentence_and_keeps_the_others(
    meeting, session, device, aceh
):
    person, elsewhere = make_registration(meeting, aceh), make_session(make_meeting())
    facts = read(by_search(session, person), by_search(elsewhere, person))
    kept = keep(device, facts)
    assert (kept.kept, kept.refused) == ([facts[0].id], {facts[1].id: NO_SESSION})
    assert Scan.objects.get().pk == facts[0].id


def test_an_id_that_another_rakor_has_is_refused(meeting, session, device, aceh):
    other = make_meeting()
    taken = read(by_search(make_session(other), make_registration(other, aceh)))
    keep(make_device(other), taken)
    fact = read(by_search(session, make_registration(meeting, aceh), id=str(taken[0].id)))
    kept = keep(device, fact)
    assert (kept.kept, kept.refused) == ([], {taken[0].id: TAKEN_ELSEWHERE})
    assert Scan.objects.get().meeting == other


def test_an_office_that_is_unknown_makes_no_guest_vanish(session, device):
    keep(device, read(guest(session, office=987_654)))
    assert Scan.objects.values_list("walk_in_name", "office").get() == ("Rina Wati", None)


def test_a_stolen_telephone_fills_no_disk(meeting, session, device, aceh, monkeypatch):
    """What goes beyond the limit stays on the device; what is known is still answered."""
    monkeypatch.setattr(check_in, "MOST_OF_A_DEVICE", 2)
    person = make_registration(meeting, aceh)
    first, second, third = read(*(by_search(session, person) for _ in range(3)))
    keep(device, [first])
    assert keep(device, [second, third]).refused == {second.id: TOO_MANY, third.id: TOO_MANY}
    kept = keep(device, [first, second])
    assert (set(kept.kept), kept.refused) == ({first.id, second.id}, {})
    assert keep(make_device(meeting), [third]).kept == [third.id]


def test_two_doors_are_told_by_the_device_that_comes_second(meeting, session, device, aceh):
    person = make_registration(meeting, aceh)
    late = read(by_search(session, person, at=(NOW - timedelta(hours=3)).isoformat()))
    keep(device, read(by_search(session, person)))
    kept = keep(make_device(meeting, door="Pintu timur"), late)
    assert kept.flags == {late[0].id: ["dua-pintu"]}


def test_who_was_scanned_by_a_wrong_clock_may_go_and_come_back(meeting, session, device, aceh):
    person = make_registration(meeting, aceh)
    tomorrow = (NOW + timedelta(days=1)).isoformat()
    keep(device, read(by_search(session, person, at=tomorrow)))
    out, back = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    left = by_search(session, person, at=out.isoformat(), direction="keluar")
    kept = keep(device, read(left, by_search(session, person, at=back.isoformat())), at=back)
    assert (len(kept.kept), kept.flags) == (2, {})


def test_a_device_that_was_carried_elsewhere_says_where_it_stood(meeting, session, device, aceh):
    person = make_registration(meeting, aceh)
    here, elsewhere = read(
        by_search(session, person),
        by_search(session, person, at=(NOW + timedelta(minutes=1)).isoformat(), door="Lobi"),
    )
    kept = keep(device, [here, elsewhere])
    assert kept.flags == {elsewhere.id: ["dua-pintu"]}
    doors = Scan.objects.order_by("scanned_at").values_list("door", flat=True)
    assert list(doors) == [device.door, "Lobi"]


def test_what_a_locked_device_sends_is_kept(meeting, session, device, aceh, secretariat):
    lock_device(device=device, reason="Hilang", by=secretariat, at=NOW)
    fact = read(by_search(session, make_registration(meeting, aceh)))
    kept = keep(device, fact)
    assert kept.device.locked_at == NOW
    assert Scan.objects.values_list("pk", "flags").get() == (fact[0].id, ["terkunci"])


def test_a_device_says_how_many_it_still_holds(device):
    keep(device, [], unsent=12, at=NOW + timedelta(minutes=3))
    keep(device, [], at=NOW + timedelta(minutes=4))
    device.refresh_from_db()
    assert (device.unsent_facts, device.seen_at) == (12, NOW + timedelta(minutes=4))


@pytest.mark.parametrize("people", [1, 30])
def test_statements_do_not_grow(meeting, session, device, aceh, people, django_assert_num_queries):
    """Savepoints aside: the device's row and its mark, sessions, facts that are there, tickets,
    people, how many the device sent, who was let in, offices, one INSERT."""
    facts = []
    for _ in range(people):
        person = make_registration(meeting, aceh)
        facts += [by_ticket(session, make_ticket(person)), guest(session, office=aceh.pk)]
    given_facts = read(*facts)
    with django_assert_num_queries(10 + 2):
        keep(device, given_facts)


def test_nothing_is_written_about_each_fact_in_the_trail(meeting, session, device, aceh):
    """A thousand facts would bury what people did; each fact is its own record."""
    before = AuditEvent.objects.count()
    keep(device, read(by_search(session, make_registration(meeting, aceh))))
    assert AuditEvent.objects.count() == before


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_split_order_and_retry_keeps_each_fact_once(meeting, session, aceh, data):
    """Two devices send what they recorded in batches of any size, in any order, some twice."""
    with transaction.atomic():
        people = [make_registration(meeting, aceh) for _ in range(3)]
        devices = [make_device(meeting, door=door) for door in ("Utama", "Timur")]
        facts = [_any_fact(data, session, people) for _ in range(data.draw(st.integers(1, 8)))]
        own: list[tuple[int, Fact]] = [
            (data.draw(st.integers(0, 1)), fact) for fact in read(*facts)
        ]
        sent = data.draw(st.permutations(own + own[: data.draw(st.integers(0, len(own)))]))
        answered: dict[UUID, list[str]] = {}
        while sent:
            size = data.draw(st.integers(1, len(sent)))
            batch, sent = sent[:size], sent[size:]
            for place, device in enumerate(devices):
                kept = keep(device, [fact for who, fact in batch if who == place])
                for fact in kept.kept:
                    flags = kept.flags.get(fact, [])
                    assert answered.setdefault(fact, flags) == flags
        rows = {
            scan.pk: (scan.device_id, scan.registration_id, scan.direction, scan.scanned_at)
            for scan in Scan.objects.all()
        }
        assert rows == {
            fact.id: (devices[who].pk, fact.registration_id, fact.direction, fact.at)
            for who, fact in own
        }
        assert {scan.pk: scan.flags for scan in Scan.objects.all()} == answered
        transaction.set_rollback(True)


def _any_fact(data: Any, session: AttendanceSession, people: list) -> dict[str, Any]:
    at = NOW - timedelta(minutes=data.draw(st.integers(0, 5)))
    return by_search(
        session,
        data.draw(st.sampled_from(people)),
        at=at.isoformat(),
        direction=data.draw(st.sampled_from(["masuk", "keluar"])),
    )
