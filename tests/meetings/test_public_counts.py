"""How many came, on the public page of a rakor that is over."""

from datetime import timedelta

import pytest
from django.test import Client

from meetings.attendance.public_counts import Came, came_to
from meetings.models import Registration, ScanRuling
from tests.factories import NOW, make_meeting, make_scan, make_session
from tests.meetings.attendance import Attended, make_attended

pytestmark = pytest.mark.django_db


@pytest.fixture
def attended(aceh, bali) -> Attended:
    return make_attended(aceh, bali)


def _facts(client: Client, attended: Attended) -> dict[str, tuple[str, str]]:
    page = client.get(attended.meeting.get_absolute_url()).content.decode()
    return {
        label: (_between(page, label, "fact__value"), _between(page, label, "fact__note"))
        for label in ("Hadir", "Terdaftar")
        if f'<dt class="fact__label">{label}</dt>' in page
    }


def _between(page: str, label: str, name: str) -> str:
    fact = page.partition(f'<dt class="fact__label">{label}</dt>')[2].partition("</div>")[0]
    words = fact.partition(f'class="{name}">')[2].partition("</dd>")[0]
    return " ".join(piece.rpartition(">")[2] for piece in words.split("<")).strip()


def test_before_the_end_the_page_tells_who_is_registered(public_client, attended, time_machine):
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    assert list(_facts(public_client, attended)) == ["Terdaftar"]


def test_after_it_the_page_tells_who_came_and_follows_each_change(
    public_client: Client, attended, time_machine, settings
):
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    first = {"Hadir": ("2 dari 2 balai", "2 dari 5 peserta, menurut presensi")}
    assert _facts(public_client, attended) == first
    make_scan(attended.second, registration=attended.people["speaker"])
    time_machine.shift(10)
    assert _facts(public_client, attended)["Hadir"][1] == "3 dari 5 peserta, menurut presensi"
    ScanRuling.objects.update(counts=True)
    time_machine.shift(10)
    assert _facts(public_client, attended)["Hadir"][1] == "4 dari 5 peserta, menurut presensi"


def test_no_one_is_named(public_client: Client, attended, time_machine):
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    text = public_client.get(attended.meeting.get_absolute_url()).content.decode()
    names = [person.full_name for person in attended.people.values()]
    assert [word for word in (*names, "Eko Tamu", "rahasia balai") if word in text] == []


def test_people_alone_are_counted_where_no_office_is_expected(attended):
    Registration.objects.exclude(role="narasumber").update(role="undangan")
    came = came_to(attended.meeting)
    assert came == Came(0, 0, 2, 5)
    assert came.in_words == ("2 dari 5 peserta", "menurut presensi")


def test_without_records_there_is_no_count():
    meeting = make_meeting()
    assert came_to(meeting) is None
    make_session(meeting)
    assert came_to(meeting) is None
