"""What the pages of an agenda show: the agenda as HTML, and what its rakor is."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forum_portal.lib.dates import moment
from meetings.agenda.content import Content
from meetings.agenda.reading import agenda_days
from meetings.models import AgendaRelease, Meeting
from meetings.states import TONES, MeetingState
from meetings.when import start_time, weekdays, where

KEPT_AGENDAS = 48
Row = dict[str, Any]


@lru_cache(maxsize=KEPT_AGENDAS)
def release_html(pk: int, *, with_internal: bool) -> SafeString:
    """A release never changes: one query the first time, then none. Empty without an item."""
    column = "internal" if with_internal else "public"
    content = AgendaRelease.objects.values_list(column, flat=True).get(pk=pk)
    return content_html(content)


def content_html(content: Content) -> SafeString:
    days = agenda_days(content, level=2)
    return render_to_string("meetings/_agenda_body.html", {"days": days}) if days else SafeString()


def badges_of(meeting: Meeting, state: MeetingState) -> list[Row]:
    badges = [{"text": state.label, "tone": TONES[state]}]
    return [*badges, {"text": "Contoh", "tone": "amber"}] if meeting.is_sample else badges


def facts_of(meeting: Meeting, release: AgendaRelease | None = None) -> list[Row]:
    """When and where, and of a release which it is."""
    days, time = weekdays(meeting), start_time(meeting)
    when_note = " · ".join(part for part in (days, f"mulai {time}" if time else "") if part)
    place = where(meeting, with_venue=False)
    facts = [
        {"label": "Waktu", "value": meeting.dates, "note": when_note or meeting.date_note},
        {
            "label": "Tempat",
            "value": meeting.venue or place or meeting.get_mode_display(),
            "note": place if meeting.venue else "",
        },
    ]
    if release is not None:
        released = f"dirilis {moment(release.released_at, meeting.zone)}"
        facts.append({"label": "Versi", "value": str(release.number), "note": released})
    return facts
