"""The items of a rakor's agenda as events of their own, within the event of the rakor."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from forum_portal.lib.ical import CalendarEvent
from forum_portal.lib.sample_mark import marked
from meetings.agenda.content import Content, Item, all_items, day_of
from meetings.agenda.words import KINDS, people
from meetings.models import Meeting

# The contents of an agenda's releases, the latest first.
Releases = list[Content]


class _Placed(NamedTuple):
    item: Item
    day: Content


def item_events(
    meeting: Meeting, whole: CalendarEvent, releases: Releases
) -> Iterator[CalendarEvent]:
    """An event for each item whose day is known, then those that left the agenda, as cancelled.

    Calendars keep what they have got, so an item that the latest release no longer has is told
    as cancelled for good. whole: the event of the rakor itself.
    """
    current = _by_number(releases[0]) if releases else {}
    gone: dict[int, _Placed] = {}
    for former in releases[1:]:
        for number, placed in _by_number(former).items():
            if number not in current:
                gone.setdefault(number, placed)
    for placed in current.values():
        yield from _event(meeting, whole, placed, is_gone=False)
    for placed in gone.values():
        yield from _event(meeting, whole, placed, is_gone=True)


def real_time(meeting: Meeting, day: Content, moment: str) -> datetime:
    """When `moment` of that day of a content is, now that the rakor may have moved."""
    shift = timedelta(0)
    on = day_of(meeting, day["day"])
    if on is not None and day["on"]:
        shift = on - date.fromisoformat(day["on"])
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(meeting.zone)) + shift


def _by_number(content: Content) -> dict[int, _Placed]:
    return {
        item["number"]: _Placed(item, day)
        for day in content["days"]
        for item in all_items({"days": [day]})
    }


def _event(
    meeting: Meeting, whole: CalendarEvent, placed: _Placed, *, is_gone: bool
) -> Iterator[CalendarEvent]:
    item, day = placed
    span = _span(meeting, day, item)
    if span is None:
        return
    place = ", ".join(part for part in (item["place"], whole.location) if part)
    title = marked(item["title"], meeting.is_sample)
    yield CalendarEvent(
        uid=f"acara-{item['number']}@forum-btikp",
        title=title,
        starts=span[0],
        ends=span[1],
        stamped_at=whole.stamped_at,
        sequence=whole.sequence,
        url=whole.url,
        location=place,
        description=_description(meeting, whole, item, is_gone=is_gone),
        categories=("Rakor", KINDS[item["kind"]]),
        organizer=whole.organizer,
        part_of=whole.uid,
        is_cancelled=whole.is_cancelled or is_gone,
    )


def _span(meeting: Meeting, day: Content, item: Item) -> tuple[date, date] | None:
    """Times, or the whole day where none is told; None where not even the day is known."""
    if item["starts"]:
        starts = real_time(meeting, day, item["starts"])
        return starts, real_time(meeting, day, item["ends"] or item["starts"])
    on = day_of(meeting, day["day"])
    return None if on is None else (on, on + timedelta(days=1))


def _description(meeting: Meeting, whole: CalendarEvent, item: Item, *, is_gone: bool) -> str:
    lines = []
    if whole.is_cancelled:
        lines.append(f"DIBATALKAN: {meeting.cancel_reason}")
    elif is_gone:
        lines.append("DITIADAKAN: mata acara ini tidak ada lagi dalam susunan acara terbaru.")
    lines += [f"{part.role}: {part.names}" for part in people(item)]
    if item["description"]:
        lines.append(item["description"])
    return "\n".join([*lines, whole.title, whole.url])
