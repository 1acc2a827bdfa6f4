"""The last seat, wanted by many at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from meetings.actions.registration import register_delegate
from meetings.actions.registration_refusals import (
    AlreadyRegistered,
    NoSeat,
    RegistrationRefused,
)
from meetings.models import Registration
from tests.factories import NOW, make_meeting, make_office, make_operator, make_registration
from tests.meetings.test_registration_actions import ANI

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]

AT_ONCE = 6


def race(attempts) -> list[type[RegistrationRefused] | None]:
    """What became of each attempt: None registered it, else why it was refused."""
    start = Barrier(len(attempts))

    def run(attempt):
        start.wait()
        try:
            register_delegate(**attempt, at=NOW)
        except RegistrationRefused as refused:
            return type(refused)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def person(number: int):
    return replace(
        ANI,
        full_name="Peserta " + "abcdefghij"[number],
        email=f"balap{number}@dinas.example",
        nip="",
    )


def test_last_seat_of_an_office_goes_to_one(aceh, operator):
    meeting = make_meeting(seats_per_office=3, has_waiting_list=False)
    for _ in range(2):
        make_registration(meeting, aceh)
    outcomes = race(
        [
            {"meeting": meeting, "office": aceh, "delegate": person(number), "by": operator}
            for number in range(AT_ONCE)
        ]
    )
    assert sorted(outcomes, key=str) == [NoSeat] * (AT_ONCE - 1) + [None]
    assert Registration.objects.filter(meeting=meeting).count() == 3


def test_last_seat_of_the_meeting_goes_to_one_office():
    meeting = make_meeting(capacity=1, has_waiting_list=False)
    attempts = []
    for number in range(AT_ONCE):
        office = make_office()
        attempts.append(
            {
                "meeting": meeting,
                "office": office,
                "delegate": person(number),
                "by": make_operator(office),
            }
        )
    outcomes = race(attempts)
    assert sorted(outcomes, key=str) == [NoSeat] * (AT_ONCE - 1) + [None]
    assert Registration.objects.filter(meeting=meeting).count() == 1


def test_form_sent_twice_registers_once(aceh, operator):
    meeting = make_meeting()
    attempt = {"meeting": meeting, "office": aceh, "delegate": ANI, "by": operator}
    outcomes = race([attempt, attempt])
    assert sorted(outcomes, key=str) == [AlreadyRegistered, None]
    assert Registration.objects.filter(meeting=meeting).count() == 1
