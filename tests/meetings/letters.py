"""What tests of letters need: an institution that may issue them, a rakor that may invite."""

from datetime import date, datetime, time
from typing import Any

from accounts.models import User
from meetings.actions.invitations import issue_letters, prepare_invitations
from meetings.invitations.letter import suggested_texts
from meetings.models import (
    Institution,
    Invitation,
    InvitationLetter,
    Meeting,
    NumberPattern,
    Signatory,
)
from provinces.models import Office
from tests.factories import NOW, TODAY, make_meeting, make_province


def make_institution(*, kinds: tuple[str, ...] = ("undangan",), **fields: Any) -> Institution:
    """BLPT with one signatory, and a pattern for each of `kinds`."""
    short_name = fields.get("short_name", "BLPT")
    defaults = {
        "name": f"Nama lengkap {short_name}",
        "short_name": short_name,
        "parents": "Kementerian Pendidikan Dasar dan Menengah",
        "address": "Jalan Contoh 1\nJakarta 10000",
        "city": "Jakarta",
        "unit_code": "BL",
    }
    institution = Institution.objects.create(**{**defaults, **fields})
    Signatory.objects.create(
        institution=institution,
        name="Dr. Wening Lestari, M.Pd.",
        position=f"Kepala {short_name}",
        nip="197001011995122001",
    )
    for number, kind in enumerate(kinds, 1):
        NumberPattern.objects.create(
            institution=institution, kind=kind, classification=f"DM.{number:02}"
        )
    return institution


def make_letter(meeting: Meeting, **fields: Any) -> InvitationLetter:
    """The suggested letter, signed by the institution's own and dated TODAY."""
    signatory = meeting.issuer.signatories.first() if meeting.issuer else None
    texts = suggested_texts(meeting)._asdict()
    defaults = {**texts, "signatory": signatory, "dated_on": TODAY}
    return InvitationLetter.objects.create(meeting=meeting, **{**defaults, **fields})


def make_inviting_meeting(
    *, issuer_is_sample: bool = False, with_agenda: bool = False, **fields: Any
) -> Meeting:
    """A published rakor on 15 and 16 December from 08.00 WITA, with all that its letters need."""
    defaults = {
        "slug": "rakor-uji",
        "title": "Rakor Uji",
        "theme": "Tema uji",
        "organisers": "Pusdatin\nBLPT",
        "starts_at": time(8),
        "venue": "Hotel Uji",
        "costs_note": "Biaya perjalanan ditanggung balai.",
        "answer_by": date(2026, 12, 8),
    }
    if "host_province" not in fields:
        fields["host_province"] = make_province(name="Sulawesi Uji")
    if "issuer" not in fields:
        fields["issuer"] = make_institution(is_sample=issuer_is_sample)
    meeting = make_meeting(**{**defaults, **fields})
    make_letter(meeting, with_agenda=with_agenda, copies="Kepala Pusdatin\nKepala Dinas")
    return meeting


def invited(meeting: Meeting, office: Office, *, by: User, at: datetime = NOW) -> Invitation:
    """The office's invitation, issued and lying in the outbox; all member offices get theirs."""
    Office.objects.filter(pk=office.pk, city="").update(city="Banda Aceh")
    prepare_invitations(meeting=meeting, by=by, at=at)
    issue_letters(meeting=meeting, by=by, at=at)
    return meeting.invitations.select_related("office", "meeting", "number").get(office=office)


def deliver(meeting: Meeting, *, at: datetime = NOW) -> None:
    """As if a person had sent all that lies in the outbox."""
    meeting.outbox.filter(sent_at=None, dropped_at=None).update(sent_at=at)
