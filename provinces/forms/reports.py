"""What a reader without an account says is wrong."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.phones import office_number
from provinces.actions.proposals import Change
from provinces.models import Office
from provinces.proposals.fields import FIELDS, OTHER, PLAIN_FIELDS, REPORT

MOST_CHARACTERS = 1000


class ReportForm(forms.Form):
    about = forms.ChoiceField(
        label="Bagian yang keliru",
        choices=[
            ("", "Pilih bagian"),
            *((key, field.label) for key, field in FIELDS.items() if key != REPORT),
            (OTHER, "Bagian lain"),
        ],
        error_messages={"required": "Pilih bagian yang keliru."},
    )
    message = forms.CharField(
        label="Apa yang keliru",
        max_length=MOST_CHARACTERS,
        help_text="Sebutkan juga sumbernya bila ada, misalnya tautan berita.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tuliskan apa yang keliru."},
    )
    value = forms.CharField(label="Nilai yang benar", max_length=500, required=False)
    sender_name = forms.CharField(
        label="Nama Anda",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sender_email = forms.EmailField(
        label="Alamat surel Anda",
        max_length=254,
        required=False,
        help_text="Hanya untuk mengabarkan hasilnya.",
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Out of sight: only programs that fill in every field fill this one in.
    homepage = forms.CharField(
        label="Kosongkan isian ini",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office

    @property
    def is_of_a_program(self) -> bool:
        return bool(self.cleaned_data["homepage"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        about, value = cleaned.get("about"), (cleaned.get("value") or "").strip()
        if about in PLAIN_FIELDS and value:
            try:
                cleaned["value"] = _cleaned(about, value)
            except ValidationError as wrong:
                self.add_error("value", wrong)
            else:
                if cleaned["value"] == getattr(self.office, about):
                    self.add_error("value", "Itulah yang sudah tertulis di halaman balai.")
        return cleaned

    def changes(self) -> list[Change]:
        """A value for one of the plain fields; what else is reported is words for a person."""
        about, value = self.cleaned_data["about"], self.cleaned_data["value"].strip()
        if about in PLAIN_FIELDS and value:
            return [Change(about, value)]
        return [Change(REPORT, {"about": about, "text": value})]

    def proposed(self) -> dict[str, Any]:
        """The arguments of propose() that the form knows; it is valid."""
        return {
            "changes": self.changes(),
            "message": self.cleaned_data["message"].strip(),
            "sender_name": " ".join(self.cleaned_data["sender_name"].split()),
            "sender_email": self.cleaned_data["sender_email"].lower(),
        }


def _cleaned(name: str, value: str) -> str:
    if name == "phone":
        return office_number(value)
    return Office._meta.get_field(name).clean(value, None)
