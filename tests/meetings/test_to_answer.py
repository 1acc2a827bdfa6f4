"""What waits for whoever has signed in: seats held for an answer, registrations to put right."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from meetings.models import Registration, SeatOffer
from tests.factories import NOW, make_meeting, make_registration, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
DAY = timedelta(days=1)
MENDED = {"review": "perbaikan", "review_note": "Surat buram.", "mend_by": date(2026, 11, 27)}


def offered(meeting, office, *, until=NOW + DAY, **fields) -> Registration:
    registration = make_registration(
        meeting, office, seat="ditawari", waiting_since=NOW - 2 * DAY, **fields
    )
    SeatOffer.objects.create(
        registration=registration, made_at=NOW - DAY, expires_at=until, reason="Ada kursi."
    )
    return registration


def shown(client: Client) -> list[tuple[str, str, str, str]]:
    rows = client.get("/saya/").context["to_answer"]
    return [(row["title"], row["url"], row["note"], row["state"]) for row in rows]


def test_office_finds_offers_first_then_what_is_to_mend(operator_client, aceh):
    rakor = make_meeting(slug="rakor", title="Rakor")
    mended = make_registration(rakor, aceh, full_name="Ani", **MENDED)
    held = offered(rakor, aceh, full_name="Budi")
    assert shown(operator_client) == [
        ("Budi", f"/rakor/rakor/daftar/{held.pk}/",
         "Jawab sampai Rabu, 25 November 2026, 11.00 WITA · Rakor", "Tawaran kursi"),
        ("Ani", f"/rakor/rakor/daftar/{mended.pk}/",
         "Perbaiki paling lambat 27 November 2026, 23.59 WITA · Rakor", "Perlu perbaikan"),
    ]  # fmt: skip
    assert "Menunggu Anda" in operator_client.get("/saya/").content.decode()


def test_what_is_over_waits_for_nobody(operator_client, aceh, bali):
    rakor = make_meeting()
    offered(rakor, aceh, until=NOW)
    offered(rakor, aceh, withdrawn_at=NOW)
    offered(rakor, bali)
    offered(make_meeting(cancelled_at=NOW, cancel_reason="Banjir."), aceh)
    make_registration(rakor, aceh, **{**MENDED, "mend_by": date(2026, 11, 1)})
    make_registration(rakor, aceh, **MENDED, withdrawn_at=NOW)
    make_registration(rakor, aceh)
    assert shown(operator_client) == []
    assert "Menunggu Anda" not in operator_client.get("/saya/").content.decode()


@pytest.mark.parametrize("is_proved", [True, False])
def test_person_is_led_to_the_own_page(is_proved):
    rakor = make_meeting(title="Webinar", registered_by="open")
    held = offered(rakor, None, full_name="Ani", email="Ani@Sekolah.example")
    user = make_user(email="ani@sekolah.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proved)
    client = Client()
    client.force_login(user)
    urls = [url for _, url, _, _ in shown(client)]
    assert urls == ([held.get_absolute_url()] if is_proved else [])
