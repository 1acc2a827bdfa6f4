"""Certificates of a rakor: issued to all who earned one, revoked singly with a reason."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.aftermath.certificates import Earned, content_of, earned, new_code
from meetings.attendance.records import attendance_of
from meetings.models import Aftercare, Certificate, Meeting, Registration
from meetings.states import MeetingState, state_of

CertificatesByPerson = dict[UUID, list[Certificate]]


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


class StillValid(CertificateRefused):
    def __init__(self, certificate: Certificate) -> None:
        super().__init__(
            f"Setiap orang memegang satu sertifikat yang sah; {certificate.code} masih sah. "
            "Cabut dahulu sertifikat itu bila hendak diganti."
        )


class NotEarned(CertificateRefused):
    def __init__(self, registration: Registration, one: Earned | None) -> None:
        super().__init__(
            f"Sertifikat diberikan kepada yang hadir sedikitnya pada {one.needed} dari "
            f"{one.sessions} sesi; {registration.full_name} hadir pada {one.attended}."
            if one
            else "Sertifikat diberikan kepada yang mempunyai kursi; pendaftaran "
            f"{registration.full_name} sudah berakhir."
        )


class Issue(NamedTuple):
    """left_out: earned one, and had only such as were revoked."""

    made: list[Certificate]
    left_out: list[Registration]


def standing(meeting: Meeting, aftercare: Aftercare) -> list[Earned]:
    """What each person with a seat earned, as it stands now. Seven statements."""
    attendance = attendance_of(meeting, list(meeting.sessions.all()))
    people = meeting.registrations.seated().select_related("office").order_by("full_name", "pk")
    return earned(attendance, list(people), aftercare.sessions_percent)


@transaction.atomic
def issue_certificates(*, meeting: Meeting, by: User, at: datetime) -> Issue:
    """One for each who earned it and never had one. Again is harmless.

    Whose certificate was revoked gets another by replace_certificate() alone: it may have been
    given to somebody who should have none. Raises NotFinished, NobodySigns, NoSessions.
    """
    meeting, aftercare = _ready(meeting, at)
    people = [one for one in standing(meeting, aftercare) if one.is_entitled]
    had = certificates_of(meeting)
    fresh = [one for one in people if one.registration.pk not in had]
    left_out = [one.registration for one in people if is_left_out(one, had)]
    made = _issue(meeting, aftercare, fresh, by, at)
    if made:
        audit.record(
            "certificate.issued", target=meeting, by=by, at=at,
            certificates=len(made), left_out=len(left_out),
        )  # fmt: skip
    return Issue(made, left_out)


def is_left_out(one: Earned, had: CertificatesByPerson) -> bool:
    """True if `one` earned a certificate that the next issue to all will not make."""
    own = had.get(one.registration.pk, [])
    return one.is_entitled and bool(own) and all(each.revoked_at for each in own)


@transaction.atomic
def replace_certificate(*, registration: Registration, by: User, at: datetime) -> Certificate:
    """Another one, with what is known now, for whose certificate was revoked.

    Raises StillValid, NotEarned, and as issue_certificates().
    """
    meeting, aftercare = _ready(registration.meeting, at)
    if (valid := certificate_of(registration)) is not None:
        raise StillValid(valid)
    people = standing(meeting, aftercare)
    own = next((one for one in people if one.registration.pk == registration.pk), None)
    if own is None or not own.is_entitled:
        raise NotEarned(registration, own)
    (made,) = _issue(meeting, aftercare, [own], by, at)
    audit.record("certificate.replaced", target=made, by=by, at=at)
    return made


def _ready(meeting: Meeting, at: datetime) -> tuple[Meeting, Aftercare]:
    """The locked rakor and who signs. Raises NotFinished, NobodySigns, NoSessions."""
    meeting = Meeting.objects.select_related("host_province").locked(meeting.pk)
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
    return Certificate.objects.bulk_create(
        Certificate(
            registration=one.registration,
            code=new_code(),
            content=content_of(meeting, aftercare, one),
            issued_at=at,
            issued_by=by,
        )
        for one in people
    )


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


def certificates_of(meeting: Meeting) -> CertificatesByPerson:
    """All of the rakor, the latest first. One query."""
    found: CertificatesByPerson = {}
    rows = Certificate.objects.filter(registration__meeting=meeting)
    for certificate in rows.order_by("-issued_at", "-pk"):
        found.setdefault(certificate.registration_id, []).append(certificate)
    return found
