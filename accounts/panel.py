"""What the pages of the panel share: audit of every save, native inputs, steps of one object.

A step is a page of one object beside its form: a preview, or a confirmation that calls an
action. The panel never does by a plain save what an action does under a lock and with a mail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.audit import record
from accounts.chosen_rows import ChosenRows
from accounts.trail import trail_of
from forum_portal.lib.email_words import EMAIL_ERRORS
from forum_portal.lib.native_inputs import (
    DateField,
    DateInput,
    DateTimeInput,
    PeriodField,
    PeriodInput,
    TimeInput,
)

NATIVE_INPUTS = {
    models.DateField: {"form_class": DateField, "widget": DateInput},
    models.TimeField: {"widget": TimeInput},
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": DateTimeInput},
    DateRangeField: {"form_class": PeriodField, "widget": PeriodInput},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})},
    models.EmailField: {"error_messages": EMAIL_ERRORS},
    # Django 6's default; until then a warning asks for a choice.
    models.URLField: {"assume_scheme": "https"},
}

BLANK_ROWS = 2


@dataclass(frozen=True)
class Step:
    """One page of an object, offered beside its form to those who hold `permission`."""

    path: str  # may hold converters: what they find is passed on by name
    name: str  # the URL is admin:<app>_<model>_<name>
    label: str
    # A method of the ModelAdmin: (request, obj) -> HttpResponse; or a function of a module of its
    # own: (model_admin, request, obj) -> HttpResponse.
    view: str | Callable[..., HttpResponse]
    permission: str
    offered: Callable[[Any], bool] = lambda obj: True
    tone: str = ""  # "primary", "danger" or nothing
    is_listed: bool = True  # beside the form; else other pages lead there


class Related:
    """A choice of another record offers to add one; to change one is the work of its own page."""

    def formfield_for_dbfield(self, *args: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(*args, **kwargs)  # type: ignore[misc]
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.can_change_related = False
            wrapper.can_delete_related = False
            wrapper.can_view_related = False
        return field


class PanelAdmin(Related, ChosenRows, admin.ModelAdmin):
    formfield_overrides = NATIVE_INPUTS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    steps: tuple[Step, ...] = ()
    # Where its pages lead back to: the form, or the step of this name.
    home = "change"

    def get_urls(self) -> list:
        return [
            path(
                f"<path:object_id>/{step.path}/",
                self.admin_site.admin_view(partial(self._step_view, step)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{step.name}",
            )
            for step in self.steps
        ] + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": str(self.opts.verbose_name_plural).capitalize()}
        try:
            return super().changelist_view(request, {**title, **(extra_context or {})})
        except OverflowError:
            # A year of the address beyond the calendar; Django answers other nonsense like this.
            return redirect(f"{request.path}?e=1")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        title: dict[str, Any] = {"title": "Riwayat perubahan"}
        if obj := self.get_object(request, object_id):
            title["subtitle"] = str(obj)
            if request.user.has_perm("accounts.view_auditevent"):
                title["trail"] = trail_of(obj)
        return super().history_view(request, object_id, {**title, **(extra_context or {})})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two people saving at once: the second reads a sentence, not an error page."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(
                request,
                "Tidak disimpan: data ini baru saja diubah orang lain sehingga isian Anda "
                "bertabrakan dengannya. Periksa keadaan yang sekarang, lalu ulangi.",
            )
            return redirect(request.path)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> HttpResponse:
        context["steps"] = [
            {"label": step.label, "path": f"../{step.path}/", "tone": step.tone}
            for step in self.steps_beside(request, obj)
        ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def steps_beside(self, request: HttpRequest, obj: models.Model | None) -> list[Step]:
        """Those of which the form of `obj` shows a button; none beside an empty form."""
        if obj is None:
            return []
        offered = (step for step in self.steps if step.is_listed and step.offered(obj))
        return [step for step in offered if self.may_take(step, request, obj)]

    def may_take(self, step: Step, request: HttpRequest, obj: models.Model) -> bool:
        return request.user.has_perm(step.permission)

    def _step_view(
        self, step: Step, request: HttpRequest, object_id: str, **found: Any
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.may_take(step, request, obj):
            raise PermissionDenied
        if not step.offered(obj):
            messages.warning(request, f"{step.label}: tidak berlaku lagi untuk keadaan ini.")
            return self.back_to(obj)
        if callable(step.view):
            return step.view(self, request, obj, **found)
        return getattr(self, step.view)(request, obj, **found)

    def back_to(self, obj: models.Model) -> HttpResponse:
        return redirect(self.home_of(obj))

    def home_of(self, obj: models.Model | None) -> str:
        """The address of the page of `obj` itself; without one that of the list."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if obj is None:
            return reverse(f"{name}_changelist")
        return reverse(f"{name}_{self.home}", args=[obj.pk])

    def page(
        self, request: HttpRequest, obj: models.Model, template: str, **context: Any
    ) -> HttpResponse:
        """A page of the panel about `obj`, with the way back to it, and its name in the title."""
        name = str(obj) if obj else ""
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": obj,
                "home_url": self.home_of(obj),
                "about": "" if name in context.get("title", "") else name,
                **context,
            },
        )

    def confirm(
        self,
        request: HttpRequest,
        obj: models.Model,
        *,
        title: str,
        do: Callable[[dict[str, Any]], str],
        button: str,
        form_class: Callable[..., forms.Form] = forms.Form,
        refusals: tuple[type[Exception], ...] = (),
        template: str = "admin/confirm.html",
        **context: Any,
    ) -> HttpResponse:
        """Ask, then `do` with the cleaned form; it returns the sentence that says what was done.

        refusals: exceptions whose text is shown above the form, everything typed kept.
        """
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                done = do(form.cleaned_data)
            except refusals as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return self.back_to(obj)
        return self.page(request, obj, template, title=title, form=form, button=button, **context)

    # Django calls these inside the transaction of the save, after the inlines.

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._record(request, obj, "added", changes=message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        if message:
            self._record(request, obj, "changed", changes=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._record(request, obj, "deleted")
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, obj: models.Model, verb: str, **details: Any) -> None:
        record(
            f"{self.opts.model_name}.{verb}",
            target=obj,
            by=request.user,
            at=timezone.now(),
            **details,
        )


class ReadOnlyAdmin(PanelAdmin):
    """Seen, never written by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RowForm(forms.ModelForm):
    """A row of a table: its inputs carry their names, which stand in the table's head."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A choice of another record stands in a wrapper that adds its icons.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label).capitalize())


class Blank:
    """Empty rows at hand for readers without a script, who cannot call for them one by one."""

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **_: Any) -> int:
        return BLANK_ROWS if "baris" in request.GET else 0


class Rows(Blank, Related, admin.TabularInline):
    """Related records as rows of the form."""

    formfield_overrides = NATIVE_INPUTS
    form = RowForm


class Blocks(Blank, Related, admin.StackedInline):
    """Related records as blocks, where a row would be too wide."""

    formfield_overrides = NATIVE_INPUTS
