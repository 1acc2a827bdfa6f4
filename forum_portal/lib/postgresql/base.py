"""Django's PostgreSQL with two trips fewer (ENGINE; Django asks for a module of this name).

A statement that is asked again and again is planned once a connection, and a connection that
waited is asked whether it still lives only where it shows a sign that it may not. A server that is
gone is given up.
"""

import re
import select
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.db.backends.postgresql import base, operations

# So many plans take some 10 MB of a server process; the statements beyond are planned each time.
MOST_PLANS = 200
# libpq's own: who does not answer a call is given up after five seconds, and a machine that is gone
# within half a minute; a request may take a whole one.
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
# A quoted literal, or null: PostgreSQL makes of it what stands around it asks for.
_UNKNOWN = "unknown"
# As psycopg2 writes them into a statement, which decides what PostgreSQL makes of it.
_TYPES = {
    bool: "boolean",
    Decimal: "numeric",
    float: "numeric",
    datetime: "timestamptz",
    date: "date",
    time: "time",
    timedelta: "interval",
    UUID: "uuid",
    str: _UNKNOWN,
    type(None): _UNKNOWN,
}
_EXECUTED = re.compile(r"EXECUTE (plan_\w+)(?: \([%s, ]+\))?")
# Another type in its result than planned; no such plan; one of that name already.
_NOT_AS_PLANNED = {"0A000", "26000", "42P05"}

# What stands in its text as %s, and what for it.
Statement = tuple[str, Sequence[Any]]
_Types = tuple[str | None, ...]


class DatabaseOperations(operations.DatabaseOperations):
    connection: "DatabaseWrapper"

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """The statement that a plan stands for: what is recorded is read by people and tests."""
        written = _EXECUTED.sub(lambda found: self.connection.statements[found[1]], sql)
        if written == sql:
            return super().last_executed_query(cursor, sql, params)
        return cursor.mogrify(written, params).decode()


class DatabaseWrapper(base.DatabaseWrapper):
    """Each of its connections knows its plans; `statements`: what they stand for, by name."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        """What stands in DATABASE_URL, such as "?connect_timeout=10", goes before."""
        return _PATIENCE | super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._plans: dict[tuple[str, _Types], str] = {}
        self.statements: dict[str, str] = {}
        self._keeps_plans: bool | None = None
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """A server that ends a connection leaves something to read on it, and an idle one has
        nothing to say: without that, and without an error, the trip of Django's check is spared.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection, select.POLLIN)
        is_doubtful = self.errors_occurred or bool(waiting.poll(0))
        return not is_doubtful or super().is_usable()

    def run_planned(
        self, cursor: Any, statements: Sequence[Statement], *, is_typed: bool = True
    ) -> None:
        """Executes them in one trip, as planned() says. `cursor`: of this connection.

        A column may have got another type since, as while a release goes out, or the server may
        have forgotten plans: then all goes as it is until the connection is opened anew, which is
        after the request. Within a transaction, which PostgreSQL has given up by then, that holds
        for the next one: raises DatabaseError.
        """
        values = [value for _, its in statements for value in its]
        try:
            plans = [self.planned(sql, its, is_typed=is_typed) for sql, its in statements]
            cursor.execute("; ".join(plans), values)
        except DatabaseError as refused:
            if getattr(refused.__cause__, "pgcode", "") not in _NOT_AS_PLANNED:
                raise
            self._plans, self._keeps_plans, self.close_at = {}, False, 0.0
            if not self.get_autocommit():
                raise
            cursor.execute("; ".join(sql for sql, _ in statements), values)

    def planned(self, sql: str, values: Sequence[Any], *, is_typed: bool = True) -> str:
        """What to execute with `values` in place of `sql`, which has a %s for each.

        Within connection.cursor(), which sees to it that there is a connection. is_typed: false
        where the columns alone say what a value is, as in an INSERT; null is of any type then.
        """
        types: _Types = tuple(map(_type, values)) if is_typed else (_UNKNOWN,) * len(values)
        if (plan := self._plans.get((sql, types))) is not None:
            return plan
        if None in types or len(self.statements) >= MOST_PLANS or not self._may_plan():
            return sql
        plan = self._plans[sql, types] = self._plan(sql, types)
        return plan

    def _plan(self, sql: str, types: _Types) -> str:
        """Not by Django's cursor: it is no statement of who asks, and would be counted as one."""
        # By a sum of what it stands for: should a pooler pass for the server itself, no connection
        # takes the plan of another one for its own.
        told = sha256(f"{types}{sql}".encode()).hexdigest()[:16]
        name = f"plan_{len(self.statements)}_{told}"
        # Counted first: where the answer is cut off, the server may know the name already.
        self.statements[name] = sql
        numbered = sql % tuple(f"${number}" for number in range(1, len(types) + 1))
        takes, marks = (
            f" ({', '.join(map(str, words))})" if words else ""
            for words in (types, ["%s"] * len(types))
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


def _type(value: Any) -> str | None:
    """None: of ranges, bytes and others, whose literal says more than their Python type."""
    if type(value) is int:
        if -(2**31) <= value < 2**31:
            return "integer"
        return "bigint" if -(2**63) <= value < 2**63 else "numeric"
    if (name := _TYPES.get(type(value))) is not None:
        return name
    if isinstance(value, str):
        return _UNKNOWN
    is_path = type(value) is list and value and all(isinstance(one, str) for one in value)
    return "text[]" if is_path else None
