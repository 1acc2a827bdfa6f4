"""The panel's page of those who wait for a seat of a rakor."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting
from tests.factories import NOW, make_meeting
from tests.meetings.seating import register_each

pytestmark = pytest.mark.django_db
FULL = "Rakor ini menyediakan 1 kursi, sudah terpakai 1."
HELD = "Rakor ini menyediakan 1 kursi, sudah terpakai 1 (1 di antaranya sedang ditawarkan)."


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(title="Rakor", capacity=1, seats_per_office=9)


def address_of(meeting: Meeting) -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/daftar-tunggu/"


def shown(page) -> list[tuple[int, str, str, str]]:
    return [(row["number"], row["name"], row["since"], row["why"]) for row in page.context["rows"]]


def test_stands_in_order_with_reasons_and_offers_apart(
    secretary_client: Client, rakor, aceh, operator
):
    seated, first, second = register_each(rakor, aceh, operator, range(3))
    page = secretary_client.get(address_of(rakor))
    assert shown(page) == [
        (1, first.full_name, "24 November 2026, 11.01 WITA", FULL),
        (2, second.full_name, "24 November 2026, 11.02 WITA", FULL),
    ]
    assert page.context["offers"] == []
    withdraw_delegate(registration=seated, reason="Sakit.", by=operator, at=NOW)
    page = secretary_client.get(address_of(rakor))
    assert shown(page) == [(1, second.full_name, "24 November 2026, 11.02 WITA", HELD)]
    assert [(row["name"], row["until"]) for row in page.context["offers"]] == [
        (first.full_name, "25 November 2026, 11.00 WITA")
    ]
    assert f"/admin/meetings/registration/{second.pk}/change/" in page.text


def test_says_once_that_registration_has_closed(secretary_client: Client, rakor, aceh, operator):
    _, first = register_each(rakor, aceh, operator, range(2))
    Meeting.objects.update(registration_closes_at=NOW)
    page = secretary_client.get(address_of(rakor))
    assert shown(page) == [(1, first.full_name, "24 November 2026, 11.01 WITA", "")]
    closed = "Pendaftaran ditutup 24 November 2026, 11.00 WITA; kursi tidak ditawarkan lagi."
    assert page.text.count(closed) == 1


def test_nobody_waits(secretary_client: Client, rakor):
    assert "Tidak ada yang menunggu kursi." in secretary_client.get(address_of(rakor)).text


@pytest.mark.parametrize(
    ("client_name", "status"), [("operator_client", 403), ("public_client", 302)]
)
def test_others_may_not_read_it(request, rakor, client_name, status):
    client = request.getfixturevalue(client_name)
    assert client.get(address_of(rakor)).status_code == status


@pytest.mark.parametrize("people", [1, 3])
def test_takes_the_same_statements(
    secretary_client: Client, rakor, aceh, operator, people, django_assert_num_queries
):
    register_each(rakor, aceh, operator, range(people + 1))
    secretary_client.get(address_of(rakor))
    with django_assert_num_queries(9):
        secretary_client.get(address_of(rakor))
