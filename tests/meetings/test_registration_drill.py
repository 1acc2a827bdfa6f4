"""Many offices at once on few seats, each with its form open already: bench/seats in small."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from post_office.models import Email

from accounts.models import AuditEvent
from meetings.models import Meeting, Registration, Ticket
from meetings.seats import seats_of
from meetings.waiting_list import line_of
from provinces.models import Office
from tests.factories import NOW, make_meeting, make_office, make_operator
from tests.meetings.seating import person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

OFFICES, PEOPLE, SEATS, QUOTA = 6, 5, 10, 3
FORM_FIELDS = ("full_name", "role", "position", "unit", "mobile", "email")


def opened_forms(meeting: Meeting, office: Office) -> list[tuple[Client, dict[str, str]]]:
    """For each delegate of the office a browser that shows the form, and what is typed there."""
    operator, found = make_operator(office), []
    for _ in range(PEOPLE):
        client = Client()
        client.force_login(operator)
        assert client.get(address(meeting)).status_code == 200
        values = asdict(person(office.pk * PEOPLE + len(found)))
        found.append((client, {name: values[name] for name in FORM_FIELDS} | {"privacy": "on"}))
    return found


def address(meeting: Meeting) -> str:
    return f"/rakor/{meeting.slug}/daftar/tambah/"


def told_at_once(meeting: Meeting, forms: list[tuple[Client, dict[str, str]]]) -> dict[str, str]:
    """By e-mail, which seat the answer tells of; any other answer raises."""
    start = Barrier(len(forms))

    def send(form: tuple[Client, dict[str, str]]) -> tuple[str, str]:
        client, typed = form
        try:
            connection.ensure_connection()
            start.wait(60)
            answer = client.post(address(meeting), typed)
        finally:
            connection.close()
        assert answer.status_code == 302, answer.content
        return typed["email"], "terdaftar" if "?balai=" in answer["Location"] else "menunggu"

    with ThreadPoolExecutor(len(forms)) as pool:
        return dict(pool.map(send, forms))


def come(meeting: Meeting) -> list[Registration]:
    """In the order in which they held the lock, as the trail was written under it."""
    rows = {str(row.pk): row for row in meeting.registrations.all()}
    written = AuditEvent.objects.filter(action="registration.created").order_by("pk")
    return [rows[pk] for pk in written.values_list("target_id", flat=True)]


def by_rule(people: list[Registration]) -> list[str]:
    """Who waits, in the order that the rakor promises: offices below their quota first."""
    held = Counter(one.office_id for one in people if one.has_seat)
    turns = []
    for one in people:
        if not one.has_seat:
            turns.append((held[one.office_id] >= QUOTA, one.email))
            held[one.office_id] += 1
    return [email for _, email in sorted(turns, key=lambda turn: turn[0])]


def test_offices_at_once_on_few_seats_lose_nobody_and_wait_by_the_rule():
    meeting = make_meeting(capacity=SEATS, seats_per_office=QUOTA, waiting_order="kuota")
    forms = [form for _ in range(OFFICES) for form in opened_forms(meeting, make_office())]
    told = told_at_once(meeting, forms)
    people = come(meeting)
    assert told == {one.email: one.seat for one in people}
    assert len(people) == OFFICES * PEOPLE
    assert Counter(told.values()) == {"terdaftar": SEATS, "menunggu": len(people) - SEATS}
    assert max(Counter(one.office_id for one in people if one.has_seat).values()) <= QUOTA
    assert Ticket.objects.filter(revoked_at=None).count() == SEATS
    assert sorted(address for mail in Email.objects.all() for address in mail.to) == sorted(told)
    emails = {one.pk: one.email for one in people}
    line = [emails[one.waiting.pk] for one in line_of(meeting, *seats_of(meeting), NOW)]
    assert line == by_rule(people)
