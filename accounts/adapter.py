"""Where the portal differs from allauth's own ways."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import kept_forms


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Akun ini dinonaktifkan. Hubungi sekretariat.",
        "email_password_mismatch": "Alamat surel atau kata sandi tidak tepat.",
        "enter_current_password": "Isi kata sandi Anda sekarang.",
        "incorrect_code": "Kode tidak tepat. Periksa kembali surel Anda yang terakhir.",
        "incorrect_password": "Kata sandi tidak tepat.",
        "too_many_login_attempts": (
            "Terlalu banyak percobaan untuk alamat ini. Tunggu beberapa menit, lalu coba lagi."
        ),
        "rate_limited": "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: the secretariat invites."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where work waits: staff in the panel, others with their registrations."""
        return reverse("admin:index") if request.user.is_staff else reverse("meetings:mine")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def logout(self, request: HttpRequest) -> None:
        kept_forms.forget(request)
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter knows the portal's own name and address, whatever host was asked."""
        names = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        super().send_mail(template_prefix, email, {**names, **context})
