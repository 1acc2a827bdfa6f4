"""Rows with periods that may not overlap, edited together in one save.

A constraint sees one row at a time, and the other rows as they were before the save: it would
let two new rows collide (an error of the database) and refuse to move a boundary between two
rows. So the rows are compared with one another, and get out of each other's way while saving.
"""

from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms import BaseInlineFormSet, ModelForm

from forum_portal.lib.dates import partial_date
from provinces.actions.names import address_obstacle
from provinces.admin.showcase import TelephoneForm
from provinces.models import Membership, OfficeName


class PeriodFormSet(BaseInlineFormSet):
    period_name = "period"
    collision = "Masa ini bertumpang tindih dengan masa pada baris lain."

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form)]
        for first, second in combinations(kept, 2):
            if overlap(self._period(first), self._period(second)):
                later = second if second.has_changed() else first
                other = first if later is second else second
                later.add_error(self.period_name, self.collision_with(other))

    def save_existing_objects(self, commit: bool = True) -> list:
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        if commit:
            # Nobody refers to these rows: each comes back with its number when it is saved.
            self.model.objects.filter(pk__in=changed).delete()
        return super().save_existing_objects(commit)

    def collision_with(self, other: ModelForm) -> str:
        return self.collision

    def _period(self, form: ModelForm) -> DateRange:
        return form.cleaned_data[self.period_name]

    def _is_kept(self, form: ModelForm) -> bool:
        data = getattr(form, "cleaned_data", None) or {}
        return bool(data.get(self.period_name) and not data.get("DELETE"))


class NameFormSet(PeriodFormSet):
    """Former names, which also end before the present one begins."""

    period_name = "valid"

    def clean(self) -> None:
        super().clean()
        if (since := self.instance.name_since) is None:
            return
        began = partial_date(since, self.instance.name_since_precision)
        for form in filter(self._is_kept, self.forms):
            until = self._period(form).upper
            if until and until > since:
                form.add_error(
                    "valid",
                    f"Nama sekarang berlaku sejak {began}; nama terdahulu harus berakhir "
                    "sebelumnya.",
                )

    def collision_with(self, other: ModelForm) -> str:
        name = other.cleaned_data.get("name")
        return f"Masa berlaku ini bertumpang tindih dengan baris “{name}”."


class OfficeForm(TelephoneForm):
    def clean_slug(self) -> str:
        """Of a new office; that of one on record moves by a step."""
        slug = self.cleaned_data["slug"]
        if obstacle := address_obstacle(slug):
            raise ValidationError(obstacle)
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, office = cleaned.get("name_since"), self.instance
        if since and office.pk:
            former = office.former_names.filter(valid__endswith__gt=since).first()
            if former:
                told = f"{former.name} tercatat berlaku {former.when}; perbaiki dahulu masanya."
                self.add_error("name_since", told)
        return cleaned


class OfficeNameForm(ModelForm):
    class Meta:
        model = OfficeName
        fields = ("name", "short_name", "valid", "from_precision", "until_precision", "source")

    def _get_validation_exclusions(self) -> set[str]:
        # The rows are compared in the formset; see the top of this module.
        return super()._get_validation_exclusions() | {"office"}


class MembershipForm(ModelForm):
    class Meta:
        model = Membership
        fields = ("period", "from_precision", "until_precision", "end", "reason", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without any day: a member, nobody knows since when.
        self.fields["period"].required = False

    def clean_period(self) -> DateRange:
        return self.cleaned_data["period"] or DateRange(None, None)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"office"}


def overlap(first: DateRange, second: DateRange) -> bool:
    """True if two half-open periods share a day; a missing bound is open."""
    return (first.lower is None or second.upper is None or first.lower < second.upper) and (
        second.lower is None or first.upper is None or second.lower < first.upper
    )
