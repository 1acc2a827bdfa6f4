"""Forms with a file that stays sent while something else is put right."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from forum_portal.lib.kept_uploads import keep, kept

KEPT_HELP = "Berkas sudah diterima dan ikut disimpan. Pilih lagi hanya untuk menggantinya."


class KeptFileField(forms.FileField):
    """Asked for; whether it is missing is the form's to say, which may have it from before."""

    def validate(self, value: File | None) -> None:
        pass


class KeptFile(forms.Form):
    """A form with a field `file`, which is kept while something else is put right."""

    kept_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def check_file(self, file: File) -> File:
        """Raises ValidationError of uploads."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file") or kept(cleaned.get("kept_key") or "")
        if file and not self.has_error("file"):
            try:
                cleaned["file"] = self.check_file(file)
            except ValidationError as refusal:
                self.add_error("file", refusal)
        elif self.needs_file() and not self.has_error("file"):
            self.add_error("file", self.missing_file())
        self._keep(cleaned.get("file"))
        return cleaned

    def needs_file(self) -> bool:
        return True

    def missing_file(self) -> str:
        if self.cleaned_data.get("kept_key"):
            return "Berkas tidak lagi tersimpan; pilih sekali lagi."
        return "Pilih berkasnya."

    def keep_file(self) -> None:
        """For a refusal that comes after the form was found valid."""
        self._keep(self.cleaned_data.get("file"))

    def _keep(self, file: File | None) -> None:
        """Under a key of the page that asks once more."""
        waits = bool(file and self.errors and not self.has_error("file"))
        name = self.add_prefix("kept_key")
        if not waits and not self.data.get(name):
            return
        data: Any = self.data.copy()
        data[name] = keep(file) if file and waits else ""
        self.data = data
        if waits:
            # Of the bound field: it has taken its hint from the form's already.
            self["file"].help_text = KEPT_HELP
