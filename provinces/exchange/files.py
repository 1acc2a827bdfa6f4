"""The files that leave the portal, and the ones that may come back."""

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.http import HttpResponse

from accounts import audit
from accounts.models import User
from forum_portal.lib.spreadsheet import read_table, table_bytes
from provinces.exchange.rows import Cells, SourceRow, source_rows
from provinces.exchange.run import IMPORTS

TITLES = {"office": "Balai", "term": "Masa jabatan"}
_NAMES = {"office": "balai", "term": "masa-jabatan"}


def exported(
    kind: str, records: Iterable[Cells], file_format: str, *, by: User, at: datetime
) -> HttpResponse:
    """The whole of `records`, with the keys by which an import finds them again. Recorded."""
    columns = IMPORTS[kind].columns
    rows = [[cells[column.key] for column in columns] for cells in records]
    audit.record_many(
        f"{kind}.exported", model=apps.get_model("provinces", kind), told=f"{len(rows)} baris",
        by=by, at=at, format=file_format, count=len(rows),
    )  # fmt: skip
    return _file(kind, rows, file_format, f"{_NAMES[kind]}-{at:%Y-%m-%d}")


def template(kind: str, file_format: str) -> HttpResponse:
    """The head alone, to be filled in."""
    return _file(kind, [], file_format, f"{_NAMES[kind]}-templat")


def rows_of(kind: str, content: bytes) -> tuple[list[SourceRow], str]:
    """The rows of a file, and what the reader should know of it. Raises TableRefused."""
    table = read_table(content)
    return source_rows(table, IMPORTS[kind].columns), table.note


def _file(kind: str, rows: list[list[str]], file_format: str, name: str) -> HttpResponse:
    header = [column.label for column in IMPORTS[kind].columns]
    content, content_type = table_bytes(file_format, TITLES[kind], header, rows)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response
