"""The members at a glance: every office with its names and province, and on the map."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from forum_portal.lib.compiled_queries import compiled
from provinces import map as province_map
from provinces.map import CHAIR, CURRENT, MEMBER, NONE, LegendItem, Place
from provinces.models import Office, Post, Term


class Member(NamedTuple):
    """An office as the list and the map need it."""

    pk: int
    code: str
    province: str
    island_group: str
    zone: str
    slug: str
    name: str
    city: str
    verification: str
    other_names: list[str]
    past_names: list[str]
    is_chair: bool
    url: str

    def matches(self, text: str) -> bool:
        """True if each word is found in a name (present, past, other), the city or the province."""
        names = (self.name, self.city, self.province, *self.other_names, *self.past_names)
        known = "\n".join(names).casefold()
        return all(word in known for word in text.casefold().split())


Members = tuple[Member, ...]


def members_on(today: date) -> Members:
    """In the order of the Kemendagri codes; an office leads while a Ketua holds the post today
    on its behalf. One query.
    """
    return tuple(Member._make((*row, _address(row[5]))) for row in _member_rows(today))


@compiled
def _member_rows(today: date) -> QuerySet:
    chair = (
        Term.objects.on(today)
        .definitive()
        .filter(on_behalf_of=OuterRef("pk"), post__office=None, post__slug=Post.CHAIR)
    )
    return (
        Office.objects.with_other_names()
        .annotate(is_chair=Exists(chair))
        .order_by("province", "slug")
        .values_list(
            "pk",
            "province_id",
            "province__name",
            "province__island_group",
            "province__zone",
            "slug",
            "name",
            "city",
            "verification",
            "other_names",
            "past_names",
            "is_chair",
        )
    )


def map_of_all(members: Members) -> SafeString:
    legend = [LegendItem(MEMBER, f"Balai anggota ({len(members)})"), *_chair_legend(members)]
    legend.append(LegendItem(NONE, "Belum menjadi anggota"))
    return _drawn(_places(members), "Peta balai anggota forum", legend)


def map_of_found(found: Members) -> SafeString:
    """The map while a filter is on: what it leaves out is not said to be no member."""
    legend = [LegendItem(MEMBER, f"Sesuai saringan ({len(found)})"), *_chair_legend(found)]
    legend.append(LegendItem(NONE, "Provinsi lain"))
    return _drawn(_places(found), "Peta balai yang sesuai dengan saringan", legend)


def map_around(members: Members, slug: str) -> SafeString:
    """The map on the page of the office `slug`, which is marked and leads nowhere."""
    here = next(member for member in members if member.slug == slug)
    places = tuple(
        place._replace(state=CURRENT) if place.code == here.code else place
        for place in _places(members)
    )
    legend = [LegendItem(CURRENT, here.province), LegendItem(MEMBER, "Balai lain")]
    return _drawn(places, f"{here.province} pada peta Indonesia", legend)


def _places(members: Members) -> tuple[Place, ...]:
    return tuple(
        Place(
            code=member.code,
            href=member.url,
            label=f"{member.province}: {member.name}{', ketua forum' if member.is_chair else ''}",
            state=CHAIR if member.is_chair else MEMBER,
        )
        for member in members
    )


def _chair_legend(members: Members) -> list[LegendItem]:
    has_chair = any(member.is_chair for member in members)
    return [LegendItem(CHAIR, "Ketua forum")] if has_chair else []


def _drawn(places: tuple[Place, ...], title: str, legend: list[LegendItem]) -> SafeString:
    return province_map.drawn(places, title, tuple(legend), reverse("provinces:list"))


@lru_cache(maxsize=200)
def _address(slug: str) -> str:
    return reverse("provinces:detail", args=[slug])
