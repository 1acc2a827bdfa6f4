"""Devices that send at the same moment: each fact once, and one of two contradictions flagged."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from meetings.actions.check_in import Kept, keep_facts
from meetings.actions.checkin_devices import (
    CodeUnknown,
    enrol_device,
    lock_device,
    open_code,
    renew_code,
)
from meetings.checkin.facts import Fact
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Scan
from tests.factories import NOW, make_meeting, make_registration, make_session
from tests.meetings.devices import by_search, make_device, read
from tests.meetings.lock_queue import meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

PEOPLE = 20


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def sessions(meeting) -> list[AttendanceSession]:
    return [make_session(meeting), make_session(meeting)]


@pytest.fixture
def doors(meeting) -> list[CheckinDevice]:
    return [make_device(meeting, door=door) for door in ("Utama", "Timur")]


def keep(device: CheckinDevice, facts: list[Fact]) -> Kept:
    return keep_facts(device=device, facts=facts, unsent=None, at=NOW)


def at_once(*batches: tuple[CheckinDevice, list[Fact]]) -> list[Kept]:
    start = Barrier(len(batches))

    def run(batch: tuple[CheckinDevice, list[Fact]]) -> Kept:
        start.wait()
        try:
            return keep(*batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(batches)) as pool:
        return list(pool.map(run, batches))


def flags_of(facts: list[Fact]) -> dict:
    found = dict(Scan.objects.filter(pk__in=[fact.id for fact in facts]).values_list("pk", "flags"))
    assert set(found) == {fact.id for fact in facts}
    return found


def test_of_one_person_at_two_doors_one_fact_is_flagged(meeting, sessions, doors, aceh):
    """In every session and for each person exactly one, in whichever order they were kept."""
    people = [make_registration(meeting, aceh) for _ in range(PEOPLE)]
    batches = [
        read(*(by_search(session, person) for person in people for session in order))
        for order in (sessions, sessions[::-1])
    ]
    at_once(*zip(doors, batches, strict=True))
    flagged = Counter(
        (scan.registration_id, scan.session_id, tuple(scan.flags)) for scan in Scan.objects.all()
    )
    assert flagged == Counter(
        (person.pk, session.pk, flags)
        for person in people
        for session in sessions
        for flags in ((), ("dua-pintu",))
    )


def test_a_batch_and_its_retries_at_once_are_kept_once(meeting, sessions, doors, aceh):
    """The answer was lost on the way: the device, or the one that took over, sends once more."""
    people = [make_registration(meeting, aceh) for _ in range(PEOPLE)]
    facts = read(*(by_search(sessions[0], person) for person in people))
    answers = at_once(
        (doors[0], facts), (doors[0], facts[::-1]), (doors[1], facts[5:]), (doors[1], facts[:9])
    )
    assert flags_of(facts) == {fact.id: [] for fact in facts}
    assert Scan.objects.count() == PEOPLE
    assert [(len(answer.kept), answer.flags, answer.refused) for answer in answers] == [
        (20, {}, {}), (20, {}, {}), (15, {}, {}), (9, {}, {})
    ]  # fmt: skip


def test_the_second_waits_for_the_first_and_knows_of_it(meeting, sessions, doors, aceh):
    person = make_registration(meeting, aceh)
    first, second = (read(by_search(sessions[0], person)) for _ in doors)
    kept = meanwhile(
        lambda: keep(doors[0], first), lambda: keep(doors[1], second), then=lambda: None
    )
    assert kept.flags == {second[0].id: ["dua-pintu"]}


def test_another_session_does_not_wait(meeting, sessions, doors, aceh):
    person = make_registration(meeting, aceh)
    facts = [read(by_search(session, person)) for session in sessions]
    with transaction.atomic():
        keep(doors[0], facts[0])
        (kept,) = at_once((doors[1], facts[1]))
    assert kept.kept == [facts[1][0].id]


def test_a_lock_that_comes_first_flags_what_comes_next(meeting, sessions, doors, aceh, secretariat):
    fact = read(by_search(sessions[0], make_registration(meeting, aceh)))
    kept = meanwhile(
        lambda: lock_device(device=doors[0], reason="Hilang", by=secretariat, at=NOW),
        lambda: keep(doors[0], fact),
        then=lambda: None,
    )
    assert (kept.device.locked_at, kept.flags) == (NOW, {fact[0].id: ["terkunci"]})


def test_a_code_enrols_one_of_two_who_type_it_at_once(meeting, secretariat):
    device = renew_code(device=make_device(meeting), by=secretariat, at=NOW)
    code, later = open_code(device, NOW), NOW + timedelta(minutes=1)

    def enrol() -> tuple[CheckinDevice, str]:
        return enrol_device(meeting=meeting, code=code, at=later)

    refused = meanwhile(enrol, enrol, then=lambda: None)
    assert isinstance(refused, CodeUnknown)
