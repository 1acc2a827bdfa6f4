"""Rows with periods that may not overlap, edited together in one save.

A constraint sees one row at a time, and the other rows as they were before the save: it would
let two new rows collide (an error of the database) and refuse to move a boundary between two
rows. So the rows are compared with one another, and get out of each other's way while saving.
"""

from itertools import combinations
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, BaseModelFormSet, ModelForm

from accounts.panel import RowForm
from provinces.models import Office, OfficeName, Post, Term


class PeriodFormSet(BaseInlineFormSet):
    period_name = "valid"
    collision = "Masa berlaku ini bertumpang tindih dengan baris “{other}”."

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._is_kept(form)]
        for first, second in combinations(kept, 2):
            if overlap(self._period(first), self._period(second)):
                later = second if second.has_changed() else first
                other = first if later is second else second
                later.add_error(self.period_name, self.collision.format(other=self.name_of(other)))

    def save_existing_objects(self, commit: bool = True) -> list:
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        if commit:
            self.step_aside(self.model.objects.filter(pk__in=changed))
        return super().save_existing_objects(commit)

    def name_of(self, form: ModelForm) -> str:
        return str(form.cleaned_data.get("name"))

    def counts(self, form: ModelForm) -> bool:
        return True

    def step_aside(self, rows: QuerySet) -> None:
        """Nobody refers to a former name: the row comes back with its number when it is saved."""
        rows.delete()

    def _period(self, form: ModelForm) -> DateRange:
        return form.cleaned_data[self.period_name]

    def _is_kept(self, form: ModelForm) -> bool:
        data = getattr(form, "cleaned_data", None) or {}
        return bool(data.get(self.period_name) and not data.get("DELETE") and self.counts(form))


class OfficeNameForm(RowForm):
    class Meta:
        model = OfficeName
        fields = ("name", "valid", "source")

    def _get_validation_exclusions(self) -> set[str]:
        # The rows are compared in the formset; see the top of this module.
        return super()._get_validation_exclusions() | {"office"}


class HeadTermFormSet(PeriodFormSet):
    """The terms of an office's head: they hang on the post, the form on the office."""

    period_name = "period"
    collision = "Masa jabatan ini bertumpang tindih dengan {other}, yang juga definitif."

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Office | None = None,
        save_as_new: bool = False,
        prefix: str | None = None,
        queryset: QuerySet[Term] | None = None,
        **kwargs: Any,
    ) -> None:
        self.instance = instance
        self.save_as_new = save_as_new
        # The panel would look for the field of the key that only stands in for the post.
        self.fk = None
        self.post = Post.objects.filter(office=instance, slug=Post.HEAD).first()
        terms = Term.objects.filter(post=self.post) if self.post else Term.objects.none()
        rows = terms.select_related("person").latest_first()
        BaseModelFormSet.__init__(self, data, files, prefix=prefix, queryset=rows, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return "terms"

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        BaseModelFormSet.add_fields(self, form, index)

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm:
        form = BaseModelFormSet._construct_form(self, i, **kwargs)
        form.instance.post = self.post
        return form

    def save_new(self, form: ModelForm, commit: bool = True) -> Term:
        form.instance.post = self.post
        return BaseModelFormSet.save_new(self, form, commit)

    def name_of(self, form: ModelForm) -> str:
        return str(form.cleaned_data.get("person"))

    def counts(self, form: ModelForm) -> bool:
        return not form.cleaned_data.get("acting")

    def step_aside(self, rows: QuerySet) -> None:
        """As acting terms they collide with nobody, until each is saved with its own values."""
        rows.update(acting=Term.Acting.PLT)


def overlap(first: DateRange, second: DateRange) -> bool:
    """True if two half-open periods share a day; a missing bound is open."""
    return (first.lower is None or second.upper is None or first.lower < second.upper) and (
        second.lower is None or first.upper is None or second.lower < first.upper
    )
