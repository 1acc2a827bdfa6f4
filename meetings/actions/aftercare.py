"""After a rakor: until when it is evaluated, who signs certificates, and thanks to who came."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from accounts import audit
from accounts.models import User
from forum_portal.lib import mail
from forum_portal.lib.dates import moment
from forum_portal.lib.sample_mark import marked
from meetings.actions.outbox import Draft, prepare
from meetings.attendance.presence import PersonState
from meetings.attendance.records import attendance_of
from meetings.models import Aftercare, Certificate, Meeting, OutboxMail, Registration, Signatory
from meetings.states import MeetingState, state_of


class AftercareRefused(Exception):
    """A rule forbids it; the message says which, and on which data."""


class NotFinished(AftercareRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"Ucapan terima kasih disiapkan sesudah rakor selesai; {meeting.title} "
            f"berlangsung {meeting.dates}."
        )


class NobodyCame(AftercareRefused):
    def __init__(self) -> None:
        super().__init__("Belum ada peserta yang tercatat hadir pada rakor ini.")


class Settings(NamedTuple):
    evaluation_opens_at: datetime | None
    evaluation_closes_at: datetime | None
    sessions_percent: int
    signatory: Signatory | None
    dated_on: date | None


@transaction.atomic
def set_aftercare(*, meeting: Meeting, values: Settings, by: User, at: datetime) -> Aftercare:
    """What the rakor does afterwards. Certificates that are issued stay as they are."""
    aftercare, _ = Aftercare.objects.select_for_update(of=("self",)).get_or_create(meeting=meeting)
    changed = [
        name for name, value in values._asdict().items() if getattr(aftercare, name) != value
    ]
    for name in changed:
        setattr(aftercare, name, getattr(values, name))
    if changed:
        aftercare.save(update_fields=changed)
        audit.record("aftercare.changed", target=meeting, by=by, at=at, fields=changed)
    return aftercare


@transaction.atomic
def prepare_thanks(*, meeting: Meeting, by: User, at: datetime) -> int:
    """A mail in the outbox for each who was present and has none yet; how many are new.

    Raises NotFinished, NobodyCame.
    """
    if state_of(meeting, at) != MeetingState.FINISHED:
        raise NotFinished(meeting)
    people = _present(meeting)
    if not people:
        raise NobodyCame
    return prepare(
        meeting=meeting,
        kind=OutboxMail.Kind.THANKS,
        occasion="",
        drafts=_drafts(meeting, people, at),
        by=by,
        at=at,
    )


def _present(meeting: Meeting) -> list[Registration]:
    """Whoever was seen in a session and can still be written to."""
    sessions = list(meeting.sessions.all())
    attendance = attendance_of(meeting, sessions)
    there = {
        person
        for session in sessions
        for person, presence in attendance.presence(session).people.items()
        if presence.state == PersonState.PRESENT
    }
    found = meeting.registrations.seated().filter(pk__in=there).exclude(email="")
    return list(found.select_related("office").order_by("full_name", "pk"))


def _drafts(meeting: Meeting, people: list[Registration], at: datetime) -> Iterator[Draft]:
    aftercare = Aftercare.objects.filter(meeting=meeting).first()
    valid = Certificate.objects.filter(registration__meeting=meeting, revoked_at=None)
    have = set(valid.values_list("registration", flat=True))
    closes = aftercare.evaluation_closes_at if aftercare else None
    asks = closes is not None and closes > at and meeting.evaluation_questions.exists()
    subject = f"Terima kasih telah mengikuti {meeting.title}"
    for registration in people:
        own_url = f"{settings.SITE_URL}{registration.get_absolute_url()}"
        context = {
            "registration": registration,
            "meeting": meeting,
            "own_url": own_url,
            "has_certificate": registration.pk in have,
            "evaluation_until": moment(closes, meeting.zone) if asks and closes else "",
            "meeting_url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
            **mail.signature(),
        }
        yield Draft(
            to=registration.email,
            subject=marked(subject, meeting.is_sample),
            text=render_to_string("meetings/emails/thanks.txt", context),
            office=registration.office,
            registration=registration,
        )
