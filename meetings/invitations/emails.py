"""What the letters to the offices say in the mail that carries them; sent by the outbox alone."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string

from forum_portal.lib import mail
from forum_portal.lib.sample_mark import marked
from meetings.actions.outbox import Draft
from meetings.invitations.answering import answers_until
from meetings.models import Invitation
from meetings.when import when, where

ATTACHED = ("undangan", "kalender")


def inviting(invitation: Invitation, addresses: Iterable[str]) -> list[Draft]:
    """The invitation with its letter and the calendar file, one draft an address."""
    subject = f"Undangan {invitation.meeting.title}"
    return _drafts(invitation, addresses, "invitation_sent", subject)


def reminding(invitation: Invitation, addresses: Iterable[str]) -> list[Draft]:
    """The same to those who have not answered yet."""
    subject = f"Pengingat: undangan {invitation.meeting.title} belum dijawab"
    return _drafts(invitation, addresses, "invitation_reminded", subject)


def withdrawing(invitation: Invitation, addresses: Iterable[str]) -> list[Draft]:
    """That it no longer stands, and why; without a paper that would seem to stand."""
    subject = f"Penarikan undangan {invitation.meeting.title}"
    return _drafts(invitation, addresses, "invitation_withdrawn", subject, ())


def _drafts(
    invitation: Invitation,
    addresses: Iterable[str],
    name: str,
    subject: str,
    attachments: tuple[str, ...] = ATTACHED,
) -> list[Draft]:
    meeting, office = invitation.meeting, invitation.office
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "office": office,
        "number": invitation.number,
        "when": when(meeting),
        "where": where(meeting) or meeting.get_mode_display(),
        "until": answers_until(meeting),
        "url": f"{settings.SITE_URL}{invitation.get_absolute_url()}",
        "meeting_url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        **mail.signature(),
    }
    text = render_to_string(f"meetings/emails/{name}.txt", context)
    subject = marked(subject, meeting.is_sample)
    return [
        Draft(address, subject[:250], text, office, invitation, None, attachments)
        for address in addresses
    ]
