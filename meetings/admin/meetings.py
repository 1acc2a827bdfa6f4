"""Rakor with their agenda, people, papers and record."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.panel import PanelAdmin, Rows, Step
from forum_portal.lib.native_inputs import LocalDateTimeField, ZonedTimes
from meetings import awaiting
from meetings.actions.meetings import MeetingRefused, cancel_meeting, publish_meeting
from meetings.models import Commitment, Figure, Meeting, Official
from meetings.states import Phase, in_phase, state_of

ON_THE_MEETINGS_CLOCK = "Menurut zona waktu rakor."


class MeetingForm(ZonedTimes):
    zoned_fields = ("registration_opens_at", "registration_closes_at")
    registration_opens_at = LocalDateTimeField(
        label="pendaftaran dibuka", required=False, help_text=ON_THE_MEETINGS_CLOCK
    )
    registration_closes_at = LocalDateTimeField(
        label="pendaftaran ditutup", required=False, help_text=ON_THE_MEETINGS_CLOCK
    )

    def stored_zone(self) -> str | None:
        return self.instance.zone

    def chosen_zone(self) -> str | None:
        return self.cleaned_data.get("zone")


class OfficialRows(Rows):
    model = Official
    fields = ("part", "person", "position", "office", "order")


class CommitmentRows(Rows):
    model = Commitment
    fields = ("text", "order")


class FigureRows(Rows):
    model = Figure
    fields = ("name", "value", "predicate", "order")


class InPhase(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("draf", "Draf"), *Phase.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "draf":
            return queryset.filter(published_at=None, cancelled_at=None)
        if self.value() in Phase.values:
            return queryset.filter(in_phase(Phase(self.value()), timezone.now()))
        return queryset


class Awaiting(admin.SimpleListFilter):
    title = "yang menunggu"
    parameter_name = "menunggu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("notula", "Selesai tanpa notula"), ("pendaftaran", "Pendaftaran segera ditutup")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        questions = {"notula": awaiting.without_minutes, "pendaftaran": awaiting.closing_soon}
        if self.value() not in questions:
            return queryset
        return queryset.filter(pk__in=questions[self.value()](timezone.now()).values("pk"))


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Dibaca umum dan dikirim kepada semua peserta."
    )


@admin.register(Meeting)
class MeetingAdmin(PanelAdmin):
    form = MeetingForm
    inlines = (OfficialRows, CommitmentRows, FigureRows)
    list_display = ("title", "dates_text", "place_text", "state", "registered")
    list_filter = (InPhase, Awaiting, "mode", "host_province")
    search_fields = ("title", "theme", "city", "venue")
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("state", "published_at", "cancelled_at", "cancel_reason")
    fieldsets = (
        (None, {"fields": ("title", "slug", "theme", "description", "organisers")}),
        ("Waktu", {"fields": (
            "zone", ("starts_on", "ends_on"), "starts_at", "date_precision", "date_note",
        )}),
        ("Tempat", {"fields": ("mode", "venue", "city", "host_province")}),
        ("Pendaftaran", {"fields": (
            "registered_by", "registration_opens_at", "registration_closes_at",
            ("seats_per_office", "capacity"),
        )}),
        ("Menurut sumber", {"fields": ("provinces_reported", "attendance_note", "source")}),
        ("Keadaan", {"fields": ("state", "published_at", "cancelled_at", "cancel_reason")}),
    )  # fmt: skip
    steps = (
        Step("terbitkan", "publish", "Terbitkan", "publish", "meetings.change_meeting",
             lambda m: m.published_at is None and m.cancelled_at is None, "primary"),
        Step("batalkan", "cancel", "Batalkan", "cancel", "meetings.change_meeting",
             lambda m: m.cancelled_at is None, "danger"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        active = Count("registrations", filter=Q(registrations__withdrawn_at=None))
        return super().get_queryset(request).annotate(registered_count=active)

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> tuple:
        """A rakor that is not yet there has no state."""
        return self.fieldsets if obj else self.fieldsets[:-1]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Meeting | None = None
    ) -> dict[str, tuple]:
        """A published address stays when the title changes."""
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """What the public has read is cancelled, not deleted."""
        if obj and obj.published_at is not None:
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description="tanggal", ordering="starts_on")
    def dates_text(self, meeting: Meeting) -> str:
        return meeting.dates

    @admin.display(description="tempat", ordering="city")
    def place_text(self, meeting: Meeting) -> str:
        return meeting.city or "–"

    @admin.display(description="keadaan")
    def state(self, meeting: Meeting) -> str:
        return state_of(meeting, timezone.now()).label

    @admin.display(description="terdaftar", ordering="registered_count")
    def registered(self, meeting: Meeting) -> int:
        return meeting.registered_count

    def publish(self, request: HttpRequest, meeting: Meeting) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            publish_meeting(meeting=meeting, by=request.user, at=timezone.now())
            return f"{meeting} sudah terbit."

        return self.confirm(
            request, meeting, title="Terbitkan rakor ini?", do=do, button="Terbitkan",
            refusals=(MeetingRefused,), facts=_facts(meeting),
            lead="Rakor, acara yang tampil untuk umum, dan dokumen umum langsung dapat dibaca.",
        )  # fmt: skip

    def cancel(self, request: HttpRequest, meeting: Meeting) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            reason = cleaned["reason"]
            cancel_meeting(meeting=meeting, reason=reason, by=request.user, at=timezone.now())
            return f"{meeting} dibatalkan."

        return self.confirm(
            request, meeting, title="Batalkan rakor ini?", do=do, button="Batalkan rakor",
            form_class=CancellationForm, refusals=(MeetingRefused,), tone="danger",
            facts=[*_facts(meeting), {"label": "Terdaftar", "value": meeting.registered_count}],
            lead="Halamannya tetap ada beserta alasannya. Semua peserta terdaftar menerima surel.",
        )  # fmt: skip


def _facts(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {"label": "Rakor", "value": meeting.title},
        {"label": "Tanggal", "value": meeting.dates},
        {"label": "Tempat", "value": meeting.city or "belum diisi"},
    ]
