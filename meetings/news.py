"""What became of the rakor, the latest first: announced, agenda out, moved, cancelled, minutes out.

Only what anybody may read. Each piece of news is a row that never changes or a timestamp of the
rakor, so it has a lasting name.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Value
from django.urls import reverse

from forum_portal.lib.sample_mark import marked
from meetings.agenda.content import all_items
from meetings.agenda.differences import difference_lines, differences
from meetings.convening.movement import formerly
from meetings.models import AgendaRelease, Meeting, MeetingMove, Publication
from meetings.states import over_at
from meetings.when import registration_window, when, where

MOST_NEWS = 30
KEPT_TEXTS = 200


class News(NamedTuple):
    """name: lasting, of letters, digits and slashes; lines: plain text."""

    name: str
    title: str
    url: str
    at: datetime
    lines: list[str]


# Texts of differences by release, which is frozen as is the one before it.
_texts: dict[tuple[int, datetime], list[str]] = {}


def latest_news() -> list[News]:
    """Seven statements at most, however much there is."""
    found = list(_latest())
    keys = {kind: [key for each, key, _ in found if each == kind] for kind in _TELLERS}
    told = {kind: tell(keys[kind]) for kind, tell in _TELLERS.items() if keys[kind]}
    return [told[kind][key]._replace(at=at, name=f"rakor/{kind}/{key}") for kind, key, at in found]


def _latest() -> Any:
    """(kind, key, at) of the latest of all kinds. One statement."""
    meetings = Meeting.objects.published().order_by()
    out = Q(meeting__published_at__isnull=False)
    # An agenda that was there when the rakor was announced is no news of its own.
    announced = out & Q(released_at__gt=F("meeting__published_at"))
    parts = [
        _rows(meetings, "diumumkan", "published_at"),
        _rows(meetings.filter(cancelled_at__isnull=False), "dibatalkan", "cancelled_at"),
        _rows(AgendaRelease.objects.filter(announced).order_by(), "acara", "released_at"),
        _rows(MeetingMove.objects.filter(out).order_by(), "pindah", "moved_at"),
        _rows(
            Publication.objects.filter(minutes__meeting__published_at__isnull=False).order_by(),
            "notula",
            "published_at",
        ),
    ]
    together = parts[0].union(*parts[1:], all=True)
    return together.order_by("-at", "kind", "-key")[:MOST_NEWS]


def _rows(rows: Any, kind: str, at: str) -> Any:
    # Key and moment under one name for all kinds, cast alike.
    named = rows.annotate(kind=Value(kind), key=F("pk") + Value(0, IntegerField()), at=F(at))
    return named.values_list("kind", "key", "at")


def _announced(keys: list[int]) -> dict[int, News]:
    return {meeting.pk: _announcement(meeting) for meeting in _meetings(keys)}


def _announcement(meeting: Meeting) -> News:
    lines = [when(meeting), where(meeting)]
    if meeting.theme:
        lines.append(f"Tema: {meeting.theme}")
    if meeting.mode:
        lines.append(f"Cara hadir: {meeting.get_mode_display()}")
    if meeting.registered_by != Meeting.RegisteredBy.NOBODY:
        lines.append(f"Pendaftaran {registration_window(meeting)}")
    is_record = meeting.published_at is not None and meeting.published_at >= over_at(meeting)
    return _news(meeting, "Rakor tercatat" if is_record else "Rakor diumumkan", lines)


def _cancelled(keys: list[int]) -> dict[int, News]:
    return {
        meeting.pk: _news(
            meeting, "Rakor dibatalkan", [meeting.cancel_reason, f"Semula {when(meeting)}"]
        )
        for meeting in _meetings(keys)
    }


def _released(keys: list[int]) -> dict[int, News]:
    """Loads the contents of those alone whose differences this process has not told yet."""
    rows = AgendaRelease.objects.filter(pk__in=keys).select_related("meeting")
    found = rows.defer("public", "internal", "words").in_bulk()
    missing = [key for key, release in found.items() if (key, release.released_at) not in _texts]
    if missing:
        _tell_differences(missing)
    return {key: _release(release) for key, release in found.items()}


def _tell_differences(keys: list[int]) -> None:
    if len(_texts) >= KEPT_TEXTS:
        _texts.clear()
    before = AgendaRelease.objects.filter(
        meeting=OuterRef("meeting"), number=OuterRef("number") - 1
    )
    rows = AgendaRelease.objects.filter(pk__in=keys).annotate(
        former=Subquery(before.values("public")[:1])
    )
    for release in rows.only("released_at", "public"):
        _texts[release.pk, release.released_at] = _difference(release.former, release.public)


def _difference(former: Any, public: Any) -> list[str]:
    if former is None:
        count = sum(1 for _ in all_items(public))
        return [f"Susunan acara berisi {count} mata acara."]
    told = difference_lines(differences(former, public))
    return told or ["Bagi umum tidak ada yang berubah."]


def _release(release: AgendaRelease) -> News:
    lines = [release.comment] if release.comment else []
    lines += _texts[release.pk, release.released_at]
    title = f"Susunan acara versi {release.number}"
    path = reverse("meetings:agenda_version", args=[release.meeting.slug, release.number])
    return _news(release.meeting, title, lines, path)


def _moved(keys: list[int]) -> dict[int, News]:
    moves = MeetingMove.objects.filter(pk__in=keys).select_related("meeting__host_province")
    return {
        move.pk: _news(
            move.meeting,
            "Rakor dipindahkan",
            [
                f"Semula: {formerly(move)}",
                f"Jadwal terbaru: {when(move.meeting)}",
                f"Tempat: {where(move.meeting)}" if where(move.meeting) else "",
                f"Alasan: {move.reason}",
            ],
        )
        for move in moves
    }


def _minutes(keys: list[int]) -> dict[int, News]:
    found = {}
    rows = Publication.objects.filter(pk__in=keys).listed()
    for publication in rows:
        kind = "Notula dibetulkan" if publication.correction_note else "Notula terbit"
        title = f"{kind}: {publication.title}"
        found[publication.pk] = News(
            name="",
            title=marked(title, publication.is_sample),
            url=f"{settings.SITE_URL}{publication.get_absolute_url()}",
            at=publication.published_at,
            lines=[
                *([publication.correction_note] if publication.correction_note else []),
                ", ".join(part for part in (publication.dates, publication.place) if part),
                f"{publication.decision_count} keputusan, "
                f"{publication.action_item_count} tindak lanjut",
            ],
        )
    return found


_TELLERS = {
    "diumumkan": _announced,
    "dibatalkan": _cancelled,
    "acara": _released,
    "pindah": _moved,
    "notula": _minutes,
}


def _meetings(keys: list[int]) -> Iterator[Meeting]:
    return Meeting.objects.filter(pk__in=keys).select_related("host_province").iterator()


def _news(meeting: Meeting, kind: str, lines: list[str], path: str = "") -> News:
    title = f"{kind}: {meeting.title}"
    return News(
        name="",
        title=marked(title, meeting.is_sample),
        url=f"{settings.SITE_URL}{path or meeting.get_absolute_url()}",
        at=meeting.published_at or over_at(meeting),
        lines=[line for line in lines if line],
    )
