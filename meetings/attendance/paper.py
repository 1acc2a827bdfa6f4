"""Daftar hadir as a paper: a session after the other, by office, to be signed or as recorded."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import Truncator

from forum_portal.lib import pdf
from forum_portal.lib.dates import moment
from meetings.attendance.presence import OfficeState
from meetings.attendance.records import Attendance, Guest
from meetings.attendance.roll import RollRow, hour, recorded, role_words, roll
from meetings.attendance.sessions import hours
from meetings.attendance.words import state_word
from meetings.models import AttendanceSession, Meeting
from meetings.when import day_heading, where

# The head of a page holds three lines; in full, both stand where a session begins.
_RUNNING_TITLE = 90
_RUNNING_SESSION = 120
_PAPER = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers" / "attendance.typ"


def attendance_paper(attendance: Attendance, *, is_signed_by_hand: bool, at: datetime) -> bytes:
    """is_signed_by_hand: the last column stays empty; else it says what the records say."""
    data = _data(attendance, is_signed_by_hand, at)
    return pdf.typeset(_PAPER, data, created_at=at)


def _data(attendance: Attendance, by_hand: bool, at: datetime) -> dict[str, Any]:
    """What attendance.typ reads: words, nothing to compute."""
    meeting = attendance.meeting
    title = f"Daftar Hadir {meeting.title}"
    foot = [f"Dibuat dari catatan portal {settings.SITE_NAME}, {moment(at, meeting.zone)}."]
    if not by_hand:
        foot.append("“Hadir menurut catatan portal” bukan tanda tangan.")
    return {
        "forum": settings.SITE_NAME,
        "title": title,
        "running": Truncator(title).chars(_RUNNING_TITLE),
        "is_sample": meeting.is_sample,
        "sign_label": "Tanda tangan" if by_hand else "Kehadiran",
        "foot": foot,
        "sessions": [_session(attendance, each, by_hand, at) for each in attendance.sessions],
    }


def _session(
    attendance: Attendance, session: AttendanceSession, by_hand: bool, at: datetime
) -> dict[str, Any]:
    meeting, rows = attendance.meeting, roll(attendance, session, at)
    guests = attendance.guests_of(session)
    return {
        "title": session.title,
        "running": f"{Truncator(session.title).chars(_RUNNING_SESSION)}, "
        f"{day_heading(session.held_on)}",
        "facts": [
            {"label": label, "value": value} for label, value in _facts(meeting, session) if value
        ],
        "rows": [_row(row, meeting.zone, session.held_on, by_hand) for row in rows],
        "guests": [
            _guest(attendance, guest, number, session.held_on, by_hand)
            for number, guest in enumerate(guests, len(rows) + 1)
        ],
        "sums": [] if by_hand else _sums(attendance, session, len(guests), at),
    }


def _facts(meeting: Meeting, session: AttendanceSession) -> list[tuple[str, str]]:
    return [
        ("Acara", meeting.title),
        ("Hari/tanggal", day_heading(session.held_on)),
        ("Waktu", hours(session, meeting.zone)),
        ("Tempat", where(meeting) or meeting.get_mode_display()),
    ]


def _row(row: RollRow, zone: str, day: date, by_hand: bool) -> dict[str, str]:
    who = row.attendee
    return {
        "number": str(row.number),
        "name": who.name,
        "role": role_words(who),
        "position": who.position,
        "from": row.comes_from,
        "sign": "" if by_hand else recorded(row, zone, day),
    }


def _guest(
    attendance: Attendance, guest: Guest, number: int, day: date, by_hand: bool
) -> dict[str, str]:
    came = hour(guest.at, attendance.meeting.zone, day)
    return {
        "number": str(number),
        "name": guest.name,
        "role": "",
        "position": guest.position,
        "from": attendance.office_name(guest.office_id),
        "sign": "" if by_hand else f"Hadir menurut catatan portal, masuk {came}",
    }


def _sums(
    attendance: Attendance, session: AttendanceSession, guests: int, at: datetime
) -> list[str]:
    presence = attendance.presence(session)
    if attendance.is_awaited(session, at):
        return [f"Sesi ini belum dimulai. Peserta terdaftar: {len(presence.people)}."]
    is_over = attendance.is_over(session, at)
    offices = [
        f"{state_word(state, is_over=is_over)} {presence.count(state)}" for state in OfficeState
    ]
    told = [f"Peserta hadir: {presence.people_there} dari {len(presence.people)}."]
    if presence.offices:
        told.insert(0, f"Balai terdaftar: {len(presence.offices)} ({', '.join(offices)}).")
    return [*told, f"Tamu tanpa pendaftaran: {guests}."] if guests else told
