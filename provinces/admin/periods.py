"""Rows with periods that may not overlap, edited together in one save.

A constraint sees one row at a time, and the other rows as they were before the save: it would
let two new rows collide (an error of the database) and refuse to move a boundary between two
rows. So the rows are compared with one another, and get out of each other's way while saving.
"""

from itertools import combinations

from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms import BaseInlineFormSet, ModelForm

from accounts.panel import RowForm
from provinces.models import OfficeName


class PeriodFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form)]
        for first, second in combinations(kept, 2):
            if overlap(self._period(first), self._period(second)):
                later = second if second.has_changed() else first
                other = first if later is second else second
                name = other.cleaned_data.get("name")
                later.add_error(
                    "valid", f"Masa berlaku ini bertumpang tindih dengan baris “{name}”."
                )

    def save_existing_objects(self, commit: bool = True) -> list:
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        if commit:
            # Nobody refers to a former name: the row comes back with its number when it is saved.
            self.model.objects.filter(pk__in=changed).delete()
        return super().save_existing_objects(commit)

    def _period(self, form: ModelForm) -> DateRange:
        return form.cleaned_data["valid"]

    def _is_kept(self, form: ModelForm) -> bool:
        data = getattr(form, "cleaned_data", None) or {}
        return bool(data.get("valid") and not data.get("DELETE"))


class OfficeNameForm(RowForm):
    class Meta:
        model = OfficeName
        fields = ("name", "valid", "source")

    def _get_validation_exclusions(self) -> set[str]:
        # The rows are compared in the formset; see the top of this module.
        return super()._get_validation_exclusions() | {"office"}


def overlap(first: DateRange, second: DateRange) -> bool:
    """True if two half-open periods share a day; a missing bound is open."""
    return (first.lower is None or second.upper is None or first.lower < second.upper) and (
        second.lower is None or first.upper is None or second.lower < first.upper
    )
