"""The head of an office as it proposes it: what is recorded of the present one put right, or a new
one.

Two parts, because they mean different things: a correction leaves the person and the succession,
a new head ends the present one's time. What was filled in tells which of them is meant.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.base import File

from forum_portal.lib.dates import Precision, first_day
from forum_portal.lib.native_inputs import DateField
from forum_portal.lib.uploads import checked_pdf
from provinces.actions.proposals import Change, HeadChanged
from provinces.forms.proposal_rows import Row
from provinces.models import Person, Term
from provinces.proposals.fields import CORRECTION

_LONGEST_NAME = Person._meta.get_field("name").max_length
_ONE_OF_BOTH = (
    "Isi salah satu saja: perbaikan data kepala yang sekarang, atau kepala baru. Usulkan yang "
    "lain sesudah yang pertama diputus."
)


class HeadFields(Row):
    """What both parts ask; `from_day` and `decree` are told apart by the part they stand in."""

    acting = forms.ChoiceField(
        label="Kedudukan", required=False, choices=[("", "Definitif"), *Term.Acting.choices]
    )
    from_day = DateField(label="Mulai menjabat", required=False)
    from_precision = forms.ChoiceField(
        label="Ketelitian tanggal",
        required=False,
        choices=Precision.choices,
        initial=Precision.DAY,
        help_text="Pilih bulan atau tahun bila harinya tidak diketahui.",
    )
    decree_number = forms.CharField(label="Nomor SK", max_length=100, required=False)
    decree = forms.FileField(
        label="Berkas SK",
        required=False,
        help_text="PDF, paling besar 5 MB. Hanya terlihat oleh balai Anda dan sekretariat.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_decree(self) -> File | None:
        decree = self.cleaned_data["decree"]
        return checked_pdf(decree) if decree else None

    def begins(self) -> dict[str, str]:
        """The first day of what is known of the beginning; the form is valid and has a day."""
        day: date = self.cleaned_data["from_day"]
        precision = self.cleaned_data["from_precision"] or Precision.DAY
        return {"from_day": first_day(day, precision).isoformat(), "precision": precision}


class NewHead(HeadFields):
    head = forms.CharField(
        label="Nama kepala baru",
        max_length=_LONGEST_NAME,
        required=False,
        help_text="Lengkap dengan gelar.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("head", "acting", "from_day", "from_precision", "decree_number", "decree")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "from_day"
        ].help_text = "Hari pertama; pejabat sebelumnya berakhir pada hari yang sama."

    def clean(self) -> None:
        cleaned = self.cleaned_data
        others = [name for name in ("from_day", "decree_number", "decree") if cleaned.get(name)]
        if others and not cleaned.get("head") and not self.has_error("head"):
            self.add_error("head", "Isi nama kepala baru, atau kosongkan isian kepala lainnya.")
        if cleaned.get("head") and not cleaned.get("from_day") and not self.has_error("from_day"):
            self.add_error("from_day", "Isi kapan kepala baru mulai menjabat.")

    def value(self) -> dict[str, Any] | None:
        cleaned = self.cleaned_data
        if not cleaned.get("head"):
            return None
        return {
            "name": " ".join(cleaned["head"].split()),
            "acting": cleaned["acting"],
            **self.begins(),
            "decree_number": cleaned["decree_number"],
        }


class HeadCorrection(HeadFields):
    """`head`: of facts_of(); what is not changed stays as it is there, whatever was typed.

    term: the one that the browser was given, so that nobody puts right another person's.
    """

    term = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Nama dan gelar",
        max_length=_LONGEST_NAME,
        help_text="Orangnya tetap, hanya penulisan namanya. Bila kepalanya orang lain, isi “Kepala "
        "baru”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Isi nama kepala yang sekarang."},
    )
    field_order = ("term", "name", "acting", "from_day", "from_precision", "decree_number")

    def __init__(self, *args: Any, head: Mapping[str, Any] | None, **kwargs: Any) -> None:
        known = head or {}
        initial = {**known, "from_precision": known.get("precision", Precision.DAY)}
        # A part that nobody touched asks for nothing.
        super().__init__(
            *args, initial=initial, prefix="kepala", empty_permitted=True,
            use_required_attribute=False, **kwargs,
        )  # fmt: skip
        self.head = head
        self.fields["from_day"].help_text = "Kosongkan bila belum diketahui."

    def clean(self) -> None:
        cleaned, head = self.cleaned_data, self.head
        if head is None or cleaned.get("term") != head["term"]:
            self.add_error("name", str(HeadChanged()))
            return
        touched = {"from_day", "from_precision"} & set(self.changed_data)
        if touched and not cleaned.get("from_day") and not self.has_error("from_day"):
            known = f" Yang tercatat: {head['when']}." if head["from_day"] else ""
            self.add_error("from_day", f"Isi sejak kapan ia menjabat.{known}")

    def value(self) -> dict[str, Any] | None:
        """None where nobody touched it; otherwise valid."""
        if not self.has_changed() or self.head is None:
            return None
        cleaned, changed = self.cleaned_data, set(self.changed_data)
        typed = {name: cleaned[name] for name in ("acting", "decree_number") if name in changed}
        if "name" in changed:
            typed["name"] = " ".join(cleaned["name"].split())
        if {"from_day", "from_precision"} & changed:
            typed |= self.begins()
        has_decree = bool(cleaned["decree"])
        return {"kind": CORRECTION, **self.head, **typed, "decree": has_decree}


class HeadForms:
    """Both parts as one: at most one of them is filled in."""

    def __init__(self, data: Any, files: Any, *, head: Mapping[str, Any] | None) -> None:
        self.correction = HeadCorrection(data, files, head=head)
        self.new = NewHead(data, files)
        # Also where the head is gone by now: to say so to whoever was given one.
        is_asked = head is not None or self.correction.has_changed()
        self.rows: list[tuple[str, forms.Form]] = [("Kepala baru", self.new)]
        if is_asked:
            self.rows.insert(0, ("Perbaikan data kepala yang sekarang", self.correction))

    @property
    def parts(self) -> list[forms.Form]:
        return [form for _, form in self.rows]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.parts]
        if all(answers) and self.correction.has_changed() and self.new.has_changed():
            self.new.add_error("head", _ONE_OF_BOTH)
            return False
        return all(answers)

    def changes(self) -> list[Change]:
        """None or one; valid."""
        values = (self.correction.value(), self.new.value())
        return [Change("head", value) for value in values if value]

    @property
    def decree(self) -> File | None:
        """Of the part that is filled in; valid."""
        files = (form.cleaned_data.get("decree") for form in self.parts)
        return next((file for file in files if file), None)
