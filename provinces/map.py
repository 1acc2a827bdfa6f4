"""The map of the provinces: what each shape shows and where it leads.

The shapes are those of data/map.json, drawn before Papua was split: one stands for several of
today's provinces there. A province without an office has a shape that leads nowhere.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MEMBER, CHAIR, CURRENT, NONE = "member", "chair", "current", "none"

# The most telling state wins where a shape stands for several provinces.
_RANK = (CURRENT, CHAIR, MEMBER)


class Place(NamedTuple):
    """A province with an office: its code, where it leads and the words for it."""

    code: str
    href: str
    label: str
    state: str = MEMBER


class LegendItem(NamedTuple):
    state: str
    label: str


@dataclass(frozen=True)
class Shape:
    d: str
    href: str | None
    label: str
    state: str
    is_small: bool


@dataclass(frozen=True)
class ProvinceMap:
    """The context of templates/provinces/_map.html."""

    view_box: str
    title: str
    description: str
    shapes: list[Shape]
    borders: str
    legend: tuple[LegendItem, ...]


def build(
    places: Iterable[Place], *, title: str, legend: tuple[LegendItem, ...], list_url: str
) -> ProvinceMap:
    """The shapes in the order of the Kemendagri codes, the small ones last and so on top.

    list_url: where a shape leads that stands for several offices.
    """
    by_code = defaultdict(list)
    for place in places:
        by_code[place.code].append(place)
    outline = _outline()
    return ProvinceMap(
        view_box=outline["viewBox"],
        title=title,
        description="Setiap provinsi berwarna menuju halaman balainya; daftar yang sama "
        "tersedia di halaman Provinsi.",
        shapes=[
            _shape(drawn, [p for code in drawn["provinces"] for p in by_code[code]], list_url)
            for drawn in outline["shapes"]
        ],
        borders=outline["borders"],
        legend=legend,
    )


@lru_cache(maxsize=64)
def drawn(
    places: tuple[Place, ...], title: str, legend: tuple[LegendItem, ...], list_url: str
) -> SafeString:
    """The map as HTML; each process draws the same facts once."""
    context = {"map": build(places, title=title, legend=legend, list_url=list_url)}
    return render_to_string("provinces/_map.html", context)


def _shape(drawn: dict, places: list[Place], list_url: str) -> Shape:
    state = min((place.state for place in places), key=_RANK.index, default=NONE)
    href = list_url if len(places) > 1 else places[0].href if places else None
    return Shape(
        d=drawn["d"],
        href=None if state == CURRENT else href,
        label="; ".join(place.label for place in places),
        state=state,
        is_small=drawn["is_small"],
    )


@lru_cache(maxsize=1)
def _outline() -> dict:
    outline = json.loads((settings.BASE_DIR / "data" / "map.json").read_text())
    outline["shapes"].sort(key=lambda shape: (shape["is_small"], shape["provinces"]))
    return outline
