"""The offices at a glance: each with its names and province, whether a member, and on the map."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from forum_portal.lib.compiled_queries import compiled
from provinces import map as province_map
from provinces.map import CHAIR, CURRENT, MEMBER, NONE, LegendItem, Place
from provinces.models import Membership, Office, OfficeName, Post, Term


class Member(NamedTuple):
    """An office as the list and the map need it, member or not."""

    pk: int
    code: str
    province: str
    island_group: str
    zone: str
    slug: str
    kind: str
    name: str
    short_name: str
    city: str
    verification: str
    other_names: list[str]
    past_names: list[str]
    is_chair: bool
    is_member: bool
    name_since: date | None
    name_since_precision: str
    url: str
    # Today's name, where `name` is the one of an earlier day (see as_called_on).
    now_called: str = ""

    @property
    def also_known_as(self) -> list[str]:
        """Other names, without those that the office bears by now."""
        return [name for name in self.other_names if name not in {self.name, self.short_name}]

    def matches(self, text: str) -> bool:
        """True if each word is found in a name (present, past, other), the city or the province."""
        names = (self.name, self.short_name, self.now_called, *self.other_names, *self.past_names)
        known = "\n".join((*names, self.city, self.province)).casefold()
        return all(word in known for word in text.casefold().split())


Members = tuple[Member, ...]
# Offices of one province that the map names; more of them have a list of their own.
MOST_TO_CHOOSE = 6


def members_on(day: date) -> Members:
    """The offices that are members on `day`, in the order of the Kemendagri codes, without their
    other names. One query.
    """
    return only_members(offices_on(day, named=""))


def offices_on(day: date, *, named: str | None = None) -> Members:
    """Every office on record, and whether it is a member on `day`; it leads while a Ketua holds
    the post that day on its behalf. One query.

    named: the slug of the only office whose other and past names are wanted, "" for none.
    Gathering those of all offices takes most of the time.
    """
    rows = _office_rows(day) if named is None else _rows_naming_one(day, slug=named)
    return tuple(Member._make((*row, _address(row[5]), "")) for row in rows)


def office_on(day: date, slug: str) -> Member | None:
    """The one office of that address, with its other names. One query."""
    rows = _row_of(day, slug=slug)
    return Member._make((*rows[0], _address(slug), "")) if rows else None


def only_members(offices: Members) -> Members:
    return tuple(office for office in offices if office.is_member)


def found(offices: Members, slug: str) -> Member | None:
    return next((office for office in offices if office.slug == slug), None)


def as_called_on(day: date, offices: Members) -> Members:
    """`offices` by their names of `day`. One query."""
    names: dict[int, str] = dict(_names_then(day))  # type: ignore[arg-type]
    return tuple(
        office._replace(name=names[office.pk], now_called=office.name)
        if names.get(office.pk, office.name) != office.name
        else office
        for office in offices
    )


@compiled
def _names_then(day: date) -> QuerySet:
    return OfficeName.objects.filter(valid__contains=day).order_by().values_list("office", "name")


@compiled
def _office_rows(day: date) -> QuerySet:
    return _selected(Office.objects.with_other_names(), day)


@compiled
def _rows_naming_one(day: date, slug: str) -> QuerySet:
    return _selected(Office.objects.with_other_names(of=slug), day)


@compiled
def _row_of(day: date, slug: str) -> QuerySet:
    return _selected(Office.objects.filter(slug=slug).with_other_names(), day)


def _selected(offices: QuerySet, day: date) -> QuerySet:
    """The columns of Member."""
    chair = (
        Term.objects.on(day)
        .definitive()
        .filter(on_behalf_of=OuterRef("pk"), post__office=None, post__slug=Post.CHAIR)
    )
    member = Membership.objects.on(day).filter(office=OuterRef("pk"))
    return (
        offices.annotate(is_chair=Exists(chair), is_member=Exists(member))
        .order_by("province", "slug")
        .values_list(
            "pk",
            "province_id",
            "province__name",
            "province__island_group",
            "province__zone",
            "slug",
            "kind",
            "name",
            "short_name",
            "city",
            "verification",
            "other_names",
            "past_names",
            "is_chair",
            "is_member",
            "name_since",
            "name_since_precision",
        )
    )


def map_of_all(members: Members) -> SafeString:
    legend = [LegendItem(MEMBER, f"Balai anggota ({len(members)})"), *_chair_legend(members)]
    legend.append(LegendItem(NONE, "Bukan anggota"))
    return _drawn(_places(members), "Peta balai anggota forum", legend)


def map_of_found(found: Members) -> SafeString:
    """The map while a filter is on: what it leaves out is not said to be no member."""
    legend = [LegendItem(MEMBER, f"Sesuai saringan ({len(found)})"), *_chair_legend(found)]
    legend.append(LegendItem(NONE, "Provinsi lain"))
    return _drawn(_places(found), "Peta balai yang sesuai dengan saringan", legend)


def map_around(members: Members, here: Member) -> SafeString:
    """The map on the page of `here`, a member or not, which is marked and leads nowhere."""
    others = tuple(member for member in members if member.pk != here.pk)
    places = (Place(here.code, "", _label(here), state=CURRENT), *_places(others))
    legend = [LegendItem(CURRENT, here.province), LegendItem(MEMBER, "Balai lain")]
    return _drawn(places, f"{here.province} pada peta Indonesia", legend)


def _places(members: Members) -> tuple[Place, ...]:
    """One an office; one for all of a province that has too many to choose from on a map."""
    by_code: dict[str, list[Member]] = {}
    for member in members:
        by_code.setdefault(member.code, []).append(member)
    return tuple(
        place
        for here in by_code.values()
        for place in ([_place_of_many(here)] if len(here) > MOST_TO_CHOOSE else map(_place, here))
    )


def _place(member: Member) -> Place:
    state = CHAIR if member.is_chair else MEMBER
    return Place(code=member.code, href=member.url, label=_label(member), state=state)


def _place_of_many(here: list[Member]) -> Place:
    """Leads to the list of them."""
    province, has_chair = here[0].province, any(member.is_chair for member in here)
    return Place(
        code=here[0].code,
        href=f"{reverse('provinces:list')}?{urlencode({'q': province})}",
        label=f"{province}: {len(here)} balai{', satu di antaranya ketua forum' * has_chair}",
        state=CHAIR if has_chair else MEMBER,
    )


def _label(member: Member) -> str:
    return f"{member.province}: {member.name}{', ketua forum' if member.is_chair else ''}"


def _chair_legend(members: Members) -> list[LegendItem]:
    has_chair = any(member.is_chair for member in members)
    return [LegendItem(CHAIR, "Ketua forum")] if has_chair else []


def _drawn(places: tuple[Place, ...], title: str, legend: list[LegendItem]) -> SafeString:
    return province_map.drawn(places, title, tuple(legend))


@lru_cache(maxsize=4096)
def _address(slug: str) -> str:
    return reverse("provinces:detail", args=[slug])
