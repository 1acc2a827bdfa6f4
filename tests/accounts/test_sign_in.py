"""Signing in by code and by password, and what the pages tell a stranger."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "balai-digital-2026"
CODE_PAGE = "/akun/masuk/kode/isi/"


@pytest.fixture(autouse=True)
def _no_attempts_before(time_machine) -> None:
    cache.clear()
    # Attempts are counted by the minute, however long the tests take for them.
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def holder(operator: User) -> User:
    operator.set_password(PASSWORD)
    operator.save()
    return operator


def code_in(message: mail.EmailMessage) -> str:
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", message.body, re.M).group()


def request_code(client: Client, email: str, next_url: str = ""):
    query = f"?next={next_url}" if next_url else ""
    return client.post(f"/akun/masuk/kode/{query}", {"email": email})


def test_code_signs_in_and_leads_an_operator_to_own_page(client: Client, operator: User):
    assert request_code(client, "Operator.Aceh@dinas.example").url == CODE_PAGE
    (message,) = mail.outbox
    response = client.post(CODE_PAGE, {"code": code_in(message)})
    assert (response.status_code, response.url) == (302, reverse("meetings:mine"))
    assert client.session["_auth_user_id"] == str(operator.pk)


def test_code_letter_is_in_formal_indonesian(client: Client, operator: User):
    request_code(client, operator.email)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        [operator.email],
        "Kode masuk Forum Komunikasi BTIKP se\u2011Indonesia",
    )
    assert message.body.replace(code_in(message), "KODE") == (
        "Yth. Bapak/Ibu,\n\nKode masuk Anda:\n\nKODE\n\n"
        "Isikan kode ini di halaman yang masih terbuka di peramban Anda. "
        "Kode berlaku 15 menit dan hanya sekali.\n"
        "Jangan berikan kode ini kepada siapa pun, termasuk kepada sekretariat.\n\n"
        "Bila Anda tidak sedang masuk ke portal, abaikan surel ini.\n\n"
        "Salam hormat,\nSekretariat Forum Komunikasi BTIKP se\u2011Indonesia\n"
        "http://127.0.0.1:8000"
    )


def test_staff_are_led_to_the_panel(client: Client, secretariat: User):
    request_code(client, secretariat.email)
    response = client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
    assert response.url == "/admin/"


def test_next_is_honoured_through_the_code(client: Client, operator: User):
    response = request_code(client, operator.email, "/rakor/")
    assert response.url == f"{CODE_PAGE}?next=%2Frakor%2F"
    response = client.post(response.url, {"code": code_in(mail.outbox[0])})
    assert response.url == "/rakor/"


def test_next_elsewhere_is_ignored(client: Client, holder: User):
    response = client.post(
        "/akun/masuk/?next=https://jahat.example/",
        {"login": holder.email, "password": PASSWORD},
    )
    assert response.url == reverse("meetings:mine")


def test_wrong_code_three_times_ends_the_attempt(client: Client, operator: User):
    request_code(client, operator.email)
    first = client.post(CODE_PAGE, {"code": "AAAA-AAAA"})
    assert first.context["verify_form"].errors == {
        "code": ["Kode tidak tepat. Periksa kembali surel Anda yang terakhir."]
    }
    client.post(CODE_PAGE, {"code": "AAAA-AAAA"})
    assert client.post(CODE_PAGE, {"code": "AAAA-AAAA"}).url == "/akun/masuk/kode/"
    client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
    assert "_auth_user_id" not in client.session


def test_password_signs_in(client: Client, holder: User):
    response = client.post("/akun/masuk/", {"login": holder.email, "password": PASSWORD})
    assert (response.status_code, response.url) == (302, reverse("meetings:mine"))


def test_wrong_password_keeps_the_address_and_opens_its_form(client: Client, holder: User):
    response = client.post("/akun/masuk/", {"login": holder.email, "password": "keliru"})
    assert response.context["is_password_open"]
    assert response.context["code_form"].initial["email"] == holder.email
    assert response.context["password_form"].errors == {
        "__all__": ["Alamat surel atau kata sandi tidak tepat."]
    }


def pages_for(email: str) -> list[tuple[int, str]]:
    """What a stranger sees for `email` on each way in, without what differs by request."""
    client = Client()
    answers = [
        request_code(client, email),
        client.get(CODE_PAGE),
        Client().post("/akun/masuk/", {"login": email, "password": "keliru"}),
        Client().post("/akun/kata-sandi/lupa/", {"email": email}, follow=True),
    ]
    without_token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    return [
        (a.status_code, without_token.sub("", a.content.decode()).replace(email, ""))
        for a in answers
    ]


def test_stranger_cannot_tell_an_account_from_none(holder: User):
    assert pages_for(holder.email) == pages_for("tidak.ada.nya@dinas.example")


def test_unknown_address_gets_a_letter_that_says_so(client: Client, db: None):
    request_code(client, "asing@dinas.example")
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        ["asing@dinas.example"],
        "Alamat ini tidak terdaftar di Forum Komunikasi BTIKP se\u2011Indonesia",
    )
    assert "sekretariat mendaftarkan alamat surel Anda yang lain" in message.body


def test_closed_account_gets_no_code_and_no_entry(client: Client, holder: User):
    holder.is_active = False
    holder.save()
    request_code(client, holder.email)
    assert [m.subject for m in mail.outbox] == [
        "Alamat ini tidak terdaftar di Forum Komunikasi BTIKP se\u2011Indonesia"
    ]
    response = client.post("/akun/masuk/", {"login": holder.email, "password": PASSWORD})
    assert response.status_code != 500
    assert "_auth_user_id" not in client.session


def test_one_person_does_not_lock_out_the_office(holder: User):
    """Six wrong passwords for one account close its password, nobody else's."""
    colleague = make_user(password=PASSWORD)
    for _ in range(70):
        Client().post("/akun/masuk/", {"login": holder.email, "password": "keliru"})
    refused = Client().post("/akun/masuk/", {"login": holder.email, "password": PASSWORD})
    assert refused.context["password_form"].errors == {
        "__all__": [
            "Terlalu banyak percobaan untuk alamat ini. Tunggu beberapa menit, lalu coba lagi."
        ]
    }
    client = Client()
    client.post("/akun/masuk/", {"login": colleague.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(colleague.pk)


def test_sixth_code_in_ten_minutes_is_refused(operator: User):
    for _ in range(6):
        response = request_code(Client(), operator.email)
    assert len(mail.outbox) == 5
    assert list(response.context["code_form"].errors) == ["email"]


def test_whole_network_over_the_limit_reads_the_portals_own_page(client: Client, db: None):
    for _ in range(121):
        response = client.post("/akun/masuk/", {"login": ""})
    assert (response.status_code, response.templates[0].name) == (429, "429.html")
    assert "akun Anda tidak terkunci" in response.content.decode()


def test_signing_out_asks_first(operator_client: Client):
    assert operator_client.get("/akun/keluar/").status_code == 200
    assert "_auth_user_id" in operator_client.session
    assert operator_client.post("/akun/keluar/").url == "/"
    assert "_auth_user_id" not in operator_client.session
