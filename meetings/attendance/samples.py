"""The attendance of the earlier sample rakor, as its sample minutes tell it: 18, 3 and 1."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from forum_portal.lib.person_names import name_key
from meetings.actions.tickets import issue_ticket, new_code
from meetings.models import AttendanceSession, Excuse, Meeting, Registration, Scan
from meetings.privacy import PRIVACY_VERSION
from provinces.models import Office

# In the order of the codes: these are represented by their deputies, this one is excused.
REPRESENTED = (4, 9, 15)
EXCUSED = 12
CODE = "482915"


def attend_samples(meeting: Meeting, offices: Iterable[Office], *, by: User) -> None:
    """Every office registered its head, three a deputy, too; those online checked in by code."""
    opens = datetime.combine(meeting.starts_on, time(8, 30), ZoneInfo(meeting.zone))
    session = AttendanceSession.objects.create(
        meeting=meeting, title="Rakor", held_on=meeting.starts_on,
        starts_at=time(9, 0), ends_at=time(12, 0), self_code=CODE,
        self_opens_at=opens, self_closes_at=opens + timedelta(hours=1),
    )  # fmt: skip
    for number, office in enumerate(offices, 1):
        at = opens + timedelta(minutes=number)
        head = _register(meeting, office, Registration.Role.HEAD, "Kepala Balai", at)
        came = head
        if number in REPRESENTED:
            role = Registration.Role.DEPUTY
            came = _register(meeting, office, role, "Kepala Subbagian Tata Usaha", at)
        if number == EXCUSED:
            Excuse.objects.create(
                meeting=meeting, office=office, kind=Excuse.Kind.OTHER_DUTY,
                recorded_at=opens, recorded_by=by,
            )  # fmt: skip
            continue
        Scan.objects.create(
            meeting=meeting, session=session, registration=came, method=Scan.Method.SELF,
            scanned_at=at, received_at=at,
        )  # fmt: skip


def _register(
    meeting: Meeting, office: Office, role: str, position: str, at: datetime
) -> Registration:
    """As registered two weeks before."""
    registered_at = at - timedelta(weeks=2)
    words = "Kepala Balai" if role == Registration.Role.HEAD else "Perwakilan"
    name = f"{words} {office.province.name} (contoh)"
    registration = Registration.objects.create(
        meeting=meeting, office=office, full_name=name, name_key=name_key(name), role=role,
        position=position, unit=office.name, mode=Meeting.Mode.ONLINE,
        email=f"{role}.{office.slug}@contoh.example", privacy_version=PRIVACY_VERSION,
        review=Registration.Review.ACCEPTED, reviewed_at=registered_at + timedelta(days=1),
        ticket_code=new_code(), created_at=registered_at, changed_at=registered_at,
    )  # fmt: skip
    issue_ticket(registration, registered_at)
    return registration
