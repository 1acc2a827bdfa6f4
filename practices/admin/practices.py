"""Articles: read as a difference from what is public, published, returned, withdrawn."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html

from accounts.panel import PanelAdmin, Step
from practices.actions.publishing import publish_practice, return_practice, withdraw_practice
from practices.actions.refusals import PracticeRefused
from practices.actions.writing import missing_parts
from practices.article import draft_reading
from practices.models import Edition, Practice
from practices.review import changes_of
from practices.states import PracticeState, in_state, state_of

PUBLISHES = "practices.add_edition"
KEEPS = "practices.change_practice"


class State(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return PracticeState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in PracticeState.values:
            return queryset
        return queryset.filter(in_state(PracticeState(self.value())))


class EditionRows(admin.TabularInline):
    """What the public got; nothing here can be changed."""

    model = Edition
    fields = readonly_fields = ("number", "title", "published_at", "published_by")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).select_related("published_by", "practice")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadForm(forms.Form):
    """Which text was read: edited_at of what the page showed."""

    read_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_read_at(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["read_at"])
        except ValueError:
            return None


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Yang perlu diperbaiki",
        max_length=1000,
        help_text="Dikirim kepada petugas balai; sebutkan bagian dan sarannya.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Dikirim kepada petugas balai.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@admin.register(Practice)
class PracticeAdmin(PanelAdmin):
    list_display = ("title", "office", "state", "submitted_at", "published_at", "edited_at")
    list_filter = (State, "topics", "office")
    list_select_related = ("office", "current")
    search_fields = ("title", "summary", "office__name", "office__province__name")
    search_help_text = "Cari dengan judul, ringkasan, balai, atau provinsi."
    fields = readonly_fields = (
        "title", "office", "state", "preview_link", "summary", "topics_text", "submitted_at",
        "returned_at", "return_reason", "withdrawn_at", "withdraw_reason", "published_at",
        "created_by", "edited_at", "edited_by",
    )  # fmt: skip
    steps = (
        Step("periksa", "publish", "Periksa & terbitkan", "publish", PUBLISHES,
             lambda practice: practice.submitted_at, tone="primary"),
        Step("kembalikan", "return", "Kembalikan untuk diperbaiki", "give_back", KEEPS,
             lambda practice: practice.submitted_at),
        Step("tarik", "withdraw", "Tarik dari publik", "withdraw", KEEPS,
             lambda practice: practice.is_public, tone="danger"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practice]:
        return super().get_queryset(request).select_related("office", "current")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles are written by offices, on the portal's own pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_inlines(self, request: HttpRequest, obj: Practice | None) -> list[type]:
        return [EditionRows] if obj and obj.current_id else []

    @admin.display(description="keadaan")
    def state(self, practice: Practice) -> str:
        return state_of(practice).label

    @admin.display(description="topik")
    def topics_text(self, practice: Practice) -> str:
        return ", ".join(topic.name for topic in practice.topics.all()) or "–"

    @admin.display(description="halaman")
    def preview_link(self, practice: Practice) -> str:
        draft = reverse("practices:preview", args=[practice.slug])
        if not practice.is_public:
            return format_html('<a href="{}">Baca naskah</a>', draft)
        public = practice.get_absolute_url()
        return format_html(
            '<a href="{}">Baca naskah</a> · <a href="{}">Baca terbitan</a>', draft, public
        )

    def publish(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            edition = publish_practice(
                practice=practice, read_at=cleaned["read_at"], by=request.user, at=timezone.now()
            )
            return f"“{edition.title}” (terbitan ke-{edition.number}) sudah dapat dibaca umum."

        missing = missing_parts(practice)
        return self.confirm(
            request, practice, title=f"Periksa & terbitkan: {practice}", do=do,
            button="Terbitkan", form_class=ReadForm, refusals=(PracticeRefused,),
            template="admin/practices/review.html",
            # Of the text that this very page shows, also after a refusal.
            read_at=practice.edited_at.isoformat(),
            facts=_facts(practice),
            changes=changes_of(practice) if practice.current else None,
            reading=draft_reading(practice),
            obstacles=[f"Yang belum diisi: {', '.join(missing)}."] if missing else [],
            may_return=request.user.has_perm(KEEPS),
        )  # fmt: skip

    def give_back(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            reason = cleaned["reason"]
            return_practice(practice=practice, reason=reason, by=request.user, at=timezone.now())
            return f"“{practice}” dikembalikan; {practice.office} diberi tahu."

        return self.confirm(
            request, practice, title=f"Kembalikan “{practice}”?", do=do, button="Kembalikan",
            form_class=ReturnForm, refusals=(PracticeRefused,), facts=_facts(practice),
        )  # fmt: skip

    def withdraw(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            reason = cleaned["reason"]
            withdraw_practice(practice=practice, reason=reason, by=request.user, at=timezone.now())
            return f"“{practice}” tidak lagi dapat dibaca umum; {practice.office} diberi tahu."

        return self.confirm(
            request, practice, title=f"Tarik “{practice}” dari publik?", do=do, button="Tarik",
            form_class=WithdrawalForm, refusals=(PracticeRefused,), facts=_facts(practice),
            tone="danger",
            warning="Artikel, gambar, lampiran, dan komentarnya tidak lagi dapat dibaca umum. "
            "Balai dapat memperbaiki naskahnya dan mengirimnya kembali.",
        )  # fmt: skip


def _facts(practice: Practice) -> list[dict[str, Any]]:
    current = practice.current
    facts = [
        {"label": "Balai", "value": practice.office},
        {"label": "Keadaan", "value": state_of(practice).label},
        {"label": "Terbitan sekarang", "value": f"ke-{current.number}" if current else "belum ada"},
    ]
    if practice.return_reason:
        facts.append({"label": "Catatan pengembalian terakhir", "value": practice.return_reason})
    return facts
