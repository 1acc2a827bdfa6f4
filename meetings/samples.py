"""The sample rakor, their agendas, delegates and minutes; all marked as samples."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from meetings import sample_texts as texts
from meetings.actions.agenda_release import release_agenda
from meetings.actions.minutes import publish_minutes
from meetings.actions.registration import Delegate, register_delegate
from meetings.agenda import samples as agenda_samples
from meetings.invitations import samples as invitation_samples
from meetings.models import ActionItem, AskedField, Decision, Meeting, Minutes, Registration
from meetings.privacy import PRIVACY_VERSION
from provinces.models import Office, Province

MAKASSAR = "Asia/Makassar"
JAKARTA = "Asia/Jakarta"
TUESDAY = 1
# The place of the office that registers more delegates than its quota.
WAITS_AT = 2


def make_upcoming(*, host: Province, by: User, at: datetime) -> Meeting:
    """A rakor in Makassar, on a Tuesday three to four weeks after `at`, open for registration."""
    zone = ZoneInfo(MAKASSAR)
    first = _next(TUESDAY, at.astimezone(zone).date() + timedelta(days=21))
    opens_on = at.astimezone(zone).date() - timedelta(days=7)
    meeting = Meeting.objects.create(
        **_dates(first, opens_on, zone),
        slug=f"contoh-rakor-makassar-{first.year}",
        title=f"Rapat Koordinasi Balai TIK Pendidikan {first.year}",
        theme="Dari balai untuk sekolah: layanan digital yang menjangkau semua",
        description=texts.DESCRIPTION,
        starts_at=time(8, 0),
        zone=MAKASSAR,
        city="Makassar",
        venue="Hotel Contoh Losari",
        host_province=host,
        mode=Meeting.Mode.HYBRID,
        organisers="Pusdatin\nBLPT",
        registered_by=Meeting.RegisteredBy.OFFICES,
        seats_per_office=3,
        capacity=100,
        is_sample=True,
        published_at=datetime.combine(opens_on, time(8, 0), zone),
    )
    _ask(meeting)
    agenda_samples.make_agenda(meeting)
    meeting = _released(meeting, by=by, at=at - timedelta(days=3))
    invitation_samples.invite_samples(meeting, by=by, at=at - timedelta(days=2))
    return meeting


def _dates(first: date, announced_on: date, zone: ZoneInfo) -> dict[str, date | datetime]:
    """The timeline of a rakor of two days, announced and opened at once."""
    return {
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "announce_on": announced_on,
        "proposals_by": first - timedelta(days=10),
        "registration_opens_at": datetime.combine(announced_on, time(8, 0), zone),
        "registration_closes_at": datetime.combine(first - timedelta(days=7), time(16, 0), zone),
        "materials_by": first - timedelta(days=5),
        "minutes_due_on": first + timedelta(days=15),
    }


def _ask(meeting: Meeting) -> None:
    """Answers go a month after the rakor."""
    day = meeting.starts_on + timedelta(days=31)
    for kind, purpose in texts.ASKED:
        AskedField.objects.create(meeting=meeting, kind=kind, purpose=purpose, delete_on=day)


def make_earlier(*, by: User, at: datetime) -> Meeting:
    """A rakor held online six weeks before `at`, its minutes published two weeks later."""
    zone = ZoneInfo(JAKARTA)
    day = at.astimezone(zone).date() - timedelta(weeks=6)
    meeting = Meeting.objects.create(
        slug=f"contoh-rakor-daring-{day:%Y-%m}",
        title="Rapat Koordinasi Daring: Persiapan Rakor Makassar",
        theme="Menuntaskan rencana tindak lanjut",
        starts_on=day,
        starts_at=time(9, 0),
        zone=JAKARTA,
        mode=Meeting.Mode.ONLINE,
        organisers="BLPT",
        registered_by=Meeting.RegisteredBy.OFFICES,
        registration_opens_at=datetime.combine(day - timedelta(weeks=3), time(8, 0), zone),
        registration_closes_at=datetime.combine(day - timedelta(days=3), time(16, 0), zone),
        seats_per_office=2,
        quorum_percent=50,
        is_sample=True,
        published_at=at - timedelta(weeks=9),
    )
    agenda_samples.make_day(meeting, 1, texts.EARLIER_AGENDA)
    meeting = _released(meeting, by=by, at=at - timedelta(weeks=8))
    minutes, published_at = _write_minutes(meeting), at - timedelta(weeks=4)
    publish_minutes(minutes=minutes, by=by, at=published_at)
    # As if written then; else the panel would say that the draft has changed since.
    Minutes.objects.filter(pk=minutes.pk).update(changed_at=published_at)
    return meeting


def register_samples(meeting: Meeting, operators: Mapping[Office, User], *, at: datetime) -> None:
    """One to three delegates for each office in `operators`; one office sends one more than its
    quota, who waits. Their mails are queued.
    """
    companion, onsite = Registration.Role.COMPANION, Meeting.Mode.ONSITE
    roles = (Registration.Role.HEAD, companion, companion, companion)
    names = ("Kepala Balai", "Pendamping Satu", "Pendamping Dua", "Pendamping Tiga")
    modes = (onsite, onsite, Meeting.Mode.ONLINE, onsite)
    for number, (office, operator) in enumerate(operators.items()):
        for seat in range(4 if number == WAITS_AT else number % 3 + 1):
            delegate = Delegate(
                full_name=f"{names[seat]} {office.province.name} (contoh)",
                role=roles[seat],
                position="Kepala Balai" if seat == 0 else "Pranata Komputer Ahli Muda",
                unit=office.name,
                mobile=f"+6281200000{number * 4 + seat:03d}",
                email=f"peserta{seat + 1}.{office.slug}@contoh.example",
                mode=modes[seat],
                privacy_version=PRIVACY_VERSION,
                answers={AskedField.Kind.SHIRT: "L"},
            )
            # One after the other, so that lists by time show the heads first.
            moment = at - timedelta(hours=1) + timedelta(minutes=number * 4 + seat)
            register_delegate(
                meeting=meeting, office=office, delegate=delegate, by=operator, at=moment
            )


def _released(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    release_agenda(meeting=meeting, comment="Susunan acara pertama.", by=by, at=at)
    meeting.refresh_from_db()
    return meeting


def _next(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _write_minutes(meeting: Meeting) -> Minutes:
    minutes = Minutes.objects.create(meeting=meeting, **texts.MINUTES)
    Decision.objects.bulk_create(
        Decision(minutes=minutes, order=number, text=text)
        for number, text in enumerate(texts.DECISIONS, 1)
    )
    ActionItem.objects.bulk_create(
        ActionItem(
            minutes=minutes,
            order=number,
            task=task,
            responsible=responsible,
            due_on=meeting.starts_on + timedelta(days=days),
        )
        for number, (task, responsible, days) in enumerate(texts.ACTION_ITEMS, 1)
    )
    return minutes
