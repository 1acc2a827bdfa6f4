"""The list that a device carries: who comes, which tickets are valid, and which are void.

Names, roles, offices and the ids of tickets; no telephone number, no address of mail or of a
person's own page, no NIP: a telephone is lost more easily than a server. Rows are arrays and an
office is a place in `offices`, so that 2,000 people are some hundred kilobytes on the way.
"""

from datetime import datetime, time
from hashlib import sha256
from typing import Any

from django.db import connection

from meetings.checkin.window import wipe_at
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Registration, Ticket
from meetings.tickets.signature import public_keys
from provinces.models import Office

# All that the list is made of, device and keys apart: each version of a row has a number and a
# place of its own (docs/decisions/0007), so the value changes with every change, whoever makes it.
_ROWS = """
    SELECT md5(concat_ws('|',
        (SELECT concat(m.xmin, m.ctid) FROM meetings_meeting m WHERE m.id = %(meeting)s),
        (SELECT string_agg(concat_ws(' ', r.xmin, r.ctid), ',' ORDER BY r.id)
         FROM meetings_registration r WHERE r.meeting_id = %(meeting)s),
        (SELECT string_agg(concat_ws(' ', t.xmin, t.ctid), ',' ORDER BY t.id)
         FROM meetings_ticket t JOIN meetings_registration r ON r.id = t.registration_id
         WHERE r.meeting_id = %(meeting)s),
        (SELECT string_agg(concat_ws(' ', s.xmin, s.ctid), ',' ORDER BY s.id)
         FROM meetings_attendancesession s WHERE s.meeting_id = %(meeting)s),
        (SELECT string_agg(concat_ws(' ', o.xmin, o.ctid), ',' ORDER BY o.id)
         FROM provinces_office o)
    ))
"""


def version_of(device: CheckinDevice) -> str:
    """The same only while the list of this device is. One statement; needs device.meeting."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"meeting": device.meeting_id})
        rows = cursor.fetchone()[0]
    parts = [rows, *public_keys(device.meeting), *map(str, about(device).values())]
    return sha256("|".join(parts).encode()).hexdigest()[:24]


def list_of(device: CheckinDevice, version: str, at: datetime) -> dict[str, Any]:
    """Four statements, however many come; needs device.meeting."""
    meeting = device.meeting
    offices = list(Office.objects.order_by("name", "pk").values_list("pk", "name"))
    places = {pk: place for place, (pk, _) in enumerate(offices)}
    valid, void = _tickets(meeting)
    return {
        "version": version,
        "made_at": at.isoformat(),
        "meeting": {
            "id": meeting.pk,
            "slug": meeting.slug,
            "title": meeting.title,
            "zone": meeting.zone,
            "wipe_at": wipe_at(meeting).isoformat(),
        },
        "device": about(device),
        "keys": public_keys(meeting),
        "sessions": _sessions(meeting),
        "offices": [{"id": pk, "name": name} for pk, name in offices],
        "people": _people(meeting, places, valid),
        "void": void,
    }


def about(device: CheckinDevice) -> dict[str, Any]:
    """What a device is told of itself."""
    return {
        "name": device.name,
        "door": device.door,
        "may_add_walk_ins": device.may_add_walk_ins,
    }


def _people(meeting: Meeting, places: dict[int, int], valid: dict[Any, list[str]]) -> list[list]:
    roles = dict(Registration.Role.choices)
    rows = meeting.registrations.active().order_by("full_name", "pk")
    return [
        [pk.hex, name, places.get(office, -1), roles.get(role, role), mode, seat, valid.get(pk, [])]
        for pk, name, office, role, mode, seat in rows.values_list(
            "pk", "full_name", "office_id", "role", "mode", "seat"
        )
    ]


def _tickets(meeting: Meeting) -> tuple[dict[Any, list[str]], list[list[str]]]:
    """Valid ones by registration; void ones with whose they were, and why in a word."""
    valid: dict[Any, list[str]] = {}
    void = []
    tickets = Ticket.objects.filter(registration__meeting=meeting).order_by("issued_at", "pk")
    for pk, revoked_at, registration, withdrawn_at, name in tickets.values_list(
        "pk", "revoked_at", "registration_id", "registration__withdrawn_at",
        "registration__full_name",
    ):  # fmt: skip
        if withdrawn_at is not None:
            void.append([pk.hex, registration.hex, "dibatalkan", name])
        elif revoked_at is not None:
            void.append([pk.hex, registration.hex, "dicabut", name])
        else:
            valid.setdefault(registration, []).append(pk.hex)
    return valid, void


def _sessions(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            "id": session.pk,
            "title": session.title,
            "on": session.held_on.isoformat(),
            "starts": _hour(session.starts_at),
            "ends": _hour(session.ends_at),
        }
        for session in AttendanceSession.objects.filter(meeting=meeting)
    ]


def _hour(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None
