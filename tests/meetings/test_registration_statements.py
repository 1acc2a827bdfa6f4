"""What registering takes of the database: most of it is done while the rakor is locked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_meeting, make_registration
from tests.meetings.seating import register_each

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


@pytest.mark.parametrize("there_already", [1, 3])
def test_registering_takes_as_many_statements_however_many_are_there(
    aceh, bali, operator, there_already
):
    """Lock, office, mails, rules, count, twice?, then five rows: person, trail, history, ticket
    and mail.
    """
    meeting = make_meeting()
    for _ in range(there_already):
        make_registration(meeting, bali)
    with CaptureQueriesContext(connection) as queries:
        register_each(meeting, aceh, operator, [1])
    statements = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 11


def test_waiting_takes_one_less(aceh, operator):
    """No ticket; nobody's line is read while no seat can be theirs."""
    meeting = make_meeting(capacity=1, seats_per_office=9)
    register_each(meeting, aceh, operator, [1, 2])
    with CaptureQueriesContext(connection) as queries:
        register_each(meeting, aceh, operator, [3])
    statements = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 10
