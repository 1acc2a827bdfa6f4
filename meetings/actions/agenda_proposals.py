"""Topics that offices propose for a rakor: proposed, withdrawn, accepted, kept, declined.

The row of the proposal is locked before it is decided: of two who decide at once the second is
told. Its answer is queued in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.agenda_items import add_item
from meetings.agenda import proposal_emails
from meetings.agenda.merging import ItemDraft
from meetings.agenda.proposing import proposal_window
from meetings.agenda.tree import Place
from meetings.models import AgendaItem, AgendaProposal, Meeting
from provinces.models import Office

MOST_OPEN = 10
Outcome = AgendaProposal.Outcome


class TopicRefused(Exception):
    """What cannot be done to a proposal, and why, in a sentence for the reader."""


class WindowClosed(TopicRefused):
    """The rakor takes no proposals now."""


class TooManyOpen(TopicRefused):
    def __init__(self, office: Office, count: int) -> None:
        super().__init__(
            f"{office.name} sudah mempunyai {count} usulan yang menunggu putusan, "
            f"sebanyak-banyaknya {MOST_OPEN}. Tarik salah satunya lebih dahulu."
        )


class AlreadyProposed(TopicRefused):
    def __init__(self, office: Office, title: str) -> None:
        super().__init__(f"{office.name} sudah mengusulkan “{title}” untuk rakor ini.")


class AlreadyDecided(TopicRefused):
    def __init__(self, proposal: AgendaProposal) -> None:
        what = proposal.get_decision_display().lower() if proposal.decision else "ditarik"
        super().__init__(f"Usulan “{proposal.title}” sudah {what}; muat ulang halaman ini.")


class ReasonMissing(TopicRefused):
    def __init__(self) -> None:
        super().__init__("Isi alasannya: balai pengusul membacanya.")


@dataclass(frozen=True)
class Topic:
    title: str
    reason: str
    minutes_wanted: int | None = None


@transaction.atomic
def propose_topic(
    *, meeting: Meeting, office: Office, topic: Topic, by: User, at: datetime
) -> AgendaProposal:
    """Raises WindowClosed, AlreadyProposed, TooManyOpen."""
    # One at a time, so that the count holds.
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    window = proposal_window(Meeting.objects.get(pk=meeting.pk), at)
    if not window.is_open:
        raise WindowClosed(window.words)
    own = AgendaProposal.objects.filter(meeting=meeting, office=office).open()
    if own.filter(title__iexact=topic.title).exists():
        raise AlreadyProposed(office, topic.title)
    if (count := own.count()) >= MOST_OPEN:
        raise TooManyOpen(office, count)
    proposal = AgendaProposal.objects.create(
        meeting=meeting, office=office, proposed_by=by, proposed_at=at, **vars(topic)
    )
    _record("proposed", proposal, by, at)
    return proposal


@transaction.atomic
def withdraw_topic(*, proposal: AgendaProposal, by: User, at: datetime) -> None:
    """Raises AlreadyDecided."""
    proposal = _undecided(proposal, may_be_kept=False)
    proposal.withdrawn_at = at
    proposal.save(update_fields=["withdrawn_at"])
    _record("withdrawn", proposal, by, at)


@transaction.atomic
def accept_topic(
    *, proposal: AgendaProposal, meeting: Meeting, to: Place, note: str, by: User, at: datetime
) -> AgendaItem:
    """Its item in the draft of `meeting`, which for a kept one is a later rakor.

    Raises AlreadyDecided and what add_item refuses.
    """
    proposal = _undecided(proposal)
    draft = ItemDraft(
        proposal.title,
        AgendaItem.Kind.DISCUSSION,
        duration_minutes=proposal.minutes_wanted or None,
    )
    item = add_item(meeting=meeting, draft=draft, to=to, by=by, at=at)
    proposal.item = item
    _decide(proposal, Outcome.ACCEPTED, note, by, at)
    return item


@transaction.atomic
def keep_topic(*, proposal: AgendaProposal, note: str, by: User, at: datetime) -> None:
    """For a later rakor, where it is offered again. Raises AlreadyDecided."""
    _decide(_undecided(proposal, may_be_kept=False), Outcome.KEPT, note, by, at)


@transaction.atomic
def decline_topic(*, proposal: AgendaProposal, note: str, by: User, at: datetime) -> None:
    """Raises AlreadyDecided, ReasonMissing."""
    if not note.strip():
        raise ReasonMissing
    _decide(_undecided(proposal), Outcome.DECLINED, note, by, at)


def _undecided(proposal: AgendaProposal, *, may_be_kept: bool = True) -> AgendaProposal:
    """The proposal, locked. Raises AlreadyDecided."""
    rows = AgendaProposal.objects.select_for_update(of=("self",)).select_related(
        "meeting", "office", "proposed_by"
    )
    proposal = rows.get(pk=proposal.pk)
    undecided = {"", Outcome.KEPT} if may_be_kept else {""}
    if proposal.withdrawn_at is not None or proposal.decision not in undecided:
        raise AlreadyDecided(proposal)
    return proposal


def _decide(proposal: AgendaProposal, decision: str, note: str, by: User, at: datetime) -> None:
    proposal.decision, proposal.decision_note = decision, " ".join(note.split())
    proposal.decided_at, proposal.decided_by = at, by
    proposal.save()
    verbs = {Outcome.ACCEPTED: "accepted", Outcome.KEPT: "kept", Outcome.DECLINED: "declined"}
    _record(verbs[Outcome(decision)], proposal, by, at)
    proposal_emails.decided(proposal)


def _record(verb: str, proposal: AgendaProposal, by: User, at: datetime) -> None:
    audit.record(
        f"agendaproposal.{verb}",
        target=proposal,
        by=by,
        at=at,
        meeting=proposal.meeting.title,
        office=proposal.office.name,
        **({"reason": proposal.decision_note} if proposal.decision_note else {}),
    )
