"""The map of the provinces: what each shape shows and where it leads.

The shapes are those of data/map.json, drawn before Papua was split: one stands for several of
today's provinces there, and opens a choice where several of them have an office. A province
without an office has a shape that leads nowhere.
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
    """A province with an office: its code, where it leads (nowhere: "") and the words for it."""

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
    is_choice: bool


@dataclass(frozen=True)
class Choice:
    """What one shape leads to where it stands for several offices.

    anchor: the id of the list on the page, so that the shape leads there without a script.
    """

    anchor: str
    places: list[Place]


@dataclass(frozen=True)
class ProvinceMap:
    """The context of templates/provinces/_map.html."""

    view_box: str
    title: str
    description: str
    shapes: list[Shape]
    borders: str
    legend: tuple[LegendItem, ...]
    choices: list[Choice]


def build(places: Iterable[Place], *, title: str, legend: tuple[LegendItem, ...]) -> ProvinceMap:
    """The shapes in the order of the Kemendagri codes, the small ones last and so on top."""
    by_code = defaultdict(list)
    for place in places:
        by_code[place.code].append(place)
    outline = _outline()
    on_shape = [
        (drawn, [place for code in drawn["provinces"] for place in by_code[code]])
        for drawn in outline["shapes"]
    ]
    return ProvinceMap(
        view_box=outline["viewBox"],
        title=title,
        description="Setiap provinsi berwarna menuju halaman balainya; daftar yang sama "
        "tersedia di halaman Provinsi.",
        shapes=[_shape(drawn, here) for drawn, here in on_shape],
        borders=outline["borders"],
        legend=legend,
        choices=[Choice(_anchor(drawn), here) for drawn, here in on_shape if _is_choice(here)],
    )


@lru_cache(maxsize=64)
def drawn(places: tuple[Place, ...], title: str, legend: tuple[LegendItem, ...]) -> SafeString:
    """The map as HTML; each process draws the same facts once."""
    context = {"map": build(places, title=title, legend=legend)}
    return render_to_string("provinces/_map.html", context)


def _shape(drawn: dict, places: list[Place]) -> Shape:
    state = min((place.state for place in places), key=_RANK.index, default=NONE)
    href = f"#{_anchor(drawn)}" if _is_choice(places) else places[0].href if places else ""
    labels = "; ".join(place.label for place in places)
    return Shape(
        d=drawn["d"],
        href=href or None,
        label=f"Pilih satu dari {len(places)} balai: {labels}" if _is_choice(places) else labels,
        state=state,
        is_small=drawn["is_small"],
        is_choice=_is_choice(places),
    )


def _is_choice(places: list[Place]) -> bool:
    """True if there is something to choose, be it only the way from one office to the other."""
    return len(places) > 1


def _anchor(drawn: dict) -> str:
    return drawn["id"].replace("id-", "peta-pilihan-")


@lru_cache(maxsize=1)
def _outline() -> dict:
    outline = json.loads((settings.BASE_DIR / "data" / "map.json").read_text())
    outline["shapes"].sort(key=lambda shape: (shape["is_small"], shape["provinces"]))
    return outline
