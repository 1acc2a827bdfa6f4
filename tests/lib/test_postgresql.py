"""A connection plans once what it is asked often, and is opened anew where the server left it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import NotSupportedError, ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from psycopg2.extras import NumericRange

from forum_portal.lib.postgresql.base import MOST_PLANS
from meetings.models import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

VALUES = [
    7,
    2**40,
    -(2**31),
    2**63,
    True,
    1.5,
    Decimal("1.50"),
    date(2026, 11, 28),
    datetime(2026, 11, 28, 8, tzinfo=UTC),
    time(8, 30),
    timedelta(hours=36),
    UUID(int=7),
    Meeting.Mode.ONLINE,
    ["dates", "place"],
    "100%",
    "' OR '1'='1",
    None,
]


@pytest.fixture
def own():
    """A connection of the test's own."""
    own = connection.copy()
    yield own
    own.close()


def answer(own, sql: str, *values: object, **options: bool) -> tuple:
    with own.cursor() as cursor:
        own.run_planned(cursor, [(sql, values)], **options)
        return cursor.fetchone()


def plans(own) -> list[str]:
    with own.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time")
        return [statement.partition(" AS ")[2] for (statement,) in cursor.fetchall()]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_what_it_would_be_in_the_statement_itself(own, value):
    sql = "SELECT %s, pg_typeof(coalesce(%s))::text"
    with own.cursor() as cursor:
        cursor.execute(sql, [value, value])
        expected = cursor.fetchone()
    assert answer(own, sql, value, value) == expected
    assert len(plans(own)) == 1


@pytest.mark.parametrize("value", [[7, 8], [], ["Aceh", None], NumericRange(1, 3), b"7"], ids=repr)
def test_what_its_literal_alone_tells_goes_unplanned(own, value):
    sql = "SELECT pg_typeof(%s)::text"
    with own.cursor() as cursor:
        cursor.execute(sql, [value])
        expected = cursor.fetchone()
    assert answer(own, sql, value) == expected
    assert plans(own) == []


def test_each_statement_is_planned_once_whatever_it_is_given(own):
    assert [answer(own, "SELECT %s + 1", number) for number in (1, 2, 3)] == [(2,), (3,), (4,)]
    assert [answer(own, "SELECT 100 %% 7") for _ in "ab"] == [(2,), (2,)]
    assert plans(own) == ["SELECT $1 + 1", "SELECT 100 % 7"]


def test_columns_alone_say_what_an_untyped_value_is(own):
    sql = "SELECT count(*) FROM provinces_office WHERE id = %s OR slug = %s"
    assert answer(own, sql, 0, "tidak-ada", is_typed=False) == (0,)
    assert answer(own, sql, None, None, is_typed=False) == (0,)
    assert len(plans(own)) == 1


def test_a_statement_that_cannot_be_planned_is_refused_as_any_other(own):
    with pytest.raises(ProgrammingError, match="no_such_column"):
        answer(own, "SELECT no_such_column")
    assert answer(own, "SELECT 1") == (1,)


def test_planning_is_no_statement_of_who_asks_and_the_record_shows_what_was_asked(own):
    with CaptureQueriesContext(own) as asked:
        answer(own, "SELECT %s, '%%'", "Aceh")
        answer(own, "SELECT 1")
    assert [one["sql"] for one in asked] == ["SELECT 'Aceh', '%'", "SELECT 1"]


def test_beyond_so_many_plans_statements_go_as_they_are(own):
    for number in range(MOST_PLANS + 2):
        assert answer(own, f"SELECT %s + {number}", 1) == (number + 1,)
    assert len(plans(own)) == MOST_PLANS


def test_behind_a_pooler_nothing_is_planned(own):
    """The process that answers is not the one that the connection was told of."""
    own.ensure_connection()
    direct = own.connection
    own.connection = SimpleNamespace(
        cursor=direct.cursor, info=SimpleNamespace(backend_pid=direct.info.backend_pid + 1)
    )
    assert own.planned("SELECT %s", ["Aceh"]) == "SELECT %s"
    own.connection = direct
    assert plans(own) == []


def ask_of_a_column_that_changes_its_type(own) -> str:
    """What was asked, and planned, before the change."""
    asked = "SELECT name FROM sheet"
    with own.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE sheet AS SELECT 'Aceh'::varchar(10) AS name")
    assert answer(own, asked) == ("Aceh",)
    assert plans(own) == [asked]
    with own.cursor() as cursor:
        cursor.execute("ALTER TABLE sheet ALTER name TYPE varchar(20)")
    return asked


def test_what_a_release_changed_is_asked_as_it_is_and_planned_by_the_next_connection(own):
    asked = ask_of_a_column_that_changes_its_type(own)
    assert answer(own, asked) == answer(own, asked) == ("Aceh",)
    assert own.planned(asked, []) == asked
    own.close_if_unusable_or_obsolete()
    assert own.connection is None
    assert answer(own, "SELECT %s", "Aceh") == ("Aceh",)
    assert plans(own) == ["SELECT $1"]


def test_within_a_transaction_a_release_refuses_once(own):
    asked = ask_of_a_column_that_changes_its_type(own)
    own.set_autocommit(False)
    with pytest.raises(NotSupportedError, match="must not change result type"):
        answer(own, asked)
    own.rollback()
    assert answer(own, asked) == ("Aceh",)


def test_where_the_server_forgot_its_plans_statements_go_as_they_are(own):
    assert answer(own, "SELECT %s", "Aceh") == ("Aceh",)
    with own.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert answer(own, "SELECT %s", "Bali") == ("Bali",)
    assert plans(own) == []


@pytest.mark.parametrize("sql", ["SELECT 'Aceh'", "SELECT 'Bali'"])
def test_plan_of_another_connection_is_never_taken_for_ones_own(own, sql):
    """As where a pooler that passes for the server gives it a process that another one used."""
    assert answer(own, "SELECT 'Aceh'") == ("Aceh",)
    other = connection.copy()
    other.connect()
    direct, other.connection = other.connection, own.connection
    assert [answer(other, sql) for _ in "ab"] == [(sql[8:12],)] * 2
    assert answer(own, "SELECT 'Aceh'") == ("Aceh",)
    direct.close()


def test_after_an_error_a_connection_is_asked_whether_it_still_answers(own):
    own.set_autocommit(False)
    with pytest.raises(ProgrammingError):
        answer(own, "SELECT no_such_column")
    assert not own.is_usable()
    own.rollback()
    assert own.is_usable()


def test_a_connection_that_the_server_ended_is_opened_anew_with_plans_of_its_own(own):
    assert answer(own, "SELECT %s", "Aceh") == ("Aceh",)
    assert own.is_usable()
    ended = own.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended.info.backend_pid])
        assert cursor.fetchone() == (True,)
    assert not own.is_usable()
    own.health_check_enabled, own.health_check_done = True, False
    assert answer(own, "SELECT %s", "Bali") == ("Bali",)
    assert own.connection is not ended
    assert plans(own) == ["SELECT $1"]


def test_a_server_that_is_gone_is_given_up():
    told = connection.connection.info.dsn_parameters
    names = ["connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count"]
    assert [told.get(name) for name in [*names, "tcp_user_timeout"]] == [
        "5",
        "10",
        "5",
        "3",
        "25000",
    ]
