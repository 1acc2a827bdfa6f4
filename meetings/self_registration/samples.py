"""The sample webinar, for which anybody registers; marked as a sample."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from meetings import sample_texts as texts
from meetings.actions.agenda_release import release_agenda
from meetings.actions.registration import Delegate, register_person
from meetings.agenda import samples as agenda_samples
from meetings.models import Meeting, Registration
from meetings.privacy import PRIVACY_VERSION

ZONE = "Asia/Jakarta"
THURSDAY = 3
_PEOPLE = (
    ("Guru Satu", "SMA Contoh 1"),
    ("Guru Dua", "SMK Contoh 2"),
    ("Pengawas", "Dinas Contoh"),
)


def make_webinar(*, by: User, at: datetime) -> Meeting:
    """Online, on a Thursday at least six weeks after `at`, open; a few have registered."""
    today, zone = at.astimezone(ZoneInfo(ZONE)).date(), ZoneInfo(ZONE)
    day = today + timedelta(weeks=6)
    day += timedelta(days=(THURSDAY - day.weekday()) % 7)
    opens_at = datetime.combine(today - timedelta(days=2), time(8, 0), zone)
    meeting = Meeting.objects.create(
        slug=f"contoh-webinar-{day:%Y-%m}",
        title="Webinar Bahan Ajar Digital dari Balai",
        theme="Bahan ajar yang dapat dipakai tanpa jaringan",
        starts_on=day,
        starts_at=time(13, 30),
        zone=ZONE,
        mode=Meeting.Mode.ONLINE,
        conference_url="https://konferensi.contoh.example/webinar",
        organisers="BLPT",
        registered_by=Meeting.RegisteredBy.ANYBODY,
        registration_opens_at=opens_at,
        registration_closes_at=datetime.combine(day - timedelta(days=1), time(16, 0), zone),
        capacity=300,
        is_sample=True,
        published_at=opens_at,
    )
    agenda_samples.make_day(meeting, 1, texts.WEBINAR_AGENDA)
    release_agenda(meeting=meeting, comment="Susunan acara pertama.", by=by, at=opens_at)
    for number, (name, unit) in enumerate(_PEOPLE, 1):
        person = _person(f"{name} (contoh)", unit, number)
        register_person(meeting=meeting, delegate=person, at=at - timedelta(hours=number))
    return meeting


def _person(name: str, unit: str, number: int) -> Delegate:
    return Delegate(
        full_name=name,
        role=Registration.Role.PARTICIPANT,
        position=name.split()[0],
        unit=unit,
        mobile="",
        email=f"webinar{number}@contoh.example",
        mode=Meeting.Mode.ONLINE,
        privacy_version=PRIVACY_VERSION,
    )
