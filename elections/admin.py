"""Elections as they were recorded, and the publishing of their result."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.panel import Blocks, PanelAdmin, Step
from elections.actions import obstacles_to_publishing, publish_result
from elections.models import Acclamation, Election
from elections.obstacles import ResultRefused
from forum_portal.lib.native_inputs import LocalDateTimeField, ZonedTimes
from provinces.rehearsal import effects_on


class AcclamationForm(ZonedTimes):
    """The moment is read on the clock of the rakor that the election belongs to."""

    zoned_fields = ("acclaimed_at",)
    acclaimed_at = LocalDateTimeField(
        label="saat aklamasi", required=False, help_text="Menurut zona waktu rakor."
    )

    def stored_zone(self) -> str | None:
        return self.instance.election.meeting.zone if self.instance.pk else None

    def chosen_zone(self) -> str | None:
        # The parent form is validated first and has put its choice into the shared instance.
        election = self.instance.election
        return election.meeting.zone if election.meeting_id else None


class AcclamationFormSet(forms.BaseInlineFormSet):
    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.instance.election = self.instance
        return form


class AcclamationBlock(Blocks):
    model = Acclamation
    form = AcclamationForm
    formset = AcclamationFormSet
    min_num = max_num = 1
    can_delete = False
    fieldsets = (
        (None, {"fields": ("candidate", "office", "position")}),
        ("Jalannya", {"fields": ("acclaimed_at", "offices_present", "proposed_by", "witnesses")}),
        ("Masa bakti", {"fields": ("term_until", "until_precision")}),
    )


class Outcome(admin.SimpleListFilter):
    title = "hasil"
    parameter_name = "hasil"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("belum", "Belum terbit"), ("terbit", "Sudah terbit")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(result__isnull=self.value() == "belum")


@admin.register(Election)
class ElectionAdmin(PanelAdmin):
    inlines = (AcclamationBlock,)
    list_display = ("post", "meeting", "elected", "outcome")
    list_filter = (Outcome, "post")
    list_select_related = ("post", "meeting", "acclamation__candidate", "result")
    search_fields = ("post__title", "meeting__title", "acclamation__candidate__name")
    fields = ("meeting", "post", "slug", "method", "quorum_offices", "source")
    prepopulated_fields = {"slug": ("meeting", "post")}
    steps = (
        Step("terbitkan", "publish", "Terbitkan hasil", "publish", "elections.add_result",
             lambda election: not hasattr(election, "result"), "primary"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Election]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "post", "meeting", "acclamation__candidate", "acclamation__office", "result"
            )
        )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Election | None = None
    ) -> dict[str, tuple]:
        return {} if obj else self.prepopulated_fields

    def has_change_permission(self, request: HttpRequest, obj: Election | None = None) -> bool:
        """What was published is history."""
        return not _is_published(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Election | None = None) -> bool:
        return not _is_published(obj) and super().has_delete_permission(request, obj)

    @admin.display(description="terpilih", ordering="acclamation__candidate__name")
    def elected(self, election: Election) -> str:
        acclamation = getattr(election, "acclamation", None)
        return str(acclamation.candidate) if acclamation else "–"

    @admin.display(description="hasil", ordering="result__published_at")
    def outcome(self, election: Election) -> str:
        return "Terbit" if _is_published(election) else "Belum terbit"

    def publish(self, request: HttpRequest, election: Election) -> HttpResponse:
        at = timezone.now()
        found = obstacles_to_publishing(election, at=at)
        act = partial(publish_result, election=election, by=request.user, at=at)
        effects: list[str] = []
        if not found:
            try:
                effects = effects_on(election.post, act)
            except ResultRefused as refusal:
                found = [refusal]

        def do(_: dict[str, Any]) -> str:
            act()
            return "Hasil pemilihan sudah terbit."

        return self.confirm(
            request, election, title=f"Terbitkan hasil {election}?", do=do,
            button="Terbitkan hasil", refusals=(ResultRefused,), facts=_facts(election),
            obstacles=[str(refusal) for refusal in found], effects=effects,
            warning="" if found else "Hasil yang terbit tidak dapat ditarik kembali.",
        )  # fmt: skip


def _is_published(election: Election | None) -> bool:
    return election is not None and hasattr(election, "result")


def _facts(election: Election) -> list[dict[str, Any]]:
    acclamation = getattr(election, "acclamation", None)
    facts = [
        {"label": "Jabatan", "value": election.post.title},
        {"label": "Rakor", "value": f"{election.meeting}, {election.meeting.dates}"},
    ]
    if acclamation:
        present, quorum = acclamation.offices_present, election.quorum_offices
        facts += [
            {"label": "Terpilih", "value": acclamation.candidate},
            {"label": "Mewakili", "value": acclamation.office or "–"},
            {"label": "Balai hadir", "value": "–" if present is None else present},
            {"label": "Kuorum", "value": "–" if quorum is None else quorum},
        ]
    return facts
