"""Presensi mandiri by the person's own address."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from meetings.attendance.self_page import self_check_in_of
from meetings.models import Registration, Scan
from tests.factories import NOW, make_meeting, make_registration, make_scan, make_session

pytestmark = pytest.mark.django_db
CODE = "482915"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(time_machine) -> None:
    cache.clear()
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def online(aceh) -> Registration:
    meeting = make_meeting(mode="hibrida")
    window = {"self_opens_at": NOW, "self_closes_at": NOW + 60 * MINUTE}
    make_session(meeting, title="Pleno", self_code=CODE, **window)
    return make_registration(meeting, aceh, mode="daring")


def _address(registration: Registration) -> str:
    return reverse("meetings:self_check_in", args=[registration.ticket_code])


def test_the_right_code_is_recorded_and_told_on_the_own_page(public_client: Client, online):
    for _ in range(2):
        answer = public_client.post(_address(online), {"code": "482 915"}, follow=True)
        assert answer.redirect_chain == [(online.get_absolute_url(), 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "Kehadiran Anda pada sesi Pleno sudah tercatat sejak Selasa, 24 November 2026, 11.00 WITA."
    ]
    assert [(scan.registration, scan.method) for scan in Scan.objects.all()] == [
        (online, "mandiri")
    ]


def test_a_wrong_code_stays_in_the_form_with_the_reason(public_client: Client, online):
    page = public_client.post(_address(online), {"code": "111 111"})
    assert page.context["form"]["code"].value() == "111 111"
    assert page.context["form"].errors["code"][0].startswith("Kode itu bukan kode sesi rakor ini.")
    assert not Scan.objects.exists()


def test_after_eight_tries_the_ninth_waits_even_with_the_right_code(public_client, online, aceh):
    for _ in range(8):
        assert public_client.post(_address(online), {"code": "111111"}).status_code == 200
    page = public_client.post(_address(online), {"code": CODE})
    assert (page.status_code, Scan.objects.count()) == (429, 0)
    assert "tunggu sepuluh menit" in page.content.decode()
    # Another person behind the same address is not hindered.
    other = make_registration(online.meeting, aceh, mode="daring")
    assert public_client.post(_address(other), {"code": CODE}).status_code == 302


@pytest.mark.parametrize(
    ("later", "is_recorded", "asks"),
    [(0, False, True), (0, True, False), (59, False, True), (60, False, False)],
)
def test_code_is_asked_for_while_a_session_still_takes_it(
    public_client: Client, online, time_machine, later, is_recorded, asks
):
    if is_recorded:
        make_scan(online.meeting.sessions.get(), registration=online)
    time_machine.move_to(NOW + later * MINUTE, tick=False)
    page = public_client.get(_address(online)).content.decode()
    assert ('name="code"' in page, "Tidak ada sesi yang menunggu kode" in page) == (asks, not asks)


def test_reading_the_page_writes_nothing_and_is_kept_nowhere(public_client: Client, online):
    page = public_client.get(_address(online), {"code": CODE})
    assert (page.status_code, Scan.objects.exists()) == (200, False)
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_nobody_reads_the_code_there(public_client: Client, online):
    assert CODE not in public_client.get(_address(online)).content.decode()


def test_an_unknown_address_is_not_found(public_client: Client, online):
    address = reverse("meetings:self_check_in", args=["tidak-ada"])
    assert public_client.get(address).status_code == 404
    assert public_client.post(address, {"code": CODE}).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"mode": "luring"}, {"withdrawn_at": NOW}, {"seat": "menunggu", "waiting_since": NOW}],
)
def test_whom_it_does_not_concern_is_told_so(public_client: Client, online, aceh, fields):
    other = make_registration(online.meeting, aceh, **{"mode": "daring", **fields})
    page = public_client.get(_address(other))
    assert page.context["self_checkin"] is None
    assert "Tidak ada presensi mandiri untuk Anda" in page.content.decode()


def test_the_own_page_tells_each_window_and_what_is_recorded(online):
    meeting = online.meeting
    for title, opens in (("Nanti", NOW + MINUTE), ("Tadi", NOW - 60 * MINUTE)):
        window = {"self_opens_at": opens, "self_closes_at": opens + 60 * MINUTE}
        make_session(meeting, title=title, self_code=f"11111{len(title)}", **window)
    late = meeting.sessions.get(title="Tadi")
    make_scan(late, registration=online, flags=["dicabut"])
    shown = self_check_in_of(online, NOW)
    assert shown is not None
    assert {row["title"]: (row["state"], row["recorded"]) for row in shown["rows"]} == {
        "Pleno": ("Dibuka", ""),
        "Nanti": ("Belum dibuka", ""),
        "Tadi": ("Ditutup", ""),
    }
    assert shown["is_open"]
    plenary = meeting.sessions.get(title="Pleno")
    # By a device whose clock was wrong, then by one whose clock was right.
    make_scan(plenary, registration=online, scanned_at=NOW + timedelta(days=1), flags=["jam"])
    later = NOW + MINUTE
    make_scan(plenary, registration=online, scanned_at=later, received_at=later)
    shown = self_check_in_of(online, NOW)
    assert shown is not None
    assert not shown["is_open"]
    recorded = {row["title"]: row["recorded"] for row in shown["rows"] if row["recorded"]}
    assert recorded == {"Pleno": "Selasa, 24 November 2026, 11.00 WITA"}


def test_statements_do_not_grow_with_sessions(public_client, online, django_assert_num_queries):
    with django_assert_num_queries(3):
        public_client.get(_address(online))
    for number in range(3):
        window = {"self_opens_at": NOW, "self_closes_at": NOW + MINUTE}
        make_session(online.meeting, self_code=f"22222{number + 1}", **window)
    with django_assert_num_queries(3):
        public_client.get(_address(online))
