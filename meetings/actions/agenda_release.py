"""Releasing an agenda: from then on the public reads that version."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings import announcements
from meetings.agenda.content import Content, Contents, draft_contents
from meetings.agenda.differences import differences
from meetings.minutes.content import fingerprint
from meetings.models import AgendaRelease, Meeting
from meetings.states import over_at


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


class AgendaStands(ReleaseRefused):
    """Of a rakor that was cancelled or closed: what the public read then is what stays."""

    def __init__(self, meeting: Meeting) -> None:
        why = "dibatalkan" if meeting.cancelled_at is not None else "ditutup"
        super().__init__(
            f"{meeting.title} sudah {why}; susunan acara yang terakhir dirilis tetap seperti itu."
        )


class DraftChanged(ReleaseRefused):
    def __init__(self) -> None:
        super().__init__(
            "Draf baru saja diubah sesudah halaman ini dibuka. Periksa perubahannya yang sekarang, "
            "lalu rilis lagi."
        )


@transaction.atomic
def release_agenda(
    *, meeting: Meeting, comment: str, by: User | None, at: datetime, seen: str | None = None
) -> AgendaRelease:
    """Freezes the draft as the version that follows; letters about it wait in the outbox.

    None is written about a rakor that is a draft itself or over, nor where nothing changed that
    the public reads. seen: fingerprint of the draft that `by` looked at, where a person did.
    Raises AgendaStands, NothingToRelease, NothingChanged, DraftChanged.
    """
    meeting = Meeting.objects.locked(meeting.pk)
    if is_settled(meeting):
        raise AgendaStands(meeting)
    former, contents = meeting.current_release, draft_contents(meeting)
    if not contents.internal["days"]:
        raise NothingToRelease(meeting)
    if former is not None and not differences(former.internal, contents.internal):
        raise NothingChanged(former)
    if seen is not None and seen != fingerprint(contents.internal):
        raise DraftChanged
    release = freeze(meeting=meeting, contents=contents, comment=comment, by=by, at=at)
    if tells_readers(meeting, former, contents.public, at):
        announcements.released(release, by=by, at=at)
    return release


@transaction.atomic
def freeze(
    *, meeting: Meeting, contents: Contents, comment: str, by: User | None, at: datetime
) -> AgendaRelease:
    """`contents` as the version that follows, without a letter. meeting: locked by the caller."""
    former = meeting.current_release
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
    audit.record("agenda.released", target=meeting, by=by, at=at, version=release.number)
    return release


def is_settled(meeting: Meeting) -> bool:
    return meeting.cancelled_at is not None or meeting.closed_at is not None


def tells_readers(
    meeting: Meeting, former: AgendaRelease | None, public: Content, at: datetime
) -> bool:
    """True where the new version tells them something of what lies before them."""
    if meeting.published_at is None or is_settled(meeting) or at >= over_at(meeting):
        return False
    return bool(public["days"]) if former is None else bool(differences(former.public, public))
