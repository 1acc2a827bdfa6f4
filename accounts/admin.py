"""Accounts, the trail of what was done, and the letters that leave the portal."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from post_office.models import STATUS

from accounts import actions
from accounts.audit_details import details_in_words
from accounts.audit_words import NOUNS, WITHOUT_ACCOUNT, in_words
from accounts.models import AuditEvent, QueuedMail, User
from accounts.panel import PanelAdmin, Step
from accounts.roles import ROLES

MAIL_STATES = {
    STATUS.sent: "terkirim",
    STATUS.failed: "gagal",
    STATUS.queued: "menunggu",
    STATUS.requeued: "dicoba lagi",
}


class AccountForm(forms.ModelForm):
    role = forms.ChoiceField(
        label="peran di sekretariat",
        required=False,
        choices=[("", "Tidak ada (petugas balai)"), *((role, role) for role in ROLES)],
        help_text="Sekretariat mengelola seluruh panel; Notulis hanya menulis notula.",
    )
    by: User

    class Meta:
        model = User
        fields = ("full_name", "email")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["role"] = actions.role_of(self.instance) or ""
        if self.instance.is_superuser and "role" in self.fields:
            self.fields["role"].disabled = True

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        if self.instance == self.by and role != self.initial["role"]:
            raise forms.ValidationError("Peran akun Anda sendiri diubah oleh rekan lain.")
        return role


@admin.register(User)
class UserAdmin(PanelAdmin):
    form = AccountForm
    fields = ("full_name", "email", "role", "state", "offices_text", "last_login", "created_at")
    readonly_fields = ("state", "offices_text", "last_login", "created_at")
    list_display = ("full_name", "email", "role_text", "offices_text", "state", "last_login_text")
    list_filter = ("is_active", "groups")
    search_fields = ("full_name", "email", "offices__office__name")
    steps = (
        Step("undang-lagi", "invite_again", "Kirim ulang undangan", "invite_again",
             "accounts.change_user", lambda user: user.is_active),
        Step("nonaktifkan", "deactivate", "Nonaktifkan", "deactivate",
             "accounts.change_user", lambda user: user.is_active, "danger"),
        Step("aktifkan", "reactivate", "Aktifkan kembali", "reactivate",
             "accounts.change_user", lambda user: not user.is_active),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        # Offices lie in a layer above; their names are read through the reverse relation.
        return super().get_queryset(request).prefetch_related("groups", "offices__office")

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type:
        return type(
            "AccountForm", (super().get_form(request, obj, **kwargs),), {"by": request.user}
        )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are closed, so that the trail keeps its names."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The first accounts, which may do everything, are kept by one of their own."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def may_take(self, step: Step, request: HttpRequest, obj: User) -> bool:
        return super().may_take(step, request, obj) and self.has_change_permission(request, obj)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("admin:invite_account")

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            actions.forget_former_address(user=obj)
        if "role" in form.changed_data:
            role = form.cleaned_data["role"] or None
            actions.set_role(user=obj, role=role, by=request.user, at=timezone.now())

    @admin.display(description="peran")
    def role_text(self, user: User) -> str:
        return "Pengelola utama" if user.is_superuser else actions.role_of(user) or "Petugas balai"

    @admin.display(description="balai", empty_value="–")
    def offices_text(self, user: User) -> str:
        return ", ".join(staff.office.name for staff in user.offices.all()) or "–"

    @admin.display(description="keadaan", ordering="is_active")
    def state(self, user: User) -> str:
        return "Aktif" if user.is_active else "Dinonaktifkan"

    @admin.display(description="masuk terakhir", ordering="last_login", empty_value="belum pernah")
    def last_login_text(self, user: User) -> Any:
        return user.last_login

    def invite_again(self, request: HttpRequest, user: User) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            actions.resend_invitation(user=user, by=request.user, at=timezone.now())
            return f"Undangan dikirim ulang kepada {user}."

        return self.confirm(
            request, user, title=f"Kirim ulang undangan kepada {user}?", do=do,
            button="Kirim ulang",
            lead="Surel berisi alamat halaman masuk dan cara memakai kode.",
        )  # fmt: skip

    def deactivate(self, request: HttpRequest, user: User) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            actions.deactivate(user=user, by=request.user, at=timezone.now())
            return f"Akun {user} dinonaktifkan."

        return self.confirm(
            request, user, title=f"Nonaktifkan akun {user}?", do=do, button="Nonaktifkan",
            tone="danger", refusals=(actions.OwnAccount,),
            lead="Akun tidak dapat dipakai masuk lagi. Jejak dan pendaftarannya tetap terbaca.",
        )  # fmt: skip

    def reactivate(self, request: HttpRequest, user: User) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            actions.reactivate(user=user, by=request.user, at=timezone.now())
            return f"Akun {user} aktif kembali."

        return self.confirm(
            request, user, title=f"Aktifkan kembali akun {user}?", do=do, button="Aktifkan"
        )


class ReadOnlyAdmin(PanelAdmin):
    """Seen, never written by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ActionNoun(admin.SimpleListFilter):
    title = "tentang"
    parameter_name = "tentang"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(NOUNS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        noun = self.value()
        return queryset.filter(action__startswith=f"{noun}.") if noun in NOUNS else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    fields = ("at", "actor_text", "action_text", "target", "target_id", "details_text")
    readonly_fields = fields
    list_display = ("at", "actor_text", "action_text", "target")
    list_filter = (ActionNoun,)
    list_select_related = ("actor",)
    search_fields = ("action", "target", "actor__full_name")
    date_hierarchy = "at"

    @admin.display(description="pelaku", ordering="actor__full_name")
    def actor_text(self, event: AuditEvent) -> str:
        return str(event.actor) if event.actor else WITHOUT_ACCOUNT

    @admin.display(description="tindakan", ordering="action")
    def action_text(self, event: AuditEvent) -> str:
        return in_words(event.action)

    @admin.display(description="rincian")
    def details_text(self, event: AuditEvent) -> str:
        rows = format_html_join("", "<li>{}: {}</li>", details_in_words(event))
        return format_html('<ul class="panel-links">{}</ul>', rows) if rows else "–"


class MailState(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), name) for value, name in MAIL_STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(QueuedMail)
class QueuedMailAdmin(ReadOnlyAdmin):
    """Without the text of the letters: they carry sign-in codes and links."""

    fields = (
        "to_text",
        "subject_text",
        "state",
        "created_text",
        "changed_text",
        "retries",
        "fault",
    )
    readonly_fields = fields
    list_display = ("subject_text", "to_text", "state", "created_text", "changed_text")
    list_filter = (MailState,)
    search_fields = ("to", "subject")
    steps = (
        Step("coba-lagi", "retry", "Coba kirim lagi", "retry", "accounts.change_queuedmail",
             lambda mail: mail.status == STATUS.failed, "primary"),
    )  # fmt: skip

    @admin.display(description="kepada", ordering="to")
    def to_text(self, mail: QueuedMail) -> str:
        return ", ".join(mail.to)

    @admin.display(description="hal", ordering="subject")
    def subject_text(self, mail: QueuedMail) -> str:
        return mail.subject or "(tanpa hal)"

    @admin.display(description="keadaan", ordering="status")
    def state(self, mail: QueuedMail) -> str:
        return MAIL_STATES.get(mail.status, "menunggu")

    @admin.display(description="dibuat", ordering="created")
    def created_text(self, mail: QueuedMail) -> str:
        return _moment(mail.created)

    @admin.display(description="diperbarui", ordering="last_updated")
    def changed_text(self, mail: QueuedMail) -> str:
        return _moment(mail.last_updated)

    @admin.display(description="percobaan ulang")
    def retries(self, mail: QueuedMail) -> int:
        return mail.number_of_retries or 0

    @admin.display(description="sebab kegagalan terakhir")
    def fault(self, mail: QueuedMail) -> str:
        log = mail.logs.order_by("-pk").first()
        return log.message[:300] if log else "–"

    def retry(self, request: HttpRequest, mail: QueuedMail) -> HttpResponse:
        def do(_: dict[str, Any]) -> str:
            actions.retry_mail(mail=mail, by=request.user, at=timezone.now())
            return "Surel dimasukkan kembali ke antrean."

        return self.confirm(
            request, mail, title="Kirim lagi surel ini?", do=do, button="Coba kirim lagi"
        )


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else "–"
