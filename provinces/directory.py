"""The list of offices: each with its head as far as known, under its island group."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from provinces.members import Member
from provinces.membership import NEVER, TONES, State
from provinces.models import Office
from provinces.models.office import IslandGroup
from provinces.terms import Holding
from provinces.verification import tone_of


class Row(NamedTuple):
    """A line of the list."""

    province: str
    name: str
    short_name: str
    url: str
    note: str
    state: str
    tone: str


class Group(NamedTuple):
    slug: str
    title: str
    rows: list[Row]


def groups_of(
    offices: Iterable[Member],
    heads: Mapping[int, Holding],
    states: Mapping[int, State],
    looked_for: str = "",
    then: str = "",
) -> list[Group]:
    """`offices`, in the order of their codes, under their island groups.

    states: what those are that are no members. looked_for: what the reader typed; a row says
    by which other name it was found. then: what leads to a page of an earlier day.
    """
    rows = (
        (office.island_group, _row(office, heads.get(office.pk), states, looked_for, then))
        for office in offices
    )
    return [
        Group(slug, IslandGroup(slug).label, [row for _, row in group])
        for slug, group in groupby(rows, key=itemgetter(0))
    ]


def head_in_words(head: Holding | None) -> str:
    """Never surer than the source: "Kepala Syahrul (tercatat 2025)"."""
    if head and head.holder:
        acting = f"{head.holder.get_acting_display()} " if head.holder.acting else ""
        return f"{acting}Kepala {head.holder.person.name}"
    if head and head.sighting:
        return f"Kepala {head.sighting.person.name} ({head.sighting.when})"
    return "Kepala belum tercatat"


def _row(
    member: Member,
    head: Holding | None,
    states: Mapping[int, State],
    looked_for: str,
    then: str,
) -> Row:
    state = _state(member, states)
    also = _other_name(member, looked_for) if looked_for else None
    parts = (
        Office.Kind.DINAS.label if member.kind == Office.Kind.DINAS else "",
        member.city,
        head_in_words(head),
        member.now_called and f"sekarang {member.now_called}",
        also and f"juga dikenal sebagai {also}",
    )
    return Row(
        province=member.province,
        name=member.name,
        short_name="" if member.now_called else member.short_name,
        url=f"{member.url}{then}",
        note=" · ".join(part for part in parts if part),
        state=state.words if state else _certainty(member),
        tone=TONES[state.standing] if state else tone_of(member.verification),
    )


def _certainty(member: Member) -> str:
    """Of the name: it was found out for today's, and says nothing of an earlier one."""
    return "" if member.now_called else Office.Verification(member.verification).label


def _state(office: Member, states: Mapping[int, State]) -> State | None:
    """What there is to say of an office that is no member."""
    return None if office.is_member else states.get(office.pk, NEVER)


def _other_name(member: Member, looked_for: str) -> str | None:
    """The first other name with all the words, where the present name lacks one."""
    words = looked_for.casefold().split()
    names = (member.name, member.short_name, *member.other_names, *member.past_names)
    found = next((n for n in names if all(word in n.casefold() for word in words)), None)
    return None if found == member.name else found
