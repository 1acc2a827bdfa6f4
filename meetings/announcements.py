"""The letters about a rakor itself: its agenda is out, it is moved, it is cancelled.

They go to those who take part or are asked to: the registered delegates, and the addresses of
the offices whose invitation was issued and stands. Each address gets one letter. None leaves by
itself: a person reads them in the outbox first.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from forum_portal.lib import mail
from forum_portal.lib.dates import ZONE_NAMES, date_span
from forum_portal.lib.sample_mark import marked
from meetings.actions.outbox import Draft, prepare
from meetings.agenda.differences import difference_lines, differences
from meetings.models import AgendaRelease, Meeting, MeetingMove, OutboxMail, Registration
from meetings.when import when, where
from provinces.campaign_roll import with_addresses
from provinces.models import Office


class Reader(NamedTuple):
    """Who reads at one address: a delegate, or else an office that is invited.

    office: None of a delegate who registered for themselves.
    """

    to: str
    office: Office | None
    delegate: Registration | None = None


def released(release: AgendaRelease, *, by: User | None, at: datetime) -> int:
    """Version n of the agenda is out, and what differs from the one before. How many letters."""
    meeting = release.meeting
    address = f"{settings.SITE_URL}{meeting.get_absolute_url()}agenda/v{release.number}/"
    context = {"release": release, "agenda_url": address, "lines": _changes(release)}
    subject = f"Susunan acara {meeting.title}, versi {release.number}"
    drafts = _drafts(meeting, "agenda_released", subject, context)
    return prepare(
        meeting=meeting, kind=OutboxMail.Kind.RELEASED, occasion=f"v{release.number}",
        drafts=drafts, by=by, at=at,
    )  # fmt: skip


def moved(move: MeetingMove, *, by: User | None, at: datetime) -> int:
    """The rakor is on other days or elsewhere, and why. How many letters."""
    meeting = move.meeting
    context = {"move": move, "former_when": _former_when(move)}
    subject = f"Perubahan jadwal {meeting.title}"
    drafts = _drafts(meeting, "meeting_moved", subject, context, ("kalender",))
    return prepare(
        meeting=meeting, kind=OutboxMail.Kind.MOVED, occasion=f"pindah-{move.pk}",
        drafts=drafts, by=by, at=at,
    )  # fmt: skip


def cancelled(meeting: Meeting, *, by: User | None, at: datetime) -> int:
    """The rakor is cancelled, and why. How many letters."""
    subject = f"Pembatalan {meeting.title}"
    drafts = _drafts(meeting, "meeting_cancelled", subject, {}, ("kalender",))
    return prepare(
        meeting=meeting, kind=OutboxMail.Kind.CANCELLED, occasion="",
        drafts=drafts, by=by, at=at,
    )  # fmt: skip


def _changes(release: AgendaRelease) -> list[str]:
    """What differs from the version before, as anybody may read it; none for the first."""
    former = release.meeting.agenda_releases.filter(number=release.number - 1).first()
    return difference_lines(differences(former.public, release.public)) if former else []


def readers_of(meeting: Meeting) -> list[Reader]:
    """Each address once; where a delegate reads, the letter is the delegate's. Four queries."""
    readers: dict[str, Reader] = {}
    for delegate in meeting.registrations.active().select_related("office"):
        readers[delegate.email.casefold()] = Reader(delegate.email, delegate.office, delegate)
    for office, addresses in with_addresses(_invited(meeting)):
        for address in addresses:
            readers.setdefault(address.casefold(), Reader(address, office))
    return list(readers.values())


def _invited(meeting: Meeting) -> Iterator[Office]:
    issued = meeting.invitations.current().exclude(issued_at=None)
    return (invitation.office for invitation in issued.select_related("office"))


def _drafts(
    meeting: Meeting,
    name: str,
    subject: str,
    context: dict[str, Any],
    attachments: tuple[str, ...] = (),
) -> Iterator[Draft]:
    """One letter a reader; none while the public may not read of the rakor."""
    if meeting.published_at is None:
        return
    shared = {
        "meeting": meeting,
        "when": when(meeting),
        "where": where(meeting),
        "meeting_url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        **mail.signature(),
        **context,
    }
    for reader in readers_of(meeting):
        told = {**shared, "greeting": _greeting(reader), **reader._asdict()}
        yield Draft(
            to=reader.to,
            subject=marked(subject, meeting.is_sample),
            text=render_to_string(f"meetings/emails/{name}.txt", told),
            office=reader.office,
            registration=reader.delegate,
            attachments=attachments,
        )


def _greeting(reader: Reader) -> str:
    if reader.delegate:
        return reader.delegate.full_name
    return f"Kepala dan petugas {reader.office}"


def _former_when(move: MeetingMove) -> str:
    days = date_span(move.starts_on, move.ends_on)
    if move.starts_at is None:
        return days
    return f"{days}, mulai {move.starts_at:%H.%M} {ZONE_NAMES[move.zone]}"
