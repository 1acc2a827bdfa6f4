"""What an office shows of itself, as rows of its form in the panel."""

from typing import Any

from django import forms

from accounts.panel import Blocks
from forum_portal.lib.phones import office_number, shown
from provinces.models import OfficeProgramme, OfficeService


class TelephoneForm(forms.ModelForm):
    """An office whose telephone is typed as people read it; it is stored as E.164."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.phone:
            self.initial["phone"] = shown(self.instance.phone)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed or typed == shown(self.instance.phone):
            return self.instance.phone if typed else ""
        return office_number(typed)


class ServiceBlocks(Blocks):
    model = OfficeService
    fields = (("name", "order"), "description", "url")


class ProgrammeBlocks(Blocks):
    model = OfficeProgramme
    fields = ("title", ("year", "until_year", "state"), "reached", "source")
