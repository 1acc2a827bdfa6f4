"""Invitations and letters of the outbox as tests need them."""

from itertools import count
from typing import Any

from meetings.models import Institution, Invitation, IssuedNumber, Meeting, OutboxMail
from provinces.models import Office
from tests.factories import NOW

_numbers = count(1)


def make_invitation(
    meeting: Meeting, office: Office, *, is_issued: bool = True, **fields: Any
) -> Invitation:
    """The letter of an office, issued unless told otherwise."""
    number = next(_numbers)
    defaults: dict[str, Any] = {"token": f"tautan-{number}", "prepared_at": NOW}
    if fields.get("withdrawn_at"):
        defaults["withdraw_reason"] = "Keliru."
    if is_issued:
        defaults |= {"number": _issued_number(number), "content": {}, "issued_at": NOW}
    return Invitation.objects.create(meeting=meeting, office=office, **{**defaults, **fields})


def make_letter(meeting: Meeting, office: Office | None = None, **fields: Any) -> OutboxMail:
    """A letter that waits for a person."""
    number = next(_numbers)
    defaults = {
        "kind": OutboxMail.Kind.RELEASED,
        "occasion": "v1",
        "to": f"surat{number}@dinas.example",
        "subject": f"Susunan acara {number}",
        "text": f"Yth. Penerima {number},\n",
        "made_at": NOW,
    }
    return OutboxMail.objects.create(meeting=meeting, office=office, **{**defaults, **fields})


def _issued_number(serial: int) -> IssuedNumber:
    name = f"Penerbit {serial}"
    institution = Institution.objects.create(name=name, short_name=name, city="Jakarta")
    return IssuedNumber.objects.create(
        institution=institution, kind="undangan", year=2026, serial=1, text=f"{serial}/2026",
        subject="Undangan", issued_at=NOW,
    )  # fmt: skip
