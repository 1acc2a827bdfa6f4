"""What a device sends: read strictly, each fact for itself.

What cannot be read is refused with a sentence and stays on the device; everything else is kept,
however doubtful (meetings/checkin/flags.py).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from forum_portal.lib.person_names import as_written
from meetings.models import Scan

MOST_FACTS = 2000
# 2,000 facts, each with the text of a QR code, are less than half of it.
MOST_BYTES = 2 * 1024 * 1024
_LONGEST_CODE = 2000
_LONGEST_NAME = 150
_LONGEST_DOOR = 100
_MOST_UNSENT = 10**6
_METHODS = {Scan.Method.TICKET.value, Scan.Method.SEARCH.value, Scan.Method.WALK_IN.value}
# A clock that was never set still names a year; outside these nothing is one.
_YEARS = range(1970, 3000)
# Clocks of telephones differ by seconds, and a batch is seconds on its way; a device that is
# minutes off has a wrong one.
CLOCK_TOLERANCE = timedelta(minutes=5)


class BatchRefused(Exception):
    """Nothing of it can be read; says why."""


class FactRefused(Exception):
    """This one cannot be read; says why."""


@dataclass(frozen=True)
class WalkIn:
    name: str
    position: str
    office_id: int | None


@dataclass(frozen=True)
class Fact:
    """at: in UTC, by the device's clock until Batch.facts_by. code: what the camera read, or ""."""

    id: UUID
    session_id: int
    method: str
    direction: str
    at: datetime
    was_offline: bool = False
    ticket_id: UUID | None = None
    registration_id: UUID | None = None
    code: str = ""
    walk_in: WalkIn | None = None
    # Where the device says it stood; "": at its own door.
    door: str = ""


@dataclass
class Batch:
    """refused: by the id that was sent, or by the place in the batch where it has none."""

    facts: list[Fact] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    # What the device says that it still holds after this batch; None: it does not say.
    unsent: int | None = None
    # What its clock said when it sent the batch; None: it does not say.
    clock: datetime | None = None

    def facts_by(self, portal: datetime) -> list[Fact]:
        """At the times of the portal's clock: a device whose clock is wrong recorded with it."""
        off = self.clock - portal if self.clock else timedelta()
        if abs(off) <= CLOCK_TOLERANCE:
            return self.facts
        return [replace(fact, at=fact.at - off) for fact in self.facts]


def read_batch(body: bytes) -> Batch:
    """Raises BatchRefused. An id that stands twice is read once."""
    sent = read_object(body)
    rows = sent.get("facts")
    if not isinstance(rows, list):
        raise BatchRefused("Kiriman ini tidak memuat daftar catatan.")
    if len(rows) > MOST_FACTS:
        raise BatchRefused(f"Paling banyak {MOST_FACTS} catatan sekali kirim; ini {len(rows)}.")
    unsent = _count(sent.get("unsent"))
    batch = Batch(
        unsent=None if unsent is None else min(unsent, _MOST_UNSENT),
        clock=_moment(sent.get("clock")),
    )
    found: dict[UUID, Fact] = {}
    for place, row in enumerate(rows):
        try:
            fact = read_fact(row)
        except FactRefused as refusal:
            batch.refused[_name_of(row, place)] = str(refusal)
        else:
            found.setdefault(fact.id, fact)
    batch.facts = list(found.values())
    return batch


def read_object(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises BatchRefused."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise BatchRefused("Kiriman ini bukan JSON yang dikenal.")
    return sent


def read_fact(row: Any) -> Fact:
    """Raises FactRefused."""
    if not isinstance(row, dict):
        raise FactRefused("Catatan ini bukan objek JSON.")
    method, direction = row.get("method"), row.get("direction")
    if not isinstance(method, str) or method not in _METHODS:
        raise FactRefused("Cara pencatatannya tidak dikenal.")
    if not isinstance(direction, str) or direction not in Scan.Direction.values:
        raise FactRefused("Arahnya bukan masuk dan bukan keluar.")
    session = _count(row.get("session"))
    if session is None:
        raise FactRefused("Sesinya tidak disebut.")
    fact = Fact(
        id=_own_number(row),
        session_id=session,
        method=method,
        direction=direction,
        at=_time_of(row),
        was_offline=row.get("offline") is True,
        ticket_id=_uuid(row, "ticket"),
        registration_id=_uuid(row, "registration"),
        code=_text(row, "code", _LONGEST_CODE),
        walk_in=_walk_in(row.get("walk_in")),
        door=_text(row, "door", _LONGEST_DOOR),
    )
    _check_whom(fact)
    return fact


def _check_whom(fact: Fact) -> None:
    """Each way of recording names whom it recorded in its own way."""
    if (fact.method == Scan.Method.WALK_IN) != (fact.walk_in is not None):
        raise FactRefused("Nama tamu ada pada catatan tamu saja.")
    if fact.method == Scan.Method.TICKET and fact.ticket_id is None and not fact.code:
        raise FactRefused("Catatan tiket tanpa tiket dan tanpa kode yang terbaca.")
    if fact.method == Scan.Method.SEARCH and fact.registration_id is None:
        raise FactRefused("Catatan pencarian tanpa peserta.")


def _walk_in(sent: Any) -> WalkIn | None:
    if sent is None:
        return None
    if not isinstance(sent, dict):
        raise FactRefused("Data tamunya bukan objek JSON.")
    name, position = (as_written(_text(sent, key, _LONGEST_NAME)) for key in ("name", "position"))
    office = _count(sent.get("office"))
    if not name:
        raise FactRefused("Tamunya tidak bernama.")
    if office is None and sent.get("office") is not None:
        raise FactRefused("Balai tamunya tidak dikenal.")
    return WalkIn(name, position, office)


def _uuid(row: Mapping[str, Any], name: str) -> UUID | None:
    text = row.get(name)
    if text is None:
        return None
    try:
        found = UUID(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    # UUID() also takes braces and the like: one fact would have several names.
    if found is None or text not in (str(found), found.hex):
        raise FactRefused(f"“{name}” bukan UUID dalam huruf kecil.")
    return found


def _own_number(row: Mapping[str, Any]) -> UUID:
    """Of chance, as browsers make them. The portal's own facts have numbers made from names
    (actions/self_checkin.py): a device that took one would keep that person from checking in.
    """
    found = _uuid(row, "id")
    if found is None:
        raise FactRefused("Nomor catatannya tidak ada.")
    if found.version == 5:
        raise FactRefused("Nomor catatannya bukan nomor acak.")
    return found


def _time_of(row: Mapping[str, Any]) -> datetime:
    at = _moment(row.get("at"))
    if at is None:
        raise FactRefused("Waktunya tidak terbaca atau tanpa zona.")
    return at


def _moment(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
        if at is not None and at.tzinfo is not None and at.year in _YEARS:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    return None


def _text(row: Mapping[str, Any], name: str, longest: int) -> str:
    """Trimmed; None is "". What PostgreSQL cannot hold is refused: NUL, half a surrogate pair."""
    text = row.get(name)
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > longest or "\0" in text:
        raise FactRefused(f"“{name}” bukan teks atau melebihi {longest} huruf.")
    try:
        text.encode()
    except UnicodeEncodeError as broken:
        raise FactRefused(f"“{name}” memuat huruf yang rusak.") from broken
    return text.strip()


def _count(value: Any) -> int | None:
    """A number that the database can compare; None for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < 2**63 else None


def _name_of(row: Any, place: int) -> str:
    """What the device knows it by; never more of what it sent than an id is long."""
    sent = row.get("id") if isinstance(row, dict) else None
    try:
        return str(UUID(sent)) if isinstance(sent, str) and len(sent) <= 36 else f"#{place + 1}"
    except ValueError:
        return f"#{place + 1}"
