"""Files for the tests of imports, and what a rehearsal says of them."""

from forum_portal.lib.spreadsheet import csv_bytes
from provinces.exchange.files import rows_of
from provinces.exchange.rows import Fate, SourceRow
from provinces.exchange.run import IMPORTS, apply, fingerprint, rehearse
from tests.factories import NOW, make_user


def rows(kind: str, *records: dict[str, str]) -> list[SourceRow]:
    """A file with the columns of all `records`, by key."""
    labels = {column.key: column.label for column in IMPORTS[kind].columns}
    keys = list(dict.fromkeys(key for record in records for key in record))
    lines = [[record.get(key, "") for key in keys] for record in records]
    text = csv_bytes([labels[key] for key in keys], [])
    for line in lines:
        text += (
            ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) + "\r\n"
        ).encode()
    return rows_of(kind, text)[0]


def fates(kind: str, *records: dict[str, str]) -> list[Fate]:
    return rehearse(kind, rows(kind, *records), by=make_user(), at=NOW)


def told(kind: str, *records: dict[str, str]) -> list[tuple[int, str, list[str]]]:
    return [(f.number, f.outcome, f.details) for f in fates(kind, *records)]


def reason(kind: str, record: dict[str, str]) -> str:
    ((_, outcome, details),) = told(kind, record)
    assert outcome == "ditolak"
    return " ".join(details)


def carry_out(kind: str, *records: dict[str, str]) -> list[Fate]:
    shown = fingerprint(fates(kind, *records))
    return apply(kind, rows(kind, *records), shown=shown, by=make_user(), at=NOW)
