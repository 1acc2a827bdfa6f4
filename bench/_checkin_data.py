"""A rakor under way with many people, their tickets, and a device at its door."""

from datetime import timedelta
from itertools import count, islice, product
from typing import Any, NamedTuple
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from meetings.actions.checkin_devices import add_device, enrol_device, open_code
from meetings.models import AttendanceSession, Meeting, Registration, Ticket
from meetings.tickets.signature import qr_text
from provinces.models import Office

FIRST_NAMES = (
    "Siti", "Budi", "Dewi", "Agus", "Rina", "Eko", "Sri", "Hendra", "Wahyu", "Nur", "Made",
    "Andi", "Tri", "Yohanes", "Maria", "Ahmad", "Fitri", "Joko", "Lestari", "Rahmat",
)  # fmt: skip
LAST_NAMES = (
    "Aminah", "Santoso", "Lestari", "Setiawan", "Wulandari", "Prasetyo", "Handayani", "Nugroho",
    "Rahayu", "Siregar", "Pratama", "Simanjuntak", "Kusuma", "Tumbelaka", "Hasibuan", "Saputra",
    "Wijaya", "Manurung", "Yuliana", "Hidayat",
)  # fmt: skip
TITLES = ("S.Kom.", "M.Pd.", "S.T., M.T.", "S.Pd.", "M.Kom.")

_numbers = count(1)


class Rakor(NamedTuple):
    meeting: Meeting
    session: AttendanceSession
    token: str
    # The text of each person's QR code.
    codes: list[str]


def make_rakor(people: int) -> Rakor:
    number, at = next(_numbers), timezone.now()
    meeting = Meeting.objects.create(
        slug=f"bench-presensi-{number}",
        title=f"Rakor pengukuran presensi {number}",
        starts_on=timezone.localdate(),
        mode=Meeting.Mode.ONSITE,
        published_at=at,
    )
    session = AttendanceSession.objects.create(
        meeting=meeting, title="Hari pertama", held_on=meeting.starts_on
    )
    tickets = _tickets(meeting, people)
    by = User.objects.create_user(email=f"bench-presensi-{number}@contoh.example")
    device = add_device(
        meeting=meeting, name="Tablet", door="Pintu", may_add_walk_ins=True, by=by,
        at=at - timedelta(minutes=1),
    )  # fmt: skip
    _, token = enrol_device(meeting=meeting, code=open_code(device, at), at=at)
    return Rakor(meeting, session, token, [qr_text(ticket, meeting) for ticket in tickets])


def facts_of(rakor: Rakor, number: int) -> list[dict[str, Any]]:
    """As a device writes them: each another person's ticket, all with ids of their own."""
    at = timezone.now().isoformat()
    return [
        {
            "id": str(uuid4()),
            "session": rakor.session.pk,
            "ticket": None,
            "registration": None,
            "method": "tiket",
            "direction": "masuk",
            "at": at,
            "offline": True,
            "code": code,
            "walk_in": None,
        }
        for code in islice(rakor.codes, number)
    ]


def _tickets(meeting: Meeting, people: int) -> list[Ticket]:
    offices, at = list(Office.objects.order_by("pk")), timezone.now()
    names = product(TITLES, LAST_NAMES, FIRST_NAMES)
    registrations = Registration.objects.bulk_create(
        Registration(
            meeting=meeting,
            office=offices[place % len(offices)],
            full_name=f"{first} {last}, {title}",
            name_key=f"{first} {last} {place}".lower(),
            role=Registration.Role.values[place % 8],
            position="Pranata Komputer Ahli Muda",
            unit="Balai TIK",
            mobile="+6281200000000",
            email=f"bench-presensi-{meeting.pk}-{place}@contoh.example",
            mode=Meeting.Mode.ONSITE,
            privacy_version="-",
            ticket_code=uuid4().hex,
            created_at=at,
            changed_at=at,
        )
        for place, (title, last, first) in enumerate(islice(names, people))
    )
    return Ticket.objects.bulk_create(
        Ticket(registration=registration, issued_at=at) for registration in registrations
    )
