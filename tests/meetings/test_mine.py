"""The page of whoever has signed in."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from meetings.models import Registration
from tests.factories import NOW, make_meeting, make_registration, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

Seat = Registration.Seat


@pytest.fixture
def delegate(aceh):
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar", venue="Hotel Pantai")
    return make_registration(
        meeting,
        aceh,
        full_name="Dr. Ani Lestari, M.Pd.",
    )


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


@pytest.mark.parametrize(
    ("quota_until", "told"),
    [(NOW + timedelta(hours=1), "1 dari 3 kursi terpakai"), (NOW, "1 kursi terpakai")],
)
def test_mine_counts_seats_as_the_quota_does(operator_client, aceh, quota_until, told):
    meeting = make_meeting(quota_until=quota_until)
    make_registration(meeting, aceh)
    make_registration(meeting, aceh, role="narasumber")
    make_registration(meeting, aceh, seat="menunggu", waiting_since=NOW)
    (row,) = operator_client.get("/saya/").context["open_meetings"]
    assert row["note"].split(" · ")[-1] == told


@pytest.mark.parametrize("count", [1, 3])
def test_mine_takes_the_same_statements(
    operator_client, delegate, aceh, django_assert_num_queries, count
):
    for _ in range(count):
        make_registration(make_meeting(), aceh)
    with django_assert_num_queries(9):
        operator_client.get("/saya/")


def test_mine_goes_on_over_pages(operator_client, aceh):
    meeting = make_meeting(seats_per_office=30)
    for number in range(21):
        make_registration(meeting, aceh, created_at=NOW + timedelta(minutes=number))
    assert "page=2" in operator_client.get("/saya/").content.decode()
    assert operator_client.get("/saya/?page=2").content.decode().count("/tiket/") == 1


DAY = timedelta(days=1)


def make_dated(office, days: int, ends: int = 0, **fields) -> None:
    """Somebody at a rakor that starts `days` from today and lasts `ends` days more; named so."""
    starts_on = NOW.date() + days * DAY
    meeting = make_meeting(starts_on=starts_on, ends_on=starts_on + ends * DAY, **fields)
    make_registration(meeting, office, full_name=f"Hari {days}", email="ani@sekolah.example")


@pytest.mark.parametrize("of", ["office", "own"])
def test_rakor_to_come_stand_first_the_soonest_before_the_others(aceh, operator_client, of):
    office = aceh if of == "office" else None
    for days, ends in ((30, 0), (-9, 2), (-1, 1), (-1, 0), (-30, 0), (0, 0)):
        make_dated(office, days, ends)
    make_dated(office, 5, cancelled_at=NOW, cancel_reason="Banjir.")
    client = operator_client if of == "office" else own_account(verified=True)
    html = client.get("/saya/").content.decode()
    found = re.findall(r"Hari -?\d+|Rakor yang sudah lewat", html)
    assert found == [
        "Hari -1", "Hari 0", "Hari 5", "Hari 30", "Rakor yang sudah lewat", "Hari -1", "Hari -9",
        "Hari -30",
    ]  # fmt: skip


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


def own_account(*, verified: bool, email: str = "ani@sekolah.example") -> Client:
    user = make_user(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    client = Client()
    client.force_login(user)
    return client


def test_mine_shows_what_was_registered_with_my_own_address():
    for number, (seat, fields) in enumerate(
        (
            (Seat.CONFIRMED, {}),
            (Seat.WAITING, {}),
            (Seat.OFFERED, {}),
            (Seat.CONFIRMED, {"withdrawn_at": NOW, "withdraw_reason": "Sakit."}),
            (
                Seat.CONFIRMED,
                {
                    "withdrawn_at": NOW,
                    "withdraw_reason": "Kursi penuh.",
                    "review": "ditolak",
                    "review_note": "Bukan sasaran.",
                },
            ),
        )
    ):
        starts_on = NOW.date() + timedelta(days=60 + number)
        make_registration(
            make_meeting(starts_on=starts_on, ends_on=starts_on), None, seat=seat,
            waiting_since=NOW, unit="SMA 1", full_name="Ani", email="Ani@Sekolah.example", **fields,
        )  # fmt: skip
    make_registration(make_meeting(), None, full_name="Orang lain", email="lain@sekolah.example")
    html = own_account(verified=True).get("/saya/").content.decode()
    states = re.findall(r'<p class="row__state"><span[^>]*>([^<]+)</span>', html)
    assert states == ["Sah", "Daftar tunggu", "Ditawari kursi", "Dibatalkan", "Ditolak"]
    assert "SMA 1" in html
    assert "Orang lain" not in html


def test_to_have_typed_an_address_into_an_account_opens_nobodys_ticket():
    ani = make_registration(make_meeting(), None, full_name="Ani", email="ani@sekolah.example")
    html = own_account(verified=False).get("/saya/").content.decode()
    assert ani.get_absolute_url() not in html
    assert "Pendaftaran Anda sendiri" not in html


def test_forgotten_addresses_belong_to_nobody():
    make_registration(make_meeting(), None, full_name="Ani", email="")
    html = own_account(verified=True).get("/saya/").content.decode()
    assert "Pendaftaran Anda sendiri" not in html
