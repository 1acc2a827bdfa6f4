"""The filter above the list of offices."""

from django import forms
from django.http import QueryDict

from forum_portal.lib.dates import Zone
from provinces.members import Members
from provinces.models.office import IslandGroup

# Words of the address: ?zona=wita
_ZONES = {zone.name.lower(): zone for zone in Zone}


class OfficeFilterForm(forms.Form):
    use_required_attribute = False

    q = forms.CharField(
        label="Nama balai, singkatan, kota, atau provinsi",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    zona = forms.ChoiceField(
        label="Zona waktu",
        required=False,
        choices=[("", "Semua zona"), *((word, zone.label) for word, zone in _ZONES.items())],
        error_messages={"invalid_choice": "Zona “%(value)s” tidak dikenal."},
    )
    gugus = forms.ChoiceField(
        label="Gugus pulau",
        required=False,
        choices=[("", "Semua gugus pulau"), *IslandGroup.choices],
        error_messages={"invalid_choice": "Gugus pulau “%(value)s” tidak dikenal."},
    )

    def select(self, members: Members) -> Members:
        """The members that fit; all of them while a field is not valid."""
        if not self.is_narrowing:
            return members
        text, zone = self.cleaned_data["q"], _ZONES.get(self.cleaned_data["zona"])
        group = self.cleaned_data["gugus"]
        return tuple(
            member
            for member in members
            if (not text or member.matches(text))
            and (not zone or member.zone == zone)
            and (not group or member.island_group == group)
        )

    @property
    def query(self) -> QueryDict:
        """What the address says of the filter, as it was sent."""
        query = QueryDict(mutable=True)
        query.update({name: self.data[name] for name in self.fields if self.data.get(name)})
        return query

    @property
    def is_narrowing(self) -> bool:
        """True if some office may be left out."""
        return self.is_valid() and any(self.cleaned_data.values())
