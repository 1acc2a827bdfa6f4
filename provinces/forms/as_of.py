"""The day as of which a page is asked for: ?pada=2024-05-28."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from forum_portal.lib.native_inputs import DateField


class AsOfForm(forms.Form):
    """today: the last day that may be asked for, because nobody knows what comes."""

    use_required_attribute = False

    pada = DateField(
        label="Lihat pada tanggal",
        required=False,
        error_messages={"invalid": "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2024-05-28."},
    )

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["pada"].widget.attrs["max"] = today.isoformat()

    def clean_pada(self) -> date | None:
        day = self.cleaned_data["pada"]
        if day and day > self.today:
            asked = date_format(day, "j F Y")
            raise ValidationError(
                f"{asked} belum tiba; pilih hari ini atau hari yang sudah lewat.", code="future"
            )
        return day

    @property
    def day(self) -> date | None:
        """The day in the past that was asked for; None for today, no day, or no valid one."""
        day = self.cleaned_data.get("pada") if self.is_valid() else None
        return None if day == self.today else day
