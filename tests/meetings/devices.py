"""Devices at the doors for the tests, and what they send."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from accounts.models import User
from meetings.actions.checkin_devices import add_device, enrol_device, open_code
from meetings.checkin.facts import Fact, read_fact
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Registration, Ticket
from meetings.tickets.signature import qr_text
from tests.factories import NOW, make_user

DAY_BEFORE = NOW - timedelta(days=1)


def make_device(
    meeting: Meeting, *, by: User | None = None, at: datetime = DAY_BEFORE, **fields: Any
) -> CheckinDevice:
    """At the main door, not enrolled, may add no guests unless `fields` say so."""
    given = {"name": "Tablet 1", "door": "Pintu utama", "may_add_walk_ins": False, **fields}
    return add_device(meeting=meeting, by=by or make_user(is_staff=True), at=at, **given)


def enrolled(device: CheckinDevice) -> str:
    """The token of a device that was enrolled as soon as it was added."""
    code = open_code(device, device.made_at)
    return enrol_device(meeting=device.meeting, code=code, at=device.made_at)[1]


def sent_fact(session: AttendanceSession, **fields: Any) -> dict[str, Any]:
    """As a device writes it: somebody was let in at NOW; `fields` say who."""
    return {
        "id": str(uuid4()),
        "session": session.pk,
        "ticket": None,
        "registration": None,
        "method": "tiket",
        "direction": "masuk",
        "at": NOW.isoformat(),
        "offline": False,
        "code": None,
        "walk_in": None,
        **fields,
    }


def by_ticket(session: AttendanceSession, ticket: Ticket, **fields: Any) -> dict[str, Any]:
    """With the code that the camera read."""
    code = qr_text(ticket, ticket.registration.meeting)
    return sent_fact(session, ticket=ticket.pk.hex, code=code, **fields)


def by_search(session: AttendanceSession, person: Registration, **fields: Any) -> dict[str, Any]:
    return sent_fact(session, method="cari", registration=person.pk.hex, **fields)


def guest(session: AttendanceSession, **fields: Any) -> dict[str, Any]:
    walk_in = {"name": "Rina Wati", "position": "Pranata Humas", "office": None, **fields}
    return sent_fact(session, method="tamu", walk_in=walk_in)


def read(*sent: dict[str, Any]) -> list[Fact]:
    return [read_fact(fact) for fact in sent]


class Door:
    """A device's requests, as its browser makes them: with its token, without a cookie."""

    def __init__(self, meeting: Meeting, token: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.slug, self.headers = meeting.slug, {"Authorization": f"Bearer {token}"}

    def list(self, **headers: str) -> Any:
        address = reverse("meetings:checkin_list", args=[self.slug])
        return self.client.get(address, headers={**self.headers, **headers})

    def send(self, facts: Iterable[dict[str, Any]], **more: Any) -> Any:
        return self.post("checkin_facts", {"facts": list(facts), **more})

    def post(self, name: str, content: Any) -> Any:
        body = content if isinstance(content, str | bytes) else json.dumps(content)
        address = reverse(f"meetings:{name}", args=[self.slug])
        return self.client.post(
            address, body, content_type="application/json", headers=self.headers
        )
