"""Comments that wait: let through or hidden, one by one or several at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from accounts.panel import PanelAdmin, Step
from practices.actions.comments import (
    APPROVES,
    AlreadyDecided,
    CommentRefused,
    approve_comment,
    hide_comment,
)
from practices.models import Comment

_STATES = {
    "menunggu": ("Menunggu", Q(approved_at=None, hidden_at=None)),
    "tampil": ("Tampil", Q(approved_at__isnull=False, hidden_at=None)),
    "disembunyikan": ("Disembunyikan", Q(hidden_at__isnull=False)),
}


class State(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in _STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(_STATES[self.value()][1]) if self.value() in _STATES else queryset


class HideForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Hanya dibaca sekretariat.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@admin.register(Comment)
class CommentAdmin(PanelAdmin):
    list_display = ("beginning", "practice", "author_text", "created_at", "state")
    list_filter = (State, "office")
    list_select_related = ("practice", "author", "office")
    ordering = ("-created_at", "-pk")
    search_fields = ("text", "author__full_name", "practice__title")
    search_help_text = "Cari dengan isi komentar, penulis, atau judul artikel."
    fields = readonly_fields = (
        "practice_link", "author_text", "text", "created_at", "state", "approved_at",
        "approved_by", "hidden_at", "hidden_by", "hide_reason",
    )  # fmt: skip
    actions = ("approve_selected", "hide_selected")
    steps = (
        Step("setujui", "approve", "Setujui", "approve", APPROVES,
             lambda c: c.approved_at is None or c.hidden_at is not None, tone="primary"),
        Step("sembunyikan", "hide", "Sembunyikan", "hide", APPROVES,
             lambda c: c.hidden_at is None, tone="danger"),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return super().get_queryset(request).select_related("practice", "author", "office")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written under the article."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(APPROVES)

    @admin.display(description="komentar")
    def beginning(self, comment: Comment) -> str:
        return Truncator(comment.text).chars(90)

    @admin.display(description="penulis", ordering="author__full_name")
    def author_text(self, comment: Comment) -> str:
        return f"{comment.author.full_name}, {comment.office or 'Sekretariat'}"

    @admin.display(description="keadaan")
    def state(self, comment: Comment) -> str:
        if comment.hidden_at:
            return "Disembunyikan"
        return "Tampil" if comment.approved_at else "Menunggu"

    @admin.display(description="artikel")
    def practice_link(self, comment: Comment) -> str:
        url = comment.practice.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, comment.practice)

    def approve(self, request: HttpRequest, comment: Comment) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            approve_comment(comment=comment, by=request.user, at=timezone.now())
            return "Komentar tampil di halaman artikel."

        return self.confirm(
            request, comment, title="Setujui komentar ini?", do=do, button="Setujui",
            refusals=(CommentRefused,), facts=self._facts(comment),
        )  # fmt: skip

    def hide(self, request: HttpRequest, comment: Comment) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            reason = cleaned["reason"]
            hide_comment(comment=comment, reason=reason, by=request.user, at=timezone.now())
            return "Komentar tidak tampil lagi."

        return self.confirm(
            request, comment, title="Sembunyikan komentar ini?", do=do, button="Sembunyikan",
            form_class=HideForm, refusals=(CommentRefused,), tone="danger",
            facts=self._facts(comment),
        )  # fmt: skip

    @admin.action(description="Setujui yang dipilih", permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        done = 0
        for comment in chosen:
            try:
                approve_comment(comment=comment, by=request.user, at=timezone.now())
            except AlreadyDecided:
                continue
            done += 1
        self._say(request, done, chosen.count() - done, "disetujui")

    @admin.action(description="Sembunyikan yang dipilih", permissions=["moderate"])
    def hide_selected(self, request: HttpRequest, chosen: QuerySet[Comment]) -> Any:
        """Asks for the reason, which is one for all, on a page of its own."""
        form = HideForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return self._ask_reason(request, chosen, form)
        done = 0
        for comment in chosen:
            try:
                reason = form.cleaned_data["reason"]
                hide_comment(comment=comment, reason=reason, by=request.user, at=timezone.now())
            except AlreadyDecided:
                continue
            done += 1
        self._say(request, done, chosen.count() - done, "disembunyikan")
        return None

    def _ask_reason(
        self, request: HttpRequest, chosen: QuerySet[Comment], form: forms.Form
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Sembunyikan {chosen.count()} komentar?",
            "form": form,
            "comments": chosen,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/practices/comments_hide.html", context)

    def _say(self, request: HttpRequest, done: int, left: int, what: str) -> None:
        already = f" {left} sudah diputus sebelumnya." if left else ""
        self.message_user(request, f"{done} komentar {what}.{already}", messages.SUCCESS)

    def _facts(self, comment: Comment) -> list[dict[str, Any]]:
        return [
            {"label": "Artikel", "value": comment.practice},
            {"label": "Penulis", "value": self.author_text(comment)},
            {"label": "Komentar", "value": comment.text},
        ]
