"""Once registration has closed: who may still end one is shown the form, others why not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from meetings.models import Registration
from tests.factories import NOW, TODAY, make_meeting, make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

CLOSED = "Pendaftaran ditutup sejak 23 November 2026, 11.00 WITA."


@pytest.fixture
def mending(aceh) -> Registration:
    """Somebody whose data the office may still put right, at a rakor that is yet to come."""
    meeting = make_meeting(
        slug="rakor-tutup",
        registration_opens_at=NOW - timedelta(days=9),
        registration_closes_at=NOW - timedelta(days=1),
    )
    return make_registration(
        meeting, aceh, review="perbaikan", review_note="Jabatan.", mend_by=TODAY
    )


def page(client: Client, registration: Registration, verb: str) -> tuple[bool, bool]:
    """Whether the page has the field of a reason, and whether it says that registration closed."""
    text = client.get(f"/rakor/rakor-tutup/daftar/{registration.pk}/{verb}/").text
    return 'name="reason"' in text, CLOSED in text


@pytest.mark.parametrize("verb", ["batal", "ganti"])
def test_office_that_may_only_mend_is_told_why_not(operator_client, mending, verb):
    assert page(operator_client, mending, verb) == (False, True)


@pytest.mark.parametrize("verb", ["batal", "ganti"])
def test_secretariat_acts_until_the_rakor_is_over(secretariat_client, mending, verb):
    assert page(secretariat_client, mending, verb) == (True, False)
    with time_machine.travel(NOW + timedelta(days=23), tick=False):
        assert page(secretariat_client, mending, verb)[0] is False


def offered(client: Client, registration: Registration) -> list[str]:
    """What of a delegate can be done, by the page of the delegation and that of the person."""
    addresses = (
        "/rakor/rakor-tutup/daftar/?balai=aceh",
        f"/rakor/rakor-tutup/daftar/{registration.pk}/",
    )
    pages = [client.get(address).text for address in addresses]
    acts = [f"/{registration.pk}/{act}/" for act in ("ubah", "ganti", "batal")]
    found = [[act.split("/")[-2] for act in acts if f'{act}"' in page] for page in pages]
    assert found[0] == found[1]
    return found[0]


def test_each_is_offered_what_they_may_still_do(operator_client, secretariat_client, mending):
    assert offered(operator_client, mending) == ["ubah"]
    assert offered(secretariat_client, mending) == ["ubah", "ganti", "batal"]
    Registration.objects.update(review="diterima", review_note="", mend_by=None)
    assert offered(operator_client, mending) == []
    assert offered(secretariat_client, mending) == ["ganti", "batal"]
    with time_machine.travel(NOW + timedelta(days=23), tick=False):
        assert offered(secretariat_client, mending) == []


@pytest.mark.parametrize("verb", ["", "batal/", "ganti/"])
def test_office_reads_who_can_still_act_where_it_cannot(operator_client, mending, verb):
    still = "Peserta masih dapat diganti atau dibatalkan lewat sekretariat sampai rakor selesai."
    address = f"/rakor/rakor-tutup/daftar/{mending.pk}/{verb}"
    assert f"{CLOSED} {still}" in operator_client.get(address).text
    Registration.objects.update(withdrawn_at=NOW, withdraw_reason="Sakit.")
    assert still not in operator_client.get(address).text
