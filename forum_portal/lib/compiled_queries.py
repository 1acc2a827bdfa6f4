"""Queries whose SQL is written once.

For a page that selects a handful of rows, Django takes five to ten times as long to write a
statement as PostgreSQL to answer it. A public page asks the same few statements again and
again; here each is written by Django's own query compiler once in a process and then only run.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]


def compiled(build: Callable[..., QuerySet]) -> Callable[..., tuple[Row, ...]]:
    """A function that runs what `build` describes and returns its rows.

    build: returns a values_list() of columns that need no conversion by Django (text, numbers,
    dates, ranges, arrays of text). Its SQL is kept for each set of arguments, the 200 that were
    used last: pass days and hours, not moments, and nothing that a reader types.
    """

    @lru_cache(maxsize=200)
    def statement(*arguments: Hashable) -> tuple[str, tuple]:
        return build(*arguments).query.sql_with_params()

    @wraps(build)
    def rows(*arguments: Hashable) -> tuple[Row, ...]:
        sql, parameters = statement(*arguments)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return tuple(cursor.fetchall())

    return rows
