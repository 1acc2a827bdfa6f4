"""Queries whose SQL is written once.

For a page that selects a handful of rows, Django takes five to ten times as long to write a
statement as PostgreSQL to answer it. A public page asks the same few statements again and
again; here each is written by Django's own query compiler once in a process and then only run.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

Row = tuple[Any, ...]


def compiled(build: Callable[..., QuerySet]) -> Callable[..., tuple[Row, ...]]:
    """A function that runs what `build` describes and returns its rows.

    build: returns a values_list() of columns that need no conversion by Django (text, numbers,
    dates, ranges, arrays of text). Its SQL is kept for each set of arguments, the 200 that were
    used last: pass days and hours, not moments, and nothing that a reader types. What is given
    by keyword, always text that is compared as it is, may be anything: one SQL serves all of it.
    """

    @lru_cache(maxsize=200)
    def statement(names: tuple[str, ...], *arguments: Hashable) -> tuple[str, tuple]:
        stand_ins = {name: _stand_in(name) for name in names}
        return build(*arguments, **stand_ins).query.sql_with_params()

    @wraps(build)
    def rows(*arguments: Hashable, **texts: str) -> tuple[Row, ...]:
        sql, parameters = statement(tuple(texts), *arguments)
        if texts:
            given = {_stand_in(name): text for name, text in texts.items()}
            parameters = tuple(
                given.get(value, value) if isinstance(value, str) else value for value in parameters
            )
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return tuple(cursor.fetchall())

    return rows


def compiled_models(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """As `compiled`, for whole rows: `build` returns a queryset without joins, in return come
    its models.

    build: may lock its rows; is called within a transaction then. Raises TypeError where a
    column has a value that Django converts.
    """
    model: list[type[Model]] = []
    names: list[str] = []

    @compiled
    def rows(*arguments: Hashable, **texts: str) -> QuerySet:
        found = build(*arguments, **texts)
        model[:], names[:] = [found.model], _columns(found.model)
        return found.values_list(*names)

    @wraps(build)
    def models(*arguments: Hashable, **texts: str) -> list[Any]:
        found = rows(*arguments, **texts)
        return [model[0].from_db(connection.alias, names, row) for row in found]

    return models


def _columns(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    if converted := [field.name for field in fields if hasattr(field, "from_db_value")]:
        raise TypeError(f"{model.__name__} has columns that Django converts: {converted}")
    return [field.attname for field in fields]


def _stand_in(name: str) -> str:
    """No text of a query, which never holds a control character."""
    return f"\x01{name}"
