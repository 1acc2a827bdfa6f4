"""Rakor as calendar files: what the forum's days are, for the calendars of its people.

A file is made once for each version of the rows behind it (meetings/page_version.py), then kept
by the process: programs that subscribe ask again and again for what has not changed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from forum_portal.lib.dates import Precision
from forum_portal.lib.ical import CalendarEvent, Organizer, calendar_file
from forum_portal.lib.sample_mark import marked
from meetings.agenda.content import Content, all_items
from meetings.calendar.items import Releases, item_events, real_time
from meetings.models import AgendaRelease, Meeting, MeetingQuerySet
from meetings.page_version import calendar_version
from meetings.states import begins_at, over_at
from meetings.when import where

KEPT_FILES = 64


class Scope(NamedTuple):
    """What of the rakor a file tells besides the facts that all may read.

    with_items: each item of the agenda as an event of its own; is_internal: internal items too,
    for staff; joins: keys of the rakor whose conference link its reader may have.
    """

    with_items: bool = False
    is_internal: bool = False
    joins: frozenset[int] = frozenset()


PUBLIC = Scope()


class CalendarFile(NamedTuple):
    """modified_at: not before the last change of what is in it."""

    content: bytes
    etag: str
    modified_at: datetime


class _Edition(NamedTuple):
    name: str
    scope: Scope
    versions: tuple[tuple[int, str], ...]


_kept: dict[_Edition, CalendarFile] = {}


def kept_file(
    meetings: MeetingQuerySet, name: str, at: datetime, scope: Scope = PUBLIC
) -> CalendarFile:
    """The file of those `meetings` whose days are known. One statement where it is kept."""
    dated = meetings.filter(date_precision=Precision.DAY).order_by("starts_on", "pk")
    versions = dated.annotate(version=calendar_version()).values_list("pk", "version")
    edition = _Edition(name, scope, tuple(versions))
    found = _kept.get(edition)
    if found is None:
        keys = [key for key, _ in edition.versions]
        content = file_of(Meeting.objects.filter(pk__in=keys), name, scope)
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        if len(_kept) >= KEPT_FILES:
            _kept.clear()
        found = _kept[edition] = CalendarFile(content, etag, at)
    return found


def file_of(meetings: MeetingQuerySet, name: str, scope: Scope = PUBLIC) -> bytes:
    """The calendar file of those `meetings` whose days are known. Two statements, or three."""
    dated = (
        meetings.filter(date_precision=Precision.DAY)
        .select_related("host_province", "issuer", "current_release")
        .defer("current_release__internal", "current_release__words")
        .prefetch_related("moves")
        .order_by("starts_on", "pk")
    )
    releases = _releases(dated, scope) if scope.with_items else {}
    return calendar_file(name, list(_events(dated, scope, releases)))


def file_name(meeting: Meeting) -> str:
    return f"{meeting.slug}.ics"


def subscribe_url() -> str:
    """The address of the forum's calendar that opens a calendar program."""
    without_scheme = settings.SITE_URL.partition("://")[2]
    return f"webcal://{without_scheme}{reverse('meetings:calendar')}"


def ends_at(meeting: Meeting) -> datetime:
    """When the last public item ends; without one, when the last day does.

    Needs current_release selected.
    """
    content: Content = meeting.current_release.public if meeting.current_release else {"days": []}
    ends = [
        real_time(meeting, day, moment)
        for day in content["days"]
        for item in all_items({"days": [day]})
        if (moment := item["ends"] or item["starts"])
    ]
    last = max(ends, default=None)
    if last is None or last.date() < over_at(meeting).date() - timedelta(days=1):
        return over_at(meeting)
    return last


def organiser(meeting: Meeting) -> str:
    """Who calls the rakor: its letterhead, else its organisers. Needs issuer selected."""
    if meeting.issuer is not None:
        return meeting.issuer.name
    return ", ".join(meeting.organiser_list) or settings.SITE_NAME


def _releases(meetings: Iterable[Meeting], scope: Scope) -> dict[int, Releases]:
    """Every version of each agenda that its readers had, the latest first."""
    field = "internal" if scope.is_internal else "public"
    rows = AgendaRelease.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
    found: dict[int, Releases] = defaultdict(list)
    for meeting_id, content in rows.order_by("-number").values_list("meeting_id", field):
        found[meeting_id].append(content)
    return found


def _events(
    meetings: Iterable[Meeting], scope: Scope, releases: dict[int, Releases]
) -> Iterable[CalendarEvent]:
    for meeting in meetings:
        event = _event(meeting, is_joined=meeting.pk in scope.joins)
        yield event
        yield from item_events(meeting, event, releases.get(meeting.pk, []))


def _event(meeting: Meeting, *, is_joined: bool) -> CalendarEvent:
    begins = begins_at(meeting)
    starts: date = meeting.starts_on
    ends: date = over_at(meeting).date()
    if meeting.starts_at is not None and begins is not None:
        starts, ends = begins, ends_at(meeting)
    url = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    is_cancelled = meeting.cancelled_at is not None
    conference_url = meeting.conference_url if is_joined and not is_cancelled else ""
    return CalendarEvent(
        # By number: title and address may change, the entry in the calendars is the same.
        uid=f"rakor-{meeting.pk}@forum-btikp",
        title=marked(meeting.title, meeting.is_sample),
        starts=starts,
        ends=ends,
        stamped_at=_changed_at(meeting),
        sequence=meeting.calendar_sequence,
        url=url,
        location=where(meeting),
        description=_description(meeting, url, conference_url),
        categories=("Rakor",),
        organizer=Organizer(organiser(meeting), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        conference_url=conference_url,
        is_cancelled=is_cancelled,
    )


def _changed_at(meeting: Meeting) -> datetime:
    """The last of what is told of it; the day of one that is no longer known when."""
    release = meeting.current_release
    moments = [
        meeting.published_at,
        meeting.cancelled_at,
        release.released_at if release else None,
        *(move.moved_at for move in meeting.moves.all()),
    ]
    latest = max((moment for moment in moments if moment), default=over_at(meeting))
    return latest.astimezone(UTC)


def _description(meeting: Meeting, url: str, conference_url: str) -> str:
    lines = []
    if meeting.cancelled_at is not None:
        lines.append(f"DIBATALKAN: {meeting.cancel_reason}")
    elif move := next(iter(meeting.moves.all()), None):
        lines.append(f"DIPINDAHKAN: {move.reason}")
    if meeting.theme:
        lines.append(f"Tema: {meeting.theme}")
    if meeting.mode:
        lines.append(f"Cara hadir: {meeting.get_mode_display()}")
    if conference_url:
        lines.append(f"Tautan konferensi: {conference_url}")
    return "\n".join([*lines, url])
