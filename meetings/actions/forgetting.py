"""What is forgotten of those who registered: answers on their day, contacts a year after the rakor.

Name, position, unit, office, role, and what became of a registration stay, without the reasons
that were typed: the archive of who was there. Its history stays whole, also of what was to be
mended and why a ticket was replaced. What the letters of a rakor said is forgotten by
meetings/actions/retention.py.
templates/privacy.html promises these days, so a change of them is one of PRIVACY_VERSION too.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import audit
from forum_portal.lib.stored_files import delete_on_commit
from meetings.actions.asked_fields import delete_answers
from meetings.delegations.keeping import forgotten_on
from meetings.models import AskedField, Excuse, Meeting

# Why somebody did not come, or was declined, may tell of their health.
_OF_REGISTRATIONS = ("mobile", "email", "nip", "rank", "withdraw_reason")
_FORGOTTEN = "Catatan sudah dihapus."


class Forgotten(NamedTuple):
    """How many questions lost their answers, and rakor their contacts."""

    questions: int
    meetings: int


def forget_personal_data(*, at: datetime) -> Forgotten:
    """Everything whose day has come; again, or late, does no harm.

    A rakor that fails leaves what was done before it done.
    """
    due = AskedField.objects.filter(purged_at=None, delete_on__lte=_latest_day(at))
    questions = [_forget_answers(field, at) for field in due.select_related("meeting")]
    over = Meeting.objects.filter(last_on__lt=_latest_day(at) - timedelta(days=360))
    meetings = [_forget_contacts(meeting, at) for meeting in over.order_by("pk")]
    return Forgotten(sum(questions), sum(meetings))


@transaction.atomic
def _forget_answers(field: AskedField, at: datetime) -> bool:
    """On the day itself, where the rakor is held."""
    meeting = Meeting.objects.locked(field.meeting_id)
    found = meeting.asked_fields.filter(pk=field.pk, purged_at=None).first()
    if found is None or _today(meeting, at) < found.delete_on:
        return False
    count = delete_answers(found)
    found.purged_at = at
    found.save(update_fields=["purged_at"])
    audit.record(
        "asked_field.purged", target=found, by=None, at=at, meeting=meeting.title, count=count
    )
    return True


@transaction.atomic
def _forget_contacts(meeting: Meeting, at: datetime) -> bool:
    meeting = Meeting.objects.locked(meeting.pk)
    if _today(meeting, at) < forgotten_on(meeting):
        return False
    blank = dict.fromkeys(_OF_REGISTRATIONS, "")
    # Declined and to be mended keep a note by constraint, so this one says that it is gone.
    noted = meeting.registrations.exclude(review_note__in=("", _FORGOTTEN))
    noted.update(review_note=_FORGOTTEN)
    counts = {
        "registrations": meeting.registrations.exclude(**blank).update(**blank),
        "drafts": meeting.delegate_drafts.all().delete()[0],
        "files": _forget_letters(meeting),
        "excuses": Excuse.objects.filter(meeting=meeting).exclude(note="").update(note=""),
    }
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        audit.record("meeting.contacts_forgotten", target=meeting, by=None, at=at, **counts)
    return bool(counts)


def _forget_letters(meeting: Meeting) -> int:
    """How many signed papers went; number, day and wording of the letters stay."""
    signed = meeting.assignment_letters.exclude(file="")
    names = list(signed.select_for_update().values_list("file", flat=True))
    signed.update(file="", size_bytes=0)
    meeting.assignment_letters.exclude(signatory_nip="").update(signatory_nip="")
    delete_on_commit(names)
    return len(names)


def _today(meeting: Meeting, at: datetime) -> date:
    return at.astimezone(ZoneInfo(meeting.zone)).date()


def _latest_day(at: datetime) -> date:
    """Where it begins first, so that no zone is passed over."""
    return at.astimezone(ZoneInfo("Asia/Jayapura")).date()
