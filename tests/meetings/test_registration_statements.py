"""What registering takes of the database: while the rakor is locked, all others wait."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.delegations.reaching import rakor_of_offices
from meetings.models import Meeting
from tests.factories import make_meeting, make_registration
from tests.meetings.seating import register_each

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

INSERT = re.compile(r'INSERT INTO "(\w+)"')
ROWS = [
    "meetings_registration",
    "accounts_auditevent",
    "meetings_registrationevent",
    "meetings_ticket",
    "post_office_email",
]


def registering(meeting, office, by, number: int) -> tuple[list[str], list[str]]:
    """The statements before the lock, and from the lock on."""
    meeting = rakor_of_offices(by, meeting.slug)
    with CaptureQueriesContext(connection) as queries:
        register_each(meeting, office, by, [number])
    sent = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    (lock,) = (place for place, sql in enumerate(sent) if "FOR NO KEY UPDATE" in sql)
    return sent[:lock], sent[lock:]


@pytest.mark.parametrize("there_already", [1, 3])
def test_registering_takes_as_many_statements_however_many_are_there(
    aceh, bali, operator, there_already
):
    """Lock, rules, count, office and mails, then all rows: a trip each."""
    meeting = make_meeting()
    for _ in range(there_already):
        make_registration(meeting, bali)
    before, locked = registering(meeting, aceh, operator, 1)
    assert (len(before), len(locked)) == (0, 2)
    assert INSERT.findall(locked[-1]) == ROWS


def test_waiting_takes_no_more(aceh, operator):
    """No ticket; nobody's line is read while no seat can be theirs."""
    meeting = make_meeting(capacity=1, seats_per_office=9)
    register_each(meeting, aceh, operator, [1, 2])
    before, locked = registering(meeting, aceh, operator, 3)
    assert (len(before), len(locked)) == (0, 2)
    assert INSERT.findall(locked[-1]) == [name for name in ROWS if name != "meetings_ticket"]


def test_a_rakor_that_was_changed_since_it_was_read_is_read_again(aceh, operator):
    meeting = make_meeting(capacity=1)
    as_read = rakor_of_offices(operator, meeting.slug)
    Meeting.objects.filter(pk=meeting.pk).update(capacity=0)
    with CaptureQueriesContext(connection) as queries:
        (registration,) = register_each(as_read, aceh, operator, [1])
    assert registration.seat == "menunggu"
    assert sum("FOR NO KEY UPDATE" in one["sql"] for one in queries) == 2
