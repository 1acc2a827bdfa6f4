"""Words for an agenda's data, shared by pages, papers and letters; content as in content.py."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from forum_portal.lib.dates import ZONE_NAMES
from meetings.agenda.content import Content, Item
from meetings.models import AgendaItem, AgendaPart
from meetings.when import day_heading

KINDS = dict(AgendaItem.Kind.choices)
ROLES = dict(AgendaPart.Role.choices)

_DASH = "\u2013"
_DAY_MINUTES = 24 * 60


class People(NamedTuple):
    """Who has one part in an item: names with the positions of that day."""

    role: str
    names: str


def time_span(item: Item) -> str:
    """Such as "08.00\u201309.30" or "08.00"; empty where nothing tells the time."""
    return _DASH.join(clock(at) for at in (item["starts"], item["ends"]) if at)


def clock(at: str) -> str:
    """The hour of a moment of a content: "08.00"."""
    return at[11:16].replace(":", ".")


def day_title(day: Content) -> str:
    """Such as "Selasa, 15 Desember 2026", or "Hari ke-2"; empty where no day is known."""
    if day["on"]:
        return day_heading(date.fromisoformat(day["on"]))
    if day["day"] is None:
        return ""
    return f"Hari ke-{day['day']}" if day["day"] > 0 else f"{1 - day['day']} hari sebelum mulai"


def when(item: Item, day: Content, zone: str) -> str:
    """Such as "Selasa, 15 Desember 2026, 08.00\u201309.30 WITA"."""
    span = time_span(item)
    timed = f"{span} {ZONE_NAMES[zone]}" if span else ""
    return ", ".join(part for part in (day_title(day), timed) if part)


def people(item: Item) -> Iterator[People]:
    """Each part once with all who have it, in the order of AgendaPart.Role."""
    if item["parts"]:
        told = ((label, names_in(item, role)) for role, label in ROLES.items())
        yield from (People(label, names) for label, names in told if names)


def names_in(item: Item, role: str) -> str:
    """Such as "Siti Aminah, Kepala Balai; Budi Santoso"."""
    return "; ".join(_named(part) for part in item["parts"] if part["role"] == role)


def span_of_minutes(minutes: int) -> str:
    """Such as "7 hari", "1 jam 30 menit"; minutes >= 0."""
    days, rest = divmod(minutes, _DAY_MINUTES)
    hours, left = divmod(rest, 60)
    units = ((days, "hari"), (hours, "jam"), (left, "menit"))
    return " ".join(f"{count} {unit}" for count, unit in units if count) or "0 menit"


def _named(part: dict[str, str]) -> str:
    return f"{part['name']}, {part['position']}" if part["position"] else part["name"]
