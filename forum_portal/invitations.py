"""Inviting an account: the page of the panel that makes one of any kind."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.actions import AccountExists, invite
from accounts.models import User
from accounts.roles import NOTE_TAKER, SECRETARIAT
from forum_portal.lib.email_words import EMAIL_ERRORS
from provinces.models import Office
from provinces.staffing import invite_operator

OPERATOR = "operator"


class InvitationForm(forms.Form):
    full_name = forms.CharField(label="Nama lengkap", max_length=150, help_text="Dengan gelar.")
    email = forms.EmailField(
        label="Alamat surel",
        help_text="Surel dinas; ke alamat inilah kode masuk dikirim.",
        error_messages=EMAIL_ERRORS,
    )
    kind = forms.ChoiceField(
        label="Jenis akun",
        widget=forms.RadioSelect,
        choices=[
            (OPERATOR, "Operator balai: mendaftarkan delegasi satu balai"),
            (SECRETARIAT, "Sekretariat: mengelola seluruh panel"),
            (NOTE_TAKER, "Notulis: hanya menulis notula"),
        ],
        initial=OPERATOR,
    )
    office = forms.ModelChoiceField(
        Office.objects.select_related("province"),
        label="Balai",
        required=False,
        help_text="Wajib untuk operator balai, dikosongkan untuk yang lain.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_operator = cleaned.get("kind") == OPERATOR
        if is_operator and not cleaned.get("office") and "office" not in self.errors:
            self.add_error("office", "Pilih balai yang diwakili operator ini.")
        if not is_operator and cleaned.get("office"):
            self.add_error("office", "Hanya operator yang bertindak atas nama satu balai.")
        return cleaned


def invite_account(request: HttpRequest) -> HttpResponse:
    """For those who may add accounts; wrapped by the panel (forum_portal/panel.py)."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("accounts.add_user"):
        raise PermissionDenied
    form = InvitationForm(request.POST or None, initial={"office": request.GET.get("balai")})
    if request.method == "POST" and form.is_valid():
        try:
            invited = _invite(form.cleaned_data, by=user)
        except AccountExists as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{invited} diundang. Surel undangan masuk ke antrean.")
            return redirect("admin:accounts_user_changelist")
    context = {
        **admin.site.each_context(request),
        "title": "Undang akun",
        "form": form,
        "button": "Kirim undangan",
        "lead": "Akun dibuat tanpa kata sandi. Yang diundang masuk dengan kode dari surelnya.",
        "opts": User._meta,
    }
    return TemplateResponse(request, "admin/confirm.html", context)


def _invite(cleaned: dict[str, Any], *, by: User) -> User:
    at = timezone.now()
    account = {"email": cleaned["email"], "full_name": cleaned["full_name"]}
    if cleaned["kind"] == OPERATOR:
        return invite_operator(**account, office=cleaned["office"], by=by, at=at)
    return invite(**account, role=cleaned["kind"], by=by, at=at)
