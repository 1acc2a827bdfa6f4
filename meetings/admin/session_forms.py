"""The forms of a session: its day and hours, and its window for those online."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.native_inputs import DateField, LocalDateTimeField, TimeInput
from meetings.attendance.sessions import SessionPlan
from meetings.models import AttendanceSession, Meeting

_USUAL_WINDOW = timedelta(minutes=30)


class SessionForm(forms.Form):
    """session: the one that is changed; without it a new one on the first day."""

    title = forms.CharField(label="Nama sesi", max_length=200)
    held_on = DateField(label="Tanggal")
    starts_at = forms.TimeField(label="Mulai pukul", required=False, widget=TimeInput)
    ends_at = forms.TimeField(label="Sampai pukul", required=False, widget=TimeInput)

    def __init__(
        self, *args: Any, meeting: Meeting, session: AttendanceSession | None = None, **kwargs: Any
    ) -> None:
        known = session or AttendanceSession(held_on=meeting.starts_on)
        initial = {name: getattr(known, name) for name in SessionPlan._fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["held_on"].help_text = f"Rakor berlangsung {meeting.dates}."
        zone = ZONE_NAMES[meeting.zone]
        self.fields["starts_at"].help_text = f"Menurut {zone}; kosong: sehari penuh."
        self.fields["ends_at"].help_text = f"Menurut {zone}."

    def plan(self) -> SessionPlan:
        cleaned = {**self.cleaned_data, "title": " ".join(self.cleaned_data["title"].split())}
        return SessionPlan(**cleaned)


class WindowForm(forms.Form):
    opens_at = LocalDateTimeField(label="Dibuka")
    closes_at = LocalDateTimeField(label="Ditutup")
    with_new_code = forms.BooleanField(
        label="Ganti kodenya",
        required=False,
        help_text="Kode lama tidak berlaku lagi, misalnya karena dibagikan ke luar rakor.",
    )

    def __init__(
        self, *args: Any, meeting: Meeting, session: AttendanceSession, at: datetime, **kwargs: Any
    ) -> None:
        self.zone = ZoneInfo(meeting.zone)
        opens = session.self_opens_at or at.replace(second=0, microsecond=0)
        closes = session.self_closes_at or opens + _USUAL_WINDOW
        initial = {"opens_at": self._local(opens), "closes_at": self._local(closes)}
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].help_text = f"Menurut {ZONE_NAMES[meeting.zone]}."
        if not session.self_code:
            del self.fields["with_new_code"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("opens_at", "closes_at"):
            if cleaned.get(name):
                cleaned[name] = cleaned[name].replace(tzinfo=self.zone)
        return cleaned

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)
