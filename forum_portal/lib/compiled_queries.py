"""Queries whose SQL is written once.

For a page that selects a handful of rows, Django takes five to ten times as long to write a
statement as PostgreSQL to answer it. A public page asks the same few statements again and
again; here each is written by Django's own query compiler once in a process and then only run.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model, QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

from forum_portal.lib.postgresql.base import Statement

Row = tuple[Any, ...]


class _Given(NamedTuple):
    """Stands in a query for what is given by this name when the query is run."""

    name: str


def compiled(build: Callable[..., QuerySet]) -> Callable[..., tuple[Row, ...]]:
    """A function that runs what `build` describes and returns its rows.

    build: returns a values_list() of columns that need no conversion by Django (text, numbers,
    dates, ranges, arrays of text). Its SQL is kept for each set of arguments, the 200 that were
    used last: pass days and hours, not moments, and nothing that a reader types. One SQL serves
    whatever is given by keyword: a text, a key, a moment, for which `build` gets an expression
    to compare columns with.
    """

    @lru_cache(maxsize=200)
    def statement(names: tuple[str, ...], *arguments: Hashable) -> tuple[str, tuple]:
        places = {name: Value(_Given(name)) for name in names}
        return build(*arguments, **places).query.sql_with_params()

    def asked(*arguments: Hashable, **given: Any) -> Statement:
        sql, parameters = statement(tuple(given), *arguments)
        if given:
            parameters = tuple(
                given[value.name] if isinstance(value, _Given) else value for value in parameters
            )
        return sql, parameters

    @wraps(build)
    def rows(*arguments: Hashable, **given: Any) -> tuple[Row, ...]:
        return in_one_trip(asked(*arguments, **given))

    rows.asked = asked
    return rows


def in_one_trip(*statements: Statement) -> tuple[Row, ...]:
    """Runs what asked() of compiled() functions gives, one after the other; the rows of the last.

    Each sees what was committed before it began, as if it had been sent alone.
    """
    with connection.cursor() as cursor:
        connection.run_planned(cursor, statements)
        return tuple(cursor.fetchall())


def compiled_models(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """As `compiled`, for whole rows: `build` returns a queryset without joins, in return come
    its models, with what it annotates.

    build: may lock its rows; is called within a transaction then. Raises TypeError where a
    column has a value that Django converts, or somebody listens to the model.
    """
    model: list[type[Model]] = []
    names: list[str] = []

    @compiled
    def rows(*arguments: Hashable, **given: Any) -> QuerySet:
        found = build(*arguments, **given)
        model[:] = [found.model]
        names[:] = [*_columns(found.model), *found.query.annotation_select]
        return found.values_list(*names)

    @wraps(build)
    def models(*arguments: Hashable, **given: Any) -> list[Any]:
        found, using = rows(*arguments, **given), connection.alias
        return [_read(model[0], using, names, row) for row in found]

    return models


def _read(model: type[Model], using: str, names: list[str], row: Row) -> Model:
    """As model.from_db(), which sets a column at a time and takes four times as long."""
    one = model.__new__(model)
    one._state = ModelState()
    one._state.adding, one._state.db = False, using
    vars(one).update(zip(names, row, strict=True))
    return one


def _columns(model: type[Model]) -> list[str]:
    fields = model._meta.concrete_fields
    if converted := [field.name for field in fields if hasattr(field, "from_db_value")]:
        raise TypeError(f"{model.__name__} has columns that Django converts: {converted}")
    if any(sent.has_listeners(model) for sent in (pre_init, post_init)):
        raise TypeError(f"{model.__name__} is listened to, which takes Django's own reading")
    return [field.attname for field in fields]
