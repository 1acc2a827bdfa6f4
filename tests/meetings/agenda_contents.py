"""Contents of agendas for the tests of what is made from them."""

from datetime import datetime, timedelta
from typing import Any

from meetings.agenda.content import Content, Item

DAYS = {1: "2026-12-15", 2: "2026-12-16"}


def item(number: int, at: str = "", *inner: Item, minutes: int | None = 60, **fields: Any) -> Item:
    """at: such as "08.00", on the first day unless `on` says otherwise."""
    on = fields.pop("on", DAYS[1])
    starts = datetime.fromisoformat(f"{on}T{at.replace('.', ':')}") if at else None
    ends = starts + timedelta(minutes=minutes) if starts and minutes else None
    defaults = {
        "number": number,
        "kind": "lain",
        "title": f"Acara {number}",
        "description": "",
        "starts": starts and starts.isoformat(timespec="minutes"),
        "ends": ends and ends.isoformat(timespec="minutes"),
        "minutes": minutes,
        "is_fixed": False,
        "place": "",
        "is_parallel": False,
        "is_public": True,
        "parts": [],
        "items": list(inner),
    }
    return {**defaults, **fields}


def part(name: str, position: str = "", role: str = "pembicara") -> dict[str, str]:
    return {"role": role, "name": name, "position": position}


def content(*items: Item, second: tuple[Item, ...] = (), zone: str = "Asia/Makassar") -> Content:
    """items: of the first day, 15 December 2026; second: of the day after it."""
    days = [(1, items), (2, second)]
    return {
        "format": 1,
        "zone": zone,
        "days": [
            {"day": day, "on": DAYS[day], "items": list(listed)} for day, listed in days if listed
        ],
    }
