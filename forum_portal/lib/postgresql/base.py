"""Django's PostgreSQL with two trips fewer (ENGINE; Django asks for a module of this name).

A statement that is asked again and again is planned once a connection, and a connection that
waited is asked whether it still lives only where it shows a sign that it may not.
"""

import re
import select
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql import base, operations

# So many plans take some 10 MB of a server process; the statements beyond are planned each time.
MOST_PLANS = 200
# As psycopg2 writes them into a statement, which decides what PostgreSQL makes of it.
_TYPES = {
    bool: "boolean",
    Decimal: "numeric",
    float: "numeric",
    datetime: "timestamptz",
    date: "date",
    time: "time",
}
_LEAST_BIGINT = 2**31
_EXECUTED = re.compile(r"EXECUTE plan_(\d+)(?: \([%s, ]+\))?")


class DatabaseOperations(operations.DatabaseOperations):
    connection: "DatabaseWrapper"

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """The statement that a plan stands for: what is recorded is read by people and tests."""
        written = _EXECUTED.sub(lambda found: self.connection.statements[int(found[1])], sql)
        if written == sql:
            return super().last_executed_query(cursor, sql, params)
        return cursor.mogrify(written, params).decode()


class DatabaseWrapper(base.DatabaseWrapper):
    """Each of its connections knows its plans; `statements`: what they stand for, by number."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._plans: dict[tuple[str, tuple[str, ...]], str] = {}
        self.statements: list[str] = []
        self._keeps_plans: bool | None = None
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """A server that ends a connection leaves something to read on it, and an idle one has
        nothing to say: without that, the trip of Django's check is spared.
        """
        if self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection, select.POLLIN)
        return not waiting.poll(0) or super().is_usable()

    def planned(self, sql: str, values: Sequence[Any], *, is_typed: bool = True) -> str:
        """What to execute with `values` in place of `sql`, which has a %s for each.

        Within connection.cursor(), which sees to it that there is a connection. is_typed: false
        where the columns alone say what a value is, as in an INSERT; null is of any type then.
        """
        types = tuple(map(_type, values)) if is_typed else ("unknown",) * len(values)
        if (plan := self._plans.get((sql, types))) is not None:
            return plan
        if len(self.statements) >= MOST_PLANS or not self._may_plan():
            return sql
        plan = self._plans[sql, types] = self._plan(sql, types)
        self.statements.append(sql)
        return plan

    def _plan(self, sql: str, types: tuple[str, ...]) -> str:
        """Not by Django's cursor: it is no statement of who asks, and would be counted as one."""
        name = f"plan_{len(self.statements)}"
        numbered = sql % tuple(f"${number}" for number in range(1, len(types) + 1))
        takes, marks = (
            f" ({', '.join(words)})" if words else "" for words in (types, ["%s"] * len(types))
        )
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name}{takes} AS {numbered}")
        return f"EXECUTE {name}{marks}"

    def _may_plan(self) -> bool:
        """False behind a pooler such as pgbouncer, which gives each transaction another server
        process: the one that answers is not the one that the connection began with.
        """
        if self._keeps_plans is None:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._keeps_plans = cursor.fetchone() == (self.connection.info.backend_pid,)
        return self._keeps_plans


def _type(value: Any) -> str:
    if type(value) is int:
        return "integer" if -_LEAST_BIGINT <= value < _LEAST_BIGINT else "bigint"
    return _TYPES.get(type(value), "unknown")
