"""Certificates of a rakor: issued to all who earned one, revoked singly with a reason."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.aftermath.certificates import Earned, content_of, earned, new_code
from meetings.attendance.records import attendance_of
from meetings.models import Aftercare, Certificate, Meeting, Registration
from meetings.states import MeetingState, state_of


class CertificateRefused(Exception):
    """A rule forbids it; the message says which, and on which data."""


class NotFinished(CertificateRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"Sertifikat diterbitkan sesudah rakor selesai; {meeting.title} "
            f"berlangsung {meeting.dates}."
        )


class NobodySigns(CertificateRefused):
    def __init__(self) -> None:
        super().__init__("Isi dahulu penanda tangan dan tanggal sertifikat.")


class NoSessions(CertificateRefused):
    def __init__(self) -> None:
        super().__init__(
            "Rakor ini tidak punya sesi presensi, sehingga kehadirannya tidak tercatat."
        )


class AlreadyRevoked(CertificateRefused):
    def __init__(self, certificate: Certificate) -> None:
        super().__init__(f"Sertifikat {certificate.code} sudah dicabut.")


def standing(meeting: Meeting, aftercare: Aftercare) -> list[Earned]:
    """What each person with a seat earned, as it stands now. Seven statements."""
    attendance = attendance_of(meeting, list(meeting.sessions.all()))
    people = meeting.registrations.seated().select_related("office").order_by("full_name", "pk")
    return earned(attendance, list(people), aftercare.sessions_percent)


@transaction.atomic
def issue_certificates(*, meeting: Meeting, by: User, at: datetime) -> list[Certificate]:
    """One for each who earned it and never had one. Again is harmless.

    Whose certificate was revoked gets another by replace_certificate() alone: it may have been
    given to somebody who should have none. Raises NotFinished, NobodySigns, NoSessions.
    """
    meeting, aftercare = _ready(meeting, at)
    former = Certificate.objects.filter(registration__meeting=meeting)
    had = set(former.values_list("registration", flat=True))
    people = [one for one in standing(meeting, aftercare) if one.registration.pk not in had]
    return _issue(meeting, aftercare, people, by, at)


@transaction.atomic
def replace_certificate(
    *, registration: Registration, by: User, at: datetime
) -> Certificate | None:
    """Another one, with what is known now, for whose certificate was revoked.

    None where one is valid or none is earned. Raises as issue_certificates().
    """
    meeting, aftercare = _ready(registration.meeting, at)
    if certificate_of(registration) is not None:
        return None
    people = standing(meeting, aftercare)
    own = [one for one in people if one.registration.pk == registration.pk]
    return next(iter(_issue(meeting, aftercare, own, by, at)), None)


def _ready(meeting: Meeting, at: datetime) -> tuple[Meeting, Aftercare]:
    """The locked rakor and who signs. Raises NotFinished, NobodySigns, NoSessions."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("host_province")
    meeting = rows.get(pk=meeting.pk)
    if state_of(meeting, at) != MeetingState.FINISHED:
        raise NotFinished(meeting)
    found = Aftercare.objects.filter(meeting=meeting).select_related("signatory__institution")
    aftercare = found.first()
    if aftercare is None or aftercare.signatory is None or aftercare.dated_on is None:
        raise NobodySigns
    if not meeting.sessions.exists():
        raise NoSessions
    return meeting, aftercare


def _issue(
    meeting: Meeting, aftercare: Aftercare, people: list[Earned], by: User, at: datetime
) -> list[Certificate]:
    made = Certificate.objects.bulk_create(
        Certificate(
            registration=one.registration,
            code=new_code(),
            content=content_of(meeting, aftercare, one),
            issued_at=at,
            issued_by=by,
        )
        for one in people
        if one.is_entitled
    )
    if made:
        audit.record("certificate.issued", target=meeting, by=by, at=at, certificates=len(made))
    return made


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, by: User, at: datetime
) -> Certificate:
    """The certificate, void from now on; its address says so. Raises AlreadyRevoked."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("registration")
    certificate = rows.get(pk=certificate.pk)
    if certificate.revoked_at is not None:
        raise AlreadyRevoked(certificate)
    certificate.revoked_at, certificate.revoke_reason = at, reason
    certificate.save(update_fields=["revoked_at", "revoke_reason"])
    audit.record("certificate.revoked", target=certificate, by=by, at=at, reason=reason)
    return certificate


def certificate_of(registration: Registration) -> Certificate | None:
    """The valid one, or None. One query."""
    return registration.certificates.filter(revoked_at=None).first()
