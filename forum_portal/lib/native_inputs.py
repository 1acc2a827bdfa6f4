"""Date, time and period fields that use the browser's own inputs, and times of a named zone."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.postgres.forms import DateRangeField, RangeWidget
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms.renderers import get_default_renderer
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Beyond these a day more, or a zone, may have no result; nothing the forum dates lies there.
FIRST_YEAR, LAST_YEAR = 1945, 2200


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PeriodInput(RangeWidget):
    """Two date inputs, "mulai" and "sampai", for a half-open period."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(DateInput, attrs)

    def decompress(self, value: DateRange | tuple | None) -> tuple:
        """A period as PostgreSQL or a factory gives it."""
        return value if isinstance(value, tuple) else super().decompress(value)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        renderer = renderer or get_default_renderer()
        parts = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        labelled = [
            (word, _drawn(renderer, part))
            for word, part in zip(("mulai", "sampai"), parts, strict=True)
        ]
        return format_html(
            '<span class="period">{}</span>',
            format_html_join(
                "",
                '<label class="period__part"><span class="period__label">{}</span>{}</label>',
                labelled,
            ),
        )


def check_year(day: date) -> None:
    """Refuses a year in which nothing of the forum can lie."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Tahun harus antara {FIRST_YEAR} dan {LAST_YEAR}.", code="year")


class DateField(forms.DateField):
    """A day of the forum. Checked here, not in the model: a wrong one never reaches a record."""

    widget = DateInput
    default_validators = [check_year]


class PeriodField(DateRangeField):
    """Two days of the forum, the second no longer within."""

    widget = PeriodInput
    base_field = DateField


class LocalDateTimeField(forms.DateTimeField):
    """A date and time as typed, without a zone; the form knows whose clock it is."""

    widget = DateTimeInput
    default_validators = [check_year]

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        return timezone.make_naive(moment) if moment and timezone.is_aware(moment) else moment


class ZonedTimes(forms.ModelForm):
    """A model form whose `zoned_fields` are shown and read on the clock of their own zone."""

    zoned_fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        stored_zone = self.stored_zone()
        for name in self.zoned_fields:
            moment = self.initial.get(name)
            if isinstance(moment, datetime) and timezone.is_aware(moment) and stored_zone:
                self.initial[name] = moment.astimezone(ZoneInfo(stored_zone)).replace(tzinfo=None)

    def stored_zone(self) -> str | None:
        """The zone in which the stored moments are shown; None where none is stored yet."""
        return None

    def chosen_zone(self) -> str | None:
        """The zone in which the typed moments are meant; called in clean()."""
        return self.stored_zone()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        zone = self.chosen_zone()
        for name in self.zoned_fields:
            moment = cleaned.get(name)
            if moment and timezone.is_naive(moment):
                if zone:
                    cleaned[name] = moment.replace(tzinfo=ZoneInfo(zone))
                else:
                    # The zone itself was refused; a moment of no zone must not reach the record.
                    del cleaned[name]
        return cleaned


def _drawn(renderer: Any, part: dict[str, Any]) -> SafeString:
    # Made by Django's own escaping template.
    return mark_safe(renderer.render(part["template_name"], {"widget": part}))  # noqa: S308
