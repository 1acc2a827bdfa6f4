"""What was recorded and is doubtful: who, where, when, why, and what was decided of it.

Beside them the guests without a registration, who belong to an office but do not speak for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.timesince import timesince

from forum_portal.lib.dates import clock
from meetings.attendance.presence import counts
from meetings.checkin.words import day_of, later_moment, short_moment
from meetings.models import Meeting, Scan, ScanRuling

GUESTS = "tamu"
Flag = Scan.Flag
# With one of these nobody was present by the rules alone; the others are worth a look.
TONES = {flag: "red" if flag in Scan.NOT_COUNTED else "amber" for flag in Flag.values}


class RulingState(models.TextChoices):
    PENDING = "belum", "Menunggu putusan"
    COUNTED = "dihitung", "Diputuskan dihitung"
    REFUSED = "tidak", "Diputuskan tidak dihitung"


class Standing(NamedTuple):
    """is_counted: as the lists of attendance have it now; label: with by whom that is so."""

    is_counted: bool
    label: str
    note: str


class Doubt(NamedTuple):
    label: str
    tone: str
    told: str


class Line(NamedTuple):
    """One fact of the report, in words."""

    scan: Scan
    who: str
    office: str
    role: str
    session: str
    day: str
    at: str
    received: str
    place: str
    how: str
    doubts: list[Doubt]
    standing: Standing


def facts_of(meeting: Meeting, kind: str, ruling: str, device: int | None) -> QuerySet[Scan]:
    """kind: "" for all that have a flag, one of Flag, or GUESTS; newest first."""
    found = Scan.objects.filter(meeting=meeting)
    if kind == GUESTS:
        found = found.filter(method=Scan.Method.WALK_IN)
    elif kind:
        found = found.filter(flags__contains=[kind])
    else:
        found = found.exclude(flags=[])
    if ruling == RulingState.PENDING:
        found = found.pending()
    elif ruling:
        found = found.filter(ruling__counts=ruling == RulingState.COUNTED)
    if device is not None:
        found = found.filter(device=device)
    return _whole(found)


def chosen(meeting: Meeting, ids: Collection[UUID]) -> QuerySet[Scan]:
    """Those of `ids` that are the rakor's and stand in the report."""
    in_report = ~Q(flags=[]) | Q(method=Scan.Method.WALK_IN)
    return _whole(Scan.objects.filter(in_report, meeting=meeting, pk__in=ids))


def counts_of(meeting: Meeting) -> dict[str, int]:
    """How many facts of each kind, "" for all that have a flag. Three statements."""
    flag = Func(F("flags"), function="unnest", output_field=models.CharField())
    scans = Scan.objects.filter(meeting=meeting)
    by_flag = scans.annotate(flag=flag).values("flag").annotate(found=Count("*")).order_by("flag")
    totals = scans.aggregate(
        all=Count("pk", filter=~Q(flags=[])),
        guests=Count("pk", filter=Q(method=Scan.Method.WALK_IN)),
    )
    return {
        "": totals["all"],
        **{row["flag"]: row["found"] for row in by_flag},
        GUESTS: totals["guests"],
        RulingState.PENDING: scans.pending().count(),
    }


def lines_of(meeting: Meeting, scans: Sequence[Scan]) -> list[Line]:
    """One statement more, for who was let in twice."""
    entries = _entries(scans)
    return [_line(scan, meeting.zone, entries) for scan in scans]


def _whole(scans: QuerySet[Scan]) -> QuerySet[Scan]:
    related = ("session", "registration__office", "office", "device", "by", "ticket")
    return scans.select_related(*related, "ruling__ruled_by").order_by("-scanned_at", "pk")


def _line(scan: Scan, zone: str, entries: dict[tuple[UUID, int], list[Scan]]) -> Line:
    who, office, role = _who(scan)
    return Line(
        scan=scan,
        who=who,
        office=office,
        role=role,
        session=scan.session.title,
        day=day_of(scan.scanned_at, zone),
        at=clock(scan.scanned_at, zone),
        received=later_moment(scan.received_at, scan.scanned_at, zone),
        place=place_of(scan),
        how=f"{scan.get_method_display()}, {scan.get_direction_display().lower()}",
        doubts=[_doubt(flag, scan, zone, entries) for flag in scan.flags],
        standing=_standing(scan),
    )


def _who(scan: Scan) -> tuple[str, str, str]:
    """Name, office and role; of somebody unknown what was read."""
    if scan.registration is not None:
        person = scan.registration
        return person.full_name, person.comes_from, person.get_role_display()
    if scan.method == Scan.Method.WALK_IN:
        office = scan.office.name if scan.office else ""
        return scan.walk_in_name, office, scan.walk_in_position or "Tamu"
    return "Tidak dikenal", "", f"Terbaca: {scan.code_read}" if scan.code_read else ""


def place_of(scan: Scan) -> str:
    parts = [scan.door, scan.device.name if scan.device else "", str(scan.by or "")]
    return ", ".join(part for part in parts if part) or "halaman peserta"


def _standing(scan: Scan) -> Standing:
    ruling: ScanRuling | None = getattr(scan, "ruling", None)
    is_counted = counts(scan.flags, ruling.counts if ruling else None)
    if ruling is not None:
        return Standing(is_counted, str(ruling), f"{ruling.note} ({ruling.ruled_by})")
    if is_counted:
        return Standing(True, "Dihitung hadir", "menurut aturan")
    if scan.registration_id is None and scan.method != Scan.Method.WALK_IN:
        return Standing(False, "Tidak dihitung", "pesertanya tidak dikenal")
    return Standing(False, "Menunggu putusan", "belum dihitung hadir")


def _doubt(flag: str, scan: Scan, zone: str, entries: dict[tuple[UUID, int], list[Scan]]) -> Doubt:
    return Doubt(Flag(flag).label, TONES[flag], _told(flag, scan, zone, entries))


def _told(flag: str, scan: Scan, zone: str, entries: dict[tuple[UUID, int], list[Scan]]) -> str:
    """What is behind the flag, with the times beside which it is judged."""
    person, ticket, device = scan.registration, scan.ticket, scan.device
    if flag == Flag.REVOKED and ticket and ticket.revoked_at:
        return _ended("Dicabut", ticket.revoked_at, ticket.revoke_reason, scan, zone)
    if flag == Flag.CANCELLED and person and person.withdrawn_at:
        return _ended("Dibatalkan", person.withdrawn_at, person.withdraw_reason, scan, zone)
    if flag == Flag.LOCKED and device and device.locked_at:
        return _ended("Dikunci", device.locked_at, device.lock_reason, scan, zone)
    if flag in (Flag.TWO_DOORS, Flag.REPEATED) and scan.registration_id:
        return _other_entry(scan, entries[scan.registration_id, scan.session_id], zone)
    if flag == Flag.CLOCK:
        return _clock(scan)
    return ""


def _ended(what: str, ended_at: datetime, reason: str, scan: Scan, zone: str) -> str:
    """Whether before or after the fact is what a reader asks first."""
    order = "sesudah" if ended_at > scan.scanned_at else "sebelum"
    because = f": {reason}" if reason else ""
    return f"{what} {short_moment(ended_at, zone)}, {order} catatan ini{because}"


def _entries(scans: Iterable[Scan]) -> dict[tuple[UUID, int], list[Scan]]:
    """Who was let in, when and where: for those of `scans` who were let in twice."""
    twice = [scan for scan in scans if {Flag.TWO_DOORS, Flag.REPEATED}.intersection(scan.flags)]
    found: dict[tuple[UUID, int], list[Scan]] = defaultdict(list)
    if not twice:
        return found
    rows = Scan.objects.filter(
        ~Q(flags__overlap=Scan.NOT_COUNTED),
        registration__in={scan.registration_id for scan in twice},
        session__in={scan.session_id for scan in twice},
        direction=Scan.Direction.IN,
    )
    for row in rows.select_related("device", "by"):
        if row.registration_id is not None:
            found[row.registration_id, row.session_id].append(row)
    return found


def _other_entry(scan: Scan, entries: Sequence[Scan], zone: str) -> str:
    others = [entry for entry in entries if entry.pk != scan.pk]
    if not others:
        return ""
    nearest = min(others, key=lambda entry: abs(entry.scanned_at - scan.scanned_at))
    return f"Masuk juga pukul {clock(nearest.scanned_at, zone)}: {place_of(nearest)}"


def _clock(scan: Scan) -> str:
    """By how much the device's clock is off, as far as it can be told."""
    ahead = scan.scanned_at - scan.received_at
    if ahead <= timedelta(0):
        return "Lebih awal daripada perangkatnya ditambahkan; waktu penerimaan yang dipakai"
    by = timesince(scan.received_at, scan.scanned_at)
    return f"Jam perangkat {by} di depan portal; waktu penerimaan yang dipakai"
