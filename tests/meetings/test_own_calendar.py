"""The calendar of one account: its secret address, and what it holds."""

import re

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import AuditEvent
from meetings.actions.calendar_address import renew_address
from meetings.models import CalendarAddress, Institution, Invitation, IssuedNumber
from tests.factories import (
    NOW,
    make_agenda_item,
    make_meeting,
    make_registration,
    make_user,
    release,
)

pytestmark = pytest.mark.django_db

LINK = "https://temu.example/masuk"


def titles(user, query: str = "") -> list[str]:
    token = renew_address(by=user, at=NOW).token
    response = Client().get(f"/kalender/{token}.ics{query}")
    assert response.status_code == 200
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]


def links(user) -> dict[str, str]:
    """The conference link in each event, by title; told in both of its places or in none."""
    token = renew_address(by=user, at=NOW).token
    content = Client().get(f"/kalender/{token}.ics").content
    found = Calendar.from_ical(content).walk("VEVENT")
    for event in found:
        assert (LINK in str(event["DESCRIPTION"])) == ("CONFERENCE" in event)
    return {str(event["SUMMARY"]): str(event.get("CONFERENCE", "")) for event in found}


def invite(meeting, office, *, is_issued: bool = True, **fields) -> Invitation:
    if is_issued:
        issuer, _ = Institution.objects.get_or_create(
            name="Pusat", short_name="Pusat", city="Jakarta"
        )
        serial = issuer.numbers.count() + 1
        number = IssuedNumber.objects.create(
            institution=issuer, kind="undangan", year=2026, serial=serial, text=str(serial),
            subject="Undangan", issued_at=NOW,
        )  # fmt: skip
        fields |= {"issued_at": NOW, "content": {}, "number": number}
    token = f"{meeting.pk}-{office.pk}"
    return Invitation.objects.create(
        meeting=meeting, office=office, token=token, prepared_at=NOW, **fields
    )


def test_holds_the_rakor_to_which_the_office_is_invited_or_registered(operator, aceh, bali):
    make_meeting(title="Tidak diundang")
    answered = {"answered_at": NOW, "answered_through": "tautan"}
    for title, office, fields in (
        ("Diundang", aceh, {}),
        ("Balai lain diundang", bali, {}),
        ("Baru disiapkan", aceh, {"is_issued": False}),
        ("Ditarik", aceh, {"withdrawn_at": NOW, "withdraw_reason": "Keliru."}),
        ("Hadir", aceh, {"answer": "hadir", **answered}),
        ("Berhalangan", aceh, {"answer": "tidak", "absence_reason": "Dinas.", **answered}),
    ):
        invite(make_meeting(title=title), office, **fields)
    make_registration(make_meeting(title="Terdaftar"), aceh)
    make_registration(make_meeting(title="Balai lain"), bali)
    make_registration(make_meeting(title="Batal"), aceh, withdrawn_at=NOW, withdraw_reason="Sakit.")
    make_registration(make_meeting(title="Draf", published_at=None), aceh)
    both = make_meeting(title="Keduanya")
    invite(both, aceh, answer="tidak", absence_reason="Dinas.", **answered)
    make_registration(both, aceh)
    make_registration(both, aceh)
    assert titles(operator) == ["Diundang", "Hadir", "Terdaftar", "Keduanya"]


def test_staff_have_all_that_is_published(secretariat):
    make_meeting(title="Terbit")
    make_meeting(title="Draf", published_at=None)
    assert titles(secretariat) == ["Terbit"]


def test_conference_link_is_for_those_who_take_part(operator, secretariat, aceh):
    invited = make_meeting(title="Diundang", conference_url=LINK)
    invite(invited, aceh)
    make_registration(make_meeting(title="Terdaftar", conference_url=LINK), aceh)
    make_registration(
        make_meeting(title="Batal", conference_url=LINK, cancelled_at=NOW, cancel_reason="Banjir."),
        aceh,
    )
    assert links(operator) == {"Diundang": "", "Terdaftar": LINK, "Batal": ""}
    assert links(secretariat) == {"Diundang": LINK, "Terdaftar": LINK, "Batal": ""}


def test_internal_items_are_for_staff(operator, secretariat, aceh):
    meeting = make_meeting(title="Rakor")
    make_registration(meeting, aceh)
    make_agenda_item(meeting, title="Pembukaan", order=1)
    make_agenda_item(meeting, title="Rapat panitia", is_public=False, order=2)
    release(meeting)
    assert titles(operator) == ["Rakor"]
    assert titles(operator, "?acara=1") == ["Rakor", "Pembukaan"]
    assert titles(secretariat, "?acara=1") == ["Rakor", "Pembukaan", "Rapat panitia"]


def test_file_is_for_its_holder_alone(operator, aceh):
    make_registration(make_meeting(), aceh)
    address = f"/kalender/{renew_address(by=operator, at=NOW).token}.ics"
    response = Client().get(address)
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    again = Client().get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("token", ["tebakan", "a" * 43, "%00", "a" * 500])
def test_unknown_address_is_not_found(public_client, token):
    assert public_client.get(f"/kalender/{token}.ics").status_code in {400, 404}


def test_address_of_a_closed_account_answers_no_more(operator):
    address = f"/kalender/{renew_address(by=operator, at=NOW).token}.ics"
    assert Client().get(address).status_code == 200
    operator.is_active = False
    operator.save()
    assert Client().get(address).status_code == 404


def test_address_is_made_shown_renewed_and_removed(operator_client, operator, settings):
    page = "/saya/kalender/"
    assert shown(operator_client) == []
    operator_client.post(page)
    first = CalendarAddress.objects.get(user=operator).token
    operator_client.post(page)  # Pressed twice.
    assert CalendarAddress.objects.get(user=operator).token == first
    assert shown(operator_client) == [
        f"{settings.SITE_URL}/kalender/{first}.ics",
        f"{settings.SITE_URL}/kalender/{first}.ics?acara=1",
    ]

    operator_client.get("/saya/kalender/ganti/")
    operator_client.get("/saya/kalender/hapus/")
    assert Client().get(f"/kalender/{first}.ics").status_code == 200

    operator_client.post("/saya/kalender/ganti/")
    second = CalendarAddress.objects.get(user=operator).token
    assert Client().get(f"/kalender/{first}.ics").status_code == 404
    assert Client().get(f"/kalender/{second}.ics").status_code == 200

    operator_client.post("/saya/kalender/hapus/")
    assert Client().get(f"/kalender/{second}.ics").status_code == 404
    assert shown(operator_client) == []
    trail = AuditEvent.objects.filter(action__startswith="calendar.").order_by("pk")
    assert list(trail.values_list("action", "target", "details")) == [
        ("calendar.created", "Kalender Operator Aceh", {}),
        ("calendar.renewed", "Kalender Operator Aceh", {}),
        ("calendar.removed", "Kalender Operator Aceh", {}),
    ]


def test_page_is_kept_nowhere_and_tells_how_many(operator_client, aceh):
    make_registration(make_meeting(), aceh)
    response = operator_client.get("/saya/kalender/")
    assert response["Cache-Control"] == "private, no-store"
    assert "Saat ini: 1 rakor." in response.content.decode()


def test_account_without_an_office_is_told_so(db):
    client = Client()
    client.force_login(make_user())
    assert "belum mewakili balai" in client.get("/saya/kalender/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_rakor(operator, aceh, django_assert_num_queries, count):
    for _ in range(count):
        meeting = make_meeting(conference_url=LINK)
        make_registration(meeting, aceh)
        make_agenda_item(meeting)
        release(meeting)
    address = f"/kalender/{renew_address(by=operator, at=NOW).token}.ics?acara=1"
    client = Client()
    with django_assert_num_queries(6):
        client.get(address)
    with django_assert_num_queries(3):
        client.get(address)


def shown(client) -> list[str]:
    content = client.get("/saya/kalender/").content.decode()
    return re.findall(r'value="(https?://[^"]*\.ics[^"]*)"', content)
