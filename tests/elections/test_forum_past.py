"""The forum as it was on an earlier day: who held its posts, for whom, and how many belonged."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provinces.models import OfficeName, Person
from tests.elections._records import AT, make_held_meeting
from tests.factories import make_office, make_post, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

THEN = "/forum/?pada=2024-05-28"


@pytest.fixture
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def chair(db: None):
    return make_post()


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_past_day_shows_who_held_each_post_then(public_client: Client, chair, aceh, bali):
    make_term(chair, name="Ana Lestari", period=(date(2023, 1, 1), date(2025, 1, 1)),
              from_precision="year", until_precision="year", on_behalf_of=aceh)  # fmt: skip
    make_term(chair, name="Budi Wibowo", period=(date(2025, 1, 1), None), on_behalf_of=bali)
    secretary = make_post(title="Sekretaris", slug="sekretaris", order=2)
    make_term(secretary, name="Citra Dewi", acting="plt", period=(date(2024, 1, 1), None))

    response = public_client.get(THEN)

    posts = response.context["posts"]
    assert [(post.title, post.lapsed, post.history) for post in posts] == [
        ("Ketua", "", []),
        ("Sekretaris", "", []),
    ]
    assert [(post.card["name"], post.card["line"], post.card["when"]) for post in posts] == [
        ("Ana Lestari", "Ketua Forum", "2023–2025"),
        ("Citra Dewi", "Plt. Sekretaris Forum", "sejak 1 Januari 2024"),
    ]
    assert posts[0].card["badges"] == [{"text": "Menjabat waktu itu", "tone": "green"}]
    text = text_of(response)
    assert '<h1>Forum pada <time datetime="2024-05-28">28 Mei 2024</time></h1>' in text
    assert "Budi Wibowo" not in text


def test_who_stood_in_is_shown_beside_the_definitive_holder(public_client: Client, chair):
    make_term(chair, name="Ana Lestari", period=(date(2023, 1, 1), None))
    make_term(chair, name="Budi", acting="plh", period=(date(2024, 5, 1), date(2024, 6, 1)))

    (then,) = public_client.get(THEN).context["posts"]
    (now,) = public_client.get("/forum/").context["posts"]

    assert (then.card["name"], then.stand_in["line"]) == ("Ana Lestari", "Plh. Ketua Forum")
    assert now.stand_in is None


@pytest.mark.parametrize(
    ("day", "name"),
    [("2023-12-31", "Ana"), ("2024-01-01", "Budi"), ("2024-12-31", "Budi"), ("2025-01-01", None)],
)
def test_day_of_a_hand_over_belongs_to_the_successor(public_client: Client, chair, day, name):
    make_term(chair, name="Ana", period=(date(2022, 1, 1), date(2024, 1, 1)))
    make_term(chair, name="Budi", period=(date(2024, 1, 1), date(2025, 1, 1)))

    (post,) = public_client.get("/forum/", {"pada": day}).context["posts"]

    assert (None if post.lapsed else post.card["name"]) == name


def test_office_goes_by_its_name_of_that_day(public_client: Client, chair, aceh):
    make_term(chair, name="Ana Lestari", period=(date(2024, 1, 1), None), on_behalf_of=aceh)
    OfficeName.objects.create(office=aceh, name="BPTIKP Aceh", valid=(None, date(2025, 1, 1)))

    (then,) = public_client.get(THEN).context["posts"]
    (now,) = public_client.get("/forum/").context["posts"]

    assert then.card["items"][1] == {
        "label": "Mewakili",
        "value": "BPTIKP Aceh",
        "url": "/provinsi/aceh/?pada=2024-05-28",
        "note": "sekarang: UPTD Balai Tekkomdik Aceh",
    }
    assert now.card["items"][1] == {
        "label": "Mewakili",
        "value": "UPTD Balai Tekkomdik Aceh",
        "url": "/provinsi/aceh/",
    }


def test_history_adds_what_the_office_was_called_when_the_term_began(
    public_client: Client, chair, aceh
):
    make_term(chair, name="Ana Lestari", period=(date(2024, 1, 1), None), on_behalf_of=aceh)
    OfficeName.objects.create(office=aceh, name="BPTIKP Aceh", valid=(None, date(2025, 1, 1)))

    assert "UPTD Balai Tekkomdik Aceh</a> (waktu itu: BPTIKP Aceh)" in text_of(
        public_client.get("/forum/")
    )


@pytest.mark.parametrize(
    ("term", "lapsed"),
    [
        (None, "Siapa yang menjabat Ketua pada hari itu tidak tercatat."),
        (
            {"period": (date(2020, 1, 1), date(2023, 1, 1)), "until_precision": "year"},
            "Masa bakti sebelumnya berakhir 2023; pemegang pada hari itu tidak tercatat.",
        ),
        (
            {"period": (date(2020, 1, 1), date(2023, 1, 1)), "until_precision": "unknown"},
            "Masa bakti sebelumnya tercatat sampai 31 Desember 2022, akhirnya tidak diketahui; "
            "pemegang pada hari itu tidak tercatat.",
        ),
        (
            {"period": None, "seen_on": date(2023, 5, 1)},
            "Siapa yang menjabat Ketua pada hari itu tidak tercatat.",
        ),
    ],
)
def test_past_day_says_no_more_than_is_recorded(public_client: Client, chair, term, lapsed):
    make_term(chair, name="Budi Wibowo", period=(date(2025, 1, 1), None))
    if term:
        make_term(chair, name="Ana Lestari", **term)

    response = public_client.get(THEN)

    assert response.context["posts"][0].lapsed == lapsed
    assert "Menjabat" not in text_of(response)


def test_past_day_counts_the_members_and_rakor_of_that_day(public_client: Client, aceh):
    left = make_office(membership=(date(2024, 5, 29), None)).memberships.get()
    left.period, left.end = (date(2020, 1, 1), date(2024, 5, 28)), "left"
    left.save()
    make_office(membership=(date(2024, 5, 28), None))
    make_office(membership=(date(2024, 5, 29), None))
    make_held_meeting(slug="dahulu", starts_on=date(2024, 5, 28), ends_on=date(2024, 5, 31))
    make_held_meeting()

    then = public_client.get(THEN).context["facts"]
    now = public_client.get("/forum/").context["facts"]

    assert [(fact["label"], fact["value"], fact["note"]) for fact in then] == [
        ("Anggota", "2 balai", "1 di antaranya belum diketahui sejak kapan"),
        ("Ketua", "Belum tercatat", ""),
        ("Rapat koordinasi", "1 rakor", "sampai hari itu"),
    ]
    assert then[0]["url"] == "/provinsi/?pada=2024-05-28"
    assert [fact["value"] for fact in now] == ["3 balai", "Belum tercatat", "2 rakor"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("kemarin", "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2024-05-28."),
        ("2026-02-31", "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2024-05-28."),
        ("0024-05-28", "Tahun harus antara 1945 dan 2200."),
        ("2027-01-01", "1 Januari 2027 belum tiba; pilih hari ini atau hari yang sudah lewat."),
    ],
)
def test_day_that_cannot_be_shown_is_explained_on_todays_page(public_client, chair, asked, error):
    response = public_client.get("/forum/", {"pada": asked})

    assert response.context["day"] is None
    assert response.context["as_of"].errors == {"pada": [error]}
    text = text_of(response)
    assert error in text
    assert "<h1>Forum Komunikasi BTIKP se‑Indonesia</h1>" in text


def test_todays_page_leads_to_the_past_and_back(public_client: Client, chair):
    today, then = text_of(public_client.get("/forum/")), text_of(public_client.get(THEN))

    assert '<input type="date" name="pada" max="2026-11-24"' in today
    assert '<a class="button button--secondary" href="/forum/">Keadaan sekarang</a>' in then
    same = public_client.get("/forum/?pada=2026-11-24")
    assert same.context["day"] is None


def test_past_day_shows_nothing_that_is_not_for_the_public(public_client: Client, chair, aceh):
    person = Person.objects.create(
        name="Ana Lestari", nip="198001012005011001", note="Catatan rahasia"
    )
    make_term(chair, person=person, period=(date(2024, 1, 1), None), decree="surat/rahasia.pdf")

    text = text_of(public_client.get(THEN))

    assert "Ana Lestari" in text
    for secret in ("198001012005011001", "rahasia"):
        assert secret not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_past_day_takes_as_many_queries_for_any_number_of_rows(
    public_client: Client, aceh, django_assert_num_queries: DjangoAssertNumQueries, rows
):
    for number in range(rows):
        post = make_post(slug=f"jabatan-{number}", order=number)
        make_term(post, period=(date(2020, 1, 1), date(2024, 1, 1)), on_behalf_of=aceh)
        make_term(post, period=(date(2024, 1, 1), None), on_behalf_of=aceh)
        valid = (date(2010 + number, 1, 1), date(2011 + number, 1, 1))
        OfficeName.objects.create(office=aceh, name=f"Nama {number}", valid=valid)

    with django_assert_num_queries(5):
        public_client.get(THEN)
