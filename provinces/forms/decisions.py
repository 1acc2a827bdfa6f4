"""What the secretariat decides of the changes of one proposal."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from provinces.models import ProposedChange

APPLY, DECLINE = "terapkan", "tolak"
_CHOICES = [("", "Putuskan nanti"), (APPLY, "Terapkan"), (DECLINE, "Tolak")]


class DecisionForm(forms.Form):
    """For each open change a decision, the reason of a refusal, and the consent to overwrite."""

    use_required_attribute = False

    def __init__(self, *args: Any, changes: Sequence[ProposedChange], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One that somebody else decided since the page was opened is tried, to be told so.
        self.open_changes = [
            change
            for change in changes
            if not change.outcome or self.data.get(f"putusan-{change.pk}")
        ]
        for change in self.open_changes:
            self.fields[f"putusan-{change.pk}"] = forms.ChoiceField(
                label="Putusan", choices=_CHOICES, required=False, widget=forms.RadioSelect
            )
            self.fields[f"alasan-{change.pk}"] = forms.CharField(
                label="Alasan penolakan",
                max_length=300,
                required=False,
                help_text="Wajib bila ditolak; dibaca pengusul.",
            )
            self.fields[f"setuju-{change.pk}"] = forms.BooleanField(
                label="Nilai sekarang boleh diganti dengan yang diusulkan", required=False
            )

    def clean(self) -> None:
        for change in self.open_changes:
            reason = self.cleaned_data.get(f"alasan-{change.pk}", "").strip()
            decision = self.cleaned_data.get(f"putusan-{change.pk}")
            if decision == DECLINE and not reason:
                name = f"alasan-{change.pk}"
                if not self.has_error(name):
                    self.add_error(name, "Isi alasan penolakan; alasan itu dibaca pengusul.")

    def decisions(self) -> Iterator[tuple[ProposedChange, str, str, bool]]:
        """(change, APPLY or DECLINE, reason, consent) of those decided; the form is valid."""
        # Taken now: what is refused while they are carried out leaves the cleaned data.
        cleaned = dict(self.cleaned_data)
        for change in self.open_changes:
            if decision := cleaned[f"putusan-{change.pk}"]:
                reason, consent = cleaned[f"alasan-{change.pk}"], cleaned[f"setuju-{change.pk}"]
                yield change, decision, reason, consent

    def refuse(self, change: ProposedChange, why: str) -> None:
        self.add_error(f"putusan-{change.pk}", why)

    def bound(self, part: str, change: ProposedChange) -> BoundField | None:
        """The field of `change` named by its first word; None once it is decided."""
        name = f"{part}-{change.pk}"
        return self[name] if name in self.fields else None
