"""The list of rakor, as the public, an office and staff read it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from meetings.models import Meeting
from tests.factories import (
    NOW,
    TODAY,
    make_meeting,
    make_province,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_postgres,
    pytest.mark.usefixtures("standing_clock"),
]


def rows(html: str) -> list[str]:
    """The titles of a list's rows, in order."""
    return [part.split(">")[1].split("<")[0] for part in html.split('row__title"><a')[1:]]


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(
        slug="rakor-makassar",
        title="Rakor Makassar",
        theme="Digital untuk semua",
        starts_at=time(8, 0),
        venue="Hotel Pantai",
        host_province=make_province(name="Sulawesi Selatan"),
        mode="hibrida",
        organisers="Pusdatin\nBLPT",
        source="antaranews.com, 2026",
        description="Membahas **program**.",
    )


def test_list_shows_the_latest_first_with_state_and_place(public_client, rakor):
    make_meeting(
        title="Rakor 2023",
        starts_on=date(2023, 1, 1),
        ends_on=None,
        date_precision="year",
        city="Jakarta",
        registered_by="none",
        mode="",
    )
    make_meeting(title="Rakor batal", cancelled_at=NOW, cancel_reason="Banjir.", is_sample=True)
    html = text(public_client, "/rakor/")
    assert rows(html) == ["Rakor batal", "Rakor Makassar", "Rakor 2023"]
    for shown in (
        "15\u201316 Desember 2026",
        "Hotel Pantai, Makassar, Sulawesi Selatan · luring dan daring",
        "Pendaftaran dibuka",
        "Jakarta · notula belum tersedia",
        "Dibatalkan",
        "Data contoh",
    ):
        assert shown in html
    assert "1 Januari 2023" not in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Depan", "Kini", "Batal", "Lalu"]),
        ("?keadaan=mendatang", ["Depan"]),
        ("?keadaan=berlangsung", ["Kini"]),
        ("?keadaan=selesai", ["Lalu"]),
        ("?keadaan=dibatalkan", ["Batal"]),
        ("?tahun=2025", ["Lalu"]),
        ("?keadaan=mendatang&tahun=2025", []),
        ("?keadaan=ngawur&tahun=abad&page=x", ["Depan", "Kini", "Batal", "Lalu"]),
        ("?tahun=1999", ["Depan", "Kini", "Batal", "Lalu"]),
    ],
)
def test_list_is_filtered_by_state_and_year(public_client, query, shown):
    make_meeting(title="Depan")
    make_meeting(title="Kini", starts_on=TODAY, ends_on=TODAY)
    make_meeting(title="Batal", starts_on=TODAY - timedelta(1), cancelled_at=NOW, cancel_reason="X")
    make_meeting(title="Lalu", starts_on=date(2025, 7, 17), ends_on=date(2025, 7, 20))
    make_meeting(title="Draf", published_at=None)
    html = text(public_client, f"/rakor/{query}")
    assert rows(html) == shown
    assert ("Tidak ada rakor yang cocok" in html) is (shown == [])


def test_empty_list_says_so(public_client):
    assert "Belum ada rakor yang terbit" in text(public_client, "/rakor/")


def test_list_goes_on_over_pages_and_keeps_the_filter(public_client):
    for number in range(21):
        make_meeting(
            title=f"Rakor ke-{number:02d}", starts_on=TODAY + timedelta(number + 1), ends_on=None
        )
    first = text(public_client, "/rakor/?keadaan=mendatang")
    assert len(rows(first)) == 20
    assert "?keadaan=mendatang&amp;page=2" in first
    assert rows(text(public_client, "/rakor/?keadaan=mendatang&page=2")) == ["Rakor ke-00"]


def test_drafts_are_listed_for_staff_alone(public_client, operator_client, secretariat_client):
    make_meeting(title="Rahasia dapur", slug="rahasia", published_at=None)
    for client in (public_client, operator_client):
        assert "Rahasia dapur" not in text(client, "/rakor/")
        assert client.get("/rakor/rahasia/").status_code == 404
    assert rows(text(secretariat_client, "/rakor/")) == ["Rahasia dapur"]
    assert "Masih draf" in text(secretariat_client, "/rakor/rahasia/")


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_four_statements_then_one(public_client, django_assert_num_queries, count):
    for _ in range(count):
        make_meeting()
    for expected in (4, 1):
        with django_assert_num_queries(expected):
            public_client.get(f"/rakor/?x={expected}")


def test_list_changes_with_a_rakor_and_with_the_clock(public_client):
    closes = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    meeting = make_meeting(title="Rakor", registration_closes_at=closes)
    for moment, shown in (
        (closes - timedelta(microseconds=1), "Pendaftaran dibuka"),
        (closes, "Pendaftaran ditutup"),
        (closes - timedelta(hours=1), "Pendaftaran dibuka"),
        (datetime(2026, 12, 16, 16, 0, tzinfo=UTC), "notula belum tersedia"),
    ):
        with time_machine.travel(moment, tick=False):
            assert shown in text(public_client, f"/rakor/?pada={moment.timestamp()}")
    Meeting.objects.filter(pk=meeting.pk).update(title="Rakor baru")
    assert rows(text(public_client, "/rakor/?sesudah")) == ["Rakor baru"]
