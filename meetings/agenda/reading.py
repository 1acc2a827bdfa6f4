"""An agenda as its readers see it: a content (content.py) as rows that the templates only set."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from forum_portal.lib.markdown import to_html
from meetings.agenda.content import Content, Item
from meetings.agenda.words import KINDS, People, day_title, people, time_span
from meetings.models import AgendaItem, AgendaPart

Row = dict[str, Any]

# What the word of an item's kind would only repeat.
_SILENT_KINDS = {AgendaItem.Kind.OTHER, AgendaItem.Kind.BREAK}
_KIND_TONES: dict[str, str] = {
    AgendaItem.Kind.PLENARY: "blue",
    AgendaItem.Kind.COMMISSION: "blue",
    AgendaItem.Kind.ELECTION: "green",
}
_HEADINGS_IN_TEXT = 6


def agenda_days(content: Content | None, *, level: int) -> list[Row]:
    """Days with their items and those within them; none before the first release.

    level: of the headings of days; those of items are one below, or the same without a day.
    """
    return [_day(day, content["zone"], level) for day in content["days"]] if content else []


def first_days(content: Content | None, *, most: int) -> tuple[Content | None, int]:
    """The content cut to what stands first, at most about `most` items, and how many it had.

    Whole days where one fits, else the beginning of the first.
    """
    if content is None:
        return None, 0
    sizes = [sum(map(_size, day["items"])) for day in content["days"]]
    if sum(sizes) <= most:
        return content, sum(sizes)
    days, left = [], most
    for day, size in zip(content["days"], sizes, strict=True):
        if size > left:
            break
        days.append(day)
        left -= size
    if not days:
        days = [_cut(content["days"][0], most)]
    return {**content, "days": days}, sum(sizes)


def _size(item: Item) -> int:
    return 1 + sum(map(_size, item["items"]))


def _cut(day: Content, most: int) -> Content:
    items: list[Item] = []
    for item in day["items"]:
        most -= _size(item)
        if items and most < 0:
            break
        items.append(item)
    return {**day, "items": items}


def _day(day: Content, zone: str, level: int) -> Row:
    label = day_title(day)
    rows = _rows(day["items"], None, ZoneInfo(zone), level + 1 if label else level)
    return {
        "label": label,
        "on": day["on"],
        "anchor": "" if day["day"] is None else f"hari-{day['day']}",
        "tag": f"h{level}",
        "is_timed": any(row["time"] for row in rows),
        "rows": rows,
    }


def _rows(items: Iterable[Item], inside: Item | None, zone: ZoneInfo, level: int) -> list[Row]:
    return [_row(item, inside, zone, level) for item in items]


def _row(item: Item, inside: Item | None, zone: ZoneInfo, level: int) -> Row:
    kind = item["kind"]
    is_silent = kind in _SILENT_KINDS or (inside is not None and inside["kind"] == kind)
    presenters, parts = _people(item)
    time = time_span(item)
    return {
        "number": item["number"],
        "anchor": f"acara-{item['number']}",
        "classes": _classes(item),
        # Where it takes all of the time of what it is part of, that one tells it.
        "time": "" if inside is not None and time == time_span(inside) else time,
        "starts": _moment(item["starts"], zone),
        "ends": _moment(item["ends"], zone),
        "title": item["title"],
        "tag": f"h{level}",
        "note": " · ".join(part for part in (presenters, item["place"]) if part),
        "parts": parts,
        "description": to_html(item["description"], heading_level=_HEADINGS_IN_TEXT)
        if item["description"]
        else "",
        "kind": "" if is_silent else KINDS[kind],
        "tone": _KIND_TONES.get(kind, "neutral"),
        "is_pause": kind == AgendaItem.Kind.BREAK,
        "is_internal": not item["is_public"],
        "is_parallel": item["is_parallel"],
        "rows": _rows(item["items"], item, zone, min(level + 1, 6)),
    }


def _classes(item: Item) -> str:
    if item["kind"] == AgendaItem.Kind.BREAK:
        return "agenda-item agenda-item--pause"
    return "agenda-item"


def _people(item: Item) -> tuple[str, list[People]]:
    """Presenters, whose part needs no name, and the other parts."""
    told = list(people(item))
    presenter = AgendaPart.Role.PRESENTER.label
    presenters = "; ".join(each.names for each in told if each.role == presenter)
    return presenters, [each for each in told if each.role != presenter]


def _moment(at: str | None, zone: ZoneInfo) -> str:
    """With the offset of the place, as <time> wants it: "2026-12-15T08:00+08:00"."""
    return datetime.fromisoformat(at).replace(tzinfo=zone).isoformat("T", "minutes") if at else ""
