"""New rows whose SQL is written once a process, as forum_portal/lib/compiled_queries.py does it
for what is read: Django takes four times as long to write an INSERT as PostgreSQL to do it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, connections, transaction
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery


class _Insertion(NamedTuple):
    """key: of the column that the database numbers; None: the row brings its own."""

    sql: str
    fields: list[Field]
    key: str | None


# What waits for the end of a together(): statements with their values.
_Waiting = list[tuple[str, list[Any]]]
_waiting: ContextVar[_Waiting | None] = ContextVar("waiting_rows", default=None)


def insert(row: Model) -> None:
    """As row.save(force_insert=True), of models that nothing listens to and without a parent.

    Raises TypeError where a column takes more than a value.
    """
    sql, fields, key = _insertion(type(row))
    # Django's stand-in for it looks the connection up whenever it is asked for anything.
    own = connections[connection.alias]
    values: list[Any] = [
        field.get_db_prep_save(field.pre_save(row, add=True), own) for field in fields
    ]
    row._state.adding, row._state.db = False, own.alias
    if (waiting := _waiting.get()) is not None:
        waiting.append((sql, values))
        return
    returned = _execute([(sql, values)], returns=key is not None)
    if key is not None:
        setattr(row, key, returned)


@contextmanager
def together() -> Iterator[None]:
    """What is inserted within goes to the database at the end, in its order and in one trip.

    Nothing within may ask the database for these rows; a number that it gives them stays unknown.
    """
    rows: _Waiting = []
    token = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(token)
    if rows:
        _execute(rows)


def _execute(rows: _Waiting, *, returns: bool = False) -> Any:
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        connection.run_planned(cursor, rows, is_typed=False)
        return cursor.fetchone()[0] if returns else None


@cache
def _insertion(model: type[Model]) -> _Insertion:
    options = model._meta
    fields = [field for field in options.local_concrete_fields if not field.generated]
    is_numbered = options.pk is options.auto_field
    if is_numbered:
        fields.remove(options.pk)
    if unfit := [field.name for field in fields if hasattr(field, "get_placeholder")]:
        raise TypeError(f"{model.__name__} has columns that take more than a value: {unfit}")
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(connection.alias)
    compiler.returning_fields = [options.pk] if is_numbered else None
    ((sql, _),) = compiler.as_sql()
    return _Insertion(sql, fields, options.pk.attname if is_numbered else None)
