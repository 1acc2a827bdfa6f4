"""The filter above the list of offices."""

from django import forms
from django.http import QueryDict

from forum_portal.lib.dates import Zone
from provinces.forms.as_of import AsOfForm
from provinces.membership import Standing
from provinces.models import Office
from provinces.models.office import IslandGroup
from provinces.sought import Sought

# Words of the address: ?zona=wita
_ZONES = {zone.name.lower(): zone for zone in Zone}
# ?keanggotaan=jeda; without it the members, with this all offices on record.
EVERYONE = "semua"
_STANDINGS = (
    ("", "Anggota"),
    (Standing.PAUSED.value, "Jeda"),
    (Standing.LEFT.value, "Keluar"),
    (Standing.NOT_YET.value, "Belum bergabung"),
    (EVERYONE, "Semua balai tercatat"),
)


class OfficeFilterForm(AsOfForm):
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

    bentuk = forms.ChoiceField(
        label="Bentuk",
        required=False,
        choices=[("", "Semua bentuk"), *Office.Kind.choices],
        error_messages={"invalid_choice": "Bentuk “%(value)s” tidak dikenal."},
    )
    keanggotaan = forms.ChoiceField(
        label="Keanggotaan",
        required=False,
        choices=_STANDINGS,
        error_messages={"invalid_choice": "Keanggotaan “%(value)s” tidak dikenal."},
    )
    field_order = ("q", "zona", "gugus", "bentuk", "keanggotaan", "pada")
    # Beside the button; few readers need the others.
    first_fields = ("q", "zona", "gugus")

    @property
    def sought(self) -> Sought:
        """The offices that fit; the members while a field is not valid."""
        everything = Sought(self.day or self.today, is_past=bool(self.day))
        if not self.is_narrowing:
            return everything
        cleaned = self.cleaned_data
        standing, zone = cleaned["keanggotaan"], cleaned["zona"]
        return everything._replace(
            standing=None if standing == EVERYONE else Standing(standing or Standing.MEMBER),
            zone=_ZONES[zone].value if zone else "",
            island_group=cleaned["gugus"],
            kind=cleaned["bentuk"],
            words=tuple(cleaned["q"].split()),
        )

    @property
    def wants_others(self) -> bool:
        """True if offices that are no members are asked for."""
        return self.is_valid() and bool(self.cleaned_data["keanggotaan"])

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.first_fields]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.first_fields]

    @property
    def is_detailed(self) -> bool:
        """True if one of the other fields is in use."""
        return any(self.data.get(field.name) for field in self.others)

    @property
    def query(self) -> QueryDict:
        """What the address says of the filter, as it was sent."""
        query = QueryDict(mutable=True)
        query.update({name: self.data[name] for name in self.fields if self.data.get(name)})
        return query

    @property
    def wider_query(self) -> str:
        """The same looked for among all offices on record; empty where it was already."""
        if not self.is_narrowing or self.cleaned_data["keanggotaan"] == EVERYONE:
            return ""
        query = self.query
        query["keanggotaan"] = EVERYONE
        return query.urlencode()

    @property
    def is_narrowing(self) -> bool:
        """True if the list may be another than the members'; a day alone does not filter."""
        filters = (name for name in self.fields if name != "pada")
        return self.is_valid() and any(self.cleaned_data[name] for name in filters)
