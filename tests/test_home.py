"""The home page: the next rakor, the members, the latest minutes, who leads the forum."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from elections.models import Election, Result
from meetings.actions.minutes import publish_minutes
from meetings.privacy import PRIVACY_VERSION
from tests.factories import (
    NOW,
    TODAY,
    make_meeting,
    make_minutes,
    make_post,
    make_registration,
    make_term,
)

pytestmark = pytest.mark.django_db

NIP = "198001012005012001"


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split())).replace("\u00a0", " ")


def make_past(number: int = 1, **fields):
    starts_on = TODAY - timedelta(days=100 * number)
    return make_meeting(starts_on=starts_on, ends_on=None, registered_by="none", **fields)


def test_empty_portal_says_what_will_be_there(public_client):
    response = public_client.get("/")

    assert response.status_code == 200
    text = text_of(response)
    for sentence in (
        "Belum ada rakor yang diumumkan",
        "Belum ada notula yang terbit.",
        "Belum ada rakor yang tercatat.",
        "Ketua forum belum tercatat.",
        "Balai anggota (0)",
    ):
        assert sentence in text
    assert response.context["is_sample_data"] is False


@pytest.mark.parametrize("client", ["operator_client", "secretariat_client"])
def test_whoever_has_signed_in_reads_the_same(client, request):
    make_meeting(title="Rakor Makassar")

    response = request.getfixturevalue(client).get("/")

    assert response.status_code == 200
    assert "Rakor Makassar" in text_of(response)


def test_next_rakor_open_for_registration(public_client, aceh, bali):
    make_meeting(slug="nanti", starts_on=TODAY + timedelta(days=90), ends_on=None)
    rakor = make_meeting(slug="segera", title="Rakor Segera", starts_at="08:00", is_sample=True)
    for _ in range(2):
        make_registration(rakor, aceh)
    make_registration(rakor, bali, withdrawn_at=NOW)

    response = public_client.get("/")

    assert response.context["rakor"] == {
        "title": "Rakor Segera",
        "url": "/rakor/segera/",
        "month": "Desember 2026",
        "days": "15–16",
        "weekdays": "Sel–Rab",
        "badges": [
            {"text": "Pendaftaran dibuka", "tone": "green"},
            {"text": "Contoh", "tone": "amber"},
        ],
        "note": "Makassar · mulai 08.00 WITA (07.00 WIB, 09.00 WIT) · luring · "
        "1\u00a0dari 2\u00a0balai sudah mendaftar",
        "action_url": "/rakor/segera/daftar/",
        "action_label": "Daftarkan delegasi",
        "is_sample": True,
    }
    assert response.context["is_sample_data"] is True
    assert "data contoh untuk peragaan" in text_of(response)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"registered_by": "none"}, "Akan datang"),
        ({"registration_closes_at": NOW}, "Pendaftaran ditutup"),
        ({"starts_on": TODAY, "ends_on": TODAY}, "Sedang berlangsung"),
        (
            {"starts_on": date(2026, 1, 1), "ends_on": None, "date_precision": "year"},
            "Pendaftaran dibuka",
        ),
    ],
)
def test_band_says_the_state_of_the_rakor(public_client, fields, state):
    make_meeting(slug="segera", **fields)

    rakor = public_client.get("/").context["rakor"]

    assert rakor["badges"] == [{"text": state, "tone": rakor["badges"][0]["tone"]}]
    is_open = state == "Pendaftaran dibuka"
    assert rakor["action_label"] == ("Daftarkan delegasi" if is_open else "Lihat rakor")


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"cancelled_at": NOW, "cancel_reason": "banjir"},
        {"starts_on": TODAY - timedelta(days=1), "ends_on": None},
    ],
)
def test_draft_cancelled_and_past_rakor_are_not_the_next_one(public_client, fields):
    make_meeting(title="Rakor Lain", **fields)

    response = public_client.get("/")

    assert response.context["rakor"] is None
    if "starts_on" not in fields:
        assert "Rakor Lain" not in text_of(response)


def test_past_rakor_latest_first_with_theme_and_precision(public_client):
    make_past(2, slug="lama", title="Rakor Lama", city="Jakarta", date_precision="month")
    make_past(1, slug="baru", title="Rakor Baru", theme="Tema Baru", city="", is_sample=True)
    make_past(3, published_at=None)

    assert public_client.get("/").context["past_rakor"] == [
        {
            "title": "Rakor Baru",
            "url": "/rakor/baru/",
            "date": "16 Agustus 2026",
            "note": "Tema Baru",
            "is_sample": True,
        },
        {
            "title": "Rakor Lama",
            "url": "/rakor/lama/",
            "date": "Mei 2026",
            "note": "Jakarta",
            "is_sample": False,
        },
    ]


def test_latest_minutes_are_the_published_ones(public_client):
    rakor = make_past(1, slug="lampau", title="Rakor Lampau", city="Padang")
    minutes = make_minutes(rakor)
    publish_minutes(minutes=minutes, by=None, at=NOW)
    minutes.decisions.create(text="Belum terbit")
    make_minutes(make_past(2), discussion="rahasia draf")

    response = public_client.get("/")

    assert response.context["minutes"] == [
        {
            "title": "Rakor Lampau",
            "url": "/rakor/lampau/notula/",
            "date": "16 Agustus 2026",
            "note": "Padang",
            "is_sample": False,
        }
    ]
    assert "rahasia draf" not in text_of(response)


def test_ketua_of_today_with_how_he_came_to_lead(public_client, aceh):
    post = make_post()
    make_term(post, name="Ketua Lama", period=(date(2023, 1, 1), date(2025, 1, 1)))
    term = make_term(post, name="Siti Aminah, M.Kom.", on_behalf_of=aceh, source="berita acara")
    term.person.nip = NIP
    term.person.save()
    rakor = make_past(1, title="Rakor Padang")
    election = Election.objects.create(slug="ketua-2025", meeting=rakor, post=post)
    Result.objects.create(election=election, term=term, published_at=NOW)

    response = public_client.get("/")

    leadership = response.context["leadership"]
    assert (leadership.name, leadership.initials, leadership.line, leadership.lapsed) == (
        "Siti Aminah, M.Kom.",
        "SA",
        "Ketua, mewakili UPTD Balai Tekkomdik Aceh",
        "",
    )
    assert leadership.items == [
        {"label": "Masa bakti", "value": "sejak 1 Januari 2025"},
        {
            "label": "Dipilih",
            "value": "secara aklamasi, Rakor Padang",
            "url": "/forum/pemilihan/ketua-2025/",
        },
        {"label": "Sumber", "value": "berita acara"},
    ]
    text = text_of(response)
    assert "Ketua Lama" not in text
    assert NIP not in text
    assert "Aceh: UPTD Balai Tekkomdik Aceh, ketua forum" in text


def test_ketua_whose_term_ended_is_not_shown_as_present(public_client, aceh):
    make_term(
        make_post(),
        name="Firman Oktora",
        on_behalf_of=aceh,
        period=(date(2023, 1, 1), date(2025, 1, 1)),
        from_precision="year",
        until_precision="year",
    )

    response = public_client.get("/")

    text = text_of(response)
    assert "Masa bakti berakhir 2025; penggantinya belum tercatat." in text
    assert "Firman Oktora" in text
    assert "ketua forum" not in text.partition("</figure>")[0].lower()


def test_acting_and_merely_seen_ketua(public_client, secretariat_client):
    post = make_post()
    make_term(post, name="Ana", period=None, seen_on=date(2024, 1, 1), seen_precision="year")
    seen = public_client.get("/").context["leadership"]
    make_term(post, name="Budi", acting="plt", period=(date(2026, 1, 1), None))
    acting = secretariat_client.get("/").context["leadership"]

    assert (seen.name, seen.lapsed) == (
        "Ana",
        "Siapa yang memimpin forum saat ini belum tercatat.",
    )
    assert (acting.name, acting.line, acting.lapsed) == ("Budi", "Plt. Ketua", "")


@pytest.mark.parametrize("more", [1, 3])
def test_statements_do_not_grow_with_rows(
    public_client: Client, aceh, more, django_assert_num_queries: DjangoAssertNumQueries
):
    post = make_post()
    for number in range(1, more + 1):
        year = 2000 + number
        make_term(post, period=(date(year, 1, 1), date(year + 1, 1, 1)), on_behalf_of=aceh)
        make_registration(make_meeting(), aceh)
        publish_minutes(minutes=make_minutes(make_past(number)), by=None, at=NOW)

    with django_assert_num_queries(6):
        assert public_client.get("/").status_code == 200


def test_change_shows_at_once_to_who_made_it(secretariat_client):
    rakor = make_meeting(title="Rakor Makassar")
    secretariat_client.get("/")

    rakor.title = "Rakor Nusantara"
    rakor.save()

    text = text_of(secretariat_client.get("/"))
    assert "Rakor Nusantara" in text
    assert "Rakor Makassar" not in text


def test_privacy_notice_names_its_version(public_client):
    response = public_client.get("/privasi/")

    assert response.status_code == 200
    assert f"Versi {PRIVACY_VERSION}" in text_of(response)
