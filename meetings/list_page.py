"""The list of rakor as rendered: filters, years with their rows, pages.

Kept by the process like the page of one rakor: for as long as no row that it shows has changed
(meetings/page_version.py) and no rakor on it has come into another state by the clock.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meetings.meeting_page import SAMPLE_BADGE
from meetings.models import Meeting, MeetingMove, MeetingQuerySet, Publication
from meetings.states import TONES, MeetingState, Phase, in_phase, next_change_at, state_of
from meetings.when import where

PAGE_SIZE = 20
KEPT_LISTS = 64


class ListEdition(NamedTuple):
    """What a list depends on besides the clock. phase, year: "" and 0 for all."""

    version: str
    sees_drafts: bool
    phase: str
    year: int
    page: int


class ListBody(NamedTuple):
    """html is right from `made_at` until just before `until` (None: for good)."""

    html: SafeString
    has_samples: bool
    made_at: datetime
    until: datetime | None


_kept: dict[ListEdition, ListBody] = {}


def list_body(edition: ListEdition, at: datetime) -> ListBody:
    """No statement where it is kept, else three (four with a filter by state)."""
    kept = _kept.get(edition)
    if kept is None or at < kept.made_at or (kept.until is not None and at >= kept.until):
        if len(_kept) >= KEPT_LISTS:
            _kept.clear()
        kept = _kept[edition] = _made(edition, at)
    return kept


def _made(edition: ListEdition, at: datetime) -> ListBody:
    meetings = Meeting.objects.all() if edition.sees_drafts else Meeting.objects.published()
    years = [day.year for day in meetings.dates("starts_on", "year", order="DESC")]
    # An unknown year filters nothing, like one that was not chosen.
    year = edition.year if edition.year in years else 0
    found = _found(meetings, edition.phase, year, at)
    page = Paginator(found, PAGE_SIZE).get_page(edition.page)
    context = {
        "filters": [
            _filter("keadaan", "Keadaan", "Semua keadaan", Phase.choices, edition.phase),
            _filter("tahun", "Tahun", "Semua tahun", ((each, each) for each in years), year),
        ],
        "is_filtered": bool(edition.phase or year),
        "page": page,
        "query": _query(edition.phase, year),
        "years": _years(page, at),
    }
    # A filter by state may have to show a rakor that is not on it now, so all of them count.
    watched = meetings if edition.phase else page
    changes = [change for each in watched if (change := next_change_at(each, at)) is not None]
    return ListBody(
        html=render_to_string("meetings/_meeting_list.html", context),
        has_samples=any(meeting.is_sample for meeting in page),
        made_at=at,
        until=min(changes, default=None),
    )


def _found(meetings: MeetingQuerySet, phase: str, year: int, at: datetime) -> MeetingQuerySet:
    if phase:
        meetings = meetings.filter(in_phase(Phase(phase), at))
    if year:
        meetings = meetings.filter(starts_on__year=year)
    published = Publication.objects.filter(minutes__meeting=OuterRef("pk"))
    moves = MeetingMove.objects.filter(meeting=OuterRef("pk"))
    listed = meetings.select_related("host_province").annotate(
        has_minutes=Exists(published), was_moved=Exists(moves)
    )
    return listed.latest_first()


def _years(page: Page, at: datetime) -> list[dict[str, Any]]:
    return [
        {"year": year, "rows": [_row(meeting, state_of(meeting, at)) for meeting in group]}
        for year, group in groupby(page, key=lambda meeting: meeting.starts_on.year)
    ]


def _row(meeting: Meeting, state: MeetingState) -> dict[str, Any]:
    place, mode = where(meeting), meeting.get_mode_display()
    parts = [place, mode.lower() if place else mode]
    if state == MeetingState.FINISHED:
        parts.append("notula tersedia" if meeting.has_minutes else "notula belum tersedia")
    if meeting.was_moved and state not in (MeetingState.FINISHED, MeetingState.CANCELLED):
        # A move writes the row of the rakor too, by whose version the list is kept.
        parts.append("dipindahkan dari jadwal atau tempat semula")
    badges = [{"text": state.label, "tone": TONES[state]}]
    return {
        "date": meeting.dates,
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "note": " · ".join(part for part in parts if part),
        "badges": [*badges, SAMPLE_BADGE] if meeting.is_sample else badges,
    }


def _filter(
    name: str, label: str, everything: str, choices: Iterable[tuple[Any, Any]], chosen: Any
) -> dict[str, Any]:
    options = [("", everything), *choices]
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": text, "is_chosen": bool(value) and value == chosen}
            for value, text in options
        ],
    }


def _query(phase: str, year: int) -> QueryDict:
    """The address's query as far as it means something, for the links of the pages."""
    query = QueryDict(mutable=True)
    if phase:
        query["keadaan"] = phase
    if year:
        query["tahun"] = str(year)
    return query
