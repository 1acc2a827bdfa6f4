"""Passwords, and that no page or letter of allauth's own is ever shown."""

import re

import pytest
from django.conf import settings as portal
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "balai-digital-2026"
NEW_PASSWORD = "rapat-daring-makassar"


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


def link_in(message: mail.EmailMessage) -> str:
    return re.search(r"http://\S+(/akun/kata-sandi/baru/\S+)", message.body).group(1)


def test_account_without_password_sets_one(operator_client: Client, operator: User):
    assert operator_client.get("/akun/kata-sandi/ubah/").url == "/akun/kata-sandi/buat/"
    response = operator_client.post(
        "/akun/kata-sandi/buat/", {"password1": PASSWORD, "password2": PASSWORD}
    )
    assert response.url == reverse("meetings:mine")
    operator.refresh_from_db()
    assert operator.check_password(PASSWORD)
    assert [m.subject for m in mail.outbox] == [
        "Kata sandi dibuat di Forum Komunikasi BTIKP se\u2011Indonesia"
    ]


def test_password_change_asks_for_the_present_one(operator: User):
    operator.set_password(PASSWORD)
    operator.save()
    client = Client()
    client.force_login(operator)
    fields = {"oldpassword": "keliru", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    refused = client.post("/akun/kata-sandi/ubah/", fields)
    assert refused.context["form"].errors == {"oldpassword": ["Isi kata sandi Anda sekarang."]}
    client.post("/akun/kata-sandi/ubah/", {**fields, "oldpassword": PASSWORD})
    operator.refresh_from_db()
    assert operator.check_password(NEW_PASSWORD)
    assert "_auth_user_id" in client.session


def test_forgotten_password_is_replaced_by_its_link_once(client: Client, operator: User):
    operator.set_password(PASSWORD)
    operator.save()
    client.post("/akun/kata-sandi/lupa/", {"email": operator.email})
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True)
    fields = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    done = client.post(form.context["action_url"], fields)
    assert done.url == "/akun/kata-sandi/baru/selesai/"
    operator.refresh_from_db()
    assert operator.check_password(NEW_PASSWORD)
    assert Client().get(link).context["token_fail"] is True


@pytest.mark.parametrize("password", ["12345678901", "kata", "password"])
def test_weak_password_is_refused(operator_client: Client, operator: User, password: str):
    response = operator_client.post(
        "/akun/kata-sandi/buat/", {"password1": password, "password2": password}
    )
    assert list(response.context["form"].errors) == ["password1"]
    operator.refresh_from_db()
    assert not operator.has_usable_password()


PUBLIC = (
    "account_login",
    "account_request_login_code",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_our_own(client: Client, name: str):
    response = client.get(reverse(name))
    assert response.status_code == 200
    _assert_ours(response)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("account_logout", None),
        ("account_set_password", None),
        ("account_change_password", PASSWORD),
        ("account_reauthenticate", PASSWORD),
    ],
)
def test_page_of_the_holder_is_our_own_and_asks_for_sign_in(
    operator: User, name: str, password: str | None
):
    operator.set_password(password)
    operator.save()
    client = Client()
    client.force_login(operator)
    response = client.get(reverse(name))
    assert response.status_code == 200
    _assert_ours(response)
    assert Client().get(reverse(name)).status_code == 302


def test_signup_is_closed_to_a_form_sent_anyway(client: Client):
    fields = {"email": "baru@dinas.example", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/akun/daftar/", fields)
    assert "atas undangan sekretariat" in response.content.decode()
    assert not User.objects.filter(email="baru@dinas.example").exists()


def _assert_ours(response) -> None:
    """Rendered from templates/, in our layout, without inline style or script."""
    page = response.content.decode()
    ours = str(portal.BASE_DIR / "templates")
    origins = {
        t.origin.name for t in response.templates if t.origin and t.origin.name.endswith(".html")
    }
    foreign = {o for o in origins if not o.startswith(ours) and "django/forms" not in o}
    assert foreign == set()
    assert 'class="site-header"' in page
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
