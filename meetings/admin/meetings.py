"""Rakor with their agenda, people, papers and record."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Rows, Step
from forum_portal.lib.stored_files import delete_on_commit
from meetings import awaiting
from meetings.actions.dates_along import take_along
from meetings.actions.offer_ends import fit_offers
from meetings.admin import (
    aftercare,
    agenda,
    agenda_proposals,
    agenda_releases,
    asked_fields,
    attendance_lists,
    cards,
    certificates,
    checkin_devices,
    checkin_report,
    desk,
    documents,
    evaluation,
    excuses,
    hub,
    invitations,
    logistics,
    moving,
    outbox,
    pictures,
    planning,
    seats,
    sessions,
    stages,
    timeline,
    waiting,
)
from meetings.admin.meeting_form import MeetingForm
from meetings.convening.movement import Whereabouts, is_announced_for_days
from meetings.convening.timeline import days_of, shifted
from meetings.meeting_files import file_names
from meetings.models import Commitment, Figure, Meeting, Official
from meetings.states import Phase, in_phase, state_of

# Beside the form; all others are reached from the page of the rakor's readiness.
BESIDE_THE_FORM = {"hub", "agenda", "invitations"}
SEATS_APART = 'Batas kursi dan daftar tunggu diatur pada langkah <a href="../kursi/">Kursi</a>.'
MOVE_INSTEAD = 'Sudah diumumkan. <a href="../pindahkan/">Pindahkan rakor</a> untuk mengubahnya.'


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
        return [
            ("notula", "Selesai tanpa notula"),
            ("pendaftaran", "Pendaftaran segera ditutup"),
            ("pengumuman", "Lewat tanggal pengumuman, masih draf"),
            ("undangan", "Lewat tanggal undangan, belum dikirim"),
            ("jawaban", "Undangan belum dijawab, tenggat dalam tiga hari"),
            ("tanpa-alamat", "Ada balai diundang tanpa alamat surel"),
            ("penutupan", "Notula terbit, belum ditutup"),
            ("usulan", "Usulan acara menunggu putusan"),
            ("presensi", "Catatan presensi menunggu putusan"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        questions = {
            "notula": awaiting.without_minutes,
            "pendaftaran": awaiting.closing_soon,
            "jawaban": awaiting.unanswered_soon,
            "tanpa-alamat": awaiting.unreached,
            "pengumuman": awaiting.unannounced,
            "undangan": awaiting.uninvited,
            "penutupan": awaiting.unclosed,
            "usulan": lambda _: awaiting.with_proposals(),
            "presensi": lambda _: awaiting.with_doubtful_presence(),
        }
        if self.value() not in questions:
            return queryset
        return queryset.filter(pk__in=questions[self.value()](timezone.now()).values("pk"))


@admin.register(Meeting)
class MeetingAdmin(PanelAdmin):
    home = "hub"
    form = MeetingForm
    inlines = (OfficialRows, CommitmentRows, FigureRows)
    list_display = ("title", "dates_text", "place_text", "state", "registered")
    list_filter = (InPhase, Awaiting, "mode", "host_province")
    search_fields = ("title", "theme", "city", "venue")
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("state", "published_at", "cancelled_at", "cancel_reason", "closed_at")
    fieldsets = (
        (None, {"fields": ("title", "slug", "theme", "description")}),
        ("Waktu", {"fields": (
            "zone", ("starts_on", "ends_on"), "starts_at", "date_precision", "date_note",
        )}),
        ("Tempat", {"fields": (
            "mode", "host_province", "host_office", "city", "venue", "conference_url",
        )}),
        ("Penyelenggara dan surat", {"fields": ("organisers", "issuer", "costs_note")}),
        ("Pendaftaran", {"fields": (
            "registered_by", ("registration_opens_at", "registration_closes_at"),
            ("seats_per_office", "capacity"),
        )}),
        ("Kehadiran", {"fields": ("quorum_percent",)}),
        ("Menurut sumber", {"fields": ("provinces_reported", "attendance_note", "source")}),
        ("Keadaan", {"fields": (
            "state", "published_at", "closed_at", "cancelled_at", "cancel_reason",
        )}),
    )  # fmt: skip
    steps = (
        *hub.STEPS,
        *stages.STEPS,
        *timeline.STEPS,
        *moving.STEPS,
        *agenda.STEPS,
        *agenda_releases.STEPS,
        *invitations.STEPS,
        *agenda_proposals.STEPS,
        *documents.STEPS,
        *pictures.STEPS,
        *outbox.STEPS,
        *seats.STEPS,
        *waiting.STEPS,
        *asked_fields.STEPS,
        *logistics.STEPS,
        *sessions.STEPS,
        *desk.STEPS,
        *excuses.STEPS,
        *attendance_lists.STEPS,
        *cards.STEPS,
        *checkin_devices.STEPS,
        *checkin_report.STEPS,
        *aftercare.STEPS,
        *evaluation.STEPS,
        *certificates.STEPS,
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        active = Count("registrations", filter=Q(registrations__withdrawn_at=None))
        return super().get_queryset(request).annotate(registered_count=active)

    def get_urls(self) -> list:
        return [*planning.urls(self), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        tools = []
        if request.user.has_perm(planning.ADDS):
            address = reverse("admin:meetings_meeting_plan")
            tools = [{"label": "Rencanakan rakor", "url": address, "is_primary": True}]
        return super().changelist_view(request, {**(extra_context or {}), "list_tools": tools})

    def steps_beside(self, request: HttpRequest, obj: Meeting | None) -> list[Step]:
        beside = super().steps_beside(request, obj)
        return [step for step in beside if step.name in BESIDE_THE_FORM]

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> list:
        """A rakor that is not yet there has no state; of an announced one it says how to move."""
        fieldsets = list(self.fieldsets if obj else self.fieldsets[:-1])
        if obj:
            name, options = fieldsets[4]
            fieldsets[4] = (name, {**options, "description": SEATS_APART})
        if obj and is_announced_for_days(obj, timezone.now()) and obj.cancelled_at is None:
            for place in (1, 2):
                name, options = fieldsets[place]
                fieldsets[place] = (name, {**options, "description": MOVE_INSTEAD})
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> list[str]:
        """What people plan with changes by a step that tells them."""
        fields = list(self.readonly_fields)
        if obj and obj.published_at is not None:
            fields.append("slug")
        if obj:
            # Counted under a lock, and offered on: the step Kursi.
            fields += ["seats_per_office", "capacity"]
        if obj and is_announced_for_days(obj, timezone.now()):
            fields += [*Whereabouts._fields, "date_precision"]
        return fields

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Meeting | None = None
    ) -> dict[str, tuple]:
        return {} if obj else self.prepopulated_fields

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        """Writes what was edited and no more: it may be released or moved at this moment."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        changed = set(form.changed_data)
        if not changed & {"starts_on", "ends_on", "zone", "date_precision"}:
            if changed:
                obj.save(update_fields=changed)
            if "registration_closes_at" in changed:
                fit_offers(obj, timezone.now())
            return
        former = Meeting.objects.get(pk=obj.pk)
        obj.save(update_fields=changed | self._take_dates_along(former, obj, changed))
        take_along(former, obj)

    def _take_dates_along(self, former: Meeting, obj: Meeting, typed: set[str]) -> set[str]:
        """The dates of the timeline follow the days of a draft, those just typed apart."""
        days = days_of(obj)
        moved = shifted(former, days) if days else {}
        for name, value in moved.items():
            if name not in typed:
                setattr(obj, name, value)
        # A moment is another one in another zone, though its hour was not touched.
        return {*moved, *MeetingForm.zoned_fields}

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """What the public has read is cancelled, not deleted."""
        if obj and obj.published_at is not None:
            return False
        return super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Meeting) -> None:
        """With the files of its papers and photographs, in the transaction of the page."""
        # With its key: whoever adds a paper or a photograph at this moment waits, and finds none.
        names = file_names(Meeting.objects.select_for_update(of=("self",)).get(pk=obj.pk))
        super().delete_model(request, obj)
        delete_on_commit(names)

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
