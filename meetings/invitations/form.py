"""What an office is asked about its invitation, by whichever way it answers."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from meetings.actions.answers import Reply
from meetings.models import Invitation
from provinces.models import Office

Answer = Invitation.Answer


class OfOneAnswer(forms.CharField):
    """Needed for one of the answers: ReplyForm.clean says when it is missing."""

    def validate(self, value: str) -> None:
        """Not by itself."""


class ReplyForm(forms.Form):
    """What belongs to an answer is asked only of it (invitations.css hides it from the others)."""

    # Browsers and screen readers would ask for what belongs to another answer.
    use_required_attribute = False

    answer = forms.ChoiceField(
        label="Jawaban",
        choices=[
            (Answer.ATTENDS, "Hadir: kepala balai datang sendiri"),
            (Answer.REPRESENTED, "Diwakilkan: orang lain datang atas nama kepala balai"),
            (Answer.ABSENT, "Tidak hadir"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu jawaban."},
    )
    representative = OfOneAnswer(
        label="Nama wakil",
        max_length=150,
        help_text="Diisi bila diwakilkan, lengkap dengan gelar.",
    )
    representative_position = OfOneAnswer(
        label="Jabatan wakil", max_length=150, help_text="Diisi bila diwakilkan."
    )
    absence_reason = OfOneAnswer(
        label="Alasan tidak hadir", max_length=300, help_text="Diisi bila tidak hadir."
    )
    answered_by = forms.CharField(
        label="Nama penjawab",
        max_length=150,
        error_messages={"required": "Isi nama penjawab."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    answered_as = forms.CharField(
        label="Jabatan penjawab",
        max_length=150,
        error_messages={"required": "Isi jabatan penjawab."},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def clean(self) -> None:
        answer = self.cleaned_data.get("answer")
        if answer == Answer.REPRESENTED:
            self._require("representative", "Isi nama wakil yang akan hadir.")
            self._require("representative_position", "Isi jabatan wakil yang akan hadir.")
        if answer == Answer.ABSENT:
            self._require("absence_reason", "Isi alasan tidak hadir.")

    def reply(self) -> Reply:
        return Reply(**self.cleaned_data)

    def _require(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


def answer_given(invitation: Invitation) -> dict[str, Any]:
    """The answer that counts now, by the fields of ReplyForm; empty before the first."""
    if not invitation.answer:
        return {}
    return {name: getattr(invitation, name) for name in Reply._fields}


def answerer_of(user: User | AnonymousUser, office: Office) -> dict[str, str]:
    """What the office's own staff need not type. One query where somebody has signed in."""
    staff = office.staff.filter(user=user).first() if user.is_authenticated else None
    if staff is None:
        return {}
    return {"answered_by": staff.user.full_name, "answered_as": staff.get_role_display()}
