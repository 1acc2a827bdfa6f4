"""Daftar hadir: what the paper and the tables say of each person and office, from the records.

Of an excuse its kind alone: its note is for the office and the secretariat.
"""

from datetime import datetime
from typing import NamedTuple

from forum_portal.lib.dates import clock
from meetings.attendance.presence import (
    OfficePresence,
    OfficeState,
    PersonPresence,
    PersonState,
)
from meetings.attendance.records import Attendance, Attendee
from meetings.attendance.words import KINDS, METHODS, ROLES
from meetings.models import AttendanceSession

NOT_BEGUN = "Belum dimulai"


class RollRow(NamedTuple):
    """state: in words, such as "Hadir", "Izin", "Tidak hadir", "Belum dimulai"."""

    number: int
    attendee: Attendee
    comes_from: str
    presence: PersonPresence
    state: str


class OfficeRow(NamedTuple):
    """by: the names of those who represent it."""

    number: int
    province: str
    name: str
    state: str
    by: str
    delegates: int


def roll(attendance: Attendance, session: AttendanceSession, at: datetime) -> list[RollRow]:
    """Numbered, by office, in each the head first. Those who came without a seat: guests."""
    presence, absent = attendance.presence(session), _absent(attendance, session, at)
    listed = [each for each in attendance.attendees if each.person.id in presence.people]
    found = [presence.people[each.person.id] for each in listed]
    return [
        RollRow(number, each, comes_from(attendance, each), person, _state(person, absent))
        for number, (each, person) in enumerate(zip(listed, found, strict=True), 1)
    ]


def office_rows(
    attendance: Attendance, session: AttendanceSession, at: datetime
) -> list[OfficeRow]:
    presence, absent = attendance.presence(session), _absent(attendance, session, at)
    offices = sorted(
        (attendance.offices[key] for key in presence.offices),
        key=lambda office: (office.province_id, office.slug),
    )
    return [
        OfficeRow(
            number,
            office.province.name,
            office.name,
            _state(presence.offices[office.pk], absent),
            "; ".join(attendance.by_id[pk].name for pk in presence.offices[office.pk].by),
            presence.offices[office.pk].delegates,
        )
        for number, office in enumerate(offices, 1)
    ]


def comes_from(attendance: Attendance, attendee: Attendee) -> str:
    return attendance.office_name(attendee.person.office_id) or attendee.unit


def recorded(row: RollRow, zone: str) -> str:
    """What stands in the place of a signature."""
    presence = row.presence
    if presence.state != PersonState.PRESENT:
        return row.state
    told = [
        f"{word} {clock(at, zone)}"
        for word, at in (("masuk", presence.first_in), ("keluar", presence.last_out))
        if at
    ]
    return f"Hadir menurut catatan portal, {', '.join(told)}"


def hour(at: datetime | None, zone: str) -> str:
    return clock(at, zone) if at else ""


def role_words(attendee: Attendee) -> str:
    return ROLES[attendee.role]


def method_words(presence: PersonPresence) -> str:
    return METHODS.get(presence.method, "")


def _absent(attendance: Attendance, session: AttendanceSession, at: datetime) -> str:
    return NOT_BEGUN if attendance.is_awaited(session, at) else PersonState.ABSENT.label


def _state(presence: PersonPresence | OfficePresence, absent: str) -> str:
    if presence.state in (PersonState.EXCUSED, OfficeState.EXCUSED):
        return KINDS[presence.kind]
    is_absent = presence.state in (PersonState.ABSENT, OfficeState.ABSENT)
    return absent if is_absent else str(presence.state.label)
