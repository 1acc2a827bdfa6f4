"""A rakor that anybody registers for, wherever the portal speaks of registering."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from meetings import announcements
from meetings.awaiting import closing_soon, without_letter
from meetings.models import Meeting, OutboxMail
from tests.factories import NOW, make_meeting, make_registration

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]


@pytest.fixture
def webinar(db) -> Meeting:
    return make_meeting(
        slug="webinar",
        title="Webinar Data",
        registered_by=Meeting.RegisteredBy.ANYBODY,
        seats_per_office=None,
        capacity=50,
    )


def page(client, path: str) -> str:
    caches["pages"].clear()
    return client.get(path).content.decode()


def test_its_page_leads_everybody_to_registering(public_client, webinar):
    html = page(public_client, "/rakor/webinar/")
    assert '<a class="button" href="/rakor/webinar/daftar/">Daftarkan diri</a>' in html
    assert "50 kursi seluruhnya" in html.replace("\u00a0", " ")
    assert "tiap balai" not in html


@pytest.mark.parametrize(
    ("fields", "told", "leads_on"),
    [
        ({"registration_opens_at": NOW + timedelta(days=1)}, "Pendaftaran belum dibuka", False),
        ({"registration_closes_at": NOW}, "Pendaftaran sudah ditutup", True),
    ],
)
def test_its_page_tells_when(public_client, webinar, fields, told, leads_on):
    Meeting.objects.update(**fields)
    html = page(public_client, "/rakor/webinar/")
    assert told in html
    assert "Daftarkan diri" not in html
    assert ("Buka halaman saya" in html) is leads_on


def test_who_comes_alone_counts_on_its_page(public_client, webinar):
    make_registration(webinar, None)
    html = page(public_client, "/rakor/webinar/")
    assert '<a href="/rakor/webinar/peserta/">1 peserta</a>' in html
    # One more shows at once.
    make_registration(webinar, None)
    assert "2 peserta" in page(public_client, "/rakor/webinar/")


def test_the_first_page_leads_there(public_client, webinar):
    html = page(public_client, "/")
    assert "Daftarkan diri" in html
    assert "balai sudah mendaftar" not in html


def test_its_letters_reach_who_came_alone(webinar):
    person = make_registration(webinar, None, full_name="Ani", email="ani@sekolah.example")
    webinar.cancelled_at, webinar.cancel_reason = NOW, "Gempa."
    webinar.save()
    assert announcements.cancelled(webinar, by=None, at=NOW) == 1
    letter = OutboxMail.objects.get()
    assert (letter.to, letter.office, letter.registration) == ("ani@sekolah.example", None, person)
    assert "Yth. Ani," in letter.text
    assert "Pendaftaran Anda dengan demikian tidak berlaku lagi." in letter.text


def test_the_secretariat_is_told_when_it_closes_but_misses_no_letter(webinar):
    make_registration(webinar, None)
    Meeting.objects.update(registration_closes_at=NOW + timedelta(days=1))
    assert list(closing_soon(NOW)) == [webinar]
    assert not without_letter(NOW).exists()


def test_the_panel_lists_and_hands_out_who_came_alone(secretariat_client, webinar):
    make_registration(webinar, None, full_name="Ani Sendiri", unit="SMA 1 Gayo")
    html = page(secretariat_client, "/admin/meetings/registration/")
    assert "Ani Sendiri" in html
    assert (
        secretariat_client.get(f"/admin/meetings/meeting/{webinar.pk}/change/").status_code == 200
    )
