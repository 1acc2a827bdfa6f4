"""What the letters of a rakor say, and the papers that were signed outside the portal."""

from datetime import date, datetime
from typing import NamedTuple

from django.core.files.base import File
from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.signed_pdf import Kept, kept_pdf
from meetings.actions.invitation_refusals import AlreadyWithdrawn, NotIssued
from meetings.models import Invitation, InvitationLetter, Meeting, Signatory


class Written(NamedTuple):
    """The text that letters to come are made of; those that are issued keep theirs."""

    signatory: Signatory | None
    dated_on: date | None
    subject: str
    opening: str
    closing: str
    copies: str
    with_agenda: bool


@transaction.atomic
def write_letter(*, meeting: Meeting, written: Written, by: User, at: datetime) -> InvitationLetter:
    # Whoever issues the letters holds the same lock: they are all of one text.
    Meeting.objects.locked(meeting.pk)
    letter, _ = InvitationLetter.objects.update_or_create(
        meeting=meeting, defaults=written._asdict()
    )
    audit.record("invitationletter.changed", target=letter, by=by, at=at)
    return letter


@transaction.atomic
def attach_signed(*, invitation: Invitation, file: File, by: User, at: datetime) -> Kept:
    """The PDF that the office gets instead of the one made here; replaces a former one.

    Raises AlreadyWithdrawn, NotIssued, ValidationError (not a PDF, too large, locked, signed
    electronically and with scripts ...).
    """
    invitation = _lock_issued(invitation)
    kept = kept_pdf(file)
    invitation.signed_pdf = kept.file
    invitation.save(update_fields=["signed_pdf"])
    audit.record(
        "invitation.signed", target=invitation, by=by, at=at,
        file="berkas asli" if kept.is_original else "ditulis ulang",
    )  # fmt: skip
    return kept


@transaction.atomic
def remove_signed(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """The office gets the paper made here again. Raises AlreadyWithdrawn, NotIssued."""
    invitation = _lock_issued(invitation)
    if invitation.signed_pdf:
        invitation.signed_pdf = ""
        invitation.save(update_fields=["signed_pdf"])
        audit.record("invitation.unsigned", target=invitation, by=by, at=at)
    return invitation


def _lock_issued(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting", "office")
    invitation = rows.get(pk=invitation.pk)
    if invitation.withdrawn_at is not None:
        raise AlreadyWithdrawn(invitation, invitation.withdrawn_at)
    if invitation.issued_at is None:
        raise NotIssued(invitation)
    return invitation
