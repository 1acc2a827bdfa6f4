"""What rakor add to the timeline of an office: those it hosted or attended, and what concerns it.

Decisions and follow-up come from what was published, never from a draft: of the latest
publication of each minutes, its frozen content. They concern an office that they name, by any
of its names; what all offices have to do concerns each that was a member then.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.fields.json import KT, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.text import Truncator

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.dates import date_span
from meetings.models import Meeting, Official, Publication, Registration
from provinces.history import Entry, Kind
from provinces.members import Member

_MEETING = (
    "starts_on",
    "pk",
    "slug",
    "title",
    "ends_on",
    "date_precision",
    "city",
    "source",
    "is_sample",
    "cancelled_at",
)
_HOSTED = "Menjadi tuan rumah"
_SENT = "Mengirim delegasi"
_SAMPLE: dict[str, Any] = {"state": "Contoh", "tone": "amber", "is_sample": True}
_WORDS_SHOWN = 40
_SHORTEST_NAME = 4
_EVERY_OFFICE = re.compile(
    r"\b(?:semua|seluruh|setiap|tiap|masing-masing) (?:balai|anggota)\b", re.IGNORECASE
)
# "Balai Papua" is not named where "Balai Papua Barat" is.
_NO_FURTHER = r"(?! (?:Barat|Timur|Utara|Selatan|Tengah|Tenggara|Pegunungan|Daya)\b)"


def rakor_entries(office: Member, today: date) -> Iterator[Entry]:
    """Published rakor, the cancelled ones marked. One query.

    A registration counts once the rakor is over: before, it is a plan.
    """
    by_meeting: dict[int, list[tuple]] = {}
    for row in _meeting_rows(office.pk, office.code, today):
        by_meeting.setdefault(row[1], []).append(row)
    return (_rakor_entry(rows) for rows in by_meeting.values())


def decision_entries(office: Member, is_member_on: Callable[[date], bool]) -> Iterator[Entry]:
    """Decisions and tasks of published minutes that concern the office. One query."""
    names = _any_name_of(office)
    for slug, title, starts_on, dates, decisions, action_items, is_sample in _published_rows():
        on = date.fromisoformat(starts_on)
        for anchor, told, note, text, duty in _items(decisions, action_items):
            if names.search(text) or (_EVERY_OFFICE.search(duty) and is_member_on(on)):
                yield Entry(
                    kind=Kind.DECISION,
                    on=on,
                    when=dates,
                    title=told,
                    note=note,
                    source=f"notula {title}",
                    url=f"{reverse('meetings:minutes', args=[slug])}#{anchor}",
                    **(_SAMPLE if is_sample else {}),
                )


@compiled
def _meeting_rows(office: int, province: str, today: date) -> QuerySet:
    """Each meeting once for every part that the office had in it."""
    public = Q(meeting__published_at__isnull=False)
    hosted = Meeting.objects.published().filter(host_province=province)
    parts = Official.objects.filter(public, office=office)
    sent = Registration.objects.active().filter(
        public, office=office, meeting__cancelled_at=None, meeting__last_on__lt=today
    )
    nobody = Value("", output_field=CharField())
    return _columns(hosted, "", Value(_HOSTED), nobody).union(
        _columns(parts, "meeting__", F("part"), Coalesce("person__name", nobody)),
        _columns(sent, "meeting__", Value(_SENT), nobody),
    )


def _columns(rows: QuerySet, to_meeting: str, part: Any, who: Any) -> QuerySet:
    return rows.order_by().values_list(*(f"{to_meeting}{name}" for name in _MEETING), part, who)


@compiled
def _published_rows() -> QuerySet:
    in_meeting = {name: KT(f"content__meeting__{name}") for name in ("title", "starts_on", "dates")}
    texts = {
        f"told_{name}": Cast(KeyTransform(name, "content"), CharField())
        for name in ("decisions", "action_items")
    }
    published = Publication.objects.public().current().order_by()
    return published.annotate(
        **{f"of_{name}": value for name, value in in_meeting.items()}, **texts
    ).values_list(
        "minutes__meeting__slug",
        *(f"of_{name}" for name in in_meeting),
        *texts,
        "minutes__meeting__is_sample",
    )


def _rakor_entry(rows: list[tuple]) -> Entry:
    starts_on, _, slug, title, ends_on, precision, city, source, is_sample, cancelled_at = rows[0][
        : len(_MEETING)
    ]
    parts = sorted({f"{who}: {part}" if who else part for *_, part, who in rows})
    state = _SAMPLE if is_sample else {}
    if cancelled_at:
        state = {**state, "state": "Dibatalkan", "tone": "red"}
    return Entry(
        kind=Kind.RAKOR,
        on=starts_on,
        when=date_span(starts_on, ends_on, precision),
        title=title,
        note=" · ".join(part for part in (*parts, city) if part),
        source=source,
        url=reverse("meetings:detail", args=[slug]),
        **state,
    )


def _items(decisions: str, action_items: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Anchor, title, note, the text that may name an office, and whose duty it is."""
    for decision in json.loads(decisions):
        text = decision["text"]
        # Only as the subject: "tiga orang tiap balai" is no duty of every office.
        subject = text[: len("masing-masing anggota")]
        yield "keputusan", f"Keputusan {decision['number']}: {_short(text)}", "", text, subject
    for item in json.loads(action_items):
        task, responsible = item["task"], item["responsible"]
        told = f"Tindak lanjut {item['number']}: {_short(task)}"
        due = f" · tenggat {item['due']}" if item["due"] else ""
        note = f"Penanggung jawab: {responsible}{due}"
        yield "tindak-lanjut", told, note, f"{task}\n{responsible}", responsible


def _any_name_of(office: Member) -> re.Pattern[str]:
    names = {office.name, office.short_name, *office.other_names, *office.past_names}
    names |= {f"{word} {office.province}" for word in ("Balai", "BTIKP", "Balai TIK")}
    told = "|".join(re.escape(name) for name in sorted(names) if len(name) >= _SHORTEST_NAME)
    return re.compile(rf"(?<!\w)(?:{told})(?!\w){_NO_FURTHER}", re.IGNORECASE)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).words(_WORDS_SHOWN)
