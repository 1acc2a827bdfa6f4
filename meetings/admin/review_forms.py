"""What the secretariat tells when it does not simply accept."""

from typing import Any

from django import forms

from forum_portal.lib.native_inputs import DateField
from meetings.models import Registration

_LENGTH = Registration._meta.get_field("review_note").max_length


class AcceptForm(forms.Form):
    """Nothing to fill in."""


class MendForm(forms.Form):
    what = forms.CharField(
        label="Yang perlu diperbaiki",
        max_length=_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        # Whoever mends it wipes the note, so the history alone tells what was asked.
        help_text="Dibaca peserta dan balainya, dan tinggal dalam riwayat pendaftaran: "
        "jangan menuliskan nomor, alamat, atau keadaan pribadi.",
    )
    until = DateField(
        label="Paling lambat",
        help_text="Sampai akhir hari itu menurut zona waktu rakor.",
    )


class DeclineForm(forms.Form):
    # It becomes the reason why the registration ended, which is shorter.
    reason = forms.CharField(
        label="Alasan penolakan",
        max_length=Registration._meta.get_field("withdraw_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca peserta dan balainya.",
    )


def mend_initial(registration: Registration) -> dict[str, Any]:
    """What was asked before, for who asks again."""
    return {"what": registration.review_note, "until": registration.mend_by}
