"""Daftar hadir for spreadsheet programs: people, or offices, of one session or of all."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.formats import date_format

from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.spreadsheet import Cell, table_bytes
from meetings.attendance.records import Attendance
from meetings.attendance.roll import hour, method_words, office_rows, role_words, roll
from meetings.models import AttendanceSession, Meeting

PEOPLE = (
    "Sesi", "Tanggal", "No.", "Nama", "Peran", "Jabatan", "Balai/instansi", "Cara hadir",
    "Kehadiran", "Masuk", "Keluar", "Dicatat dengan",
)  # fmt: skip
OFFICES = (
    "Sesi", "Tanggal", "No.", "Provinsi", "Balai", "Kehadiran", "Diwakili oleh", "Peserta hadir",
)  # fmt: skip
GUEST = "Tamu tanpa pendaftaran"
_MODES = dict(Meeting.Mode.choices)


class File(NamedTuple):
    content: bytes
    kind: str


def people_rows(attendance: Attendance, at: datetime) -> Iterator[list[Cell]]:
    """Times with their zone, such as "08.03 WITA"; each guest after the people of the session."""
    zone = attendance.meeting.zone
    for session in attendance.sessions:
        day = session.held_on
        rows = roll(attendance, session, at)
        for row in rows:
            who, found = row.attendee, row.presence
            yield [
                *_head(session), row.number, who.name, role_words(who), who.position,
                row.comes_from, _MODES[who.mode], row.state, hour(found.first_in, zone, day),
                hour(found.last_out, zone, day), method_words(found),
            ]  # fmt: skip
        for number, guest in enumerate(attendance.guests_of(session), len(rows) + 1):
            yield [
                *_head(session), number, guest.name, GUEST, guest.position,
                attendance.office_name(guest.office_id), "", "Hadir", hour(guest.at, zone, day),
                "", "",
            ]  # fmt: skip


def table_of_people(attendance: Attendance, kind: str, at: datetime) -> File:
    """kind: xlsx or csv."""
    title = f"Daftar hadir ({ZONE_NAMES[attendance.meeting.zone]})"
    return _file(kind, title, PEOPLE, list(people_rows(attendance, at)))


def table_of_offices(attendance: Attendance, kind: str, at: datetime) -> File:
    rows: list[list[Cell]] = [
        [*_head(session), row.number, row.province, row.name, row.state, row.by, row.delegates]
        for session in attendance.sessions
        for row in office_rows(attendance, session, at)
    ]
    return _file(kind, "Kehadiran balai", OFFICES, rows)


def _file(kind: str, title: str, header: tuple[str, ...], rows: list[list[Cell]]) -> File:
    return File(*table_bytes(kind, title, header, rows))


def _head(session: AttendanceSession) -> list[Cell]:
    return [session.title, date_format(session.held_on, "j F Y")]
