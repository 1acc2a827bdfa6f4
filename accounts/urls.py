"""Sign-in under Indonesian addresses; the views' names are allauth's, which looks them up."""

from allauth.account import views
from django.urls import path, re_path

from accounts.access import public, signed_in
from accounts.views import RequestCode, SignIn

urlpatterns = [
    path("masuk/", public(SignIn.as_view()), name="account_login"),
    path("masuk/kode/", public(RequestCode.as_view()), name="account_request_login_code"),
    path("masuk/kode/isi/", public(views.confirm_login_code), name="account_confirm_login_code"),
    path("keluar/", public(views.logout), name="account_logout"),
    path("tidak-aktif/", public(views.account_inactive), name="account_inactive"),
    path("daftar/", public(views.signup), name="account_signup"),
    path("konfirmasi/", signed_in(views.reauthenticate), name="account_reauthenticate"),
    path("kata-sandi/ubah/", signed_in(views.password_change), name="account_change_password"),
    path("kata-sandi/buat/", signed_in(views.password_set), name="account_set_password"),
    path("kata-sandi/lupa/", public(views.password_reset), name="account_reset_password"),
    path(
        "kata-sandi/lupa/terkirim/",
        public(views.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "kata-sandi/baru/selesai/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^kata-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
