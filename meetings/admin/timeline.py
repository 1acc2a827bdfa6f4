"""Linimasa: the dates of a rakor, set as distances from its days and seen as days."""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.native_inputs import TimeInput
from meetings.actions.timeline import DatesRefused, set_timeline
from meetings.convening.timeline import (
    MILESTONES,
    Anchor,
    Dates,
    Days,
    Distance,
    Milestone,
    absolute,
    days_of,
    distances,
    placed,
    warnings,
)
from meetings.models import Meeting

MOST_DAYS = 400


class TimelineForm(forms.Form):
    """Three inputs a date: how many days, before or after what, and the hour of a moment."""

    def __init__(self, *args: Any, days: Days, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        zone = ZONE_NAMES[days.zone]
        for name, label, is_moment in MILESTONES:
            self.fields[f"{name}_days"] = forms.IntegerField(
                required=False, min_value=0, max_value=MOST_DAYS,
                widget=_labelled(forms.NumberInput, f"{label}: berapa hari"),
            )  # fmt: skip
            self.fields[f"{name}_anchor"] = forms.ChoiceField(
                choices=Anchor.choices,
                widget=_labelled(forms.Select, f"{label}: sebelum atau sesudah"),
            )
            if is_moment:
                widget = _labelled(TimeInput, f"{label}: pukul berapa ({zone})")
                self.fields[f"{name}_at"] = forms.TimeField(required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, label, is_moment in MILESTONES:
            lacks_hour = is_moment and cleaned.get(f"{name}_at") is None
            is_set = cleaned.get(f"{name}_days") is not None
            if is_set and lacks_hour and f"{name}_at" not in self.errors:
                self.add_error(f"{name}_at", f"{label}: isi juga pukulnya.")
        return cleaned

    def dates(self) -> Dates:
        return {milestone.field: self._date(milestone) for milestone in MILESTONES}

    def _date(self, milestone: Milestone) -> date | datetime | None:
        number = self.cleaned_data[f"{milestone.field}_days"]
        if number is None:
            return None
        anchor = Anchor(self.cleaned_data[f"{milestone.field}_anchor"])
        far = Distance(number, anchor, self.cleaned_data.get(f"{milestone.field}_at"))
        return placed(far, self.days)


def show(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    days = days_of(meeting)
    if days is None:
        return _page(admin, request, meeting)
    form = TimelineForm(request.POST or None, days=days, initial=_initial(meeting))
    shown = copy(meeting)
    if request.method == "POST" and form.is_valid():
        dates = form.dates()
        for name, value in dates.items():
            setattr(shown, name, value)
        if "_save" in request.POST:
            try:
                changed = set_timeline(
                    meeting=meeting, dates=dates, by=request.user, at=timezone.now()
                )
            except DatesRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                told = f"Disimpan: {', '.join(changed)}." if changed else "Tidak ada yang berubah."
                messages.success(request, told)
                return redirect(request.path)
    rows = list(_rows(form, shown))
    return _page(admin, request, meeting, form=form, rows=rows, warnings=warnings(shown))


def _page(
    admin: PanelAdmin, request: HttpRequest, meeting: Meeting, **context: Any
) -> HttpResponse:
    return admin.page(
        request, meeting, "admin/meetings/meeting/timeline.html", title="Linimasa",
        zone=ZONE_NAMES[meeting.zone], **context,
    )  # fmt: skip


def _initial(meeting: Meeting) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"{milestone.field}_anchor": Anchor.AFTER
        if milestone.field == "minutes_due_on"
        else Anchor.BEFORE
        for milestone in MILESTONES
    }
    for name, far in distances(meeting).items():
        found |= {f"{name}_days": far.days, f"{name}_anchor": far.anchor, f"{name}_at": far.at}
    return found


def _rows(form: TimelineForm, shown: Meeting) -> Iterator[dict[str, Any]]:
    for name, label, is_moment in MILESTONES:
        value = getattr(shown, name)
        fields = [form[f"{name}_days"], form[f"{name}_anchor"]]
        if is_moment:
            fields.append(form[f"{name}_at"])
        yield {
            "label": label,
            "fields": fields,
            "errors": [error for field in fields for error in field.errors],
            "absolute": absolute(value, shown.zone) if value else "",
        }


def _labelled(widget: type[forms.Widget], label: str) -> forms.Widget:
    return widget(attrs={"aria-label": label})


STEPS = (Step("linimasa", "timeline", "Linimasa", show, "meetings.change_meeting"),)
