"""A release of an agenda as a paper, the same bytes each time."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from forum_portal.lib import pdf
from forum_portal.lib.dates import ZONE_NAMES, moment
from forum_portal.lib.markdown import to_tree
from meetings.agenda.content import Content, Item
from meetings.agenda.versions import version_url
from meetings.agenda.words import day_title, people, time_span
from meetings.models import AgendaItem, AgendaPart, AgendaRelease, Meeting
from meetings.when import start_time, weekdays, where

_AGENDA = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers" / "agenda.typ"
_EDITION = pdf.edition(_AGENDA)
KEPT_PAPERS = 16


def paper_tag(release: AgendaRelease, meeting: Meeting, *, is_internal: bool) -> str:
    """Differs wherever the bytes differ; made without loading the content. No query."""
    parts = (
        release.pk,
        is_internal,
        *(f"{label}: {value}" for label, value in _facts(meeting)),
        meeting.title,
        meeting.theme,
        meeting.is_sample,
        meeting.cancelled_at,
        meeting.cancel_reason,
        version_url(release, meeting),
        settings.SITE_URL,
        _EDITION,
    )
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:40]


def agenda_paper(release: AgendaRelease, meeting: Meeting, *, is_internal: bool) -> bytes:
    """Some milliseconds a page for the first reader, then kept by the process."""
    tag = paper_tag(release, meeting, is_internal=is_internal)
    return _agenda_paper(release, meeting, tag, is_internal)


@lru_cache(maxsize=KEPT_PAPERS)
def _agenda_paper(release: AgendaRelease, meeting: Meeting, tag: str, is_internal: bool) -> bytes:
    content = release.internal if is_internal else release.public
    data = _data(release, meeting, content, is_internal)
    return pdf.typeset(_AGENDA, data, created_at=release.released_at)


def _data(
    release: AgendaRelease, meeting: Meeting, content: Content, is_internal: bool
) -> dict[str, Any]:
    """What agenda.typ reads: words and trees of text, nothing to compute."""
    released = moment(release.released_at, content["zone"])
    edition = f"Versi {release.number}"
    cancelled = f"Rakor ini dibatalkan. {meeting.cancel_reason}" if meeting.cancelled_at else ""
    return {
        "forum": settings.SITE_NAME,
        "title": f"Susunan Acara {meeting.title}",
        "theme": meeting.theme,
        "edition": f"{edition}, internal" if is_internal else edition,
        "is_sample": meeting.is_sample,
        "warning": cancelled,
        "internal": "Memuat acara internal; bukan untuk umum." if is_internal else "",
        "facts": [{"label": label, "value": value} for label, value in _facts(meeting) if value],
        "zone": ZONE_NAMES[content["zone"]],
        "days": [
            {"title": day_title(day), "rows": [_row(item) for item in day["items"]]}
            for day in content["days"]
        ],
        "foot": [
            f"{edition}, dirilis {released}.",
            f"Versi terbaru: {settings.SITE_URL}{meeting.get_absolute_url()}agenda/",
        ],
    }


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    when = ", ".join(part for part in (weekdays(meeting), meeting.dates) if part)
    return [
        ("Hari/tanggal", when),
        ("Mulai", start_time(meeting)),
        ("Tempat", where(meeting) or meeting.get_mode_display()),
        ("Penyelenggara", ", ".join(meeting.organiser_list)),
    ]


def _row(item: Item, inside: Item | None = None) -> dict[str, Any]:
    """One item with those within it; a time that only repeats the outer one is left out."""
    time = time_span(item)
    presenter = AgendaPart.Role.PRESENTER.label
    return {
        "time": "" if inside is not None and time == time_span(inside) else time,
        "title": item["title"],
        "place": item["place"],
        "people": [
            each.names if each.role == presenter else f"{each.role}: {each.names}"
            for each in people(item)
        ],
        "description": to_tree(item["description"]) if item["description"] else [],
        "is_pause": item["kind"] == AgendaItem.Kind.BREAK,
        "is_internal": not item["is_public"],
        "is_parallel": item["is_parallel"],
        "rows": [_row(inner, item) for inner in item["items"]],
    }
