"""Inviting the offices to a rakor: prepared, issued with numbers, put in the outbox, withdrawn.

Each action locks the rakor first. What leaves for an office is only laid in the outbox; a person
sends it from there.
"""

import secrets
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from meetings.actions.invitation_refusals import (
    AlreadyInvited,
    AlreadyWithdrawn,
    InvitationRefused,
    MeetingEnded,
    NobodyToInvite,
    NobodyToRemind,
    NotAMember,
    NothingToIssue,
    NotIssued,
    NotReady,
)
from meetings.actions.numbering import issue_number, void_number
from meetings.actions.outbox import Draft, prepare, release_hold
from meetings.convening.readiness import missing_to_invite
from meetings.invitations import emails
from meetings.invitations.letter import letter_content, missing_parts
from meetings.invitations.roll import (
    in_order,
    members_on,
    not_invited,
    reached_at,
    to_remind,
    without_letter_in_outbox,
)
from meetings.models import Invitation, InvitationLetter, Meeting, NumberKind, OutboxMail
from meetings.states import over_at
from provinces.campaign_roll import with_addresses
from provinces.models import Office

TOKEN_BYTES = 32


class Issued(NamedTuple):
    """How many letters got a number, how many mails lie in the outbox, who has no address."""

    letters: int
    mails: int
    without_address: list[Office]


class Reminded(NamedTuple):
    offices: int
    mails: int


@transaction.atomic
def prepare_invitations(*, meeting: Meeting, by: User, at: datetime) -> list[Invitation]:
    """One invitation for each member office of today that never had one.

    An office whose invitation was withdrawn is invited again by invite_office alone.
    Raises MeetingEnded, NobodyToInvite.
    """
    meeting = _lock_coming(meeting, at)
    today = timezone.localdate(at)
    offices = members_on(today).exclude(invitations__meeting=meeting)
    made = Invitation.objects.bulk_create(_invitation(meeting, office, at) for office in offices)
    if not made:
        raise NobodyToInvite(today)
    audit.record("meeting.invitations_prepared", target=meeting, by=by, at=at, offices=len(made))
    return made


@transaction.atomic
def invite_office(*, meeting: Meeting, office: Office, by: User, at: datetime) -> Invitation:
    """Adds one office, or invites one again: with a new link, and a new number when issued.

    Raises MeetingEnded, AlreadyInvited, NotAMember.
    """
    meeting = _lock_coming(meeting, at)
    today = timezone.localdate(at)
    former = Invitation.objects.filter(meeting=meeting, office=office).first()
    if former is not None and former.withdrawn_at is None:
        raise AlreadyInvited(office, meeting)
    if not not_invited(meeting, today).filter(pk=office.pk).exists():
        raise NotAMember(office, today)
    invitation = _invitation(meeting, office, at)
    if former is not None:
        # Its row is taken over whole: the trail and the voided number tell what it was.
        invitation.pk = former.pk
    invitation.save(force_insert=former is None)
    audit.record("invitation.office_added", target=invitation, by=by, at=at)
    return invitation


@transaction.atomic
def issue_letters(*, meeting: Meeting, by: User, at: datetime) -> Issued:
    """Numbers and freezes the letters that are not, and lays each in the outbox of its office.

    Numbers follow the order of the provinces. Where all mails of a letter were dropped, those to
    the office's addresses wait again. Raises MeetingEnded, NotReady, NothingToIssue,
    meetings.actions.numbering.NumberRefused.
    """
    meeting = _lock_coming(meeting, at)
    letter = _ready_letter(meeting, at)
    fresh = in_order(meeting.invitations.current().filter(issued_at=None))
    issued = [
        _issue(invitation, meeting, letter, by, at)
        for invitation in fresh.prefetch_related("office__former_names")
    ]
    waiting = list(in_order(without_letter_in_outbox(meeting.invitations.current())))
    mails, silent = _lay_in_outbox(waiting, by, at)
    if not issued and not mails:
        raise NothingToIssue
    audit.record(
        "meeting.invitations_issued", target=meeting, by=by, at=at, offices=len(issued),
        letters=mails,
    )  # fmt: skip
    return Issued(len(issued), mails, silent)


@transaction.atomic
def mail_letter(*, invitation: Invitation, address: str, by: User, at: datetime) -> int:
    """Lays the letter in the outbox for one more address; 0 if it lies there for it already.

    Raises MeetingEnded, AlreadyWithdrawn, NotIssued.
    """
    _lock_coming(invitation.meeting, at)
    invitation = _lock_current(invitation)
    if invitation.issued_at is None:
        raise NotIssued(invitation)
    return _lay(invitation, OutboxMail.Kind.INVITATION, emails.inviting(invitation, [address]),
                _occasion(invitation), by, at)  # fmt: skip


@transaction.atomic
def remind_unanswered(*, meeting: Meeting, by: User, at: datetime) -> Reminded:
    """A reminder in the outbox for each office that got its letter and has not answered.

    Raises MeetingEnded, NobodyToRemind.
    """
    meeting = _lock_coming(meeting, at)
    waiting = list(to_remind(meeting, at))
    day = timezone.localdate(at).isoformat()
    mails = 0
    for invitation in waiting:
        drafts = emails.reminding(invitation, reached_at(invitation))
        occasion = f"{_occasion(invitation)}-{day}"
        mails += _lay(invitation, OutboxMail.Kind.REMINDER, drafts, occasion, by, at)
    if not mails:
        raise NobodyToRemind
    audit.record(
        "meeting.invitations_reminded", target=meeting, by=by, at=at, offices=len(waiting),
        letters=mails,
    )  # fmt: skip
    return Reminded(len(waiting), mails)


@transaction.atomic
def withdraw_invitation(
    *, invitation: Invitation, reason: str, by: User, at: datetime
) -> Invitation:
    """The invitation, no longer valid: its link says so, its number is void, unsent mails go.

    Where its letter has left, another lies in the outbox that takes it back.
    Raises AlreadyWithdrawn, InvitationRefused (no reason).
    """
    Meeting.objects.locked(invitation.meeting_id)
    invitation = _lock_current(invitation)
    reason = " ".join(reason.split())
    if not reason:
        raise InvitationRefused("Penarikan undangan memerlukan alasan; balainya dapat membacanya.")
    invitation.withdrawn_at, invitation.withdraw_reason = at, reason
    invitation.save(update_fields=["withdrawn_at", "withdraw_reason"])
    because = f"Undangan ditarik: {reason}"[:300]
    if invitation.number is not None:
        void_number(number=invitation.number, reason=because, by=by, at=at)
    unsent = OutboxMail.objects.filter(invitation=invitation, sent_at=None, dropped_at=None)
    # What takes back an earlier letter to the office is still to be told.
    unsent = unsent.exclude(kind=OutboxMail.Kind.WITHDRAWN)
    # In the order in which whoever sends or holds letters locks them.
    list(unsent.order_by("pk").select_for_update(of=("self",)))
    unsent.update(held_at=None, dropped_at=at, drop_reason=because)
    drafts = emails.withdrawing(invitation, reached_at(invitation))
    _lay(invitation, OutboxMail.Kind.WITHDRAWN, drafts, _occasion(invitation), by, at)
    audit.record("invitation.withdrawn", target=invitation, by=by, at=at, reason=reason)
    return invitation


def _lock_coming(meeting: Meeting, at: datetime) -> Meeting:
    """The rakor, locked until the transaction ends. Raises MeetingEnded."""
    rows = Meeting.objects.select_related("issuer", "host_province", "current_release")
    meeting = rows.locked(meeting.pk)
    if meeting.cancelled_at is not None or at >= over_at(meeting):
        raise MeetingEnded(meeting)
    return meeting


def _lock_current(invitation: Invitation) -> Invitation:
    """Raises AlreadyWithdrawn."""
    rows = Invitation.objects.select_for_update(of=("self",))
    found = rows.select_related("meeting__host_province", "office", "number").get(pk=invitation.pk)
    if found.withdrawn_at is not None:
        raise AlreadyWithdrawn(found, found.withdrawn_at)
    return found


def _invitation(meeting: Meeting, office: Office, at: datetime) -> Invitation:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return Invitation(meeting=meeting, office=office, token=token, prepared_at=at)


def _ready_letter(meeting: Meeting, at: datetime) -> InvitationLetter:
    """Raises NotReady."""
    letters = InvitationLetter.objects.select_related("signatory")
    letter = letters.filter(meeting=meeting).first() or InvitationLetter(meeting=meeting)
    letter.meeting = meeting
    if missing := [*missing_to_invite(meeting, at), *missing_parts(letter)]:
        raise NotReady(missing)
    return letter


def _issue(
    invitation: Invitation, meeting: Meeting, letter: InvitationLetter, by: User, at: datetime
) -> Invitation:
    """Of a letter that is ready."""
    if meeting.issuer is None or letter.dated_on is None:
        raise ValueError(f"{letter} has no institution or date")
    invitation.number = issue_number(
        institution=meeting.issuer,
        kind=NumberKind.INVITATION,
        subject=f"{letter.subject}: {invitation.office}"[:300],
        on=letter.dated_on,
        by=by,
        at=at,
        meeting=meeting,
    )
    invitation.content = letter_content(
        letter=letter,
        meeting=meeting,
        office=invitation.office,
        number=invitation.number.text,
        token=invitation.token,
    )
    invitation.issued_at = at
    invitation.save(update_fields=["number", "content", "issued_at"])
    return invitation


def _lay_in_outbox(
    invitations: list[Invitation], by: User, at: datetime
) -> tuple[int, list[Office]]:
    """How many mails are new, and the offices that the portal has no address of."""
    found = with_addresses(invitation.office for invitation in invitations)
    mails = 0
    for invitation, asked in zip(invitations, found, strict=True):
        drafts = emails.inviting(invitation, asked.addresses)
        occasion = _occasion(invitation)
        mails += _lay(invitation, OutboxMail.Kind.INVITATION, drafts, occasion, by, at)
        mails += _take_back(invitation, asked.addresses, by, at)
    return mails, [asked.office for asked in found if not asked.addresses]


def _take_back(invitation: Invitation, addresses: list[str], by: User, at: datetime) -> int:
    """Its mails to these addresses that were dropped: they wait again as they were."""
    known = {address.casefold() for address in addresses}
    dropped = OutboxMail.objects.filter(
        invitation=invitation, kind=OutboxMail.Kind.INVITATION, occasion=_occasion(invitation),
        dropped_at__isnull=False,
    )  # fmt: skip
    numbers = [mail.pk for mail in dropped if mail.to.casefold() in known]
    if not numbers:
        return 0
    return release_hold(meeting=invitation.meeting, letters=numbers, by=by, at=at)


def _lay(
    invitation: Invitation, kind: str, drafts: list[Draft], occasion: str, by: User, at: datetime
) -> int:
    """An office at a time: who acts for two of them gets the link of each."""
    if not drafts:
        return 0
    return prepare(
        meeting=invitation.meeting, kind=kind, occasion=occasion, drafts=drafts, by=by, at=at
    )


def _occasion(invitation: Invitation) -> str:
    """Another letter to the same office, after a withdrawal, is another occasion."""
    return f"surat-{invitation.number_id}"
