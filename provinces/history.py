"""The timeline of one office: entries, and those that its own records give.

What rakor add to it stands in meetings/office_history.py; forum_portal/office_history.py
brings both together.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from django.urls import reverse

from forum_portal.lib.dates import BoundPrecision, Precision, partial_date
from provinces.models import Membership, Term
from provinces.names import Named, named_on


class Kind(Enum):
    """Of what an entry tells; the values are words of the address: ?jenis=kepala."""

    NAME = "nama"
    HEAD = "kepala"
    FORUM = "forum"
    MEMBERSHIP = "keanggotaan"
    RAKOR = "rakor"
    DECISION = "keputusan"


LABELS = {
    Kind.NAME: "Nama",
    Kind.HEAD: "Kepala",
    Kind.FORUM: "Jabatan forum",
    Kind.MEMBERSHIP: "Keanggotaan",
    Kind.RAKOR: "Rakor",
    Kind.DECISION: "Keputusan",
}


class Entry(NamedTuple):
    """What happened. on: its first possible day, which orders it; when: as far as it is known."""

    kind: Kind
    on: date
    when: str
    title: str
    note: str = ""
    source: str = ""
    url: str = ""
    state: str = ""
    tone: str = "neutral"
    is_sample: bool = False


def name_entries(names: Sequence[Named]) -> Iterator[Entry]:
    """names: of provinces.names.names_of, the latest first. Changes whose day is known."""
    for named, before in zip(names, [*names[1:], None], strict=True):
        previously = f"sebelumnya {before.name}" if before else ""
        began = _edge(named.valid and named.valid.lower, named.from_precision)
        if began:
            title = f"Berganti nama menjadi {named.name}" if before else f"Bernama {named.name}"
            # What tells of a renaming is kept with the name that it ended.
            yield Entry(Kind.NAME, *began, title, previously, (before or named).source)
        elif ended := before and _edge(before.valid and before.valid.upper, before.until_precision):
            yield Entry(Kind.NAME, *ended, f"Nama {before.name} berakhir", source=before.source)


def term_entries(terms: Iterable[Term], kind: Kind) -> Iterator[Entry]:
    """Beginnings, ends and sightings of `terms`, which may be of several posts."""
    terms = list(terms)
    url = reverse("elections:forum") if kind == Kind.FORUM else ""
    for term in terms:
        post = f"{term.post.title} Forum" if kind == Kind.FORUM else "Kepala"
        held = f"{term.get_acting_display()} {post}" if term.acting else post
        decree = f"SK {term.decree_number}" if term.decree_number else ""
        if term.period is None and term.seen_on:
            seen = partial_date(term.seen_on, term.seen_precision)
            title = f"{term.person.name} tercatat sebagai {held}"
            yield Entry(kind, term.seen_on, seen, title, decree, term.source, url)
            continue
        if began := _edge(term.period.lower, term.from_precision):
            yield Entry(
                kind, *began, f"{term.person.name} menjadi {held}", decree, term.source, url
            )
        ended = _edge(term.period.upper, term.until_precision)
        if ended and not _is_succeeded(term, terms):
            yield Entry(
                kind, *ended, f"{term.person.name} selesai sebagai {held}", "", term.source, url
            )


def membership_entries(memberships: Iterable[Membership]) -> Iterator[Entry]:
    """memberships: of one office, the earliest first."""
    words = {Membership.End.PAUSED: "Keanggotaan dijeda", Membership.End.LEFT: "Keluar dari forum"}
    for number, membership in enumerate(memberships):
        joined = "Bergabung lagi dengan forum" if number else "Bergabung dengan forum"
        if began := _edge(membership.period.lower, membership.from_precision):
            yield Entry(Kind.MEMBERSHIP, *began, joined, source=membership.source)
        if ended := _edge(membership.period.upper, membership.until_precision):
            title = words[Membership.End(membership.end)]
            yield Entry(Kind.MEMBERSHIP, *ended, title, membership.reason, membership.source)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Those of one day in the order in which their kinds stand above."""
    kinds = list(Kind)
    ordered = sorted(entries, key=lambda entry: (kinds.index(entry.kind), entry.title))
    return sorted(ordered, key=lambda entry: entry.on, reverse=True)


def called_then(entry: Entry, names: Sequence[Named]) -> str:
    """What the office was called on the day of `entry`, where it is not its present name."""
    if entry.kind == Kind.NAME:
        return ""
    named = named_on(entry.on, names)
    return named.name if named and named.name != names[0].name else ""


def _edge(day: date | None, precision: str) -> tuple[date, str] | None:
    """The day with its words; None where it is only the edge of what is known."""
    if day is None or precision == BoundPrecision.UNKNOWN:
        return None
    return day, partial_date(day, Precision(precision))


def _is_succeeded(term: Term, terms: Iterable[Term]) -> bool:
    """True if another's beginning on that day tells the end as well."""
    return any(
        other.period is not None
        and other.period.lower == term.period.upper
        and other.post.slug == term.post.slug
        and not other.acting
        for other in terms
        if other is not term
    )
