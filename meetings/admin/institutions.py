"""Who issues papers: letterheads with those who sign, and how each register writes its numbers."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone

from accounts.panel import PanelAdmin, RowForm, Rows
from meetings.models import Institution, NumberPattern, Signatory
from meetings.numbering import PatternRefused, check_pattern, number_text


class PatternForm(RowForm):
    """institution: as it is about to be saved, its unit code included."""

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.institution = institution

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "pattern" in cleaned and "classification" in cleaned:
            try:
                check_pattern(
                    cleaned["pattern"],
                    unit=self.instance.institution.unit_code,
                    classification=cleaned["classification"],
                )
            except PatternRefused as refused:
                self.add_error("pattern", str(refused))
        return cleaned

    def first_number(self) -> str:
        """Such as "1/C4/DM.01/2026"; empty while the row makes none."""
        if self.errors or "pattern" not in self.cleaned_data:
            return ""
        return _first_number(self.instance, self.instance.institution)


class PatternForms(BaseInlineFormSet):
    def clean(self) -> None:
        """Two registers of one institution may not write the same numbers."""
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        written = [form.first_number() for form in kept]
        for form, number in zip(kept, written, strict=True):
            if number and written.count(number) > 1:
                form.add_error("pattern", f"Nomornya sama dengan jenis lain: {number}.")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "institution": self.instance}


class SignatoryRows(Rows):
    model = Signatory
    fields = ("name", "position", "nip", "is_active")


class PatternRows(Rows):
    model = NumberPattern
    form, formset = PatternForm, PatternForms
    fields = ("kind", "pattern", "classification", "example")
    readonly_fields = ("example",)

    @admin.display(description="contoh")
    def example(self, pattern: NumberPattern) -> str:
        """The first number of this year, as the saved pattern writes it."""
        if pattern.pk is None:
            return "sesudah disimpan"
        try:
            return _first_number(pattern, pattern.institution)
        except PatternRefused as refused:
            return str(refused)


def _first_number(pattern: NumberPattern, institution: Institution) -> str:
    """Of this year. Raises PatternRefused."""
    return number_text(
        pattern.pattern,
        serial=1,
        unit=institution.unit_code,
        classification=pattern.classification,
        on=timezone.localdate(),
    )


@admin.register(Institution)
class InstitutionAdmin(PanelAdmin):
    inlines = (SignatoryRows, PatternRows)
    list_display = ("short_name", "name", "city", "numbers_issued")
    search_fields = ("name", "short_name")
    fieldsets = (
        (None, {"fields": ("name", "short_name", "unit_code")}),
        ("Kop surat", {
            "fields": ("parents", "address", "city"),
            "description": "Kop memuat instansi induk, nama, lalu alamat, di atas garis ganda.",
        }),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Institution]:
        return super().get_queryset(request).annotate(issued=Count("numbers"))

    @admin.display(description="nomor terbit", ordering="issued")
    def numbers_issued(self, institution: Institution) -> int:
        return institution.issued
