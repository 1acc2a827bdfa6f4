"""Terms as they are on record; what is done to them are steps that call the actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.panel import Step
from provinces.actions.terms import correct_term, end_term, extend_term, remove_term
from provinces.admin.exchange import ExchangeAdmin
from provinces.admin.rehearsed import ask_twice
from provinces.exchange.rows import Cells
from provinces.exchange.terms import cells, for_export
from provinces.forms.terms import (
    CorrectionForm,
    EndForm,
    ExtensionForm,
    RehearsedForm,
    RemovalForm,
)
from provinces.models import Term

CHANGE = "provinces.change_term"


class OfForum(admin.SimpleListFilter):
    title = "milik"
    parameter_name = "milik"
    lookup = "office__isnull"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("forum", "Forum"), ("balai", "Balai")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        return queryset.filter(**{self.lookup: self.value() == "forum"})


class OfForumTerms(OfForum):
    lookup = "post__office__isnull"


@admin.register(Term)
class TermAdmin(ExchangeAdmin):
    exchange_kind = "term"
    import_permissions = ("provinces.add_term", CHANGE)
    list_display = ("person", "post", "acting", "when")
    list_filter = (OfForumTerms, "acting")
    list_select_related = ("person", "post__office")
    search_fields = ("person__name", "post__title", "post__office__name")
    search_help_text = "Cari dengan nama orang, jabatan, atau balai."
    fieldsets = (
        (None, {"fields": ("person_link", "post_link", "standing", "on_behalf_of")}),
        ("Masa jabatan", {"fields": ("when", "period_text", "seen_text")}),
        ("Dasar", {"fields": ("decree_number", "decree_link", "source")}),
    )
    steps = (
        Step("akhiri", "end", "Akhiri", "end", CHANGE, lambda term: _is_running(term)),
        Step("perpanjang", "extend", "Perpanjang", "extend", CHANGE,
             lambda term: bool(term.period and term.period.upper)),
        Step("koreksi", "correct", "Koreksi", "correct", CHANGE),
        Step("hapus-catatan", "remove", "Hapus catatan", "remove", "provinces.delete_term",
             tone="danger"),
        Step("sk", "decree", "Buka SK (PDF)", "open_decree", "provinces.view_term",
             lambda term: bool(term.decree)),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person", "post__office")

    def exported_cells(self, request: HttpRequest) -> Iterable[Cells]:
        terms = self.get_changelist_instance(request).get_queryset(request)
        return map(cells, for_export(terms))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A holder is appointed on the page of the post or the office."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        return False

    @admin.display(description="masa jabatan", ordering="period__startswith")
    def when(self, term: Term) -> str:
        return term.when

    @admin.display(description="orang")
    def person_link(self, term: Term) -> SafeString:
        return _link("person", term.person_id, term.person)

    @admin.display(description="jabatan")
    def post_link(self, term: Term) -> SafeString:
        return _link("post", term.post_id, term.post)

    @admin.display(description="kedudukan")
    def standing(self, term: Term) -> str:
        return term.get_acting_display() if term.acting else "Definitif"

    @admin.display(description="batas yang tersimpan")
    def period_text(self, term: Term) -> str:
        if term.period is None:
            return "–"
        first = _bound(term.period.lower, term.get_from_precision_display())
        until = _bound(term.period.upper, term.get_until_precision_display())
        return ", ".join(
            f"{word} {bound}" for word, bound in (("mulai", first), ("sampai", until)) if bound
        )

    @admin.display(description="tercatat menjabat pada")
    def seen_text(self, term: Term) -> str:
        if term.seen_on is None:
            return "–"
        return _bound(term.seen_on, term.get_seen_precision_display())

    @admin.display(description="berkas SK")
    def decree_link(self, term: Term) -> str:
        if not term.decree:
            return "belum ada"
        url = reverse("admin:provinces_term_decree", args=[term.pk])
        return format_html('<a href="{}">Buka SK (PDF)</a>', url)

    def end(self, request: HttpRequest, term: Term) -> HttpResponse:
        def act(cleaned: dict[str, Any]) -> str:
            ended = end_term(
                term=term, on=cleaned["on"], precision=cleaned["precision"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            return f"Masa jabatan {ended.person} sebagai {ended.post}: {ended.when}."

        return self._ask(
            request, term, EndForm(request.POST or None), act, title=f"Akhiri masa jabatan {term}",
            button="Akhiri",
        )  # fmt: skip

    def extend(self, request: HttpRequest, term: Term) -> HttpResponse:
        def act(cleaned: dict[str, Any]) -> str:
            longer = extend_term(
                term=term, until=cleaned["until"], precision=cleaned["precision"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            return f"Masa jabatan {longer.person} sebagai {longer.post}: {longer.when}."

        return self._ask(
            request, term, ExtensionForm(request.POST or None), act,
            title=f"Perpanjang masa jabatan {term}", button="Perpanjang",
        )  # fmt: skip

    def correct(self, request: HttpRequest, term: Term) -> HttpResponse:
        form = CorrectionForm(request.POST or None, request.FILES or None, term=term)

        def act(cleaned: dict[str, Any]) -> str:
            values = form.values(cleaned)
            put = correct_term(term=term, values=values, by=request.user, at=timezone.now())
            return f"Dikoreksi: {put}."

        return self._ask(
            request, term, form, act, title=f"Koreksi {term}", button="Koreksi",
            lead="Hanya catatan ini yang berubah; masa jabatan pejabat lain tetap.",
        )  # fmt: skip

    def remove(self, request: HttpRequest, term: Term) -> HttpResponse:
        def act(cleaned: dict[str, Any]) -> str:
            remove_term(term=term, reason=cleaned["reason"], by=request.user, at=timezone.now())
            return f"Catatan dihapus: {term}."

        return self._ask(
            request, term, RemovalForm(request.POST or None), act, title=f"Hapus catatan {term}?",
            button="Hapus catatan", tone="danger",
            lead="Untuk catatan yang keliru. Masa jabatan yang selesai diakhiri, bukan dihapus.",
            back=lambda: redirect("admin:provinces_post_change", term.post_id),
        )  # fmt: skip

    def open_decree(self, request: HttpRequest, term: Term) -> HttpResponse:
        name = f"sk-{term.post.slug}-{term.pk}.pdf"
        return FileResponse(term.decree.open(), content_type="application/pdf", filename=name)

    def _ask(
        self, request: HttpRequest, term: Term, form: RehearsedForm, act: Any, **context: Any
    ) -> HttpResponse:
        context = {"back": lambda: self.back_to(term), **context}
        return ask_twice(self, request, term, post=term.post, form=form, act=act, **context)


def linked_terms(terms: Iterable[Term]) -> str:
    """As a list that leads to the page of each; the post's own page shows who held it."""
    rows = [
        (
            reverse("admin:provinces_term_change", args=[term.pk]),
            term.person,
            f"{term.get_acting_display()} " if term.acting else "",
            term.when,
        )
        for term in terms
    ]
    if not rows:
        return "belum ada yang tercatat"
    listed = format_html_join("", '<li><a href="{}">{}</a>, {}{}</li>', rows)
    return format_html('<ul class="panel-links">{}</ul>', listed)


def _is_running(term: Term) -> bool:
    """An end that lies behind is put right, not set."""
    return term.period is not None and not term.has_ended(timezone.localdate())


def _bound(day: date | None, precision: str) -> str:
    return f"{date_format(day, 'j F Y')} (ketelitian: {precision})" if day else ""


def _link(model: str, key: int, words: Any) -> SafeString:
    url = reverse(f"admin:provinces_{model}_change", args=[key])
    return format_html('<a href="{}">{}</a>', url, words)
