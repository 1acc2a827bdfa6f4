"""The register of numbers: read, issued for letters written elsewhere, voided, handed out."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import moment
from forum_portal.lib.native_inputs import DateField, DateInput
from forum_portal.lib.spreadsheet import FORMATS, table_bytes
from meetings.actions.numbering import NumberRefused, issue_number, void_number
from meetings.models import Institution, IssuedNumber, Meeting, NumberKind

_ZONE = "Asia/Jakarta"
_HEADER = (
    "Penerbit", "Jenis", "Tahun", "Nomor urut", "Nomor", "Perihal", "Rakor", "Keadaan", "Alasan",
    "Diterbitkan pada", "Diterbitkan oleh", "Dibatalkan pada", "Dibatalkan oleh",
)  # fmt: skip


class IssueForm(forms.Form):
    institution = forms.ModelChoiceField(
        Institution.objects.all(),
        label="Penerbit",
        error_messages={"required": "Pilih penerbitnya."},
    )
    kind = forms.ChoiceField(
        label="Jenis", choices=NumberKind.choices, error_messages={"required": "Pilih jenisnya."}
    )
    subject = forms.CharField(
        label="Perihal", max_length=300, error_messages={"required": "Isi perihalnya."}
    )
    on = DateField(
        label="Tanggal surat",
        widget=DateInput(),
        help_text="Tahunnya menentukan register tempat nomor ini dihitung.",
        error_messages={"required": "Isi tanggal suratnya."},
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.order_by("-starts_on"), label="Rakor", required=False
    )


class VoidForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Tetap terbaca di register di samping nomornya."
    )


class Validity(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("berlaku", "Berlaku"), ("batal", "Dibatalkan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("berlaku", "batal"):
            return queryset
        return queryset.filter(voided_at__isnull=self.value() == "berlaku")


@admin.register(IssuedNumber)
class IssuedNumberAdmin(PanelAdmin):
    list_display = ("text", "subject", "institution", "kind", "year", "state", "issued_at")
    list_filter = (Validity, "institution", "kind", "year")
    list_select_related = ("institution",)
    search_fields = ("text", "subject")
    search_help_text = "Cari dengan nomor atau perihal."
    change_list_template = "admin/change_list_exports.html"
    readonly_fields = fields = (
        "text", "subject", "institution", "kind", "year", "serial", "meeting", "state",
        "issued_at", "issued_by", "voided_at", "voided_by", "void_reason",
    )  # fmt: skip
    steps = (
        Step("batalkan", "void", "Batalkan nomor", "void", "meetings.change_issuednumber",
             lambda number: number.voided_at is None, "danger"),
    )  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.export)
        name = "meetings_issuednumber_export"
        return [path("ekspor/<slug:kind>/", view, name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        name = "admin:meetings_issuednumber_export"
        exports = [{"label": kind.upper(), "url": reverse(name, args=[kind])} for kind in FORMATS]
        titles = {
            "exports": exports,
            "title": "Register nomor surat",
            "add_label": "Terbitkan nomor",
        }
        return super().changelist_view(request, {**(extra_context or {}), **titles})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Not a save: the number is the next of its register, under its lock."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = IssueForm(sent, initial={"on": timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            try:
                number = issue_number(**form.cleaned_data, by=request.user, at=timezone.now())
            except NumberRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"Nomor {number} diterbitkan.")
                return redirect("admin:meetings_issuednumber_change", number.pk)
        return self.page(
            request, None, "admin/confirm.html", title="Terbitkan nomor", form=form,
            button="Terbitkan nomor",
            lead="Untuk surat yang ditulis di luar portal. Nomor berikutnya diambil dari register "
                 "penerbit; nomor yang sudah terbit tidak dapat diubah atau dihapus.",
        )  # fmt: skip

    @admin.display(description="keadaan", ordering="voided_at")
    def state(self, number: IssuedNumber) -> str:
        return f"Dibatalkan: {number.void_reason}" if number.voided_at else "Berlaku"

    def void(self, request: HttpRequest, number: IssuedNumber) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            void_number(number=number, **cleaned, by=request.user, at=timezone.now())
            return f"Nomor {number} dibatalkan."

        return self.confirm(
            request, number, title=f"Batalkan nomor {number}?", do=do, button="Batalkan nomor",
            form_class=VoidForm, refusals=(NumberRefused,), tone="danger",
            facts=[{"label": "Penerbit", "value": number.institution},
                   {"label": "Perihal", "value": number.subject}],
            lead="Nomor ini tetap tercatat di register beserta alasannya dan tidak dipakai lagi.",
        )  # fmt: skip

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The filtered register as a file. By POST, because what is handed out is recorded."""
        if not self.has_view_permission(request) or kind not in FORMATS:
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        rows = self.get_changelist_instance(request).get_queryset(request)
        rows = rows.select_related("institution", "meeting", "issued_by", "voided_by")
        rows = rows.order_by("institution__short_name", "kind", "year", "serial")
        return _file([_cells(number) for number in rows], kind, by=request.user)


def _file(rows: list[list[str | int]], kind: str, *, by: User) -> HttpResponse:
    at = timezone.now()
    audit.record_many(
        "number.exported", model=IssuedNumber, told=f"{len(rows)} nomor", by=by, at=at,
        format=kind, count=len(rows),
    )  # fmt: skip
    content, content_type = table_bytes(kind, "Nomor surat", _HEADER, rows)
    response = HttpResponse(content, content_type=content_type)
    name = f"nomor-surat-{timezone.localdate(at):%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(number: IssuedNumber) -> list[str | int]:
    return [
        str(number.institution),
        number.get_kind_display(),
        number.year,
        number.serial,
        number.text,
        number.subject,
        str(number.meeting or ""),
        "Dibatalkan" if number.voided_at else "Berlaku",
        number.void_reason,
        moment(number.issued_at, _ZONE),
        _name(number.issued_by),
        moment(number.voided_at, _ZONE) if number.voided_at else "",
        _name(number.voided_by),
    ]


def _name(user: models.Model | None) -> str:
    return str(user) if user else ""
