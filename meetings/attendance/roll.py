"""Daftar hadir: what the paper and the tables say of each person and office, from the records.

Of an excuse its kind alone: its note is for the office and the secretariat.
"""

from datetime import datetime
from typing import NamedTuple

from forum_portal.lib.dates import clock
from meetings.attendance.presence import OfficeState, PersonPresence, PersonState, Presence
from meetings.attendance.records import Attendance, Attendee
from meetings.attendance.words import KINDS, METHODS, ROLES
from meetings.models import AttendanceSession


class RollRow(NamedTuple):
    number: int
    attendee: Attendee
    comes_from: str
    presence: PersonPresence


class OfficeRow(NamedTuple):
    """by: the names of those who represent it."""

    number: int
    province: str
    name: str
    state: str
    by: str
    delegates: int


def roll(attendance: Attendance, session: AttendanceSession) -> list[RollRow]:
    """Numbered, by office, in each the head first. Those who came without a seat: guests."""
    presence = attendance.presence(session)
    listed = [each for each in attendance.attendees if each.person.id in presence.people]
    return [
        RollRow(number, each, comes_from(attendance, each), presence.people[each.person.id])
        for number, each in enumerate(listed, 1)
    ]


def office_rows(attendance: Attendance, session: AttendanceSession) -> list[OfficeRow]:
    presence = attendance.presence(session)
    offices = sorted(
        (attendance.offices[key] for key in presence.offices),
        key=lambda office: (office.province_id, office.slug),
    )
    return [
        OfficeRow(
            number,
            office.province.name,
            office.name,
            office_state(presence, office.pk),
            "; ".join(attendance.by_id[pk].name for pk in presence.offices[office.pk].by),
            presence.offices[office.pk].delegates,
        )
        for number, office in enumerate(offices, 1)
    ]


def comes_from(attendance: Attendance, attendee: Attendee) -> str:
    return attendance.office_name(attendee.person.office_id) or attendee.unit


def state_words(presence: PersonPresence) -> str:
    """Such as "Hadir", "Izin", "Tidak hadir"."""
    return KINDS[presence.kind] if presence.state == PersonState.EXCUSED else presence.state.label


def office_state(presence: Presence, office_id: int) -> str:
    """Such as "Hadir", "Diwakilkan", "Izin", "Tidak hadir"."""
    office = presence.offices[office_id]
    return KINDS[office.kind] if office.state == OfficeState.EXCUSED else office.state.label


def recorded(presence: PersonPresence, zone: str) -> str:
    """What stands in the place of a signature."""
    if presence.state != PersonState.PRESENT:
        return state_words(presence)
    told = [
        f"{word} {clock(at, zone)}"
        for word, at in (("masuk", presence.first_in), ("keluar", presence.last_out))
        if at
    ]
    return f"hadir menurut catatan portal, {', '.join(told)}"


def hour(at: datetime | None, zone: str) -> str:
    return clock(at, zone) if at else ""


def role_words(attendee: Attendee) -> str:
    return ROLES[attendee.role]


def method_words(presence: PersonPresence) -> str:
    return METHODS.get(presence.method, "")
