"""The list of delegates as a file for a spreadsheet program."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, moment, partial_date
from forum_portal.lib.phones import shown
from forum_portal.lib.spreadsheet import table_bytes
from meetings.models import Registration

_HEADER = (
    "Rakor", "Provinsi", "Balai", "Nama lengkap", "Peran", "Jabatan", "Pangkat/golongan",
    "Unit kerja", "Nomor ponsel", "Surel", "Cara hadir", "Surat tugas", "Keadaan", "Kursi",
    "Verifikasi", "Catatan verifikasi", "Diperbaiki paling lambat", "Didaftarkan pada",
)  # fmt: skip


def export(
    registrations: QuerySet[Registration], kind: str, *, with_nip: bool, by: User, at: datetime
) -> HttpResponse:
    """kind: of FORMATS. What was handed out to whom is recorded, without the data themselves."""
    rows = [_row(registration, with_nip) for registration in registrations]
    header = [*_HEADER, *(["NIP"] if with_nip else [])]
    audit.record_many(
        "registration.exported", model=Registration, told=f"{len(rows)} pendaftaran", by=by, at=at,
        format=kind, count=len(rows), with_nip=with_nip,
    )  # fmt: skip
    content, content_type = table_bytes(kind, "Pendaftaran", header, rows)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="pendaftaran-{at:%Y-%m-%d}.{kind}"'
    return response


def grouped_nip(nip: str) -> str:
    """With its usual spaces, so that no program takes 18 digits for a number and rounds it."""
    return " ".join((nip[:8], nip[8:14], nip[14:15], nip[15:])) if nip else ""


def _row(registration: Registration, with_nip: bool) -> Iterable[str]:
    meeting, office = registration.meeting, registration.office
    row = [
        meeting.title,
        office.province.name if office else "",
        registration.comes_from,
        registration.full_name,
        registration.get_role_display(),
        registration.position,
        registration.rank,
        registration.unit,
        shown(registration.mobile),
        registration.email,
        registration.get_mode_display(),
        "ada" if registration.has_letter else "belum",
        "Terdaftar" if registration.is_active else "Dibatalkan",
        registration.get_seat_display() if registration.is_active else "",
        registration.get_review_display(),
        registration.review_note,
        partial_date(registration.mend_by, Precision.DAY) if registration.mend_by else "",
        moment(registration.created_at, meeting.zone),
    ]
    return [*row, grouped_nip(registration.nip)] if with_nip else row
