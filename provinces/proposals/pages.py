"""What the pages of proposals say: rows of a list, and each change with old, now and new."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from forum_portal.lib.pictures import Shown, shown
from provinces.models import Office, OfficePicture, Proposal, ProposedChange
from provinces.proposals.differences import marked
from provinces.proposals.fields import PICTURE, REPORT, label_of, words_of

_TONES = {"": "amber", "applied": "green", "declined": "red"}
_STATES = {"": "Menunggu", "applied": "Diterapkan", "declined": "Ditolak"}


@dataclass(frozen=True)
class ChangeRow:
    """old, new: in words, marked where they differ; "" where there is nothing.

    is_addition: it adds to what is there, so that nothing stands beside it.
    """

    change: ProposedChange
    label: str
    old: SafeString
    new: SafeString
    picture_url: str
    state: str
    tone: str
    reason: str
    is_addition: bool


def proposal_row(proposal: Proposal, url: str) -> dict[str, Any]:
    """For _components/row.html; `changes` is prefetched."""
    changes = list(proposal.changes.all())
    labels = ", ".join(dict.fromkeys(label_of(change.field) for change in changes))
    state, tone = state_of(proposal, changes)
    return {
        "day": proposal.created_at,
        "title": labels,
        "url": url,
        "note": sender_of(proposal),
        "state": state,
        "tone": tone,
    }


def state_of(proposal: Proposal, changes: list[ProposedChange]) -> tuple[str, str]:
    """In a word or two, and its tone."""
    if proposal.is_withdrawn:
        return "Ditarik", "neutral"
    decided = [change for change in changes if change.outcome]
    if proposal.closed_at is None:
        if decided:
            return f"{len(decided)} dari {len(changes)} diputus", "blue"
        return "Menunggu", "amber"
    applied = [change for change in changes if change.outcome == "applied"]
    if len(applied) == len(changes):
        return "Diterapkan", "green"
    if not applied:
        return "Ditolak", "red"
    return f"{len(applied)} dari {len(changes)} diterapkan", "green"


def sender_of(proposal: Proposal) -> str:
    if proposal.proposed_by:
        return proposal.proposed_by.full_name
    return proposal.sender_name or "Tanpa nama"


def change_row(change: ProposedChange, proposal: Proposal, office: Office) -> ChangeRow:
    old, new = words_of(change.field, change.old), words_of(change.field, change.new)
    left, right = marked(old, new)
    is_open = not change.outcome
    withdrawn = is_open and proposal.is_withdrawn
    return ChangeRow(
        change=change,
        label=_label(change),
        old=left,
        new=right,
        picture_url=picture_url(change, proposal, office),
        state="Tidak diputus" if withdrawn else _STATES[change.outcome],
        tone="neutral" if withdrawn else _TONES[change.outcome],
        reason=change.reason,
        is_addition=change.field in (PICTURE, REPORT) and not change.old,
    )


def picture_url(change: ProposedChange, proposal: Proposal, office: Office) -> str:
    """Of the proposed file, for those who may see it; "" without one."""
    if not change.file:
        return ""
    return reverse("provinces:proposal_picture", args=[office.slug, proposal.pk, change.pk])


def standing_picture(change: ProposedChange, office: Office) -> Shown | None:
    """The picture of the office that is to go, while it is there. One statement."""
    if change.field != PICTURE or not change.old:
        return None
    picture = OfficePicture.objects.filter(office=office, pk=change.old["picture"]).first()
    if picture is None:
        return None
    return shown(
        stem=picture.stem,
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        address=lambda stem, width: reverse("provinces:picture", args=[office.slug, stem, width]),
    )


def standing_logo_url(change: ProposedChange, office: Office) -> str:
    """Of the emblem that the office has now, where another one or none is proposed."""
    has_logo = change.field == "logo" and not change.outcome and office.logo
    return reverse("provinces:logo", args=[office.slug]) if has_logo else ""


def _label(change: ProposedChange) -> str:
    if change.field == PICTURE:
        return "Gambar dihapus" if change.old else "Gambar baru"
    if change.field == REPORT:
        return "Laporan"
    return label_of(change.field)
