"""What was typed into the form of a delegation survives signing in again, for its owner alone."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from accounts import kept_forms
from accounts.models import User
from meetings.models import Meeting, Registration
from tests.factories import NOW, make_meeting

pytestmark = pytest.mark.django_db

PASSWORD = "balai-digital-2026"
URL = "/rakor/rakor-makassar/daftar/tambah/?balai=aceh"
TYPED = {
    "full_name": "Dr. Ani Lestari, M.Pd.",
    "role": "pendamping",
    "position": "Pranata Komputer",
    "unit": "Seksi Produksi",
    "email": "ani@dinas",
    "mobile": "0812",
}


@pytest.fixture(autouse=True)
def _quick():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar")


@pytest.fixture
def holder(operator: User) -> User:
    operator.set_password(PASSWORD)
    operator.save()
    return operator


def typed_by(user: User, **more: str) -> dict[str, str]:
    return {**TYPED, "kept_for": kept_forms.seal_for(user), **more}


def sign_in(client: Client, user: User, next_url: str = URL):
    return client.post(
        "/akun/masuk/", {"login": user.email, "password": PASSWORD, "next": next_url}, follow=True
    )


def shown(response) -> dict[str, str]:
    form = response.context["form"]
    return {name: form[name].value() for name in TYPED}


def test_expired_session_leads_over_sign_in_back_to_what_was_typed(rakor, holder):
    client = Client()
    away = client.post(URL, typed_by(holder), follow=True)
    assert away.request["PATH_INFO"] == "/akun/masuk/"
    assert "tampil kembali sesudah Anda masuk" in away.content.decode()
    back = sign_in(client, holder)
    assert (back.redirect_chain[-1], shown(back)) == ((URL, 302), TYPED)
    assert "Isian Anda masih ada" in back.content.decode()
    assert Registration.objects.count() == 0


def test_what_was_typed_is_gone_once_it_was_sent(rakor, holder):
    client = Client()
    client.post(URL, typed_by(holder))
    sign_in(client, holder)
    right = {"email": "ani@dinas.example", "mobile": "0812 3456 7890", "privacy": "on"}
    client.post(URL, typed_by(holder, **right))
    assert Registration.objects.get().full_name == TYPED["full_name"]
    assert shown(client.get(URL))["full_name"] is None


def test_signing_out_forgets_it(rakor, holder):
    client = Client()
    client.post(URL, typed_by(holder))
    sign_in(client, holder)
    client.post("/akun/keluar/")
    assert shown(sign_in(client, holder))["full_name"] is None


def test_the_next_one_at_the_same_computer_reads_nothing(rakor, holder, secretariat):
    client = Client()
    client.post(URL, typed_by(holder))
    secretariat.set_password(PASSWORD)
    secretariat.save()
    html = sign_in(client, secretariat).content.decode()
    assert "Nama lengkap" in html
    assert TYPED["full_name"] not in html


def test_another_browser_reads_nothing(rakor, holder):
    Client().post(URL, typed_by(holder))
    assert shown(sign_in(Client(), holder))["full_name"] is None


def test_it_is_for_its_own_form(rakor, holder):
    client = Client()
    client.post(URL, typed_by(holder))
    other = make_meeting(slug="rakor-lain")
    html = sign_in(client, holder, f"/rakor/{other.slug}/daftar/tambah/?balai=aceh")
    assert shown(html)["full_name"] is None


def test_after_an_hour_it_is_gone(rakor, holder):
    client = Client()
    client.post(URL, typed_by(holder))
    with time_machine.travel(NOW.replace(hour=NOW.hour + 1, minute=1), tick=False):
        assert shown(sign_in(client, holder))["full_name"] is None


def test_renewed_secret_of_the_form_loses_nothing(rakor, holder):
    """Signing in in another tab makes the page's token stale; Django answers 403 by itself."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder)
    client.get(URL)
    back = client.post(URL, typed_by(holder, csrfmiddlewaretoken="x" * 64), follow=True)
    assert (back.redirect_chain, shown(back)) == ([(URL, 302)], TYPED)
    assert "Isian Anda masih ada" in back.content.decode()


@pytest.mark.parametrize("seal", ["", "1", "1:abc"])
def test_another_site_puts_no_words_into_the_form(rakor, holder, seal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder)
    response = client.post(URL, {**TYPED, "kept_for": seal})
    assert (response.status_code, "kept_form" in client.session) == (403, False)


def test_other_site_that_has_a_seal_of_its_own_begins_no_session(holder, rakor):
    """It would take the place of the reader's, who would be signed out."""
    client = Client(enforce_csrf_checks=True)
    sent = client.post(URL, typed_by(holder), headers={"origin": "https://jahat.example"})
    assert (sent.status_code, client.cookies.get("sessionid")) == (403, None)
    assert Session.objects.count() == 0


def test_seal_of_another_account_keeps_nothing(rakor, holder, other_operator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder)
    assert client.post(URL, typed_by(other_operator)).status_code == 403


@pytest.mark.parametrize(
    "more",
    [
        {"position": "x" * kept_forms.MAX_CHARACTERS},
        {f"isian_{number}": "x" for number in range(kept_forms.MAX_FIELDS)},
    ],
)
def test_more_than_anybody_types_is_not_kept(rakor, holder, more):
    Client().post(URL, typed_by(holder, **more))
    assert Session.objects.count() == 0


def test_no_account_fills_the_cache(rakor, holder, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "kept_form": "2/h/key"}
    for _ in range(3):
        Client().post(URL, typed_by(holder))
    assert Session.objects.count() == 2


def test_forms_that_do_not_say_so_keep_nothing(holder):
    Client().post("/akun/kata-sandi/ubah/", {"kept_for": kept_forms.seal_for(holder), "a": "b"})
    assert Session.objects.count() == 0
