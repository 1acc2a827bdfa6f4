"""A released agenda on other days: what was released stays as it is, only its dates move."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from meetings.agenda.content import Content, Item


def shifted(content: Content, *, starts_on: date, zone: str) -> Content:
    """`content` for a rakor that begins on `starts_on`; hours stay, on the clock of `zone`."""
    days = [_day(day, starts_on) for day in content["days"]]
    return {**content, "zone": zone, "days": days}


def _day(day: dict[str, Any], starts_on: date) -> dict[str, Any]:
    if day["on"] is None:
        return day
    on = starts_on + timedelta(days=day["day"] - 1)
    by = on - date.fromisoformat(day["on"])
    return {**day, "on": on.isoformat(), "items": _items(day["items"], by)}


def _items(items: Iterable[Item], by: timedelta) -> list[Item]:
    return [
        {
            **item,
            "starts": _later(item["starts"], by),
            "ends": _later(item["ends"], by),
            "items": _items(item["items"], by),
        }
        for item in items
    ]


def _later(at: str | None, by: timedelta) -> str | None:
    return at and (datetime.fromisoformat(at) + by).isoformat(timespec="minutes")
