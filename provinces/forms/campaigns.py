"""Who answers for an office, on the page of a campaign's link."""

from django import forms
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from provinces.actions.confirmation import Answerer
from provinces.models import Office


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


def answerer_known(user: User | AnonymousUser, office: Office) -> dict[str, str]:
    """What the office's own staff need not type, by the fields of AnswererForm.

    One query where somebody has signed in.
    """
    if not user.is_authenticated:
        return {}
    staff = office.staff.filter(user=user).first()
    return {"answered_by": user.full_name, "answered_as": staff.get_role_display()} if staff else {}
