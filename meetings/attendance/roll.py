"""Daftar hadir: what the paper and the tables say of each person and office, from the records.

Of an excuse its kind alone: its note is for the office and the secretariat.
"""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from forum_portal.lib.dates import clock
from meetings.attendance.presence import PersonPresence, PersonState
from meetings.attendance.records import Attendance, Attendee
from meetings.attendance.words import METHODS, ROLES, told_state
from meetings.models import AttendanceSession
from meetings.when import day_and_hour


class RollRow(NamedTuple):
    """state: in words, such as "Hadir", "Izin", "Belum hadir", "Tidak hadir"."""

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
    presence, is_over = attendance.presence(session), attendance.is_over(session, at)
    listed = [each for each in attendance.attendees if each.person.id in presence.people]
    found = [presence.people[each.person.id] for each in listed]
    return [
        RollRow(
            number, each, comes_from(attendance, each), person, told_state(person, is_over=is_over)
        )
        for number, (each, person) in enumerate(zip(listed, found, strict=True), 1)
    ]


def office_rows(
    attendance: Attendance, session: AttendanceSession, at: datetime
) -> list[OfficeRow]:
    presence, is_over = attendance.presence(session), attendance.is_over(session, at)
    offices = sorted(
        (attendance.offices[key] for key in presence.offices),
        key=lambda office: (office.province_id, office.slug),
    )
    return [
        OfficeRow(
            number,
            office.province.name,
            office.name,
            told_state(presence.offices[office.pk], is_over=is_over),
            "; ".join(attendance.by_id[pk].name for pk in presence.offices[office.pk].by),
            presence.offices[office.pk].delegates,
        )
        for number, office in enumerate(offices, 1)
    ]


def comes_from(attendance: Attendance, attendee: Attendee) -> str:
    return attendance.office_name(attendee.person.office_id) or attendee.unit


def recorded(row: RollRow, zone: str, day: date) -> str:
    """What stands in the place of a signature; day: of the session."""
    presence = row.presence
    if presence.state != PersonState.PRESENT:
        return row.state
    told = [
        f"{word} {hour(at, zone, day)}"
        for word, at in (("masuk", presence.first_in), ("keluar", presence.last_out))
        if at
    ]
    return f"Hadir menurut catatan portal, {', '.join(told)}"


def hour(at: datetime | None, zone: str, day: date) -> str:
    """Such as "08.03 WITA"; of another day than that of the session with its date."""
    if at is None:
        return ""
    is_same_day = at.astimezone(ZoneInfo(zone)).date() == day
    return clock(at, zone) if is_same_day else day_and_hour(at, zone)


def role_words(attendee: Attendee) -> str:
    return ROLES[attendee.role]


def method_words(presence: PersonPresence) -> str:
    return METHODS.get(presence.method, "")
