"""The answer to a proposal: one message, to everyone who waits for it."""

from django.conf import settings
from django.template.loader import render_to_string

from forum_portal.lib import mail
from provinces.models import Proposal, ProposedChange
from provinces.proposals.fields import label_of, words_of


def recipients_of(proposal: Proposal) -> list[str]:
    """Addresses without repetition: who proposed it, and the staff of the office.

    The office hears of a reader's report only once something of it was applied: it is their
    data that changed. Of a report declined it hears nothing.
    """
    found = [proposal.sender_email]
    if proposal.proposed_by and proposal.proposed_by.is_active:
        found.append(proposal.proposed_by.email)
    if proposal.origin == Proposal.Origin.OFFICE:
        found += _staff_of(proposal)
    return list(dict.fromkeys(address.lower() for address in found if address))


def proposal_decided(proposal: Proposal, recipients: list[str]) -> None:
    """What was applied, and what was not and why; all decisions in one message."""
    _queue(proposal, recipients, "proposal_decided", _subject(proposal))
    if proposal.origin == Proposal.Origin.PUBLIC and _applied(proposal):
        subject = f"Data {proposal.office.name} diperbaiki atas laporan pembaca"
        _queue(proposal, _staff_of(proposal), "report_applied", subject)


def _subject(proposal: Proposal) -> str:
    if proposal.origin == Proposal.Origin.PUBLIC:
        return f"Laporan Anda tentang {proposal.office.name}"
    return f"Usulan perubahan data {proposal.office.name} sudah diputus"


def _staff_of(proposal: Proposal) -> list[str]:
    staff = proposal.office.staff.filter(user__is_active=True)
    return list(staff.order_by("pk").values_list("user__email", flat=True))


def _applied(proposal: Proposal) -> list[ProposedChange]:
    return list(proposal.changes.filter(outcome=ProposedChange.Outcome.APPLIED))


def _queue(proposal: Proposal, recipients: list[str], name: str, subject: str) -> None:
    declined = proposal.changes.filter(outcome=ProposedChange.Outcome.DECLINED)
    context = {
        "proposal": proposal,
        "office": proposal.office,
        "applied": [_told(change) for change in _applied(proposal)],
        "declined": [{**_told(change), "reason": change.reason} for change in declined],
        "office_url": f"{settings.SITE_URL}{proposal.office.get_absolute_url()}",
        **mail.signature(),
    }
    text = render_to_string(f"provinces/emails/{name}.txt", context)
    for address in recipients:
        mail.queue(to=address, subject=subject, text=text)


def _told(change: ProposedChange) -> dict[str, str]:
    value = words_of(change.field, change.new) or "dikosongkan"
    return {"label": label_of(change.field), "value": value.replace("\n", "\n    ")}
