"""Releasing an agenda: from then on the public reads that version."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.agenda.content import Contents, draft_contents
from meetings.models import AgendaRelease, Meeting


class ReleaseRefused(Exception):
    """The agenda cannot be released; says why, in a sentence for the reader."""


class NothingToRelease(ReleaseRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"Susunan acara {meeting.title} belum berisi satu mata acara pun.")


class NothingChanged(ReleaseRefused):
    def __init__(self, release: AgendaRelease) -> None:
        super().__init__(
            f"Draf sama dengan versi {release.number} yang sudah dirilis; tidak ada yang berubah."
        )


@transaction.atomic
def release_agenda(
    *, meeting: Meeting, comment: str, by: User | None, at: datetime
) -> AgendaRelease:
    """Freezes the draft as the version that follows; letters about it wait in the outbox.

    Nobody gets one of a rakor that is a draft itself, cancelled or over.
    Raises NothingToRelease, NothingChanged.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    former = meeting.current_release
    contents = draft_contents(meeting)
    if not contents.internal["days"]:
        raise NothingToRelease(meeting)
    if former is not None and not differences(former.internal, contents.internal):
        raise NothingChanged(former)
    release = AgendaRelease.objects.create(
        meeting=meeting,
        number=former.number + 1 if former else 1,
        comment=comment.strip(),
        public=contents.public,
        internal=contents.internal,
        words=contents.words,
        released_at=at,
        released_by=by,
    )
    meeting.current_release = release
    meeting.calendar_sequence += 1
    meeting.save(update_fields=["current_release", "calendar_sequence"])
    told = announcements.released(release, by=by, at=at) if concerns_readers(meeting, at) else 0
    audit.record(
        "agenda.released", target=meeting, by=by, at=at, version=release.number, told=told
    )
    return release


def concerns_readers(meeting: Meeting, at: datetime) -> bool:
    """True while a new version tells somebody what lies before them."""
    is_read = meeting.published_at is not None and meeting.cancelled_at is None
    return is_read and at < over_at(meeting)
