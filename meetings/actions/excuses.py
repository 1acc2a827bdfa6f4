"""Who says beforehand, or afterwards, that they are not there, and why.

Why may be that somebody is ill: neither kind nor note reaches the audit trail.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from meetings.models import AttendanceSession, Excuse, Meeting, Registration
from meetings.permissions import keeps_registrations, may_register_for
from meetings.states import over_at
from provinces.models import Office


class ExcuseRefused(Exception):
    """It cannot be recorded or taken back; says why, in a sentence for the reader."""


class NotYourOffice(ExcuseRefused):
    def __init__(self) -> None:
        super().__init__(
            "Keterangan tidak hadir dicatat oleh petugas balai itu sendiri atau sekretariat."
        )


class MeetingOver(ExcuseRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"{meeting} sudah selesai ({meeting.dates}). Sesudahnya keterangan tidak hadir dicatat "
            "oleh sekretariat."
        )


class MeetingCancelled(ExcuseRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting} dibatalkan: {meeting.cancel_reason}")


class OfOtherMeeting(ExcuseRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"Peserta atau sesi itu bukan dari {meeting}.")


class NotComing(ExcuseRefused):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"{registration.full_name} tidak terdaftar lagi atau belum mendapat kursi; keterangan "
            "tidak hadir hanya untuk yang punya kursi."
        )


class AlreadySaid(ExcuseRefused):
    def __init__(self, whose: str, session: AttendanceSession | None) -> None:
        about = f"sesi “{session}”" if session else "seluruh rakor"
        super().__init__(
            f"Keterangan tidak hadir {whose} untuk {about} sudah ada. Tarik dahulu yang lama untuk "
            "mengubahnya."
        )


class AlreadyWithdrawn(ExcuseRefused):
    def __init__(self) -> None:
        super().__init__("Keterangan itu sudah ditarik.")


@transaction.atomic
def record_excuse(
    *,
    meeting: Meeting,
    of: Office | Registration,
    kind: str,
    note: str = "",
    session: AttendanceSession | None = None,
    by: User,
    at: datetime,
) -> Excuse:
    """of: an office as a whole, or one person; session None: the whole rakor.

    Raises NotYourOffice, MeetingOver, MeetingCancelled, OfOtherMeeting, NotComing, AlreadySaid.
    """
    person = of if isinstance(of, Registration) else None
    office = None if isinstance(of, Registration) else of
    _check_may_say(meeting, person.office if person else office, by, at)
    if session is not None and session.meeting_id != meeting.pk:
        raise OfOtherMeeting(meeting)
    if person is not None:
        rows = Registration.objects.select_for_update(of=("self",), no_key=True)
        person = rows.get(pk=person.pk)
        _check_coming(meeting, person)
    try:
        # A savepoint: the constraint is the last word, and the reader gets a sentence.
        with transaction.atomic():
            excuse = Excuse.objects.create(
                meeting=meeting, office=office, registration=person, session=session, kind=kind,
                note=" ".join(note.split()), recorded_at=at, recorded_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadySaid(str(of), session) from error
    audit.record("excuse.recorded", target=meeting, by=by, at=at, **_about(excuse))
    return excuse


@transaction.atomic
def withdraw_excuse(*, excuse: Excuse, by: User, at: datetime) -> None:
    """The row stays, its note goes. Raises NotYourOffice, MeetingOver, AlreadyWithdrawn."""
    rows = Excuse.objects.select_for_update(of=("self",))
    rows = rows.select_related("meeting", "office", "registration__office", "session")
    excuse = rows.get(pk=excuse.pk)
    office = excuse.registration.office if excuse.registration else excuse.office
    _check_may_say(excuse.meeting, office, by, at)
    if excuse.withdrawn_at is not None:
        raise AlreadyWithdrawn
    excuse.withdrawn_at, excuse.note = at, ""
    excuse.save(update_fields=["withdrawn_at", "note"])
    audit.record("excuse.withdrawn", target=excuse.meeting, by=by, at=at, **_about(excuse))


def _check_may_say(meeting: Meeting, office: Office | None, by: User, at: datetime) -> None:
    if meeting.cancelled_at is not None:
        raise MeetingCancelled(meeting)
    if keeps_registrations(by):
        return
    if office is None or not may_register_for(by, office):
        raise NotYourOffice
    if at >= over_at(meeting):
        raise MeetingOver(meeting)


def _check_coming(meeting: Meeting, person: Registration) -> None:
    if person.meeting_id != meeting.pk:
        raise OfOtherMeeting(meeting)
    if not person.has_seat:
        raise NotComing(person)


def _about(excuse: Excuse) -> dict[str, str]:
    """Of whom and when; never why."""
    return {
        "office": excuse.office.name if excuse.office else "",
        "delegate": excuse.registration.full_name if excuse.registration else "",
        "session": excuse.session.title if excuse.session else "",
    }
