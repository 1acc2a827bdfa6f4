"""Tickets by their secret address, and the page of whoever has signed in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from forum_portal.lib.qr import qr_code
from tests.factories import NOW, make_meeting, make_registration, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def delegate(aceh):
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar", venue="Hotel Pantai")
    return make_registration(
        meeting,
        aceh,
        full_name="Dr. Ani Lestari, M.Pd.",
        position="Kepala Balai",
        email="rahasia@dinas.example",
        mobile="+6281234567890",
        nip="198503152010012002",
    )


def test_ticket_shows_who_where_and_when_and_no_more(public_client, delegate, settings):
    html = public_client.get(delegate.get_absolute_url()).content.decode()
    for shown in (
        "Rakor Makassar",
        "Selasa\u2013Rabu, 15\u201316 Desember 2026",
        "Dr. Ani Lestari, M.Pd.",
        "UPTD Balai Tekkomdik Aceh",
        "Kepala Balai",
        "Hotel Pantai, Makassar",
        "Luring",
        "Sah",
        "/rakor/rakor-makassar/kalender.ics",
    ):
        assert shown in html
    for hidden in ("rahasia@dinas.example", "81234567890", "198503152010012002"):
        assert hidden not in html
    drawn = re.search(r'<path fill="#000000" d="([^"]+)"', html)[1]
    assert drawn == qr_code(f"{settings.SITE_URL}{delegate.get_absolute_url()}").path


def test_ticket_stays_out_of_caches_searches_and_referrers(public_client, delegate):
    response = public_client.get(delegate.get_absolute_url())
    names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    assert {name: response[name] for name in names} == {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }


def test_withdrawn_ticket_is_void_and_says_why(public_client, delegate):
    delegate.withdrawn_at, delegate.withdraw_reason = NOW, "Sakit."
    delegate.save()
    html = public_client.get(delegate.get_absolute_url()).content.decode()
    assert "Pendaftaran ini dibatalkan: Sakit." in html
    assert "kalender.ics" not in html.split("<main")[1].split("</main")[0]
    assert ">Sah<" not in html


def test_ticket_of_a_cancelled_rakor_is_void(public_client, delegate):
    meeting = delegate.meeting
    meeting.cancelled_at, meeting.cancel_reason = NOW, "Banjir."
    meeting.save()
    html = public_client.get(delegate.get_absolute_url()).content.decode()
    assert "Rakor ini dibatalkan: Banjir." in html
    assert ">Sah<" not in html


def test_unknown_code_is_not_found(public_client, delegate):
    assert public_client.get("/tiket/tebakan/").status_code == 404


def test_ticket_takes_one_statement(public_client, delegate, django_assert_num_queries):
    with django_assert_num_queries(1):
        public_client.get(delegate.get_absolute_url())


def test_mine_lists_open_rakor_and_tickets_of_my_offices(operator_client, delegate, aceh, bali):
    make_registration(delegate.meeting, bali, full_name="Orang Bali")
    make_meeting(title="Sudah ditutup", registration_closes_at=NOW)
    make_meeting(title="Masih draf", published_at=None)
    make_meeting(title="Batal", cancelled_at=NOW, cancel_reason="Banjir.")
    html = operator_client.get("/saya/").content.decode()
    for shown in (
        "UPTD Balai Tekkomdik Aceh",
        "/rakor/rakor-makassar/daftar/",
        "1 dari 3 kursi terpakai",
        "pendaftaran sampai 8 Desember 2026, 11.00 WITA",
        "Dr. Ani Lestari, M.Pd.",
        delegate.get_absolute_url(),
    ):
        assert shown in html
    for hidden in ("Orang Bali", "Sudah ditutup", "Masih draf", "Batal<"):
        assert hidden not in html


@pytest.mark.parametrize("count", [1, 3])
def test_mine_takes_the_same_statements(
    operator_client, delegate, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        make_registration(make_meeting(), aceh)
    with django_assert_num_queries(7):
        operator_client.get("/saya/")


def test_mine_goes_on_over_pages(operator_client, aceh):
    meeting = make_meeting(seats_per_office=30)
    for number in range(21):
        make_registration(meeting, aceh, created_at=NOW + timedelta(minutes=number))
    assert "page=2" in operator_client.get("/saya/").content.decode()
    assert operator_client.get("/saya/?page=2").content.decode().count("/tiket/") == 1


def test_mine_is_empty_with_a_way_on(operator_client):
    html = operator_client.get("/saya/").content.decode()
    assert "Tidak ada rakor yang sedang menerima pendaftaran." in html
    assert "Belum ada peserta yang didaftarkan balai Anda." in html


def test_mine_of_an_account_without_an_office(delegate):
    client = Client()
    client.force_login(make_user())
    html = client.get("/saya/").content.decode()
    assert "Akun ini belum mewakili balai" in html
    assert "Rakor Makassar" not in html


def test_mine_points_staff_to_the_panel(secretariat_client, delegate):
    html = secretariat_client.get("/saya/").content.decode()
    assert "Buka panel sekretariat" in html
    assert "Dr. Ani Lestari" not in html


def test_mine_needs_signing_in(public_client):
    assert public_client.get("/saya/")["Location"] == "/akun/masuk/?next=/saya/"
