"""An agenda as finished words: templates/meetings/_agenda.html only sets them."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from meetings.models import AgendaItem, Meeting
from meetings.when import day_heading

Row = dict[str, Any]

_KINDS = dict(AgendaItem.Kind.choices)
# What the word of an item's kind would only repeat.
_SILENT_KINDS = {AgendaItem.Kind.OTHER, AgendaItem.Kind.BREAK}
_KIND_TONES: dict[str, str] = {
    AgendaItem.Kind.PLENARY: "blue",
    AgendaItem.Kind.COMMISSION: "blue",
    AgendaItem.Kind.ELECTION: "green",
}


def agenda_days(meeting: Meeting, *, with_internal: bool) -> list[Row]:
    """Days with their items as the template shows them; internal ones only when asked."""
    items = meeting.agenda_items.all()
    if not with_internal:
        items = items.filter(is_public=True)
    columns = ("on", "starts_at", "duration_minutes", "kind", "title", "presenters", "place")
    rows = items.values_list(*columns, "is_public")
    days = []
    for day, group in groupby(rows, key=lambda row: row[0]):
        listed = [_item(*row) for row in group]
        is_timed = any(row["time"] for row in listed)
        label = day_heading(day) if day else ""
        # Below the heading of its day, or of the section where no day is known.
        level = 4 if label else 3
        days.append({"label": label, "is_timed": is_timed, "item_level": level, "rows": listed})
    return days


def _item(
    on: date | None, starts_at, minutes: int | None, kind: str, title: str, *rest: Any
) -> Row:
    presenters, place, is_public = rest
    time = ""
    if on is not None and starts_at is not None:
        time = f"{starts_at:%H.%M}"
        if minutes:
            ends = datetime.combine(on, starts_at) + timedelta(minutes=minutes)
            time = f"{time}\u2013{ends:%H.%M}"
    return {
        "time": time,
        "title": title,
        "note": f"{presenters} · {place}" if presenters and place else presenters or place,
        "kind": "" if kind in _SILENT_KINDS else _KINDS[kind],
        "tone": _KIND_TONES.get(kind, "neutral"),
        "is_pause": kind == AgendaItem.Kind.BREAK,
        "is_internal": not is_public,
    }
