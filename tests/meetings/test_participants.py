"""The page of who comes: counts for everybody, names by consent alone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches

from meetings.models import Meeting, Registration
from provinces.models import OfficeName
from tests.factories import NOW, make_meeting, make_office, make_province, make_registration

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]

Role, Seat = Registration.Role, Registration.Seat
ANYBODY = {"registered_by": Meeting.RegisteredBy.ANYBODY, "seats_per_office": None}


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar", mode="hibrida")


def words(client, query: str = "") -> str:
    """The page's own text, without marks, in one line."""
    caches["pages"].clear()
    response = client.get(f"/rakor/rakor-makassar/peserta/{query}")
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def consenting(meeting, office, **fields) -> Registration:
    return make_registration(meeting, office, name_public_at=NOW, **fields)


def test_counts_are_public_and_names_by_consent(public_client, rakor, aceh, bali):
    consenting(rakor, aceh, full_name="Dr. Ani Lestari, M.Pd.", role=Role.HEAD)
    make_registration(rakor, aceh, full_name="Budi Rahasia", mode="daring")
    make_registration(rakor, aceh, full_name="Cici Rahasia")
    make_registration(rakor, bali, full_name="Dedi Rahasia", email="dedi@rahasia.example")
    text = words(public_client)
    for shown in (
        "Peserta 4 orang",
        "Balai 2 balai",
        "Luring 3 orang",
        "Daring 1 orang",
        "Tekkomdik Aceh Aceh Dr. Ani Lestari, M.Pd. · Kepala balai dan 2 orang lain 3 orang",
        "Balai TIK Pendidikan Provinsi Bali Bali 1 orang",
        "Kepala balai 1 Pendamping 3",
    ):
        assert shown in text
    for hidden in ("Rahasia", "rahasia", "Pranata Komputer", "+62812", "0812"):
        assert hidden not in text


def test_who_waits_is_nobodys_business(public_client, rakor, aceh, bali):
    consenting(rakor, aceh, full_name="Yang Duduk")
    for seat in (Seat.WAITING, Seat.OFFERED):
        consenting(rakor, bali, full_name=f"Yang {seat.label}", seat=seat, waiting_since=NOW)
    consenting(rakor, bali, full_name="Yang Batal", withdrawn_at=NOW, withdraw_reason="Sakit.")
    text = words(public_client)
    assert "Peserta 1 orang Balai 1 balai" in text
    assert "Yang Duduk" in text
    for hidden in ("Yang Daftar tunggu", "Yang Ditawari kursi", "Yang Batal", "Bali"):
        assert hidden not in text


def test_who_comes_without_an_office_is_counted_apart(public_client, aceh):
    rakor = make_meeting(slug="rakor-makassar", **ANYBODY)
    consenting(rakor, None, full_name="Eka Sendiri", unit="SMA 1 Rahasia", role=Role.PARTICIPANT)
    for _ in range(2):
        make_registration(rakor, None, unit="SMA 1 Rahasia", full_name="Tanpa Izin")
    make_registration(rakor, aceh)
    text = words(public_client)
    assert "Peserta 4 orang Balai 1 balai" in text
    assert (
        "Perorangan 3 orang mendaftarkan diri sendiri. Eka Sendiri · Peserta dan 2 orang lain"
        in text
    )
    for hidden in ("Rahasia", "Tanpa Izin"):
        assert hidden not in text


def test_a_consent_taken_back_shows_at_once(operator_client, rakor, aceh):
    person = consenting(rakor, aceh, full_name="Dr. Ani Lestari")
    assert "Dr. Ani Lestari" in words(operator_client)
    Registration.objects.filter(pk=person.pk).update(name_public_at=None)
    assert "Dr. Ani Lestari" not in words(operator_client)


@pytest.mark.parametrize(
    "change",
    [
        lambda person: Registration.objects.filter(pk=person.pk).update(role=Role.OBSERVER),
        lambda person: Registration.objects.filter(pk=person.pk).update(full_name="Baru"),
        lambda person: type(person.office).objects.update(name="Balai Berganti Nama"),
        lambda person: type(person.office.province).objects.update(name="Nanggroe"),
        lambda person: OfficeName.objects.create(
            office=person.office, name="Balai Lama", valid=(None, NOW.date() + timedelta(days=60))
        ),
        lambda person: Meeting.objects.update(cancelled_at=NOW, cancel_reason="Gempa."),
    ],
    ids=["role", "name", "office", "province", "former name", "cancelled"],
)
def test_whatever_changes_shows_at_once(operator_client, rakor, aceh, change):
    person = consenting(rakor, aceh)
    before = words(operator_client)
    change(person)
    assert words(operator_client) != before


def test_a_long_list_is_searched_by_office_province_or_shown_name(public_client, rakor, aceh):
    for number in range(8):
        province = make_province(name=f"Provinsi {'ABCDEFGH'[number]}")
        make_registration(rakor, make_office(province=province))
    consenting(rakor, aceh, full_name="Dr. Ani Lestari")
    make_registration(rakor, aceh, full_name="Budi Rahasia")
    for query in ("?q=aceh", "?q=TEKKOMDIK+ani"):
        text = words(public_client, query)
        assert "1 balai cocok dengan" in text
        assert "Dr. Ani Lestari" in text
        assert "Provinsi A" not in text
    # A name that is not shown is not found either.
    assert "0 balai cocok dengan “budi”" in words(public_client, "?q=budi")
    assert "Budi" not in words(public_client, "?q=%3Cscript%3E")


def test_nobody_yet(public_client, rakor):
    assert "Belum ada peserta Peserta tampil di sini begitu kursinya pasti." in words(public_client)


def test_after_the_rakor_it_stays(public_client, rakor, aceh):
    consenting(rakor, aceh, full_name="Dr. Ani Lestari")
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        text = words(public_client)
    assert "Yang terdaftar sampai rakor selesai." in text
    assert "Dr. Ani Lestari" in text


def test_of_a_cancelled_rakor_the_numbers_stay_alone(public_client, aceh):
    rakor = make_meeting(slug="rakor-makassar", cancelled_at=NOW, cancel_reason="Gempa.")
    consenting(rakor, aceh, full_name="Dr. Ani Lestari")
    text = words(public_client)
    assert "Rakor ini dibatalkan Gempa." in text
    assert "Peserta 1 orang Balai 1 balai" in text
    for hidden in ("Dr. Ani Lestari", "Tekkomdik"):
        assert hidden not in text


@pytest.mark.parametrize(
    "fields", [{"published_at": None}, {"registered_by": Meeting.RegisteredBy.NOBODY}]
)
def test_there_is_none_of_a_draft_or_without_registration(public_client, fields):
    make_meeting(slug="rakor-makassar", **fields)
    assert public_client.get("/rakor/rakor-makassar/peserta/").status_code == 404


def test_search_engines_are_asked_to_leave_it_out(public_client, rakor):
    response = public_client.get("/rakor/rakor-makassar/peserta/")
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_four_statements_then_one(public_client, rakor, django_assert_num_queries, count):
    for _ in range(count):
        office = make_office()
        consenting(rakor, office)
        make_registration(rakor, office)
    with django_assert_num_queries(4):
        words(public_client)
    with django_assert_num_queries(1):
        words(public_client)


def test_the_page_of_the_rakor_leads_here_with_the_number(public_client, rakor, aceh):
    make_registration(rakor, aceh)
    make_registration(rakor, aceh, seat=Seat.WAITING, waiting_since=NOW)
    html = public_client.get("/rakor/rakor-makassar/").content.decode()
    assert '<a href="/rakor/rakor-makassar/peserta/">1 peserta dari 1 balai</a>' in html
