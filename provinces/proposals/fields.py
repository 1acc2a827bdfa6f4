"""What of an office may be proposed: what each field is called, what it says today, how it reads.

A value is JSON, as ProposedChange keeps it: text for the plain fields, a list for aliases,
services and programmes, an object for name, head, logo and pictures. Who applies a value is
provinces/proposals/applying.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forum_portal.lib.dates import BoundPrecision, Precision, partial_date
from forum_portal.lib.phones import shown
from provinces.models import Office, OfficeProgramme, Post, Term
from provinces.terms import holding_on

Facts = dict[str, Any]

CONTACT_FIELDS = ("city", "address", "phone", "email", "website", "parent_agency")
TEXT_FIELDS = ("description", "opening_hours")
PLAIN_FIELDS = (*CONTACT_FIELDS, *TEXT_FIELDS)
RENAMED, SPELLING = "renamed", "spelling"
# The kind of a head that is the present one, put right; without a kind it is a new head.
CORRECTION = "correction"
# A field of this kind may stand more than once in a proposal; it never says how things are.
PICTURE = "picture"
REPORT = "report"
# What a report is about when it is about none of FIELDS.
OTHER = "other"
SERVICE_KEYS = ("name", "description", "url")
HEAD_KEYS = ("name", "acting", "from_day", "precision", "decree_number")
PROGRAMME_KEYS = ("title", "year", "until_year", "state", "reached", "source")


@dataclass(frozen=True)
class ProposableField:
    """label: for people. in_words: a value as plain text, one line or several; "" for none."""

    label: str
    in_words: Callable[[Any], str]


def facts_of(office: Office, on: date) -> Facts:
    """What each field says on `on`, by its key. Five statements.

    Keys: those of FIELDS but PICTURE and REPORT, which add to what is there.
    """
    return {
        **{name: getattr(office, name) for name in PLAIN_FIELDS},
        "name": {"name": office.name, "short_name": office.short_name},
        "head": _head_on(office, on),
        "aliases": [alias.name for alias in office.aliases.all()],
        "services": [_picked(row, SERVICE_KEYS) for row in office.services.all()],
        "programmes": [_picked(row, PROGRAMME_KEYS) for row in office.programmes.all()],
        "logo": {"file": office.logo.name or ""},
    }


def says_something_new(field: str, new: Any, facts: Mapping[str, Any]) -> bool:
    """False if the office already says what is proposed."""
    today = facts.get(field)
    if field == "name":
        return today != {key: new[key] for key in ("name", "short_name")}
    if field == "head":
        return _is_new_of_head(new, today)
    return field in (PICTURE, REPORT) or today != new


def is_of_another_head(field: str, new: Any, facts: Mapping[str, Any]) -> bool:
    """True of a correction whose term is not the one that stands there."""
    if field != "head" or new.get("kind") != CORRECTION:
        return False
    today = facts["head"]
    return today is None or today["term"] != new["term"]


def label_of(field: str) -> str:
    """Also of a field that a later release no longer knows."""
    return FIELDS[field].label if field in FIELDS else field


def words_of(field: str, value: Any) -> str:
    """How `value` reads to a person; "" where there is nothing."""
    if value is None:
        return ""
    return FIELDS[field].in_words(value) if field in FIELDS else str(value)


def _is_new_of_head(new: Mapping[str, Any], today: Mapping[str, Any] | None) -> bool:
    if today is None:
        return True
    if new.get("kind") == CORRECTION:
        return new["decree"] or any(new[key] != today[key] for key in HEAD_KEYS)
    told = {"name": new["name"], "acting": new["acting"], "when": _since(new)}
    return told != {key: today[key] for key in told}


def _head_on(office: Office, on: date) -> dict[str, Any] | None:
    """Who holds the post, else who was last seen in it; None where nobody is known.

    term: its key, so that a correction is of this term and of no other. from_day: None where
    it is not known when the term began.
    """
    terms = Term.objects.filter(post__office=office, post__slug=Post.HEAD)
    holding = holding_on(on, terms.select_related("person"))
    term = holding.acting or holding.definitive or holding.sighting
    if term is None:
        return None
    begins = term.period and term.period.lower
    is_known = begins is not None and term.from_precision != BoundPrecision.UNKNOWN
    return {
        "term": term.pk,
        "name": term.person.name,
        "acting": term.acting,
        "when": term.when,
        "from_day": begins.isoformat() if is_known else None,
        "precision": term.from_precision if is_known else Precision.DAY.value,
        "decree_number": term.decree_number,
    }


def _picked(row: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: getattr(row, key) for key in keys}


def _name_in_words(value: Mapping[str, Any]) -> str:
    lines = [value["name"]]
    if value["short_name"]:
        lines.append(f"Singkatan: {value['short_name']}")
    if value.get("kind") == SPELLING:
        lines.append("Pembetulan ejaan; namanya tidak berganti.")
    elif value.get("since"):
        since = partial_date(date.fromisoformat(value["since"]), value["precision"])
        lines.append(f"Berganti nama sejak {since}")
    elif value.get("kind") == RENAMED:
        lines.append("Berganti nama; sejak kapan belum diketahui.")
    if value.get("source"):
        lines.append(f"Dasar: {value['source']}")
    return "\n".join(lines)


def _head_in_words(value: Mapping[str, Any]) -> str:
    """A correction reads as the record does, so that only what differs is marked."""
    acting = f", {Term.Acting(value['acting']).label}" if value["acting"] else ""
    number = value.get("decree_number")
    decree = f"\nSK {number}" if number else ""
    if value.get("kind") == CORRECTION:
        file = "\nBerkas SK disertakan." if value["decree"] else ""
        same = "\nPerbaikan data kepala yang sekarang; orangnya tetap."
        return f"{value['name']}{acting} ({_corrected_time(value)}){decree}{file}{same}"
    if "when" in value:
        return f"{value['name']}{acting} ({value['when']}){decree}"
    return f"{value['name']}{acting}, {_since(value)}{decree}"


def _corrected_time(value: Mapping[str, Any]) -> str:
    return _since(value) if value["from_day"] else value["when"]


def _since(value: Mapping[str, Any]) -> str:
    """As Term.when says it of an open term."""
    return f"sejak {partial_date(date.fromisoformat(value['from_day']), value['precision'])}"


def _service_in_words(value: Mapping[str, str]) -> str:
    return "; ".join(value[key] for key in SERVICE_KEYS if value[key])


def _programme_in_words(value: Mapping[str, Any]) -> str:
    years = str(value["year"])
    if value["until_year"]:
        years = f"{years}\u2013{value['until_year']}"
    state = OfficeProgramme.State(value["state"]).label
    source = f"Sumber: {value['source']}" if value["source"] else ""
    parts = (f"{value['title']} ({years}, {state})", value["reached"], source)
    return "; ".join(part for part in parts if part)


def _logo_in_words(value: Mapping[str, str]) -> str:
    return "Lambang" if value["file"] else "Tanpa lambang"


def _picture_in_words(value: Mapping[str, Any]) -> str:
    return value["alt"]


def _report_in_words(value: Mapping[str, str]) -> str:
    if value["about"] == OTHER:
        return value["text"] or "Lihat pesannya."
    about = label_of(value["about"])
    return f"{about}: {value['text']}" if value["text"] else f"{about}: lihat pesannya."


def _lines(in_words: Callable[[Any], str]) -> Callable[[list], str]:
    return lambda values: "\n".join(in_words(value) for value in values)


def _plain(name: str) -> ProposableField:
    in_words = shown if name == "phone" else str
    field: Any = Office._meta.get_field(name)
    label = str(field.verbose_name)
    return ProposableField(f"{label[0].upper()}{label[1:]}", in_words)


# In the order of the form, of the pages and of the mails.
FIELDS: dict[str, ProposableField] = {
    "name": ProposableField("Nama resmi", _name_in_words),
    "aliases": ProposableField("Nama lain", _lines(str)),
    "head": ProposableField("Kepala", _head_in_words),
    **{name: _plain(name) for name in PLAIN_FIELDS},
    "services": ProposableField("Layanan", _lines(_service_in_words)),
    "programmes": ProposableField("Program transformasi digital", _lines(_programme_in_words)),
    "logo": ProposableField("Lambang", _logo_in_words),
    PICTURE: ProposableField("Gambar", _picture_in_words),
    REPORT: ProposableField("Catatan", _report_in_words),
}
