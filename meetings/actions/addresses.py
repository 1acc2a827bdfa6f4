"""Giving a published rakor another address; the former one redirects for good."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from meetings.actions.meetings import MeetingRefused
from meetings.models import FormerMeetingSlug, Meeting


class AddressTaken(MeetingRefused):
    def __init__(self, slug: str, other: Meeting) -> None:
        super().__init__(f"Alamat {slug} dipakai, atau pernah dipakai, {other.title}.")


@transaction.atomic
def change_address(*, meeting: Meeting, slug: str, by: User, at: datetime) -> Meeting:
    """The meeting at /rakor/<slug>/. Raises AddressTaken, MeetingRefused (nothing changes)."""
    meeting = Meeting.objects.locked(meeting.pk)
    if slug == meeting.slug:
        raise MeetingRefused(f"Alamat {slug} sudah dipakai rakor ini.")
    if other := holder_of(slug, besides=meeting):
        raise AddressTaken(slug, other)
    former = meeting.slug
    # Back to an address it had: it stands for itself again.
    meeting.former_slugs.filter(slug=slug).delete()
    meeting.slug = slug
    try:
        with transaction.atomic():
            meeting.save(update_fields=["slug"])
    except IntegrityError:
        # Another rakor took it between the question and the answer.
        if other := holder_of(slug, besides=meeting):
            raise AddressTaken(slug, other) from None
        raise
    if meeting.published_at is not None:
        FormerMeetingSlug.objects.create(slug=former, meeting=meeting)
    audit.record("meeting.address_changed", target=meeting, by=by, at=at, before=former, after=slug)
    return meeting


def holder_of(slug: str, *, besides: Meeting) -> Meeting | None:
    """Who has the address or had it. Two queries."""
    others = Meeting.objects.exclude(pk=besides.pk)
    return others.filter(slug=slug).first() or others.filter(former_slugs__slug=slug).first()
