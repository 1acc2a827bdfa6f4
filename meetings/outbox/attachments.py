"""What letters of the outbox carry along: made when they are sent, so that it is the latest."""

from collections.abc import Callable, Mapping

from forum_portal.lib.ical import CONTENT_TYPE
from meetings.calendar import files as calendar
from meetings.invitations import paper as invitation_paper
from meetings.models import Meeting, OutboxMail

# File name -> (MIME type, content), as forum_portal.lib.mail.queue takes them.
Files = Mapping[str, tuple[str, bytes]]


class AttachmentMissing(Exception):
    """What the letter promises to carry cannot be made; says why, in a sentence."""


def files_of(letter: OutboxMail) -> Files:
    """The attachments of `letter` by file name. Some statements an attachment."""
    files: dict[str, tuple[str, bytes]] = {}
    for name in letter.attachments:
        files.update(MAKERS[name][1](letter))
    return files


def names_of(letter: OutboxMail) -> list[tuple[str, str]]:
    """Each attachment's name with its label for a reader."""
    return [(name, MAKERS[name][0]) for name in letter.attachments]


def _calendar(letter: OutboxMail) -> Files:
    meeting = letter.meeting
    content = calendar.file_of(Meeting.objects.filter(pk=meeting.pk), meeting.title)
    return {calendar.file_name(meeting): (CONTENT_TYPE.partition(";")[0], content)}


def _invitation(letter: OutboxMail) -> Files:
    invitation = letter.invitation
    if invitation is None or invitation.issued_at is None or invitation.withdrawn_at is not None:
        raise AttachmentMissing("Surat undangannya belum diterbitkan atau sudah ditarik.")
    content = invitation_paper.letter_pdf(invitation)
    return {invitation_paper.FILE_NAME: ("application/pdf", content)}


MAKERS: Mapping[str, tuple[str, Callable[[OutboxMail], Files]]] = {
    "undangan": ("Surat undangan", _invitation),
    "kalender": ("Berkas kalender", _calendar),
}
