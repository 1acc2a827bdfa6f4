"""What the home page says: the next rakor, the latest minutes, who leads the forum.

The rows are read for every page; the words made of a row are kept and used again while the row
stays the same, so that nothing old can show (templates only read them).
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from elections.forum_page import initials
from elections.models import Election
from forum_portal.date_card import date_card
from forum_portal.lib.compiled_queries import compiled
from meetings.models import Meeting, Publication, Registration
from meetings.states import TONES, MeetingState, Phase, in_phase, state_of
from meetings.when import start_time, where
from provinces.holders import selected, term_of
from provinces.models import Post, Province, Term
from provinces.terms import ending, holding_on

ROWS = 3
# Enough to find who leads today and, when nobody does, who led last.
LATEST_TERMS = 5

Row = dict[str, Any]

_MEETING_COLUMNS = (
    "slug",
    "title",
    "theme",
    "starts_on",
    "ends_on",
    "date_precision",
    "starts_at",
    "zone",
    "city",
    "venue",
    "mode",
    "registered_by",
    "registration_opens_at",
    "registration_closes_at",
    "published_at",
    "cancelled_at",
    "is_sample",
)

_SAMPLE = {"text": "Contoh", "tone": "amber"}
_REGISTER: dict[str, str] = {
    Meeting.RegisteredBy.OFFICES: "Daftarkan delegasi",
    Meeting.RegisteredBy.ANYBODY: "Daftarkan diri",
}


@dataclass(frozen=True)
class Leadership:
    """Who leads, or led last; `lapsed` says that nobody is known to lead today."""

    name: str
    initials: str
    line: str
    items: list[Row]
    lapsed: str


def next_rakor(at: datetime, member_count: int) -> Row | None:
    """The one under way or the next one, as templates/_components/event.html takes it."""
    for *values, province, offices_registered in _open_rows(_hour(at)):
        state = state_of(_meeting(tuple(values)), at)
        return _event(tuple(values), province, state, offices_registered, member_count)
    return None


def latest_minutes() -> list[Row]:
    return [_minutes(row) for row in _minutes_rows()]


def past_rakor(at: datetime) -> list[Row]:
    return [_past(row) for row in _past_rows(_hour(at))]


def leadership(today: date) -> Leadership | None:
    """From the terms of the forum's Ketua; None while none is recorded."""
    rows = _chair_rows(today)
    term, _ = _shown(rows, today)
    return _leadership(rows, today, _election_rows(term.pk) if term else ())


def _hour(at: datetime) -> datetime:
    """Days begin on the hour in every zone, so a rakor is over on the hour."""
    return at.replace(minute=0, second=0, microsecond=0)


@compiled
def _open_rows(hour: datetime) -> QuerySet:
    sent = Registration.objects.seated().filter(meeting=OuterRef("pk")).order_by()
    offices = sent.values("meeting").annotate(count=Count("office", distinct=True))
    return (
        Meeting.objects.published()
        .filter(~in_phase(Phase.FINISHED, hour), cancelled_at=None)
        .order_by("starts_on", "pk")
        .values_list(
            *_MEETING_COLUMNS,
            "host_province__name",
            Coalesce(Subquery(offices.values("count")), 0),
        )[:1]
    )


@compiled
def _past_rows(hour: datetime) -> QuerySet:
    meetings = Meeting.objects.published().filter(in_phase(Phase.FINISHED, hour))
    return meetings.latest_first().values_list(*_MEETING_COLUMNS)[:ROWS]


@compiled
def _minutes_rows() -> QuerySet:
    return (
        Publication.objects.public()
        .current()
        .listed()
        .latest_first()
        .values_list(  # type: ignore[misc] # listed() annotates what the types do not see
            "minutes__meeting__slug",
            "title",
            "dates",
            "place",
            "mode",
            "decision_count",
            "action_item_count",
            "is_sample",
        )[:ROWS]
    )


@compiled
def _chair_rows(today: date) -> QuerySet:
    begun = Q(period=None) | Q(period__startswith__lte=today) | Q(period__startswith=None)
    terms = Term.objects.filter(begun, post__office=None, post__slug=Post.CHAIR).latest_first()
    return selected(terms, "on_behalf_of__name")[:LATEST_TERMS]


@compiled
def _election_rows(term: int) -> QuerySet:
    """A statement of its own: PostgreSQL would plan seven joined tables for 2 ms."""
    elections = Election.objects.filter(result__term=term)
    return elections.values_list("slug", "method", "meeting__title")


def _meeting(values: tuple[Any, ...]) -> Meeting:
    """Not to be saved."""
    return Meeting(**dict(zip(_MEETING_COLUMNS, values, strict=True)))


@lru_cache(maxsize=32)
def _minutes(row: tuple[Any, ...]) -> Row:
    slug, title, dates, place, mode, decisions, action_items, is_sample = row
    return {
        "title": title,
        "url": reverse("meetings:minutes", args=[slug]),
        "date": dates,
        "note": _joined(
            place or mode,
            decisions and f"{decisions} keputusan",
            action_items and f"{action_items} tindak lanjut",
        ),
        "is_sample": is_sample,
    }


@lru_cache(maxsize=32)
def _past(row: tuple[Any, ...]) -> Row:
    meeting = _meeting(row)
    return {
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "date": meeting.dates,
        "note": _joined(meeting.city, meeting.theme),
        "is_sample": meeting.is_sample,
    }


@lru_cache(maxsize=32)
def _event(
    values: tuple[Any, ...],
    province: str | None,
    state: MeetingState,
    offices_registered: int,
    member_count: int,
) -> Row:
    meeting = _meeting(values)
    meeting.host_province = Province(name=province) if province else None
    last_on = meeting.ends_on or meeting.starts_on
    card = date_card(meeting.starts_on, last_on, meeting.date_precision)
    is_open = state == MeetingState.REGISTRATION_OPEN
    starts = start_time(meeting)
    registered = ""
    if meeting.registered_by == Meeting.RegisteredBy.OFFICES:
        registered = f"{offices_registered}\u00a0dari {member_count}\u00a0balai sudah mendaftar"
    badges = [{"text": state.label, "tone": TONES[state]}]
    action = "meetings:delegation" if is_open else "meetings:detail"
    return {
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "month": card.month,
        "days": card.days,
        "weekdays": card.weekdays,
        "badges": [*badges, _SAMPLE] if meeting.is_sample else badges,
        "note": _joined(
            where(meeting),
            starts and f"mulai {starts}",
            meeting.get_mode_display().lower(),
            registered,
        ),
        "action_url": reverse(action, args=[meeting.slug]),
        "action_label": _REGISTER[meeting.registered_by] if is_open else "Lihat rakor",
        "is_sample": meeting.is_sample,
    }


@lru_cache(maxsize=8)
def _shown(rows: tuple[tuple, ...], today: date) -> tuple[Term | None, bool]:
    """Whose term to show, and whether it runs today."""
    holding = holding_on(today, [term_of(row) for row in rows])
    return holding.holder or holding.last or holding.sighting, bool(holding.holder)


@lru_cache(maxsize=8)
def _leadership(
    rows: tuple[tuple, ...], today: date, elections: tuple[tuple[str, str, str], ...]
) -> Leadership | None:
    term, is_current = _shown(rows, today)
    if term is None:
        return None
    office = next(row[-1] for row in rows if row[0] == term.pk)
    return Leadership(
        name=term.person.name,
        initials=initials(term.person.name),
        line=_line(term, office),
        items=_leadership_items(term, elections),
        lapsed="" if is_current else _lapsed(term),
    )


def _line(term: Term, office: str | None) -> str:
    acting = f"{term.get_acting_display()} " if term.acting else ""
    return f"{acting}{term.post.title}{f', mewakili {office}' if office else ''}"


def _leadership_items(term: Term, elections: tuple[tuple[str, str, str], ...]) -> list[Row]:
    items = [{"label": "Masa bakti", "value": term.when}]
    for slug, method, meeting in elections:
        how = Election.Method(method).label.lower()
        url = reverse("elections:detail", args=[slug])
        items.append({"label": "Dipilih", "value": f"secara {how}, {meeting}", "url": url})
    items.append({"label": "Sumber", "value": term.source or "belum tercatat"})
    return items


def _lapsed(term: Term) -> str:
    if term.period and term.period.upper:
        return f"Masa bakti {ending(term)}; penggantinya belum tercatat."
    return "Siapa yang memimpin forum saat ini belum tercatat."


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)
