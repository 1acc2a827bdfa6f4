"""The reconciliation report as a table for a spreadsheet program."""

from collections.abc import Iterable

from forum_portal.lib.dates import moment
from forum_portal.lib.spreadsheet import table_bytes
from meetings.checkin.reconciliation import Line

_HEADER = (
    "Sesi", "Waktu menurut perangkat", "Diterima portal", "Nama", "Balai", "Peran", "Cara",
    "Tempat", "Tanpa jaringan", "Tanda", "Penjelasan", "Dihitung hadir", "Keterangan", "Catatan",
)  # fmt: skip


def report_file(lines: Iterable[Line], zone: str, kind: str) -> tuple[bytes, str]:
    """Content and its type; kind: of spreadsheet.FORMATS."""
    rows = [_row(line, zone) for line in lines]
    return table_bytes(kind, "Rekonsiliasi presensi", _HEADER, rows)


def _row(line: Line, zone: str) -> tuple[str, ...]:
    told = [f"{doubt.label}: {doubt.told}" for doubt in line.doubts if doubt.told]
    return (
        line.session,
        moment(line.scan.scanned_at, zone),
        moment(line.scan.received_at, zone),
        line.who,
        line.office,
        line.role,
        line.how,
        line.place,
        "ya" if line.scan.was_offline else "tidak",
        "; ".join(doubt.label for doubt in line.doubts),
        "; ".join(told),
        "ya" if line.standing.is_counted else "tidak",
        f"{line.standing.label}: {line.standing.note}",
        str(line.scan.pk),
    )
