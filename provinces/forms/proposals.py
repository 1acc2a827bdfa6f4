"""What an office would have otherwise: all its fields as they are, to be changed and proposed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.base import File

from forum_portal.lib.dates import Precision, first_day
from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.native_inputs import DateField
from forum_portal.lib.phones import office_number, shown
from forum_portal.lib.uploads import checked_picture
from provinces.actions.profile import LONGEST_TEXT
from provinces.actions.proposals import Change
from provinces.forms.proposal_groups import Group, errors_of, groups_of
from provinces.forms.proposal_head import HeadForms
from provinces.forms.proposal_rows import (
    PICTURE_HINT,
    PICTURE_INPUT,
    PictureFormSet,
    ProgrammeFormSet,
    ServiceFormSet,
)
from provinces.models import Office
from provinces.proposals.fields import FIELDS, PICTURE, PLAIN_FIELDS, RENAMED, SPELLING

FILE_LOST = (
    "Berkas tidak tersimpan karena ada isian yang perlu diperbaiki. "
    "Pilih kembali berkasnya sebelum mengirim."
)
_ROWS = {"address": 2, "description": 8, "opening_hours": 4, "aliases": 3}


class ProposalForm(forms.Form):
    """All that may be proposed for `office`; `facts` (facts_of) is what stands there now."""

    use_required_attribute = False

    name = forms.CharField(
        label="Nama resmi", max_length=200, error_messages={"required": "Isi nama resminya."}
    )
    short_name = forms.CharField(label="Singkatan", max_length=60, required=False)
    name_kind = forms.ChoiceField(
        label="Bila namanya diubah",
        required=False,
        choices=[(RENAMED, "Nama berganti"), (SPELLING, "Hanya ejaannya yang dibetulkan")],
        widget=forms.RadioSelect,
        help_text="Nama yang berganti menyimpan nama lama sebagai nama terdahulu.",
    )
    since = DateField(label="Nama baru berlaku sejak", required=False)
    since_precision = forms.ChoiceField(
        label="Ketelitian tanggal nama",
        required=False,
        choices=Precision.choices,
        initial=Precision.DAY,
    )
    name_source = forms.CharField(
        label="Dasar nama baru",
        max_length=300,
        required=False,
        help_text="Misalnya nomor peraturan gubernur.",
    )
    aliases = forms.CharField(
        label="Nama lain", required=False, max_length=2000, help_text="Satu nama per baris."
    )
    logo = forms.FileField(
        label="Lambang baru", required=False, help_text=PICTURE_HINT, widget=PICTURE_INPUT
    )
    logo_removed = forms.BooleanField(label="Hapus lambang yang sekarang", required=False)
    removed = forms.MultipleChoiceField(
        label="Gambar yang diusulkan dihapus",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    message = forms.CharField(
        label="Pesan kepada sekretariat",
        max_length=2000,
        required=False,
        help_text="Penjelasan, atau hal yang tidak ada isiannya di sini.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        office: Office,
        facts: Mapping[str, Any],
    ) -> None:
        super().__init__(data, files, initial=_initial(facts))
        self.office, self.facts = office, facts
        for name in PLAIN_FIELDS:
            self.fields[name] = _plain_field(name)
        self.fields["aliases"].widget = forms.Textarea(attrs={"rows": _ROWS["aliases"]})
        for name in (*PLAIN_FIELDS, "name", "short_name", "aliases"):
            # What was changed is told by what the browser was given, not by what is there when
            # it answers: see Row.
            self.fields[name].show_hidden_initial = True
        self._offer_pictures()
        self.heads = HeadForms(data, files, head=facts["head"])
        self.services = ServiceFormSet(data, initial=facts["services"], prefix="layanan")
        self.programmes = ProgrammeFormSet(data, initial=facts["programmes"], prefix="program")
        self.pictures = PictureFormSet(data, files, prefix="gambar")

    def _offer_pictures(self) -> None:
        self._standing = {str(picture.pk): picture.alt for picture in self.office.pictures.all()}
        self.fields["removed"].choices = list(self._standing.items())
        if not self._standing:
            del self.fields["removed"]
        if not self.facts["logo"]["file"]:
            del self.fields["logo_removed"]

    def is_valid(self) -> bool:
        """All parts are asked, so that all say at once what is wrong."""
        parts = (self.heads, *self.formsets)
        answers = [super().is_valid(), *(part.is_valid() for part in parts)]
        if self.is_bound and not all(answers):
            self.say_files_are_lost()
        return all(answers)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return office_number(phone) if phone else ""

    def clean_logo(self) -> File | None:
        logo = self.cleaned_data["logo"]
        return checked_picture(logo) if logo else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").strip()
        has_new_name = "name" in self.changed_data and cleaned.get("name")
        if has_new_name and not cleaned.get("name_kind"):
            self.add_error(
                "name_kind", "Pilih apakah namanya berganti atau hanya ejaannya dibetulkan."
            )
        return cleaned

    def say_files_are_lost(self) -> None:
        """A browser keeps what was typed but sends no chosen file twice: tell it at the field."""
        for form in (self, *self.heads.parts, *self.pictures.forms):
            for name in form.fields:
                if form.files.get(form.add_prefix(name)) and not form.has_error(name):
                    form.add_error(name, FILE_LOST)

    def changes(self) -> list[Change]:
        """What propose() takes; the form is valid."""
        cleaned, changed = self.cleaned_data, self.changed_data
        found = [Change(name, cleaned[name]) for name in PLAIN_FIELDS if name in changed]
        if "name" in changed or "short_name" in changed:
            found.append(Change("name", self._name()))
        found += self.heads.changes()
        if "aliases" in changed:
            found.append(Change("aliases", _lines_of(cleaned["aliases"])))
        if self.services.has_changed():
            found.append(Change("services", self.services.values()))
        if self.programmes.has_changed():
            found.append(Change("programmes", self.programmes.values()))
        return found + list(self._picture_changes())

    def proposed(self) -> dict[str, Any]:
        """The arguments of propose() that the form knows; it is valid."""
        return {
            "changes": self.changes(),
            "message": self.cleaned_data["message"],
            "decree": self.heads.decree,
        }

    @property
    def groups(self) -> list[Group]:
        return groups_of(self)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """(address of the field, sentence) of every error of every part."""
        return errors_of(self)

    @property
    def formsets(self) -> tuple[forms.BaseFormSet, ...]:
        return self.services, self.programmes, self.pictures

    def _name(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        # A short name alone is put right; only another name can have come into force.
        kind = cleaned["name_kind"] if "name" in self.changed_data else SPELLING
        precision = cleaned["since_precision"] or Precision.DAY
        since = cleaned["since"] if kind == RENAMED else None
        return {
            "name": " ".join(cleaned["name"].split()),
            "short_name": " ".join(cleaned["short_name"].split()),
            "kind": kind,
            "since": since and first_day(since, precision).isoformat(),
            "precision": precision,
            "source": cleaned["name_source"],
        }

    def _picture_changes(self) -> Iterator[Change]:
        if logo := self.cleaned_data.get("logo"):
            yield Change("logo", {"file": "baru"}, file=logo)
        elif self.cleaned_data.get("logo_removed"):
            yield Change("logo", {"file": ""})
        for key in self.cleaned_data.get("removed", ()):
            yield Change(PICTURE, old={"picture": int(key), "alt": self._standing[key]})
        for row in self.pictures.forms:
            if row.cleaned_data:
                alt = row.cleaned_data["alt"]
                yield Change(PICTURE, {"alt": alt}, file=row.cleaned_data["file"])


def _initial(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: facts[name] for name in PLAIN_FIELDS},
        **facts["name"],
        "phone": shown(facts["phone"]),
        "aliases": "\n".join(facts["aliases"]),
        # What an untouched choice sends: without it the part would look changed.
        "since_precision": Precision.DAY,
        "from_precision": Precision.DAY,
    }


def _plain_field(name: str) -> forms.Field:
    options: dict[str, Any] = {"label": FIELDS[name].label}
    if name in _ROWS:
        options["widget"] = forms.Textarea(attrs={"rows": _ROWS[name]})
    if name == "email":
        options["error_messages"] = EMAIL_ERRORS
    if name == "website":
        options["assume_scheme"] = "https"
    if name in LONGEST_TEXT:
        options["max_length"] = LONGEST_TEXT[name]
    return Office._meta.get_field(name).formfield(**options)


def _lines_of(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))
