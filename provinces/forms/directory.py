"""The filter above the list of offices."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from forum_portal.lib.dates import Zone
from provinces.forms.as_of import AsOfForm
from provinces.members import Members, only_members
from provinces.membership import NEVER, Standing, State
from provinces.models import Office
from provinces.models.office import IslandGroup

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

    def select(self, offices: Members, states: Mapping[int, State]) -> Members:
        """The offices that fit; the members while a field is not valid.

        states: of each office's membership, needed where `wants_others`.
        """
        if not self.is_narrowing:
            return only_members(offices)
        cleaned = self.cleaned_data
        text, zone, standing = cleaned["q"], _ZONES.get(cleaned["zona"]), cleaned["keanggotaan"]
        if not standing:
            offices = only_members(offices)
        elif standing != EVERYONE:
            wanted = Standing(standing)
            offices = tuple(o for o in offices if states.get(o.pk, NEVER).standing == wanted)
        return tuple(
            office
            for office in offices
            if (not text or office.matches(text))
            and (not zone or office.zone == zone)
            and cleaned["gugus"] in {"", office.island_group}
            and cleaned["bentuk"] in {"", office.kind}
        )

    @property
    def looks_for_names(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["q"])

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
