"""The way into the online room is on the page of a rakor for those who take part, and staff."""

import pytest

from tests.factories import NOW, make_meeting, make_registration

pytestmark = pytest.mark.django_db

LINK = "https://temu.example/masuk?a=1&amp;b=2"


@pytest.fixture
def rakor(aceh):
    meeting = make_meeting(conference_url="https://temu.example/masuk?a=1&b=2")
    make_registration(meeting, aceh)
    return meeting


def page(client, meeting) -> str:
    return client.get(meeting.get_absolute_url()).content.decode()


def test_who_takes_part_and_staff_find_it(rakor, operator_client, secretariat_client):
    for client in (operator_client, secretariat_client):
        assert f'href="{LINK}"' in page(client, rakor)


def test_nobody_else_does(rakor, public_client, other_operator_client):
    for client in (public_client, other_operator_client):
        assert "temu.example" not in page(client, rakor)


def test_it_goes_with_the_registration_and_with_the_rakor(rakor, operator_client):
    rakor.registrations.update(withdrawn_at=NOW)
    assert "temu.example" not in page(operator_client, rakor)
    rakor.registrations.update(withdrawn_at=None)
    type(rakor).objects.filter(pk=rakor.pk).update(cancelled_at=NOW, cancel_reason="Gempa.")
    assert "temu.example" not in page(operator_client, rakor)
