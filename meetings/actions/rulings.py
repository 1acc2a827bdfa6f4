"""What a person decides of doubtful facts; the facts themselves never change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.models import Meeting, Scan, ScanRuling

# What a reader saw of a fact: when it was last decided, None where it was not.
Seen = Mapping[UUID, datetime | None]


class RulingRefused(Exception):
    """The facts cannot be decided like this; says why, in a sentence for the reader."""


class NobodyKnown(RulingRefused):
    def __init__(self, scans: Sequence[Scan]) -> None:
        super().__init__(
            f"{len(scans)} catatan tidak menunjuk seorang peserta, sehingga tidak dapat dihitung "
            "hadir. Bila orangnya hadir, catat kehadirannya di halaman sesi presensi."
        )


class RuledMeanwhile(RulingRefused):
    def __init__(self, ruling: ScanRuling, zone: str) -> None:
        when = moment(ruling.ruled_at, zone)
        super().__init__(
            f"Catatan ini baru saja diputuskan {ruling.ruled_by} ({when}): {ruling}, "
            f"“{ruling.note}”. Baca dahulu, lalu putuskan kembali bila perlu."
        )


@transaction.atomic
def rule_facts(
    *, meeting: Meeting, seen: Seen, counts: bool, note: str, by: User, at: datetime
) -> int:
    """How many were decided: each counts as presence from now on, or no longer does.

    A former decision is replaced; the trail keeps it. Raises NobodyKnown, RuledMeanwhile.
    """
    scans = list(
        Scan.objects.select_for_update(of=("self",), no_key=True)
        .filter(meeting=meeting, pk__in=seen)
        .order_by("pk")
    )
    _check(meeting, scans, seen, counts)
    rulings = [
        ScanRuling(scan=scan, counts=counts, note=note, ruled_at=at, ruled_by=by) for scan in scans
    ]
    ScanRuling.objects.bulk_create(
        rulings,
        update_conflicts=True,
        unique_fields=["scan"],
        update_fields=["counts", "note", "ruled_at", "ruled_by"],
    )
    for ruling in rulings:
        audit.record(
            "scan.ruled", target=ruling.scan, by=by, at=at, meeting=meeting.title,
            after=str(ruling), reason=note,
        )  # fmt: skip
    return len(rulings)


def _check(meeting: Meeting, scans: Sequence[Scan], seen: Seen, counts: bool) -> None:
    """The rows of `scans` are locked: what is read here stays true until they are decided."""
    rulings = ScanRuling.objects.select_related("ruled_by").filter(scan__in=scans)
    for ruling in rulings:
        if seen[ruling.scan_id] != ruling.ruled_at:
            raise RuledMeanwhile(ruling, meeting.zone)
    nobody = [
        scan
        for scan in scans
        if scan.registration_id is None and scan.method != Scan.Method.WALK_IN
    ]
    if counts and nobody:
        raise NobodyKnown(nobody)
