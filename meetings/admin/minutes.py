"""Notula: written, looked at as the public will see them, published."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.panel import Blocks, PanelAdmin, Step
from meetings import awaiting
from meetings.actions.minutes import MinutesRefused, publish_minutes
from meetings.admin import minutes_attendance, quoting
from meetings.admin.minutes_merging import MinutesForm, merged
from meetings.minutes.content import draft_content
from meetings.minutes.page import reading_of
from meetings.models import ActionItem, Decision, Meeting, Minutes, Publication

PUBLISHES = "meetings.add_publication"


class DecisionBlocks(Blocks):
    model = Decision
    fields = ("order", "text")


class ActionItemBlocks(Blocks):
    model = ActionItem
    fields = ("order", "task", "responsible", "due_on")


class PublicationRows(admin.TabularInline):
    """What the public got; nothing here can be changed."""

    model = Publication
    fk_name = "minutes"
    fields = readonly_fields = (
        "number", "published_at", "published_by", "correction_note", "sha256",
    )  # fmt: skip
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).select_related("published_by", "minutes__meeting")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Draft(admin.SimpleListFilter):
    title = "naskah"
    parameter_name = "naskah"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("draf", "Belum terbit"), ("berubah", "Berubah sejak terbitan terakhir")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        questions = {"draf": awaiting.unpublished_minutes, "berubah": awaiting.changed_minutes}
        if self.value() not in questions:
            return queryset
        return queryset.filter(pk__in=questions[self.value()]().values("pk"))


class FirstForm(forms.Form):
    """Nothing to ask before the first publication."""


class CorrectionForm(forms.Form):
    correction_note = forms.CharField(
        label="Yang dibetulkan",
        max_length=300,
        help_text="Dibaca umum di samping terbitan baru, misalnya “Nama narasumber pada acara 3”.",
    )


@admin.register(Minutes)
class MinutesAdmin(PanelAdmin):
    form = MinutesForm
    change_form_template = "admin/meetings/minutes/change_form.html"
    inlines = (DecisionBlocks, ActionItemBlocks, PublicationRows)
    list_display = ("title", "dates_text", "state", "changed_at")
    list_filter = (Draft,)
    list_select_related = ("meeting",)
    search_fields = ("meeting__title", "discussion", "decisions__text", "action_items__task")
    fieldsets = (
        (None, {"fields": ("meeting", "invitation_number")}),
        ("Pimpinan dan pencatat", {"fields": (
            ("chair", "chair_position"), "secretary", ("note_taker", "note_taker_position"),
        )}),
        ("Isi", {"fields": ("attendance", "opening", "discussion", "closing")}),
    )  # fmt: skip
    steps = (
        Step("pratinjau", "preview", "Pratinjau", "preview", "meetings.view_minutes"),
        Step("terbitkan", "publish", "Terbitkan", "publish", PUBLISHES, tone="primary"),
        *minutes_attendance.STEPS,
        *quoting.STEPS,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Minutes]:
        return super().get_queryset(request).prefetch_related("publications")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """What a colleague saved since the form was opened is not overwritten."""
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            found = self.get_object(request, unquote(object_id))
            locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting")
            conflict = None
            if found and (saved := locked.filter(pk=found.pk).first()):
                request.POST, conflict = merged(saved, request.POST)
            request.minutes_conflict = conflict
            shown = {**(extra_context or {}), "conflict": conflict}
            return super().changeform_view(request, object_id, form_url, shown)

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """A form class of its own for each request, as Django makes them."""
        form = super().get_form(request, obj, *args, **kwargs)
        form.conflict = getattr(request, "minutes_conflict", None)
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "discussion":
            field.widget.attrs["rows"] = 18
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Minutes | None = None) -> list[str]:
        return ["meeting"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "meeting":
            kwargs["queryset"] = Meeting.objects.filter(minutes=None, cancelled_at=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Minutes | None) -> tuple:
        return self.inlines if obj else self.inlines[:2]

    def has_delete_permission(self, request: HttpRequest, obj: Minutes | None = None) -> bool:
        """What was published is corrected, not deleted."""
        if obj and obj.publications.all():
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description="rakor", ordering="meeting__title")
    def title(self, minutes: Minutes) -> str:
        return minutes.meeting.title

    @admin.display(description="tanggal rakor", ordering="meeting__starts_on")
    def dates_text(self, minutes: Minutes) -> str:
        return minutes.meeting.dates

    @admin.display(description="keadaan")
    def state(self, minutes: Minutes) -> str:
        published = list(minutes.publications.all())
        if not published:
            return "Draf"
        last = max(published, key=lambda publication: publication.number)
        changed = ", naskah berubah" if minutes.changed_at > last.published_at else ""
        return f"Terbitan ke-{last.number}{changed}"

    def preview(self, request: HttpRequest, minutes: Minutes) -> HttpResponse:
        reading = reading_of(draft_content(minutes))
        return self.page(
            request,
            minutes,
            "admin/meetings/minutes/preview.html",
            title=f"Pratinjau notula {minutes.meeting}",
            reading=reading,
            may_publish=request.user.has_perm(PUBLISHES),
        )

    def publish(self, request: HttpRequest, minutes: Minutes) -> HttpResponse:
        numbers = [publication.number for publication in minutes.publications.all()]
        number = max(numbers, default=0) + 1

        def do(cleaned: dict[str, Any]) -> str:
            note = cleaned.get("correction_note", "")
            publication = publish_minutes(
                minutes=minutes, by=request.user, at=timezone.now(), correction_note=note
            )
            return f"Terbitan ke-{publication.number} sudah dapat dibaca umum."

        return self.confirm(
            request, minutes, title=f"Terbitkan notula {minutes.meeting}?", do=do,
            button="Terbitkan", form_class=CorrectionForm if numbers else FirstForm,
            refusals=(MinutesRefused,),
            facts=[{"label": "Terbitan", "value": f"ke-{number}"},
                   {"label": "Keputusan", "value": minutes.decisions.count()},
                   {"label": "Tindak lanjut", "value": minutes.action_items.count()}],
            warning="Terbitan tidak dapat diubah atau ditarik; kekeliruan dibetulkan dengan "
            "terbitan berikutnya, dan keduanya tetap terbaca.",
        )  # fmt: skip
