"""The patterns of data/meeting_templates.yaml from which a rakor is planned."""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache
from typing import Any, NamedTuple

import yaml
from django.conf import settings

from meetings.convening.copying import Item, Outline
from meetings.convening.timeline import Anchor, Distance


class Template(NamedTuple):
    """note: what it holds, in a sentence for whoever chooses."""

    slug: str
    note: str
    outline: Outline


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """By slug, in the order of the file."""
    text = (settings.BASE_DIR / "data" / "meeting_templates.yaml").read_text(encoding="utf-8")
    return {row["slug"]: _template(row) for row in yaml.safe_load(text)}


def _template(row: Mapping[str, Any]) -> Template:
    outline = Outline(
        name=row["name"],
        days=row["days"],
        starts_at=time.fromisoformat(row["starts_at"]),
        mode=row["mode"],
        title=row["title"],
        seats_per_office=row["seats_per_office"],
        distances={name: _distance(*told) for name, told in row["dates"].items()},
        items=tuple(map(_item, row["agenda"])),
        letter={"closing": "", "copies": "", "with_agenda": True, **row["letter"]},
    )
    return Template(row["slug"], row["note"], outline)


def _distance(days: int, anchor: str, hour: str = "") -> Distance:
    return Distance(days, Anchor(anchor), time.fromisoformat(hour) if hour else None)


def _item(row: Mapping[str, Any]) -> Item:
    fixed = row.get("at")
    return Item(
        title=row["title"],
        kind=row["kind"],
        day=row.get("day"),
        starts_at=time.fromisoformat(fixed) if fixed else None,
        minutes=row.get("minutes"),
        place=row.get("place", ""),
        is_parallel=row.get("is_parallel", False),
        items=tuple(map(_item, row.get("items", ()))),
    )
