"""What the page of one office says: names, head, contacts, terms, rakor, and how sure it is."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from forum_portal.lib.compiled_queries import compiled
from forum_portal.lib.dates import date_span
from forum_portal.lib.markdown import to_html
from forum_portal.lib.phones import shown
from provinces.holders import terms_of_office
from provinces.members import Member, member_of, row_on
from provinces.models import Office, Post, Province, Term
from provinces.names import names_of
from provinces.terms import Holding, contains, holding_on
from provinces.verification import explanation_of, is_stale, tone_of

Fact = dict[str, Any]

HOST = "tuan rumah"
SENT = "mengirim delegasi"

_OFFICE_COLUMNS = tuple(field.attname for field in Office._meta.concrete_fields)


class RakorRow(NamedTuple):
    """A rakor that the office hosted or took part in."""

    title: str
    url: str
    date: str
    note: str
    is_sample: bool


class Terms(NamedTuple):
    """The terms of the office's heads and those that the forum gave it, latest first."""

    heads: list[Term]
    forum: list[Term]


def found(slug: str, today: date) -> tuple[Member, Office] | None:
    """The office of that address; with its province, not to be saved. One query."""
    row = row_on(today, slug, _OFFICE_COLUMNS)
    if row is None:
        return None
    member = member_of(row)
    values = row[-len(_OFFICE_COLUMNS) :]
    office = Office(**dict(zip(_OFFICE_COLUMNS, values, strict=True)))
    office.province = Province(code=member.code, name=member.province, zone=member.zone)
    return member, office


def terms_of(member: Member) -> Terms:
    """One query."""
    latest_first = sorted(terms_of_office(member.slug), key=_known_from, reverse=True)
    return Terms(
        heads=[t for t in latest_first if t.post.office_id and t.post.slug == Post.HEAD],
        forum=[t for t in latest_first if t.post.office_id is None],
    )


def facts(office: Office, terms: Terms, rakor: list[RakorRow], today: date) -> list[Fact]:
    """The four things people look for first."""
    hosted = sum(HOST in row.note for row in rakor)
    return [
        _head_fact(holding_on(today, terms.heads)),
        {
            "label": "Alamat",
            "value": office.address,
            "note": "" if office.city in office.address else office.city,
        },
        {
            "label": "Rakor",
            "value": f"{len(rakor)} tercatat" if rakor else "Belum ada catatan",
            "note": f"{hosted} kali tuan rumah" if hosted else "",
        },
        {
            "label": "Data balai",
            "value": office.get_verification_display(),
            "note": _confirmation_with_age(office, today),
        },
    ]


def contacts(office: Office) -> list[Fact]:
    return [
        {"label": "Alamat", "value": office.address},
        {"label": "Kedudukan", "value": office.city},
        {
            "label": "Telepon",
            "value": shown(office.phone),
            "url": f"tel:{office.phone}" if office.phone else "",
        },
        {
            "label": "Surel",
            "value": office.email,
            "url": f"mailto:{office.email}" if office.email else "",
        },
        {
            "label": "Situs web",
            "value": office.website.split("://")[-1].rstrip("/"),
            "url": office.website,
        },
        {"label": "Instansi induk", "value": office.parent_agency},
    ]


def opening_hours(office: Office) -> list[str]:
    """Line by line."""
    return [line.strip() for line in office.opening_hours.splitlines() if line.strip()]


def assurance(office: Office, today: date) -> dict[str, Any]:
    """The badge with its explanation and source; what the office itself has confirmed."""
    return {
        "text": office.get_verification_display(),
        "tone": tone_of(office.verification),
        "explanation": explanation_of(office.verification),
        "source": office.verification_source,
        "confirmation": confirmation(office),
        "is_stale": is_stale(office.confirmed_on, today),
        "standing": _standing(office, today),
    }


def confirmation(office: Office) -> str:
    if office.confirmed_on is None:
        return "Belum dikonfirmasi balai"
    return f"Dikonfirmasi balai pada {date_format(office.confirmed_on, 'j F Y')}"


def _standing(office: Office, today: date) -> str:
    """What the office's confirmation, or the lack of one, means to a reader."""
    if not is_stale(office.confirmed_on, today):
        return "Balai ini menyatakan data di halaman ini benar."
    if office.confirmed_on is None:
        return "Balai ini belum pernah menyatakan bahwa data di halaman ini benar."
    return (
        "Dalam 12 bulan terakhir balai ini tidak lagi menyatakan bahwa data di halaman ini benar; "
        "sebagian mungkin sudah berubah."
    )


def _confirmation_with_age(office: Office, today: date) -> str:
    said = confirmation(office)
    if office.confirmed_on and is_stale(office.confirmed_on, today):
        said += ", 12 bulan yang lalu atau lebih"
    return said


def former_names(member: Member) -> list[Fact]:
    """With when each was in force. One query, none if there never was another name."""
    return [
        {
            "label": former.when or "Dahulu",
            "value": former.name,
            "note": former.source and f"sumber {former.source}",
        }
        for former in names_of(member)[1:]
    ]


def head_rows(terms: Iterable[Term], today: date) -> list[Fact]:
    return [
        {
            "title": term.person.name,
            "date": _when(term),
            "note": " · ".join(
                part
                for part in (
                    f"SK {term.decree_number}" if term.decree_number else "",
                    f"sumber {term.source}" if term.source else "",
                )
                if part
            ),
            **_state(term, today),
        }
        for term in terms
    ]


def forum_rows(terms: Iterable[Term]) -> list[Fact]:
    return [
        {
            "title": f"{term.get_acting_display()} {term.post.title} Forum".strip(),
            "date": _when(term),
            "note": term.person.name,
        }
        for term in terms
    ]


def rakor_of(member: Member, today: date) -> list[RakorRow]:
    """Published rakor that the office hosted, had a part in or sent delegates to. One query."""
    by_meeting: dict[str, list[tuple]] = {}
    for row in sorted(_rakor_rows(member.pk, member.code, today), reverse=True):
        by_meeting.setdefault(row[1], []).append(row)
    return [_rakor_row(rows) for rows in by_meeting.values()]


def description_html(office: Office) -> SafeString:
    return _markdown(office.description)


_markdown = lru_cache(maxsize=64)(to_html)


@compiled
def _rakor_rows(office: int, province: str, today: date) -> QuerySet:
    """A registration counts once the rakor is over: before, it is a plan."""
    held = Q(meeting__published_at__isnull=False, meeting__cancelled_at=None)
    hosted = Province(pk=province).hosted_meetings.filter(
        published_at__isnull=False, cancelled_at=None
    )
    parts = Office(pk=office).meeting_parts.filter(held)
    sent = Office(pk=office).registrations.filter(
        held, withdrawn_at=None, meeting__last_on__lt=today
    )
    return _meetings(hosted, "", Value(HOST), Value("")).union(
        _meetings(parts, "meeting__", F("part"), Coalesce("person__name", Value(""))),
        _meetings(sent, "meeting__", Value(SENT), Value("")),
    )


def _meetings(rows: QuerySet, to_meeting: str, what: Any, who: Any) -> QuerySet:
    columns = ("starts_on", "slug", "title", "ends_on", "date_precision", "city", "is_sample")
    return rows.order_by().values_list(*(f"{to_meeting}{name}" for name in columns), what, who)


def _head_fact(holding: Holding) -> Fact:
    term = holding.holder or holding.sighting
    if term is None:
        note = f"terakhir: {holding.last.person.name}" if holding.last else ""
        return {"label": "Kepala", "value": "", "note": note}
    note = f"{term.get_acting_display()} kepala, {term.when}" if term.acting else term.when
    if holding.definitive and holding.acting:
        stands_in = holding.acting
        note += f" · {stands_in.get_acting_display()} {stands_in.person.name}"
    return {"label": "Kepala", "value": term.person.name, "note": note}


def _state(term: Term, today: date) -> dict[str, str]:
    if term.period is None:
        return {"state": "Tercatat", "tone": "blue"}
    if term.period.lower and term.period.lower > today:
        return {"state": "Akan menjabat", "tone": "neutral"}
    acting = f"{term.get_acting_display()} " if term.acting else ""
    if contains(term.period, today):
        return {"state": f"{acting}Kepala saat ini", "tone": "green"}
    return {"state": f"{acting}Selesai", "tone": "neutral"}


def _when(term: Term) -> str:
    """The date column: what `Term.when` says, without "tercatat" where the state says so."""
    return term.when.removeprefix("tercatat ")


def _known_from(term: Term) -> tuple[date, date, int]:
    began = term.period.lower if term.period else term.seen_on
    return began or date.min, term.seen_on or date.min, term.pk


def _rakor_row(rows: list[tuple]) -> RakorRow:
    starts_on, slug, title, ends_on, precision, city, is_sample, _, _ = rows[0]
    roles = [f"{who} {what}" if who else what for *_, what, who in rows]
    return RakorRow(
        title=title,
        url=reverse("meetings:detail", args=[slug]),
        date=date_span(starts_on, ends_on, precision),
        note=" · ".join(part for part in (city, *sorted(roles, reverse=True)) if part),
        is_sample=is_sample,
    )
