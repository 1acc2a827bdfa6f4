"""Rakor as calendar files: what the forum's days are, for the calendars of its people."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from forum_portal.lib.dates import Precision
from forum_portal.lib.ical import CalendarEvent, calendar_file
from meetings.agenda.content import all_items
from meetings.models import Meeting, MeetingQuerySet
from meetings.states import begins_at, over_at
from meetings.when import where


def file_of(meetings: MeetingQuerySet, name: str) -> bytes:
    """The calendar file of those `meetings` whose days are known. One statement."""
    dated = (
        meetings.filter(date_precision=Precision.DAY)
        .select_related("host_province", "current_release")
        .defer("current_release__internal", "current_release__words")
        .order_by("starts_on", "pk")
    )
    return calendar_file(name, [_event(meeting) for meeting in dated])


def file_name(meeting: Meeting) -> str:
    return f"{meeting.slug}.ics"


def _event(meeting: Meeting) -> CalendarEvent:
    begins = begins_at(meeting)
    starts: date = meeting.starts_on
    ends: date = over_at(meeting).date()
    if meeting.starts_at is not None and begins is not None:
        starts, ends = begins, _ends_at(meeting)
    url = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    return CalendarEvent(
        # By number: title and address may change, the entry in the calendars is the same.
        uid=f"rakor-{meeting.pk}@forum-btikp",
        title=f"[Contoh] {meeting.title}" if meeting.is_sample else meeting.title,
        starts=starts,
        ends=ends,
        stamped_at=meeting.cancelled_at or meeting.published_at or over_at(meeting),
        url=url,
        location=where(meeting),
        description=_description(meeting, url),
        is_cancelled=meeting.cancelled_at is not None,
    )


def _ends_at(meeting: Meeting) -> datetime:
    """When the last public item ends; without one, when the last day does."""
    zone = ZoneInfo(meeting.zone)
    release = meeting.current_release
    items = all_items(release.public) if release else ()
    moments = [item["ends"] or item["starts"] for item in items]
    ends = [datetime.fromisoformat(at).replace(tzinfo=zone) for at in moments if at]
    last = max(ends, default=None)
    if last is None or last.date() < over_at(meeting).date() - timedelta(days=1):
        return over_at(meeting)
    return last


def _description(meeting: Meeting, url: str) -> str:
    lines = []
    if meeting.cancelled_at is not None:
        lines.append(f"DIBATALKAN: {meeting.cancel_reason}")
    if meeting.theme:
        lines.append(f"Tema: {meeting.theme}")
    if meeting.mode:
        lines.append(f"Cara hadir: {meeting.get_mode_display()}")
    return "\n".join([*lines, url])
