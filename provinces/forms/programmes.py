"""The filter above the register of programmes."""

from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict

from forum_portal.lib.compiled_queries import compiled
from provinces.models import Office, OfficeProgramme


class ProgrammeFilterForm(forms.Form):
    balai = forms.ChoiceField(label="Balai", required=False)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua keadaan"), *OfficeProgramme.State.choices],
        error_messages={"invalid_choice": "Keadaan “%(value)s” tidak dikenal."},
    )
    tahun = forms.IntegerField(
        label="Berlangsung pada tahun",
        required=False,
        min_value=1945,
        max_value=2200,
        error_messages={"invalid": "Tulis tahun dengan empat angka, misalnya 2024."},
    )

    def __init__(self, data: QueryDict) -> None:
        """One query, for the names of the offices."""
        super().__init__(data)
        choices = _office_rows()
        self.fields["balai"].choices = [("", "Semua balai"), *choices]  # type: ignore[attr-defined]
        self.fields["balai"].error_messages["invalid_choice"] = "Balai “%(value)s” tidak dikenal."

    def select(self, programmes: QuerySet[OfficeProgramme]) -> QuerySet[OfficeProgramme]:
        """Those that fit; all while a field is not valid."""
        if not self.is_valid():
            return programmes
        office, state, year = (self.cleaned_data[name] for name in self.fields)
        fitting = Q()
        if office:
            fitting &= Q(office__slug=office)
        if state:
            fitting &= Q(state=state)
        if year:
            fitting &= Q(year__lte=year, last__gte=year)
        return programmes.annotate(last=Coalesce("until_year", F("year"))).filter(fitting)

    @property
    def query(self) -> QueryDict:
        """What the address says of the filter, as it was sent."""
        query = QueryDict(mutable=True)
        query.update({name: self.data[name] for name in self.fields if self.data.get(name)})
        return query

    @property
    def is_narrowing(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())


@compiled
def _office_rows() -> QuerySet:
    return Office.objects.order_by("province", "slug").values_list("slug", "name")
