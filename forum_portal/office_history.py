"""The page /provinsi/<slug>/riwayat/: one timeline of what the apps know of an office."""

from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import QueryDict

from meetings.attendance.over_years import Attended, attended_by
from meetings.office_history import decision_entries, rakor_entries
from provinces.history import (
    LABELS,
    Entry,
    Kind,
    called_then,
    membership_entries,
    name_entries,
    newest_first,
    term_entries,
)
from provinces.holders import terms_of_office
from provinces.members import Member
from provinces.membership import memberships_of, state_on
from provinces.models import Post
from provinces.names import Named, names_of

PAGE_SIZE = 25


class History(NamedTuple):
    """entries: of all kinds, newest first; names: of the office, the present one first."""

    entries: list[Entry]
    names: list[Named]

    def of(self, kind: Kind | None) -> list[Entry]:
        return [entry for entry in self.entries if kind in (None, entry.kind)]


def history_of(office: Member, today: date) -> History:
    """Five queries, however long the history is."""
    names, memberships = names_of(office), memberships_of(office.pk)
    terms = terms_of_office(office.slug)
    heads = [term for term in terms if term.post.office_id and term.post.slug == Post.HEAD]
    entries = [
        *name_entries(names),
        *term_entries(heads, Kind.HEAD),
        *term_entries([term for term in terms if term.post.office_id is None], Kind.FORUM),
        *membership_entries(memberships),
        *rakor_entries(office, today),
        *decision_entries(office, lambda day: state_on(day, memberships).is_member),
    ]
    return History(newest_first(entries), names)


def attended(office: Member, kind: Kind | None, page: Page, today: date) -> list[Attended]:
    """Above the first page of everything, or of rakor. One query, none elsewhere."""
    is_shown = kind in (None, Kind.RAKOR) and page.number == 1
    return attended_by(office.pk, today) if is_shown else []


def chosen_kind(query: QueryDict) -> Kind | None:
    """The kind that ?jenis= names; an unknown word filters nothing."""
    return next((kind for kind in Kind if kind.value == query.get("jenis")), None)


def choices(history: History, chosen: Kind | None, address: str) -> list[dict[str, Any]]:
    """Links to each kind that has entries, with how many."""
    everything = {
        "label": "Semua",
        "count": len(history.entries),
        "url": address,
        "is_chosen": chosen is None,
    }
    return [everything] + [
        {
            "label": LABELS[kind],
            "count": len(history.of(kind)),
            "url": f"{address}?jenis={kind.value}",
            "is_chosen": kind == chosen,
        }
        for kind in Kind
        if history.of(kind) or kind == chosen
    ]


def years(page: Page, names: list[Named], today: date) -> list[dict[str, Any]]:
    """The page's entries under their years."""
    return [
        {"year": year, "anchor": str(year), "rows": [_row(entry, names, today) for entry in group]}
        for year, group in groupby(page, key=lambda entry: entry.on.year)
    ]


def _row(entry: Entry, names: list[Named], today: date) -> dict[str, Any]:
    then = called_then(entry, names)
    parts = (
        entry.note,
        f"waktu itu: {then}" if then else "",
        f"sumber {entry.source}" if entry.source else "",
    )
    return {
        "kind": LABELS[entry.kind],
        "when": entry.when,
        "title": entry.title,
        "note": " · ".join(part for part in parts if part),
        "url": entry.url,
        "state": entry.state or ("Akan datang" if entry.on > today else ""),
        "tone": entry.tone if entry.state else "blue",
    }
