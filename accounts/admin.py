"""Accounts, and the trail of what was done; accounts/queued_mail_admin.py shows the mail."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts import actions, queued_mail_admin
from accounts.audit_details import details_in_words
from accounts.audit_words import NOUNS, WITHOUT_ACCOUNT, in_words
from accounts.models import AuditEvent, User
from accounts.panel import PanelAdmin, ReadOnlyAdmin, Step
from accounts.roles import ROLES

__all__ = ("queued_mail_admin",)


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
