"""Lists that leave as a file and come back as one: shown row by row before anything is written.

What was checked travels in the page, signed: the confirmation applies those rows and no others,
and there is no file to keep or to forget.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.panel import PanelAdmin
from forum_portal.lib.spreadsheet import FORMATS, MAX_BYTES, MAX_ROWS, TableRefused
from provinces.exchange.files import exported, rows_of, template
from provinces.exchange.rows import Cells, Fate, Outcome, SourceRow
from provinces.exchange.run import (
    IMPORTS,
    FatesMoved,
    TooManyChanges,
    apply,
    count,
    fingerprint,
    rehearse,
)

SALT = "provinces.exchange"
MOST_SECONDS = 2 * 60 * 60
# The page that asks sends it back; a longer one would be refused as a request.
LONGEST_TOKEN = 1_500_000


class FileForm(forms.Form):
    file = forms.FileField(
        label="Berkas",
        help_text=f"XLSX atau CSV, paling banyak {MAX_ROWS} baris dan {MAX_BYTES // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ExchangeAdmin(PanelAdmin):
    """A list with an export, a template and an import."""

    change_list_template = "admin/change_list_exports.html"
    exchange_kind = ""
    import_permissions: tuple[str, ...] = ()

    def exported_cells(self, request: HttpRequest) -> Iterable[Cells]:
        """The filtered list, as rows of the file."""
        raise NotImplementedError

    def get_urls(self) -> list:
        prefix, guard = f"provinces_{self.exchange_kind}", self.admin_site.admin_view
        return [
            path("ekspor/<slug:kind>/", guard(self.export_file), name=f"{prefix}_export"),
            path("impor/", guard(self.import_file), name=f"{prefix}_import"),
            path("impor/templat/<slug:kind>/", guard(self.import_template),
                 name=f"{prefix}_template"),
            *super().get_urls(),
        ]  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra, prefix = extra_context or {}, f"admin:provinces_{self.exchange_kind}"
        exports = [
            {"label": kind.upper(), "url": reverse(f"{prefix}_export", args=[kind])}
            for kind in FORMATS
        ]
        tools = extra.get("list_tools", [])
        if request.user.has_perms(self.import_permissions):
            tools = [*tools, {"label": "Impor", "url": reverse(f"{prefix}_import")}]
        return super().changelist_view(request, {**extra, "exports": exports, "list_tools": tools})

    def export_file(self, request: HttpRequest, kind: str) -> HttpResponse:
        """By POST: what leaves the portal is recorded, and looking writes nothing."""
        if not self.has_view_permission(request) or kind not in FORMATS:
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        rows = self.exported_cells(request)
        return exported(self.exchange_kind, rows, kind, by=request.user, at=timezone.now())

    def import_template(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not request.user.has_perms(self.import_permissions) or kind not in FORMATS:
            raise PermissionDenied
        return template(self.exchange_kind, kind)

    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Asked for a file, shown what it would do, and only then done."""
        if not request.user.has_perms(self.import_permissions):
            raise PermissionDenied
        if "checked" in request.POST:
            return self._apply(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._check(request, form.cleaned_data["file"])
            except (TableRefused, TooManyChanges) as refusal:
                form.add_error("file", str(refusal))
        return self._page(request, form=form)

    def _check(self, request: HttpRequest, file: Any) -> HttpResponse:
        if file.size > MAX_BYTES:
            raise TableRefused(f"Berkas ini melebihi {MAX_BYTES // 1024**2} MB.")
        rows, note = rows_of(self.exchange_kind, file.read())
        if not rows:
            raise TableRefused("Berkas ini tidak memuat satu baris pun di bawah nama kolom.")
        fates = rehearse(self.exchange_kind, rows, by=request.user, at=timezone.now())
        return self._show(request, rows, fates, note=note)

    def _apply(self, request: HttpRequest) -> HttpResponse:
        try:
            checked = signing.loads(request.POST["checked"], salt=SALT, max_age=MOST_SECONDS)
        except signing.BadSignature:
            checked = {}
        if (checked.get("kind"), checked.get("user")) != (self.exchange_kind, request.user.pk):
            form = FileForm()
            lost = "Pemeriksaan ini sudah terlalu lama atau rusak. Unggah berkasnya lagi."
            return self._page(request, form=form, error=lost)
        rows = [SourceRow(number, cells) for number, cells in checked["rows"]]
        try:
            fates = apply(
                self.exchange_kind, rows, shown=checked["shown"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except FatesMoved as moved:
            return self._show(request, rows, moved.fates, error=str(moved))
        new, changed = count(fates, Outcome.NEW), count(fates, Outcome.CHANGED)
        self.message_user(request, f"Impor selesai: {new} baris baru, {changed} berubah.")
        return redirect(f"admin:provinces_{self.exchange_kind}_changelist")

    def _show(
        self, request: HttpRequest, rows: list[SourceRow], fates: list[Fate], **context: Any
    ) -> HttpResponse:
        checked = {
            "kind": self.exchange_kind,
            "user": request.user.pk,
            "shown": fingerprint(fates),
            "rows": [(row.number, dict(row.cells)) for row in rows],
        }
        token = signing.dumps(checked, salt=SALT, compress=True)
        if len(token) > LONGEST_TOKEN:
            raise TableRefused(
                "Berkas ini terlalu panjang untuk sekali periksa; bagilah menjadi dua."
            )
        outcomes = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.REFUSED)
        return self._page(
            request,
            token=token,
            counts=[(outcome, count(fates, outcome)) for outcome in outcomes],
            told=[fate for fate in fates if fate.outcome != Outcome.SAME],
            same=[fate for fate in fates if fate.outcome == Outcome.SAME],
            applied=count(fates, Outcome.NEW) + count(fates, Outcome.CHANGED),
            **context,
        )

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        templates = [
            (kind.upper(), reverse(f"admin:provinces_{self.exchange_kind}_template", args=[kind]))
            for kind in FORMATS
        ]
        return TemplateResponse(
            request,
            "admin/provinces/import.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": f"Impor {self.opts.verbose_name_plural}",
                "columns": IMPORTS[self.exchange_kind].columns,
                "templates": templates,
                **context,
            },
        )
