"""The form of a proposal in parts that open and close, and all its errors in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField

from provinces.proposals.fields import CONTACT_FIELDS, TEXT_FIELDS, words_of

if TYPE_CHECKING:
    from provinces.forms.proposals import ProposalForm

Rows = list[tuple[str, forms.Form]]

_NAMES = (
    "name",
    "short_name",
    "name_kind",
    "since",
    "since_precision",
    "name_source",
    "aliases",
)
_PICTURES = ("logo", "logo_removed", "removed")


@dataclass(frozen=True)
class Group:
    """rows: (legend, form) of a set of rows, or of the parts of the head.

    note: what stands there now, for the summary.
    """

    key: str
    title: str
    note: str
    fields: list[BoundField]
    formset: forms.BaseFormSet | None
    rows: Rows
    is_open: bool


def groups_of(form: "ProposalForm") -> list[Group]:
    facts = form.facts
    services, programmes = len(facts["services"]), len(facts["programmes"])
    pictures = form.office.pictures.all()
    text = "Terisi" if facts["description"] else "Belum ada uraian"
    parts: list[tuple[str, str, str, tuple[str, ...], Any, Rows]] = [
        ("kontak", "Kontak", _reached_by(facts), CONTACT_FIELDS, None, []),
        ("nama", "Nama", facts["name"]["name"], _NAMES, None, []),
        ("kepala", "Kepala", _some(words_of("head", facts["head"])), (), None, form.heads.rows),
        ("uraian", "Uraian dan jam layanan", text, TEXT_FIELDS, None, []),
        ("layanan", "Layanan", f"{services} tercatat", (), form.services,
         _numbered("Layanan", form.services)),
        ("program", "Program transformasi digital", f"{programmes} tercatat", (),
         form.programmes, _numbered("Program", form.programmes)),
        ("gambar", "Lambang dan gambar", f"{len(pictures)} gambar", _PICTURES,
         form.pictures, _numbered("Gambar baru", form.pictures)),
    ]  # fmt: skip
    return [_group(form, *part) for part in parts]


def errors_of(form: "ProposalForm") -> list[tuple[str, str]]:
    """(address of the field, sentence) of every error, in the order of the page."""
    if not form.is_bound:
        return []
    groups = groups_of(form)
    found = [("", str(error)) for error in form.non_field_errors()]
    for group in groups:
        found += [pair for bound in group.fields for pair in _told(bound)]
        if group.formset is not None:
            found += [(f"#{group.key}", str(error)) for error in group.formset.non_form_errors()]
        for legend, row in group.rows:
            found += [(url, f"{legend}, {text}") for bound in row for url, text in _told(bound)]
    return found + list(_told(form["message"]))


def _group(
    form: "ProposalForm",
    key: str,
    title: str,
    note: str,
    names: tuple[str, ...],
    formset: forms.BaseFormSet | None,
    rows: Rows,
) -> Group:
    fields = [form[name] for name in names if name in form.fields]
    return Group(key, title, note, fields, formset, rows, _is_open(form, fields, formset, rows))


def _is_open(
    form: "ProposalForm", fields: list[BoundField], formset: forms.BaseFormSet | None, rows: Rows
) -> bool:
    """What was changed or is wrong stays in sight; an untouched form starts closed."""
    if not form.is_bound:
        return False
    changed = set(form.changed_data)
    return (
        any(bound.errors or bound.name in changed for bound in fields)
        or any(row.errors or row.has_changed() for _, row in rows)
        or bool(formset and formset.total_error_count())
    )  # fmt: skip


def _numbered(legend: str, formset: forms.BaseFormSet) -> Rows:
    return [(f"{legend} {number}", row) for number, row in enumerate(formset, 1)]


def _told(bound: BoundField) -> Iterator[tuple[str, str]]:
    for error in bound.errors:
        yield f"#{bound.auto_id}", f"{bound.label}: {error}"


def _reached_by(facts: dict[str, Any]) -> str:
    told = (words_of("phone", facts["phone"]), facts["city"])
    return _some(" \u00b7 ".join(part for part in told if part))


def _some(text: str) -> str:
    return text or "Belum diketahui"
