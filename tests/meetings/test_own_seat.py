"""Who has a seat takes part when signed in with the address of the registration, once proved."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from meetings.actions.calendar_address import renew_address
from meetings.models import Meeting, Registration
from meetings.permissions import takes_part
from tests.factories import NOW, make_document, make_meeting, make_registration, make_user

pytestmark = pytest.mark.django_db
LINK = "https://temu.example/webinar"
ADDRESS = "Ani@Sekolah.example"


@pytest.fixture
def webinar(db) -> Meeting:
    return make_meeting(slug="webinar", title="Webinar", registered_by="open", conference_url=LINK)


@pytest.fixture
def ani(webinar) -> User:
    user = make_user(email="ani@sekolah.example", full_name="Ani")
    EmailAddress.objects.create(user=user, email="ani@sekolah.example", verified=True)
    return user


@pytest.fixture
def client(ani) -> Client:
    client = Client()
    client.force_login(ani)
    return client


def titles(user: User) -> list[tuple[str, str]]:
    token = renew_address(by=user, at=NOW).token
    found = Calendar.from_ical(Client().get(f"/kalender/{token}.ics").content).walk("VEVENT")
    return [(str(event["SUMMARY"]), str(event.get("CONFERENCE", ""))) for event in found]


def read(client: Client, meeting: Meeting) -> tuple[bool, int]:
    """Whether the page tells the link, and what a participants' paper is answered with."""
    paper = make_document(meeting, title="Bahan", visibility="participants")
    page = client.get(meeting.get_absolute_url())
    response = client.head(f"/rakor/{meeting.slug}/dokumen/{paper.pk}/")
    return LINK in page.content.decode(), response.status_code


@pytest.mark.parametrize("is_delegate", [False, True], ids=["alone", "delegate"])
def test_who_has_a_seat_takes_part(webinar, ani, client, aceh, is_delegate):
    make_registration(webinar, aceh if is_delegate else None, email=ADDRESS)
    assert takes_part(ani, webinar)
    assert read(client, webinar) == (True, 200)
    assert titles(ani) == [("Webinar", LINK)]


@pytest.mark.parametrize(
    "fields",
    [
        {"seat": Registration.Seat.WAITING, "waiting_since": NOW},
        {"seat": Registration.Seat.OFFERED, "waiting_since": NOW},
        {"withdrawn_at": NOW, "withdraw_reason": "Sakit."},
        {"email": "budi@sekolah.example"},
    ],
    ids=["waiting", "offered", "withdrawn", "somebody else"],
)
def test_without_a_seat_of_their_own_nobody_does(webinar, ani, client, fields):
    make_registration(webinar, None, **{"email": ADDRESS, **fields})
    assert not takes_part(ani, webinar)
    assert read(client, webinar) == (False, 404)
    assert titles(ani) == []


def test_address_that_was_only_typed_proves_nothing(webinar, ani, client):
    make_registration(webinar, None, email=ADDRESS)
    EmailAddress.objects.update(verified=False)
    assert not takes_part(ani, webinar)
    assert read(client, webinar) == (False, 404)
    assert titles(ani) == []


def test_seat_at_another_rakor_opens_nothing_here(webinar, ani, client):
    make_registration(make_meeting(title="Lain"), None, email=ADDRESS)
    assert read(client, webinar) == (False, 404)
    assert titles(ani) == [("Lain", "")]


def test_each_rakor_counts_once(webinar, ani, aceh):
    make_registration(webinar, aceh, email=ADDRESS)
    make_registration(webinar, aceh)
    aceh.staff.create(user=ani, role="operator")
    assert titles(ani) == [("Webinar", LINK)]
