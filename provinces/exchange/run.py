"""A file rehearsed and applied by the same code under the same lock, so that both agree.

Rehearsing does everything and undoes it. Applying does it again and keeps it only if each row
meets the fate that was shown; a row that is refused leaves nothing, the others stand.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction

from accounts import audit
from accounts.models import User
from provinces.exchange.offices import OfficeImport
from provinces.exchange.rows import Fate, Outcome, RowRefused, SourceRow
from provinces.exchange.terms import TermImport

# Two imports follow one another: each locks many rows, in the order of its file.
_LOCK = 20260308
# Each goes through its action, with its locks and its trail: some seconds for so many.
MOST_CHANGES = 500


Import = OfficeImport | TermImport
IMPORTS: dict[str, type[OfficeImport] | type[TermImport]] = {
    "office": OfficeImport,
    "term": TermImport,
}


class TooManyChanges(Exception):
    """More than one request should take."""

    def __init__(self) -> None:
        super().__init__(
            f"Berkas ini mengubah lebih dari {MOST_CHANGES} baris. Bagilah menjadi beberapa berkas."
        )


class FatesMoved(Exception):
    """The portal's data are no longer those that were shown; `fates` are what they are now."""

    def __init__(self, fates: list[Fate]) -> None:
        self.fates = fates
        super().__init__(
            "Tidak ada yang diterapkan: data di portal berubah sejak berkas ini diperiksa. "
            "Inilah hasil pemeriksaan yang sekarang."
        )


def rehearse(kind: str, rows: list[SourceRow], *, by: User, at: datetime) -> list[Fate]:
    """What would become of each row; nothing of it is kept. Raises TooManyChanges."""
    with transaction.atomic():
        fates = _run(kind, rows, by=by, at=at)
        transaction.set_rollback(True)
    return fates


@transaction.atomic
def apply(kind: str, rows: list[SourceRow], *, shown: str, by: User, at: datetime) -> list[Fate]:
    """shown: the fingerprint of the fates that somebody agreed to. Raises FatesMoved."""
    fates = _run(kind, rows, by=by, at=at)
    if fingerprint(fates) != shown:
        raise FatesMoved(fates)
    counts = {outcome: count(fates, outcome) for outcome in (Outcome.NEW, Outcome.CHANGED)}
    audit.record_many(
        f"{kind}.imported", model=apps.get_model("provinces", kind),
        told=f"{sum(counts.values())} baris", by=by, at=at, **counts, fingerprint=shown,
    )  # fmt: skip
    return fates


def fingerprint(fates: list[Fate]) -> str:
    content = json.dumps([asdict(fate) for fate in fates], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def count(fates: list[Fate], outcome: str) -> int:
    return sum(fate.outcome == outcome for fate in fates)


def _run(kind: str, rows: list[SourceRow], *, by: User, at: datetime) -> list[Fate]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    running = IMPORTS[kind](rows, by=by, at=at)
    fates, changes = [], 0
    for row in rows:
        fates.append(_fate(running, row))
        changes += fates[-1].outcome in (Outcome.NEW, Outcome.CHANGED)
        if changes > MOST_CHANGES:
            raise TooManyChanges
    return fates


def _fate(running: Import, row: SourceRow) -> Fate:
    try:
        with transaction.atomic():
            return running.apply(row)
    except RowRefused as refusal:
        subject = row.get("name") or row.get("slug") or f"ID {row.get('id')}"
        return Fate(row.number, subject, Outcome.REFUSED, refusal.reasons)
