"""Setting the dates of a rakor, those of its own days apart."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.meetings import MeetingRefused
from meetings.actions.offer_ends import fit_offers
from meetings.convening.timeline import MILESTONES, dates_of
from meetings.models import Meeting

_LABELS = {milestone.field: milestone.label for milestone in MILESTONES}


class DatesRefused(MeetingRefused):
    """The dates of the registration do not fit together."""


@transaction.atomic
def set_timeline(
    *, meeting: Meeting, dates: Mapping[str, date | datetime | None], by: User, at: datetime
) -> list[str]:
    """Writes those of `dates` that differ; their labels, empty when nothing did.

    dates: by field, of meetings/convening/timeline.py. Raises DatesRefused.
    """
    meeting = Meeting.objects.locked(meeting.pk)
    before = dates_of(meeting)
    changed = [name for name in before if name in dates and dates[name] != before[name]]
    if not changed:
        return []
    for name in changed:
        setattr(meeting, name, dates[name])
    check_window(meeting)
    meeting.save(update_fields=changed)
    fit_offers(meeting, at)
    labels = [_LABELS[name] for name in changed]
    audit.record("meeting.timeline_set", target=meeting, by=by, at=at, changed=labels)
    return labels


def check_window(meeting: Meeting) -> None:
    """What the constraints would refuse, as a sentence. Raises DatesRefused."""
    opens, closes = meeting.registration_opens_at, meeting.registration_closes_at
    if opens and closes and closes <= opens:
        raise DatesRefused("Pendaftaran harus ditutup sesudah dibuka.")
    is_registered = meeting.registered_by != Meeting.RegisteredBy.NOBODY
    if is_registered and not (opens and closes):
        raise DatesRefused("Pendaftaran memerlukan waktu buka dan waktu tutup.")
