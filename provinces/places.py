"""Where the offices are: one row a province, for counting them and for drawing the map."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, QuerySet, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString

from forum_portal.lib.compiled_queries import Row, compiled
from provinces import map as province_map
from provinces.map import CHAIR, CURRENT, MEMBER, NONE, LegendItem, Place
from provinces.members import Member, address_of
from provinces.models import Post, Term
from provinces.sought import Sought

# Offices of one province that the map names; more of them have a list of their own.
MOST_TO_CHOOSE = 6


class Here(NamedTuple):
    """The offices of a province, by their slugs.

    chair: the slug of the office that leads: on whose behalf a Ketua holds the post that day.
    """

    code: str
    province: str
    slugs: list[str]
    names: list[str]
    chair: str | None

    @property
    def has_chair(self) -> bool:
        return self.chair in self.slugs

    def without(self, slug: str) -> "Here":
        others = [(s, n) for s, n in zip(self.slugs, self.names, strict=True) if s != slug]
        return self._replace(slugs=[s for s, _ in others], names=[n for _, n in others])


def places_of(sought: Sought) -> list[Here]:
    """Only provinces with an office, in the order of the Kemendagri codes. One query."""
    rows = _typed_rows if sought.words else _place_rows
    return [Here._make(row) for row in rows(sought)]


def count(places: Iterable[Here]) -> int:
    """How many offices they have."""
    return sum(len(here.slugs) for here in places)


def map_of_all(members: list[Here]) -> SafeString:
    legend = [LegendItem(MEMBER, f"Balai anggota ({count(members)})"), *_chair_legend(members)]
    legend.append(LegendItem(NONE, "Bukan anggota"))
    return _drawn(_places(members), "Peta balai anggota forum", legend)


def map_of_found(found: list[Here]) -> SafeString:
    """The map while a filter is on: what it leaves out is not said to be no member."""
    legend = [LegendItem(MEMBER, f"Sesuai saringan ({count(found)})"), *_chair_legend(found)]
    legend.append(LegendItem(NONE, "Provinsi lain"))
    return _drawn(_places(found), "Peta balai yang sesuai dengan saringan", legend)


def map_around(members: list[Here], here: Member) -> SafeString:
    """The map on the page of `here`, a member or not, which is marked and leads nowhere."""
    others = [each.without(here.slug) if each.code == here.code else each for each in members]
    leads = any(each.chair == here.slug for each in members)
    current = Place(here.code, "", _label(here.province, here.name, leads), state=CURRENT)
    legend = [LegendItem(CURRENT, here.province), LegendItem(MEMBER, "Balai lain")]
    return _drawn((current, *_places(others)), f"{here.province} pada peta Indonesia", legend)


def _places(provinces: Iterable[Here]) -> tuple[Place, ...]:
    """One an office; one for all of a province that has too many to choose from on a map."""
    return tuple(
        place
        for here in provinces
        for place in (_place_of_many(here) if len(here.slugs) > MOST_TO_CHOOSE else _each(here))
    )


def _each(here: Here) -> list[Place]:
    return [
        Place(
            code=here.code,
            href=address_of(slug),
            label=_label(here.province, name, slug == here.chair),
            state=CHAIR if slug == here.chair else MEMBER,
        )
        for slug, name in zip(here.slugs, here.names, strict=True)
    ]


def _place_of_many(here: Here) -> list[Place]:
    """Leads to the list of them."""
    leads = ", satu di antaranya ketua forum" if here.has_chair else ""
    return [
        Place(
            code=here.code,
            href=_address_of_list(here.province),
            label=f"{here.province}: {len(here.slugs)} balai{leads}",
            state=CHAIR if here.has_chair else MEMBER,
        )
    ]


@lru_cache(maxsize=64)
def _address_of_list(province: str) -> str:
    return f"{reverse('provinces:list')}?{urlencode({'q': province})}"


def _label(province: str, name: str, leads: bool) -> str:
    return f"{province}: {name}{', ketua forum' if leads else ''}"


def _chair_legend(provinces: Iterable[Here]) -> list[LegendItem]:
    has_chair = any(here.has_chair for here in provinces)
    return [LegendItem(CHAIR, "Ketua forum")] if has_chair else []


def _drawn(places: tuple[Place, ...], title: str, legend: list[LegendItem]) -> SafeString:
    return province_map.drawn(places, title, tuple(legend))


def _typed_rows(sought: Sought) -> Iterable[Row]:
    """What a reader typed is part of no SQL that is kept."""
    return _grouped(sought)


@compiled
def _place_rows(sought: Sought) -> QuerySet:
    return _grouped(sought)


def _grouped(sought: Sought) -> QuerySet:
    """The columns of Here."""
    return (
        sought.offices()
        .order_by("province")
        .values("province")
        .annotate(
            label=F("province__name"),
            slugs=ArrayAgg("slug", order_by="slug"),
            names=ArrayAgg(sought.called, order_by="slug"),
            chair=Subquery(_chair_on(sought.day)),
        )
        .values_list("province", "label", "slugs", "names", "chair")
    )


def _chair_on(day: date) -> QuerySet:
    terms = (
        Term.objects.on(day)
        .definitive()
        .filter(post__office=None, post__slug=Post.CHAIR, on_behalf_of__isnull=False)
    )
    return terms.order_by().values("on_behalf_of__slug")[:1]
