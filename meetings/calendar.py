"""Rakor as calendar files: what the forum's days are, for the calendars of its people."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch

from forum_portal.lib.dates import Precision
from forum_portal.lib.ical import CalendarEvent, calendar_file
from meetings.models import AgendaItem, Meeting, MeetingQuerySet
from meetings.states import begins_at, over_at
from meetings.when import where

# The last public item says when a rakor ends; nothing else does.
_TIMED_ITEMS = Prefetch(
    "agenda_items",
    AgendaItem.objects.filter(is_public=True, starts_at__isnull=False),
    to_attr="timed_items",
)


def file_of(meetings: MeetingQuerySet, name: str) -> bytes:
    """The calendar file of those `meetings` whose days are known. Two statements."""
    dated = (
        meetings.filter(date_precision=Precision.DAY)
        .select_related("host_province")
        .prefetch_related(_TIMED_ITEMS)
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
    ends = [
        datetime.combine(item.on, item.starts_at, zone)
        + timedelta(minutes=item.duration_minutes or 0)
        for item in meeting.timed_items
    ]
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
