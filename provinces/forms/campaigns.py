"""Who answers for an office, on the page of a campaign's link."""

from django import forms

from provinces.actions.confirmation import Answerer


class AnswererForm(forms.Form):
    answered_by = forms.CharField(
        label="Nama penjawab",
        max_length=150,
        error_messages={"required": "Isi nama penjawab."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    answered_as = forms.CharField(
        label="Jabatan penjawab",
        max_length=100,
        error_messages={"required": "Isi jabatan penjawab."},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def answerer(self) -> Answerer:
        return Answerer(self.cleaned_data["answered_by"], self.cleaned_data["answered_as"])
