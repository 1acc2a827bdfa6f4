"""The form of a rakor in the panel."""

from typing import Any

from django import forms

from forum_portal.lib.native_inputs import LocalDateTimeField, ZonedTimes
from meetings.actions.addresses import AddressTaken, holder_of
from meetings.actions.hosting import HostElsewhere, check_host
from meetings.models import Meeting
from provinces.models import Office

ON_THE_MEETINGS_CLOCK = "Menurut zona waktu rakor."
WHO_SEES_THE_LINK = (
    "Hanya untuk yang ikut serta; tidak tampil di halaman umum, umpan berita, atau pencarian."
)


class MeetingForm(ZonedTimes):
    """What is read-only at the time is not among its fields."""

    zoned_fields = ("registration_opens_at", "registration_closes_at")
    registration_opens_at = LocalDateTimeField(
        label="pendaftaran dibuka", required=False, help_text=ON_THE_MEETINGS_CLOCK
    )
    registration_closes_at = LocalDateTimeField(
        label="pendaftaran ditutup", required=False, help_text=ON_THE_MEETINGS_CLOCK
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "conference_url" in self.fields:
            self.fields["conference_url"].help_text = WHO_SEES_THE_LINK
        if "host_office" in self.fields:
            choices: Any = self.fields["host_office"]
            choices.queryset = Office.objects.select_related("province")

    def stored_zone(self) -> str | None:
        return self.instance.zone

    def chosen_zone(self) -> str | None:
        return self.cleaned_data.get("zone") if "zone" in self.fields else self.instance.zone

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if other := holder_of(slug, besides=self.instance):
            raise forms.ValidationError(str(AddressTaken(slug, other)))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "host_office" in self.fields:
            try:
                check_host(cleaned.get("host_province"), cleaned.get("host_office"))
            except HostElsewhere as refusal:
                self.add_error("host_office", str(refusal))
        self._check_seats(cleaned)
        return cleaned

    def _check_seats(self, cleaned: dict[str, Any]) -> None:
        """Once the rakor is there, its seats are not among the fields."""
        is_by_offices = cleaned.get("registered_by") == Meeting.RegisteredBy.OFFICES
        lacks_seats = self.instance.pk and self.instance.seats_per_office is None
        if is_by_offices and lacks_seats and "seats_per_office" not in self.fields:
            self.add_error("registered_by", "Isi dahulu kursi per balai pada langkah Kursi.")
