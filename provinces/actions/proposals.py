"""What is done to proposals: propose, apply or decline each change, withdraw.

The row of the proposal is locked before anything is decided, then that of the office: of two
who decide the same change at once the second is told. A proposal closes itself with its last
decision; the answer is then queued, and what only served to answer (the address of a sender
without an account, files that were not taken over) is erased.

To apply what an office proposed does not confirm its data: `confirmed_on` is set only by the
office saying that all of it is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from accounts import audit
from accounts.models import User
from forum_portal.lib.stored_files import delete_on_commit, stays_if_committed
from provinces.models import Office, Proposal, ProposedChange
from provinces.proposals import emails
from provinces.proposals.applying import REFUSALS, apply_to
from provinces.proposals.fields import (
    FIELDS,
    OTHER,
    PICTURE,
    REPORT,
    facts_of,
    is_of_another_head,
    label_of,
    says_something_new,
)


class ProposalRefused(Exception):
    """What cannot be done to a proposal, and why, in a sentence for the reader."""


class NothingProposed(ProposalRefused):
    """Every value is what the office already says."""

    def __init__(self) -> None:
        super().__init__(
            "Tidak ada perubahan: semua isian sama dengan data balai sekarang. Ubah isian yang "
            "keliru, atau tulis pesan kepada sekretariat."
        )


class HeadChanged(ProposalRefused):
    """A correction is of a head who is not the one on record any more."""

    def __init__(self) -> None:
        super().__init__(
            "Kepala yang tercatat sudah berganti sejak halaman ini dibuka. Buka halamannya sekali "
            "lagi untuk memperbaiki data kepala yang sekarang."
        )


class AlreadyDecided(ProposalRefused):
    """Somebody else decided it, or the office took it back, in the meantime."""


class ValueMoved(ProposalRefused):
    """The office no longer says what it said when the change was proposed."""

    def __init__(self, change: ProposedChange) -> None:
        super().__init__(
            f"{label_of(change.field)} sudah berubah sejak diusulkan. Bandingkan ketiga nilainya "
            "dan nyatakan setuju sebelum menerapkan."
        )


class ChangeRefused(ProposalRefused):
    """The rule of the field itself forbids the value; the change stays open."""


class ReasonMissing(ProposalRefused):
    """A change is not declined without saying why."""


@dataclass(frozen=True)
class Change:
    """A value proposed for a field (provinces/proposals/fields.py).

    file: of PICTURE and "logo". old: only of a picture to be removed, {"picture": pk, "alt"};
    what the other fields say today is read when the proposal is made.
    """

    field: str
    new: Any = None
    file: File | None = None
    old: Any = None


@transaction.atomic
def propose(
    *,
    office: Office,
    changes: Sequence[Change],
    origin: str,
    by: User | None,
    at: datetime,
    sender_name: str = "",
    sender_email: str = "",
    message: str = "",
    decree: File | None = None,
) -> Proposal:
    """The proposal with the changes that say something new; a message alone is one of them.

    Raises NothingProposed.
    """
    facts = facts_of(office, timezone.localdate(at))
    if any(is_of_another_head(change.field, change.new, facts) for change in changes):
        raise HeadChanged
    kept = [change for change in changes if says_something_new(change.field, change.new, facts)]
    if not kept and message:
        kept = [Change(REPORT, {"about": OTHER, "text": ""})]
    if not kept:
        raise NothingProposed
    proposal = Proposal(
        office=office,
        origin=origin,
        proposed_by=by,
        sender_name=sender_name,
        sender_email=sender_email,
        message=message,
        created_at=at,
    )
    if decree and any(change.field == "head" for change in kept):
        proposal.decree.save("sk.pdf", decree, save=False)
        stays_if_committed(str(proposal.decree))
    proposal.save(force_insert=True)
    # As the form and the pages have them, whatever the order of the call.
    for change in sorted(kept, key=lambda change: list(FIELDS).index(change.field)):
        _keep(proposal, change, facts)
    told = sorted({change.field for change in kept})
    audit.record("proposal.created", target=proposal, by=by, at=at, fields=told)
    return proposal


@transaction.atomic
def apply_change(
    *, change: ProposedChange, by: User | None, at: datetime, consent: bool = False
) -> ProposedChange:
    """`change`, now what the office says; the last decision closes the proposal.

    consent: whoever decides has seen that the office's value changed since it was proposed.
    Raises AlreadyDecided, ValueMoved, ChangeRefused.
    """
    proposal, change, office = _locked(change)
    if not consent and has_moved(change, facts_of(office, timezone.localdate(at))):
        raise ValueMoved(change)
    try:
        with transaction.atomic():
            apply_to(office, change, by=by, at=at)
    except ValidationError as wrong:
        raise ChangeRefused(" ".join(wrong.messages)) from wrong
    except REFUSALS as refusal:
        raise ChangeRefused(str(refusal)) from refusal
    _decide(change, ProposedChange.Outcome.APPLIED, by=by, at=at)
    audit.record("proposal.applied", target=proposal, by=by, at=at, field=change.field)
    _close_if_decided(proposal, at=at)
    return change


@transaction.atomic
def decline_change(
    *, change: ProposedChange, reason: str, by: User | None, at: datetime
) -> ProposedChange:
    """`change`, refused with a reason that its author reads.

    Raises AlreadyDecided, ReasonMissing.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing("Penolakan memerlukan alasan; alasan itu dibaca pengusul.")
    proposal, change, _ = _locked(change)
    _decide(change, ProposedChange.Outcome.DECLINED, by=by, at=at, reason=reason)
    audit.record("proposal.declined", target=proposal, by=by, at=at, field=change.field)
    _close_if_decided(proposal, at=at)
    return change


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User | None, at: datetime) -> Proposal:
    """Taken back by the office; what was already applied stays, the rest is left undecided.

    Raises AlreadyDecided.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.closed_at is not None:
        raise AlreadyDecided("Usulan ini sudah selesai diputus, sehingga tidak dapat ditarik.")
    proposal.is_withdrawn = True
    _close(proposal, at)
    audit.record("proposal.retracted", target=proposal, by=by, at=at)
    return proposal


def has_moved(change: ProposedChange, facts: dict[str, Any]) -> bool:
    """True if the office no longer says what it said when `change` was proposed."""
    return change.field not in (PICTURE, REPORT) and facts.get(change.field) != change.old


def _keep(proposal: Proposal, change: Change, facts: dict[str, Any]) -> None:
    old = change.old if change.field == PICTURE else facts.get(change.field)
    row = ProposedChange(proposal=proposal, field=change.field, old=old, new=change.new)
    if change.file:
        row.file.save("gambar.webp", change.file, save=False)
        stays_if_committed(str(row.file))
    row.save()


def _locked(change: ProposedChange) -> tuple[Proposal, ProposedChange, Office]:
    """Proposal, change and office as they are now; nobody else decides until the end."""
    proposal = Proposal.objects.select_for_update().get(pk=change.proposal_id)
    office = Office.objects.select_for_update().get(pk=proposal.office_id)
    change = proposal.changes.select_related("decided_by").get(pk=change.pk)
    if change.outcome:
        who = f" oleh {change.decided_by.full_name}" if change.decided_by else ""
        raise AlreadyDecided(
            f"{label_of(change.field)} sudah diputus{who}: {change.get_outcome_display().lower()}."
        )
    if proposal.closed_at is not None:
        raise AlreadyDecided("Usulan ini baru saja ditarik oleh balainya.")
    change.proposal = proposal
    return proposal, change, office


def _decide(
    change: ProposedChange, outcome: str, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    change.outcome, change.reason = outcome, reason
    change.decided_at, change.decided_by = at, by
    change.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])


def _close_if_decided(proposal: Proposal, *, at: datetime) -> None:
    if proposal.changes.filter(outcome="").exists():
        return
    # Before the senders' addresses are erased.
    recipients = emails.recipients_of(proposal)
    _close(proposal, at)
    emails.proposal_decided(proposal, recipients)


def _close(proposal: Proposal, at: datetime) -> None:
    """Closed, without what only served to decide and to answer."""
    proposal.closed_at = at
    proposal.sender_email = ""
    if proposal.origin == Proposal.Origin.PUBLIC:
        proposal.sender_name = ""
    _discard(proposal.decree)
    for change in proposal.changes.exclude(file=""):
        _discard(change.file)
        change.save(update_fields=["file"])
    proposal.save(
        update_fields=["closed_at", "is_withdrawn", "sender_email", "sender_name", "decree"]
    )


def _discard(file: FieldFile) -> None:
    """Forgets the file; it leaves the disk once that is certain."""
    if file:
        delete_on_commit([str(file)])
        file.name = ""
