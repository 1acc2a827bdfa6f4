"""The list of offices: each with its head as far as known, under its island group."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from provinces.members import Member
from provinces.models import Office
from provinces.models.office import IslandGroup
from provinces.terms import Holding
from provinces.verification import tone_of


class Row(NamedTuple):
    """A line of the list."""

    province: str
    name: str
    url: str
    note: str
    state: str
    tone: str


class Group(NamedTuple):
    slug: str
    title: str
    rows: list[Row]


def groups_of(
    members: Iterable[Member], heads: Mapping[int, Holding], looked_for: str = ""
) -> list[Group]:
    """`members`, in the order of their codes, under their island groups.

    looked_for: what the reader typed; a row says by which other name it was found.
    """
    return [
        Group(
            slug,
            IslandGroup(slug).label,
            [_row(member, heads.get(member.pk), looked_for) for member in group],
        )
        for slug, group in groupby(members, key=lambda member: member.island_group)
    ]


def head_in_words(head: Holding | None) -> str:
    """Never surer than the source: "Kepala Syahrul (tercatat 2025)"."""
    if head and head.holder:
        acting = f"{head.holder.get_acting_display()} " if head.holder.acting else ""
        return f"{acting}Kepala {head.holder.person.name}"
    if head and head.sighting:
        return f"Kepala {head.sighting.person.name} ({head.sighting.when})"
    return "Kepala belum tercatat"


def _row(member: Member, head: Holding | None, looked_for: str) -> Row:
    also = _other_name(member, looked_for) if looked_for else None
    parts = (member.city, head_in_words(head), also and f"juga dikenal sebagai {also}")
    return Row(
        province=member.province,
        name=member.name,
        url=member.url,
        note=" · ".join(part for part in parts if part),
        state=Office.Verification(member.verification).label,
        tone=tone_of(member.verification),
    )


def _other_name(member: Member, looked_for: str) -> str | None:
    """The first other name with all the words, where the present name lacks one."""
    words = looked_for.casefold().split()
    names = (member.name, *member.other_names, *member.past_names)
    found = next((n for n in names if all(word in n.casefold() for word in words)), None)
    return None if found == member.name else found
