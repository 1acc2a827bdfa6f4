"""Delegates: found, counted, checked, printed, exported, withdrawn; their words are their own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.panel import PanelAdmin, Step
from accounts.roles import SEES_NIP
from forum_portal.lib.phones import shown
from forum_portal.lib.spreadsheet import FORMATS
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.tickets import reissue_ticket
from meetings.actions.withdrawal import withdraw_delegate
from meetings.admin import cards, registration_bulk, registration_reviews
from meetings.admin.export import export
from meetings.admin.registration_filters import Activity, Letter, Reviewed, Seat
from meetings.delegations.history import words_of
from meetings.models import Registration
from meetings.tickets.forms import ReissueForm
from meetings.when import day_and_hour

CHANGES = "meetings.change_registration"


def _moment(name: str) -> Callable[[Registration], str]:
    """A column in the zone of its rakor, as its history and the office read it."""
    column = Registration._meta.get_field(name)

    def told(registration: Registration) -> str:
        at = getattr(registration, name)
        return day_and_hour(at, registration.meeting.zone) if at else "–"

    told.__name__ = f"{name}_told"
    return admin.display(description=column.verbose_name)(told)


_REVIEWED, _CREATED = _moment("reviewed_at"), _moment("created_at")
_CHANGED, _WITHDRAWN = _moment("changed_at"), _moment("withdrawn_at")


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=300)


@admin.register(Registration)
class RegistrationAdmin(PanelAdmin):
    list_display = (
        "full_name", "origin", "role", "state", "review_text", "letter_text", "meeting",
    )  # fmt: skip
    list_filter = (Activity, Seat, Reviewed, Letter, "meeting", "role", "mode", "office")
    list_select_related = ("office", "meeting", "letter")
    search_fields = ("full_name", "position")
    search_help_text = "Cari dengan nama atau jabatan peserta."
    change_list_template = "admin/change_list_exports.html"
    actions = (
        registration_bulk.accept_selected,
        registration_bulk.mend_selected,
        registration_bulk.decline_selected,
        *cards.ACTIONS,
    )
    steps = (
        *registration_reviews.STEPS,
        Step("ganti-tiket", "reissue", "Ganti tiket", "reissue", "meetings.add_ticket",
             lambda r: r.has_seat),
        Step("batalkan", "withdraw", "Batalkan pendaftaran", "withdraw", CHANGES,
             lambda r: r.is_active, "danger"),
    )  # fmt: skip

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Not the rakor in every row where one was chosen."""
        columns = tuple(super().get_list_display(request))
        return columns[:-1] if "meeting__id__exact" in request.GET else columns

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        """Django's dashes say nothing to who hears them read."""
        return super().get_action_choices(request, default_choices or [("", "Pilih tindakan")])

    def get_fields(self, request: HttpRequest, obj: Registration | None = None) -> list[Any]:
        nip = ["nip"] if request.user.has_perm(SEES_NIP) else []
        return [
            "meeting", "office", "full_name", "role", "position", "rank", "unit",
            "mobile_shown", "email", *nip, "mode", "letter_link", "state", "review", "review_note",
            "mend_by", _REVIEWED, "tickets_issued", _CREATED, "created_by",
            _CHANGED, _WITHDRAWN, "withdraw_reason", "privacy_version", "events_told",
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Delegates are registered on the rakor's page, under its rules."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGES)

    def has_print_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("meetings.view_ticket")

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

    @admin.display(description="asal", ordering="office__name")
    def origin(self, registration: Registration) -> str:
        return registration.comes_from

    @admin.display(description="surat tugas", ordering="letter")
    def letter_text(self, registration: Registration) -> str:
        return "Ada" if registration.has_letter else "Belum ada"

    @admin.display(description="nomor ponsel (WA)")
    def mobile_shown(self, registration: Registration) -> str:
        return shown(registration.mobile)

    @admin.display(description="surat tugas")
    def letter_link(self, registration: Registration) -> str:
        if not registration.has_letter:
            return "belum dikirim"
        url = reverse("admin:meetings_registration_letter", args=[registration.pk])
        return format_html('<a href="{}">Buka surat tugas (PDF)</a>', url)

    @admin.display(description="keadaan", ordering="seat")
    def state(self, registration: Registration) -> str:
        if registration.is_active:
            return registration.get_seat_display()
        is_declined = registration.review == Registration.Review.DECLINED
        return "Ditolak" if is_declined else "Dibatalkan"

    @admin.display(description="verifikasi", ordering="review")
    def review_text(self, registration: Registration) -> str:
        return registration.get_review_display()

    @admin.display(description="tiket")
    def tickets_issued(self, registration: Registration) -> str:
        rows = [
            (ticket.number, "berlaku" if ticket.revoked_at is None
             else f"dicabut: {ticket.revoke_reason}")
            for ticket in registration.tickets.order_by("-issued_at")
        ]  # fmt: skip
        return format_html_join("", "<p>{}, {}</p>", rows) or "belum ada"

    @admin.display(description="riwayat")
    def events_told(self, registration: Registration) -> str:
        zone = registration.meeting.zone
        events = registration.events.select_related("by").order_by("-at", "-pk")
        rows = []
        for event in events:
            told = words_of(registration, event)
            words = f"{event.get_kind_display()}{told and f': {told}'}"
            by = f", oleh {event.by}" if event.by else ""
            rows.append((words, day_and_hour(event.at, zone), by))
        return format_html_join("", "<p>{}<br><small>{}{}</small></p>", rows) or "-"

    def reissue(self, request: HttpRequest, registration: Registration) -> HttpResponse:
        def do(cleaned: dict[str, Any]) -> str:
            reissue_ticket(
                registration=registration,
                reason=cleaned["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return f"Tiket {registration} diganti. Tiket baru dikirim ke {registration.email}."

        return self.confirm(
            request, registration, title=f"Ganti tiket {registration}?", do=do,
            button="Ganti tiket", form_class=ReissueForm, refusals=(RegistrationRefused,),
            tone="danger", facts=self._facts(registration),
            lead="Tiket yang sudah ada tidak berlaku lagi dan alamatnya tidak dapat dibuka. "
            "Peserta menerima tiket baru melalui surel; kursinya tetap.",
        )  # fmt: skip

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
            refusals=(RegistrationRefused,), tone="danger", facts=self._facts(registration),
            lead="Kursinya bebas kembali dan tiketnya tidak berlaku. Peserta menerima surel.",
        )  # fmt: skip

    def _facts(self, registration: Registration) -> list[dict[str, Any]]:
        return [
            {"label": "Rakor", "value": registration.meeting},
            {"label": "Asal", "value": registration.comes_from},
        ]
