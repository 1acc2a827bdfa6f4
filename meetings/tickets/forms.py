"""Why a ticket is replaced."""

from django import forms

from meetings.models import Ticket


class ReissueForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        # The reason is quoted in the history with some words around it.
        max_length=Ticket._meta.get_field("revoke_reason").max_length,
        help_text="Dibaca peserta dalam surel. Contoh: ponsel hilang; alamat tiket terkirim "
        "ke orang lain.",
    )
