"""Beside a rakor and its agenda the staff of an invited office find its invitation."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from meetings.actions.answers import Reply, record_answer
from meetings.actions.invitations import prepare_invitations, withdraw_invitation
from meetings.models import Meeting
from provinces.models import OfficeStaff
from tests.factories import (
    NOW,
    make_agenda_item,
    make_office,
    make_operator,
    make_province,
    release,
)
from tests.meetings.letters import invited, make_inviting_meeting
from tests.meetings.outbox_letters import make_invitation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
AGENDA = "/rakor/rakor-uji/agenda/"
PAGES = ("/rakor/rakor-uji/", AGENDA, f"{AGENDA}v1/")


@pytest.fixture
def meeting(db) -> Meeting:
    meeting = make_inviting_meeting()
    make_agenda_item(meeting)
    release(meeting)
    return meeting


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, page: str) -> list[tuple[str, str, str, str]]:
    rows = client.get(page).context["invitations"]
    return [(row["title"], row["note"], row["label"], row["url"]) for row in rows]


@pytest.mark.parametrize("page", PAGES)
def test_staff_of_an_invited_office_are_led_to_its_invitation(
    operator, aceh, bali, secretariat, meeting, page
):
    invitation = invited(meeting, aceh, by=secretariat)
    client = signed_in(operator)
    name, url = aceh.name, f"/saya/undangan/{invitation.pk}/"
    until = "Selasa, 8 Desember 2026, pukul 24.00 WITA."
    assert shown(client, page) == [
        (f"Undangan {name}: belum dijawab", f"Dijawab paling lambat {until}", "Jawab undangan", url)
    ]
    assert f'href="{url}"' in client.get(page).text
    reply = Reply("diwakilkan", "Ani", "Kepala Balai", "Budi", "Kepala Seksi")
    record_answer(invitation=invitation, reply=reply, by=secretariat, at=NOW)
    assert shown(client, page) == [
        (
            f"Undangan {name}: Hadir diwakilkan oleh Budi, Kepala Seksi",
            f"Dapat diubah sampai {until}",
            "Lihat atau ubah jawaban",
            url,
        )
    ]


def test_agenda_that_was_never_released_leads_there_too(operator, aceh, secretariat):
    invited(make_inviting_meeting(), aceh, by=secretariat)
    assert "Jawab undangan" in signed_in(operator).get(AGENDA).text


@pytest.mark.parametrize("page", PAGES)
def test_others_are_shown_nothing_of_it(
    public_client, aceh, bali, secretariat, django_user_model, meeting, page
):
    """After the office's own reader: no kept body holds what was theirs."""
    invitation = invited(meeting, aceh, by=secretariat)
    assert len(shown(signed_in(make_operator(aceh)), page)) == 1
    stranger = make_operator(make_office(name="Balai Luar", province=make_province()))
    guest = django_user_model.objects.create_user("tamu@dinas.example")
    clients = [public_client, *map(signed_in, (stranger, guest, secretariat))]
    assert [shown(client, page) for client in clients] == [[], [], [], []]
    for client in clients:
        assert f"/saya/undangan/{invitation.pk}/" not in client.get(page).text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("end", ["not issued", "withdrawn", "cancelled", "closed"])
def test_invitation_that_cannot_be_answered_is_not_offered(
    operator, aceh, secretariat, meeting, page, end
):
    if end == "not issued":
        prepare_invitations(meeting=meeting, by=secretariat, at=NOW)
    else:
        invitation = invited(meeting, aceh, by=secretariat)
    if end == "withdrawn":
        withdraw_invitation(invitation=invitation, reason="Keliru.", by=secretariat, at=NOW)
    if end == "cancelled":
        Meeting.objects.update(cancelled_at=NOW, cancel_reason="Banjir")
    with time_machine.travel(NOW + timedelta(days=15 if end == "closed" else 0), tick=False):
        assert shown(signed_in(operator), page) == []


@pytest.mark.parametrize("page", PAGES)
def test_statements_do_not_grow_with_the_offices_of_a_reader(
    operator, aceh, secretariat, meeting, page
):
    client = signed_in(operator)
    invited(meeting, aceh, by=secretariat)
    bali = make_office(name="Balai Kedua", province=make_province())
    offices = [bali, make_office(name="Balai Ketiga", province=make_province())]
    for office in offices:
        make_invitation(meeting, office)
    client.get(page)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            rows = shown(client, page)
        counts.append((len(rows), len(captured)))
        OfficeStaff.objects.bulk_create(OfficeStaff(office=each, user=operator) for each in offices)
        offices = []
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]
