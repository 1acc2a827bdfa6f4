"""What a member types under an article."""

from typing import Any

from django import forms

from provinces.models import Office, OfficeQuerySet

SECRETARIAT = "sekretariat"


class CommentForm(forms.Form):
    """A comment in the name of one of `offices` or, where `speaks_for_all`, of the secretariat."""

    text = forms.CharField(
        label="Komentar Anda",
        max_length=2000,
        error_messages={"required": "Tulis komentar Anda."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    voice = forms.ChoiceField(label="Atas nama")

    def __init__(
        self, *args: Any, offices: OfficeQuerySet, speaks_for_all: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offices = {office.slug: office for office in offices}
        choices = [(office.slug, office.name) for office in self._offices.values()]
        if speaks_for_all:
            choices.append((SECRETARIAT, "Sekretariat"))
        self.fields["voice"].choices = choices
        if len(choices) == 1:
            # Nothing to choose; the page says whose voice it is.
            self.fields["voice"].required = False
            self.fields["voice"].widget = forms.HiddenInput()
            self.fields["voice"].initial = choices[0][0]
        self.only_voice = choices[0][1] if len(choices) == 1 else ""
        self.has_voice = bool(choices)

    def clean_voice(self) -> Office | None:
        """The office, or None for the secretariat."""
        chosen = self.cleaned_data["voice"] or self.fields["voice"].initial
        return self._offices.get(chosen)
