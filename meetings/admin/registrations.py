"""Delegates: found, counted, exported, withdrawn; their words are their office's own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.panel import PanelAdmin, Step
from accounts.roles import SEES_NIP
from meetings import awaiting
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.withdrawal import withdraw_delegate
from meetings.admin.export import FORMATS, export
from meetings.models import Registration


class Activity(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("aktif", "Terdaftar"), ("batal", "Dibatalkan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(withdrawn_at__isnull=self.value() == "aktif")


class Letter(admin.SimpleListFilter):
    title = "surat tugas"
    parameter_name = "surat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("belum", "Belum dikirim (rakor mendatang)"), ("ada", "Sudah dikirim")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "belum":
            waiting = awaiting.without_letter(timezone.now())
            return queryset.filter(pk__in=waiting.values("pk"))
        return (
            queryset.exclude(letter=None).exclude(letter__file="")
            if self.value() == "ada"
            else queryset
        )


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=300)


@admin.register(Registration)
class RegistrationAdmin(PanelAdmin):
    list_display = ("full_name", "office", "meeting", "role", "mode", "letter_text", "state")
    list_filter = (Activity, Letter, "meeting", "role", "mode", "office")
    list_select_related = ("office", "meeting", "letter")
    search_fields = ("full_name", "position")
    search_help_text = "Cari dengan nama atau jabatan peserta."
    change_list_template = "admin/change_list_exports.html"
    steps = (
        Step("batalkan", "withdraw", "Batalkan pendaftaran", "withdraw",
             "meetings.change_registration", lambda r: r.is_active, "danger"),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Registration | None = None) -> list[str]:
        nip = ["nip"] if request.user.has_perm(SEES_NIP) else []
        return [
            "meeting", "office", "full_name", "role", "position", "rank", "unit", "mobile",
            "email", *nip, "mode", "letter_link", "state", "created_at", "created_by",
            "changed_at", "withdrawn_at", "withdraw_reason", "privacy_version",
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Delegates are registered on the rakor's page, under its rules."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.export)
        name = "meetings_registration_export"
        return [path("ekspor/<slug:kind>/", view, name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        exports = [
            {
                "label": kind.upper(),
                "url": reverse("admin:meetings_registration_export", args=[kind]),
            }
            for kind in FORMATS
        ]
        return super().changelist_view(request, {**(extra_context or {}), "exports": exports})

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The filtered list as a file. By POST, because handing out personal data is recorded."""
        if not self.has_view_permission(request) or kind not in FORMATS:
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        rows = self.get_changelist_instance(request).get_queryset(request)
        return export(
            rows.select_related("office__province", "meeting", "letter").order_by(
                "meeting__starts_on", "office__province__code", "created_at"
            ),
            kind,
            with_nip=request.user.has_perm(SEES_NIP),
            by=request.user,
            at=timezone.now(),
        )

    @admin.display(description="surat tugas", ordering="letter")
    def letter_text(self, registration: Registration) -> str:
        return "ada" if registration.has_letter else "belum"

    @admin.display(description="surat tugas")
    def letter_link(self, registration: Registration) -> str:
        if not registration.has_letter:
            return "belum dikirim"
        url = reverse(
            "meetings:assignment_letter", args=[registration.meeting.slug, registration.pk]
        )
        return format_html('<a href="{}">Buka surat tugas (PDF)</a>', url)

    @admin.display(description="keadaan", ordering="withdrawn_at")
    def state(self, registration: Registration) -> str:
        return "Terdaftar" if registration.is_active else "Dibatalkan"

    def withdraw(self, request: HttpRequest, registration: Registration) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            withdraw_delegate(
                registration=registration,
                reason=cleaned["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return f"Pendaftaran {registration} dibatalkan."

        return self.confirm(
            request, registration, title=f"Batalkan pendaftaran {registration}?", do=do,
            button="Batalkan pendaftaran", form_class=WithdrawalForm,
            refusals=(RegistrationRefused,), tone="danger",
            facts=[{"label": "Rakor", "value": registration.meeting},
                   {"label": "Balai", "value": registration.office}],
            lead="Kursinya bebas kembali dan tiketnya tidak berlaku. Peserta menerima surel.",
        )  # fmt: skip
