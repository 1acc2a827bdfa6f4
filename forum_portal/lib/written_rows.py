"""New rows whose SQL is written once a process, as forum_portal/lib/compiled_queries.py does it
for what is read: Django takes four times as long to write an INSERT as PostgreSQL to do it.
"""

from functools import cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery


class _Insertion(NamedTuple):
    """key: of the column that the database numbers; None: the row brings its own."""

    sql: str
    fields: list[Field]
    key: str | None


def insert(row: Model) -> None:
    """As row.save(force_insert=True), of models that nothing listens to and without a parent.

    Raises TypeError where a column takes more than a value.
    """
    using = router.db_for_write(type(row), instance=row)
    connection = connections[using]
    sql, fields, key = _insertion(type(row))
    values: list[Any] = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields
    ]
    with transaction.mark_for_rollback_on_error(using), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if key is not None:
            setattr(row, key, cursor.fetchone()[0])
    row._state.adding, row._state.db = False, using


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
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = [options.pk] if is_numbered else None
    ((sql, _),) = compiler.as_sql()
    return _Insertion(sql, fields, options.pk.attname if is_numbered else None)
