"""The answer to a topic that an office proposed: to who proposed it and the office's staff."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from forum_portal.lib import mail
from forum_portal.lib.sample_mark import marked
from meetings.models import AgendaProposal


def decided(proposal: AgendaProposal) -> None:
    """What became of it and why; a message for each, so that nobody reads another's address."""
    meeting = proposal.meeting
    address = reverse("meetings:proposals", args=[meeting.slug])
    text = render_to_string(
        "meetings/emails/agenda_proposal_decided.txt",
        {
            "proposal": proposal,
            "office": proposal.office,
            "meeting": meeting,
            "on_agenda_of": proposal.item.meeting if proposal.item else None,
            "url": f"{settings.SITE_URL}{address}",
            **mail.signature(),
        },
    )
    subject = f"Usulan acara {meeting.title}: {proposal.get_decision_display().lower()}"
    for address in _recipients(proposal):
        mail.queue(to=address, subject=marked(subject, meeting.is_sample), text=text)


def _recipients(proposal: AgendaProposal) -> list[str]:
    """Addresses without repetition; who has left is not written to."""
    staff = proposal.office.staff.filter(user__is_active=True).order_by("pk")
    return list(dict.fromkeys(staff.values_list("user__email", flat=True)))
