"""The changes of a proposal as the secretariat decides them: then, now, proposed, what follows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from forum_portal.lib.pictures import Shown
from provinces.actions.proposals import has_moved
from provinces.actions.terms import TermRefused
from provinces.forms.decisions import DecisionForm
from provinces.models import Proposal, ProposedChange
from provinces.proposals.differences import marked
from provinces.proposals.fields import facts_of, words_of
from provinces.proposals.heads import effects_of_head
from provinces.proposals.pages import (
    ChangeRow,
    change_row,
    standing_logo_url,
    standing_picture,
)


@dataclass(frozen=True)
class ReviewRow:
    """now: only where the office no longer says what it said. The fields are None once decided."""

    row: ChangeRow
    has_moved: bool
    now: str | SafeString
    standing: Shown | None
    logo_url: str
    effects: list[str]
    obstacle: str
    decision: BoundField | None
    reason: BoundField | None
    consent: BoundField | None


def review_rows(
    proposal: Proposal,
    changes: list[ProposedChange],
    form: DecisionForm,
    *,
    by: User,
    at: datetime,
) -> list[ReviewRow]:
    """A proposed head is rehearsed: done and undone, to say what it would do."""
    facts = facts_of(proposal.office, timezone.localdate(at))
    return [_row(proposal, change, form, facts, by, at) for change in changes]


def _row(
    proposal: Proposal,
    change: ProposedChange,
    form: DecisionForm,
    facts: dict[str, Any],
    by: User,
    at: datetime,
) -> ReviewRow:
    change.proposal = proposal
    is_open = not change.outcome and proposal.closed_at is None
    moved = is_open and has_moved(change, facts)
    effects, obstacle = _effects(change, by, at) if is_open else ([], "")
    now = words_of(change.field, facts.get(change.field)) if moved else ""
    return ReviewRow(
        row=change_row(change, proposal, proposal.office),
        has_moved=moved,
        now=marked(now, words_of(change.field, change.new))[0],
        standing=standing_picture(change, proposal.office),
        logo_url=standing_logo_url(change, proposal.office),
        effects=effects,
        obstacle=obstacle,
        decision=form.bound("putusan", change) if is_open else None,
        reason=form.bound("alasan", change) if is_open else None,
        consent=form.bound("setuju", change) if moved else None,
    )


def _effects(change: ProposedChange, by: User, at: datetime) -> tuple[list[str], str]:
    if change.field == "name":
        sure = change.proposal.office.get_verification_display()
        return [f"Kepastian nama tetap “{sure}” sampai dinilai lagi pada halaman balai."], ""
    if change.field != "head":
        return [], ""
    try:
        return effects_of_head(change, by=by, at=at), ""
    except TermRefused as refusal:
        return [], str(refusal)
