"""What became of a delegation once its rakor is over: who was recorded, and the certificates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from accounts.models import User
from meetings.attendance.presence import counts
from meetings.delegations.person import person_row
from meetings.delegations.reaching import crumbs
from meetings.models import Certificate, Meeting, Registration, Scan
from meetings.states import over_at
from provinces.models import Office

Row = dict[str, Any]
Certificates = dict[UUID, Certificate]
_GIVEN, _REVOKED = "Unduh PDF", "Dicabut"


class Afterwards(NamedTuple):
    """Of one person. attended: of all `sessions` of the rakor, as a certificate counts them.

    certificate: empty without one. url: of the paper, or of the page that says it was revoked.
    """

    attended: int
    sessions: int
    certificate: str = ""
    url: str = ""

    @property
    def presence(self) -> str:
        if not self.sessions:
            return "Tidak dicatat"
        return f"{self.attended} dari {self.sessions} sesi"


def is_past(meeting: Meeting, at: datetime) -> bool:
    """True once it was held; of a cancelled one there is nothing to tell."""
    return meeting.cancelled_at is None and at >= over_at(meeting)


def past_context(meeting: Meeting, office: Office, *, by: User, at: datetime) -> Row:
    """What the page of a delegation shows then. As many statements, whatever their number."""
    everybody = list(
        meeting.registrations.filter(office=office)
        .select_related("letter", "replaces", "replaced_by")
        .order_by("created_at", "full_name", "pk")
    )
    seated = [one for one in everybody if one.has_seat]
    others = [one for one in everybody if not one.has_seat]
    found = afterwards_of(meeting, everybody)

    def row(one: Registration) -> Row:
        return person_row(meeting, one, offer=None, line=None, by=by, at=at)

    return {
        "meeting": meeting,
        "office": office,
        "facts": _facts(len(seated), list(found.values())),
        "people": [{**row(one), "afterwards": found[one.pk]} for one in seated],
        "others": [_other(row(one), found[one.pk]) for one in others],
        "letters_url": f"{reverse('meetings:letters', args=[meeting.slug])}?balai={office.slug}",
        "excuses_url": f"{reverse('meetings:excuses', args=[meeting.slug])}?balai={office.slug}",
        "years_url": f"{office.get_absolute_url()}#kehadiran",
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, (f"Delegasi {office.name}", "")),
    }


def afterwards_of(meeting: Meeting, people: Sequence[Registration]) -> dict[UUID, Afterwards]:
    """By key. Three statements, whatever their number."""
    keys = [one.pk for one in people]
    sessions, seen, certificates = meeting.sessions.count(), _seen(keys), _certificates(keys)
    return {
        one.pk: Afterwards(len(seen[one.pk]), sessions, *_certificate(meeting, one, certificates))
        for one in people
    }


def _other(row: Row, found: Afterwards) -> Row:
    """Whoever came before somebody else took over is told with that."""
    if row["is_waiting"]:
        reason = "Di daftar tunggu sampai rakor selesai."
        row = {**row, "ended": "Tanpa kursi", "reason": reason}
    if not found.attended:
        return row
    reasons = (row["reason"], f"Tercatat hadir {found.presence}")
    return {**row, "reason": " · ".join(reason for reason in reasons if reason)}


def _facts(seated: int, found: Sequence[Afterwards]) -> list[Row]:
    came = sum(one.attended > 0 for one in found)
    given = sum(one.certificate == _GIVEN for one in found)
    return [
        {"label": "Terdaftar", "value": f"{seated} orang"},
        {"label": "Tercatat hadir", "value": f"{came} orang"},
        {"label": "Sertifikat", "value": f"{given} orang"},
    ]


def _seen(keys: Sequence[UUID]) -> dict[UUID, set[int]]:
    """The sessions in which each was recorded by a fact that counts."""
    seen: dict[UUID, set[int]] = defaultdict(set)
    facts = Scan.objects.filter(registration__in=keys)
    rows = facts.values_list("registration", "session", "flags", "ruling__counts")
    for person, session, flags, ruling in rows:
        if counts(flags, ruling):
            seen[person].add(session)
    return seen


def _certificates(keys: Sequence[UUID]) -> Certificates:
    """The valid one of each, else the one that was revoked last."""
    rows = Certificate.objects.filter(registration__in=keys)
    rows = rows.order_by(F("revoked_at").asc(nulls_last=True))
    return {one.registration_id: one for one in rows}


def _certificate(
    meeting: Meeting, registration: Registration, found: Certificates
) -> tuple[str, str]:
    certificate = found.get(registration.pk)
    if certificate is None:
        return "", ""
    if certificate.revoked_at is not None:
        return _REVOKED, reverse("meetings:certificate", args=[certificate.code])
    address = [meeting.slug, registration.pk]
    return _GIVEN, reverse("meetings:delegate_certificate", args=address)
