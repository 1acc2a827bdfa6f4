"""The delegates of the sample rakor as the secretariat finds them half way through checking."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from meetings.actions.assignment_letters import Assigned, attach_signed, write_letter
from meetings.actions.reviews import accept_registration, ask_to_mend
from meetings.delegations.letter import letter_pdf, suggested_wording
from meetings.models import AssignmentLetter, Meeting, Registration
from meetings.reviewing.queue import in_queue

ACCEPTED = 4
WHAT = "Surat tugas belum memuat nama Anda; unggah surat tugas yang sudah ditandatangani."


def review_samples(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Some accepted, with the letter of the first office; one to be mended; the rest waits."""
    queue = in_queue(meeting).select_related("office", "created_by")
    waiting = list(queue[: ACCEPTED + 1])
    _send_letter(meeting, waiting[0], at - timedelta(minutes=30))
    *right, wrong = waiting
    for registration in right:
        accept_registration(registration=registration, read_at=at, by=by, at=at)
    until = timezone.localdate(at) + timedelta(days=7)
    ask_to_mend(registration=wrong, what=WHAT, until=until, read_at=at, by=by, at=at)


def _send_letter(meeting: Meeting, delegate: Registration, at: datetime) -> None:
    """Written in the portal by the office of `delegate`, and taken for signed."""
    office, operator = delegate.office, delegate.created_by
    if office is None or operator is None:
        return
    people = meeting.registrations.active().filter(office=office)
    letter = write_letter(
        meeting=meeting,
        office=office,
        wording=suggested_wording(meeting, office, timezone.localdate(at)),
        assigned=Assigned(registrations=[one.pk for one in people]),
        by=operator,
        at=at,
    )
    rows = AssignmentLetter.objects.select_related("office", "meeting__host_province")
    letter = rows.get(pk=letter.pk)
    file = ContentFile(letter_pdf(letter, at=at), name="surat.pdf")
    attach_signed(letter=letter, file=file, by=operator, at=at)
