"""Sign-in under Indonesian addresses; the views and their names are allauth's."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("masuk/kode/", views.request_login_code, name="account_request_login_code"),
    path("masuk/kode/isi/", views.confirm_login_code, name="account_confirm_login_code"),
    path("keluar/", views.logout, name="account_logout"),
]
