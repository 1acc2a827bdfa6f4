"""What somebody cannot eat or needs help with: recorded with consent, taken back by themselves."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import AuditEvent
from meetings.models import AskedField, FieldAnswer, Meeting, RegistrationEvent
from tests.factories import NOW, make_meeting, make_registration

pytestmark = pytest.mark.django_db

OFFER = "Cabut persetujuan dan hapus"


@pytest.fixture(autouse=True)
def _clock():
    # Long after registration was closed, and after the rakor.
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        yield


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting()


def answer(registration, kind: str, value: str) -> None:
    field, _ = AskedField.objects.get_or_create(
        meeting=registration.meeting, kind=kind,
        defaults={"purpose": "Menyiapkan", "delete_on": date(2027, 6, 1)},
    )  # fmt: skip
    FieldAnswer.objects.create(registration=registration, field=field, value=value)


def left() -> list[str]:
    return sorted(FieldAnswer.objects.values_list("value", flat=True))


def test_taken_back_at_any_time_and_gone_at_once(public_client, rakor, aceh):
    ani, budi = make_registration(rakor, aceh), make_registration(rakor, aceh)
    for one, kind, value in (
        (ani, "makanan", "Alergi udang"), (ani, "akses", "Kursi roda"), (ani, "kaus", "XL"),
        (budi, "makanan", "Vegetarian"),
    ):  # fmt: skip
        answer(one, kind, value)
    page = public_client.get(ani.get_absolute_url()).content.decode()
    # The address may be in other hands: that something is recorded, not what.
    assert [words in page for words in (OFFER, "udang", "Kursi roda")] == [True, False, False]
    url = f"{ani.get_absolute_url()}kebutuhan/cabut/"
    assert public_client.get(url).status_code == 405
    assert left() == ["Alergi udang", "Kursi roda", "Vegetarian", "XL"]
    for _ in range(2):
        page = public_client.post(url, follow=True).content.decode()
    assert (left(), OFFER in page) == (["Vegetarian", "XL"], False)
    told = RegistrationEvent.objects.filter(registration=ani).values_list("kind", "text", "by")
    assert list(told) == [
        ("setuju",
         "Persetujuan mencatat kebutuhan akses dan kebutuhan makanan dicabut; isiannya dihapus.",
         None),
    ]  # fmt: skip
    assert [event.action for event in AuditEvent.objects.all()] == ["registration.needs_taken_back"]


def test_nothing_is_offered_where_nothing_is_recorded(public_client, rakor, aceh):
    ani = make_registration(rakor, aceh)
    answer(ani, "kaus", "XL")
    assert OFFER not in public_client.get(ani.get_absolute_url()).content.decode()


def test_unknown_address_takes_nothing_back(public_client, rakor, aceh):
    answer(make_registration(rakor, aceh), "makanan", "Vegetarian")
    assert public_client.post(f"/tiket/{'a' * 32}/kebutuhan/cabut/").status_code == 404
    assert left() == ["Vegetarian"]
