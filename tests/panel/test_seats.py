"""The panel's page of a rakor's seats."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.actions.seat_settings import settings_of
from meetings.models import Meeting, SeatReservation
from tests.factories import NOW, make_meeting, make_registration
from tests.panel.test_planning import sent_back

pytestmark = pytest.mark.django_db


def address_of(meeting: Meeting) -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/kursi/"


def send(client: Client, meeting: Meeting, **changes):
    form = client.get(address_of(meeting)).context["form"]
    return client.post(address_of(meeting), sent_back(form, **changes))


def test_page_shows_each_limit_with_what_is_taken(secretary_client: Client, aceh):
    meeting = make_meeting(capacity=3, mode="hibrida")
    make_registration(meeting, aceh)
    make_registration(meeting, aceh, mode="daring", role="narasumber")
    make_registration(meeting, aceh, seat="menunggu", waiting_since=NOW)
    fields = secretary_client.get(address_of(meeting)).context["form"].fields
    names = ("capacity", "onsite_capacity", "online_capacity", "seats_per_office")
    assert [fields[name].help_text for name in names] == [
        "Terpakai 2. Kosong: tanpa batas.",
        "Terpakai 1. Kosong: tanpa batas.",
        "Terpakai 1. Kosong: tanpa batas.",
        f"Paling banyak terpakai: 1 ({aceh}). Narasumber, panitia, dan undangan tidak dihitung.",
    ]
    assert fields["limit_narasumber"].help_text == "Terpakai 1."
    assert fields["has_waiting_list"].help_text.startswith("1 orang menunggu sekarang.")


def test_saved_in_the_zone_of_the_rakor_and_shown_again(secretary_client: Client, aceh):
    meeting = make_meeting(zone="Asia/Makassar")
    response = send(
        secretary_client, meeting, capacity="40", limit_narasumber="5",
        quota_until="2026-11-30T08:00", whose_0=f"balai:{aceh.pk}", seats_0="2",
        until_0="2026-12-01T08:00", whose_1="peran:panitia", seats_1="4",
    )  # fmt: skip
    assert (response.status_code, response.url) == (302, address_of(meeting))
    stored = settings_of(Meeting.objects.get(pk=meeting.pk))
    assert (stored.capacity, stored.limits) == (40, {"narasumber": 5})
    assert f"{stored.quota_until:%Y-%m-%dT%H:%M%z}" == "2026-11-30T00:00+0000"
    assert {(one.role, one.office, one.seats) for one in stored.reservations} == {
        ("panitia", None, 4), ("", aceh, 2)
    }  # fmt: skip
    form = secretary_client.get(address_of(meeting)).context["form"]
    assert f"{form['quota_until'].value():%Y-%m-%dT%H:%M}" == "2026-11-30T08:00"
    assert send(secretary_client, meeting).status_code == 302
    assert settings_of(Meeting.objects.get(pk=meeting.pk)) == stored


def test_emptied_row_is_no_longer_reserved(secretary_client: Client):
    meeting = make_meeting(capacity=9)
    SeatReservation.objects.create(meeting=meeting, role="panitia", seats=4)
    send(secretary_client, meeting, whose_0="", seats_0="")
    assert settings_of(meeting).reservations == ()


def test_refused_beside_its_field_with_all_that_was_typed(secretary_client: Client, aceh):
    meeting = make_meeting(capacity=3)
    for _ in range(2):
        make_registration(meeting, aceh)
    response = send(
        secretary_client, meeting, capacity="1", limit_pendamping="1", limit_panitia="7"
    )
    form = response.context["form"]
    assert form.errors == {
        "capacity": ["Rakor ini menyediakan 1 kursi, sudah terpakai 2."],
        "limit_pendamping": ["Kursi untuk peran pendamping 1, sudah terpakai 2."],
    }
    assert [form[name].value() for name in ("capacity", "limit_panitia")] == ["1", "7"]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"whose_0": "peran:panitia"}, {"seats_0": ["Isi berapa kursi yang disisihkan."]}),
        ({"seats_0": "3"}, {"whose_0": ["Pilih peran atau balai."]}),
        (
            {"offer_hours": "0"},
            {"offer_hours": ["Paling sedikit 1."]},
        ),
    ],
)
def test_half_filled_is_asked_for(secretary_client: Client, typed, errors):
    assert (
        send(secretary_client, make_meeting(capacity=9), **typed).context["form"].errors == errors
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_statements(secretary_client: Client, aceh, rows):
    meeting = make_meeting(capacity=9)
    for role in ("panitia", "narasumber", "undangan")[:rows]:
        SeatReservation.objects.create(meeting=meeting, role=role, seats=1)
        make_registration(meeting, aceh, role=role)
    secretary_client.get(address_of(meeting))
    with CaptureQueriesContext(connection) as queries:
        secretary_client.get(address_of(meeting))
    assert len(queries) == 9


def test_general_form_no_longer_writes_seats(secretary_client: Client):
    meeting = make_meeting(capacity=9)
    page = secretary_client.get(f"/admin/meetings/meeting/{meeting.pk}/change/")
    form = page.context["adminform"].form
    assert {"capacity", "seats_per_office"}.isdisjoint(form.fields)
    assert 'href="../kursi/"' in page.content.decode()
