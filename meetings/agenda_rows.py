"""An agenda as finished words: templates/meetings/_agenda.html only sets them."""

from datetime import date, datetime
from typing import Any

from meetings.agenda.content import Content, Item, all_items
from meetings.models import AgendaItem
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


def agenda_days(content: Content | None) -> list[Row]:
    """Days with their items as the template shows them; none before the first release."""
    days = []
    for day in content["days"] if content else ():
        listed = [_item(item) for item in all_items({"days": [day]})]
        label = day_heading(date.fromisoformat(day["on"])) if day["on"] else ""
        is_timed = any(row["time"] for row in listed)
        # Below the heading of its day, or of the section where no day is known.
        level = 4 if label else 3
        days.append({"label": label, "is_timed": is_timed, "item_level": level, "rows": listed})
    return days


def _item(item: Item) -> Row:
    presenters = ", ".join(part["name"] for part in item["parts"])
    return {
        "time": _time(item),
        "title": item["title"],
        "note": " · ".join(part for part in (presenters, item["place"]) if part),
        "kind": "" if item["kind"] in _SILENT_KINDS else _KINDS[item["kind"]],
        "tone": _KIND_TONES.get(item["kind"], "neutral"),
        "is_pause": item["kind"] == AgendaItem.Kind.BREAK,
        "is_internal": not item["is_public"],
    }


def _time(item: Item) -> str:
    moments = (item["starts"], item["ends"])
    return "\u2013".join(f"{datetime.fromisoformat(at):%H.%M}" for at in moments if at)
