"""The page of the forum and the record of an election, as each reader sees them."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from elections.actions import publish_result
from elections.models import Acclamation, Election, Result
from meetings.actions.minutes import publish_minutes
from meetings.models import Meeting
from provinces.models import OfficeName, Person
from tests.elections._records import AT, make_election, make_held_meeting
from tests.factories import make_minutes, make_post, make_term

URL = "/forum/pemilihan/ketua-2026/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def election(aceh, bali):
    return make_election(make_post(), office=aceh)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def row(rows: list[dict], label: str) -> dict:
    return next(each for each in rows if each["label"] == label)


def test_forum_shows_new_and_former_chair_with_their_terms(public_client: Client, election):
    make_term(election.post, name="Ketua Lama", period=(date(2024, 1, 1), None), source="Pers")
    publish_result(election=election, by=None, at=AT)

    response = public_client.get("/forum/")

    post = response.context["posts"][0]
    assert (post.title, post.lapsed, post.is_sample) == ("Ketua", "", False)
    assert post.card == {
        "name": "Siti Aminah, M.Kom.",
        "initials": "SA",
        "line": "Ketua Forum",
        "when": "19 November 2026–2029",
        "items": [
            {"label": "Masa bakti", "value": "19 November 2026–2029"},
            {"label": "Mewakili", "value": "UPTD Balai Tekkomdik Aceh", "url": "/provinsi/aceh/"},
            {
                "label": "Dipilih",
                "value": "secara aklamasi",
                "url": URL,
                "note": "Rapat Koordinasi Uji",
            },
            {"label": "Sumber", "value": "Notula rakor"},
        ],
        "badges": [{"text": "Menjabat", "tone": "green"}],
    }
    assert [(each["title"], each["date"], each["how"]) for each in post.history] == [
        ("Siti Aminah, M.Kom.", "19 November 2026–2029", "secara aklamasi"),
        ("Ketua Lama", "1 Januari 2024–19 November 2026", ""),
    ]
    assert f'<a href="{URL}">Dipilih secara aklamasi</a>' in text_of(response)


def test_forum_says_when_a_term_has_ended_without_a_successor(public_client: Client):
    make_term(
        make_post(),
        name="Ketua Lama",
        period=(date(2023, 1, 1), date(2025, 1, 1)),
        from_precision="year",
        until_precision="year",
    )

    response = public_client.get("/forum/")

    post = response.context["posts"][0]
    assert post.lapsed == "Masa bakti berakhir 2025; penggantinya belum tercatat."
    assert post.card["badges"] == [{"text": "Masa bakti berakhir", "tone": "amber"}]
    assert row(response.context["facts"], "Ketua") == {
        "label": "Ketua",
        "value": "Belum tercatat",
        "note": "Masa bakti berakhir 2025; penggantinya belum tercatat.",
    }
    assert "Menjabat" not in text_of(response)


@pytest.mark.parametrize(
    ("term", "lapsed", "badge"),
    [
        (None, "Belum ada Ketua yang tercatat.", []),
        (
            {"period": None, "seen_on": date(2026, 1, 1)},
            "Siapa yang menjabat Ketua hari ini belum tercatat.",
            [{"text": "Tercatat", "tone": "blue"}],
        ),
        ({"acting": "plt"}, "", [{"text": "Menjabat", "tone": "green"}]),
    ],
)
def test_forum_says_no_more_than_is_recorded(public_client: Client, term, lapsed, badge):
    post = make_post()
    if term:
        make_term(post, name="Rina", **term)

    page = public_client.get("/forum/").context["posts"][0]

    assert (page.lapsed, page.card["badges"] if page.card else []) == (lapsed, badge)


def test_forum_without_posts_says_so(public_client: Client):
    assert "Kepengurusan belum tercatat" in text_of(public_client.get("/forum/"))


def test_forum_counts_what_is_recorded(public_client: Client, aceh, bali):
    make_held_meeting()
    make_held_meeting(slug="contoh", is_sample=True)
    make_held_meeting(slug="draf", published_at=None)

    facts = public_client.get("/forum/").context["facts"]

    assert [(fact["label"], fact["value"]) for fact in facts] == [
        ("Anggota", "2 balai"),
        ("Ketua", "Belum tercatat"),
        ("Rapat koordinasi", "1 rakor"),
    ]


def test_forum_never_shows_what_is_not_for_the_public(public_client: Client, election):
    Person.objects.update(nip="198001012005011001", note="Catatan rahasia")
    publish_result(election=election, by=None, at=AT)
    draft = make_election(make_post(slug="wakil", title="Wakil"), make_held_meeting(slug="lain"))
    Acclamation.objects.filter(election=draft).update(position="Bocor")

    for url in ("/forum/", URL):
        text = text_of(public_client.get(url))
        assert "Siti Aminah" in text
        for secret in ("198001012005011001", "Catatan rahasia", "Bocor"):
            assert secret not in text


def test_forum_hides_an_election_whose_rakor_is_hidden(public_client: Client, election):
    publish_result(election=election, by=None, at=AT)
    Meeting.objects.update(published_at=None, title="Rakor Rahasia")

    text = text_of(public_client.get("/forum/"))

    assert "Siti Aminah" in text
    assert "Rahasia" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_forum_takes_as_many_queries_for_any_number_of_rows(
    public_client: Client, aceh, bali, django_assert_num_queries: DjangoAssertNumQueries, rows
):
    for number in range(rows):
        post = make_post(slug=f"jabatan-{number}", order=number)
        election = make_election(
            post, make_held_meeting(slug=f"rakor-{number}"), office=aceh, slug=f"p-{number}"
        )
        make_term(post, period=(date(2024, 1, 1), None), on_behalf_of=bali)
        publish_result(election=election, by=None, at=AT)

    with django_assert_num_queries(5):
        public_client.get("/forum/")


def test_election_page_is_the_whole_record(public_client: Client, election, secretariat):
    publish_result(election=election, by=secretariat, at=AT)

    context = public_client.get(URL).context

    assert context["title"] == "Pemilihan Ketua Forum"
    assert context["badges"] == [{"text": "Aklamasi", "tone": "blue"}]
    assert context["facts"] == [
        {
            "label": "Terpilih",
            "value": "Siti Aminah, M.Kom.",
            "note": "Kepala UPTD Balai Tekkomdik Aceh",
        },
        {"label": "Masa bakti", "value": "19 November 2026–2029"},
        {"label": "Balai hadir", "value": "2 balai", "note": "kuorum 2 balai, tercapai"},
        {"label": "Saat aklamasi", "value": "Kamis, 19 November 2026, 15.30 WITA"},
    ]
    assert [(each["label"], each["value"]) for each in context["record"]] == [
        ("Rakor", "Rapat Koordinasi Uji"),
        ("Jabatan", "Ketua Forum"),
        ("Cara", "Aklamasi"),
        ("Calon", "Siti Aminah, M.Kom."),
        ("Mewakili", "UPTD Balai Tekkomdik Aceh"),
        ("Pengusul", "Balai TIK Pendidikan Provinsi Bali"),
        ("Balai hadir", "2 balai"),
        ("Kuorum", "2 balai"),
        ("Saat aklamasi", "Kamis, 19 November 2026, 15.30 WITA"),
        ("Masa bakti", "19 November 2026–2029"),
        ("Hasil", "Siti Aminah, M.Kom. terpilih secara aklamasi"),
        ("Sumber", "Notula rakor"),
    ]
    assert context["witnesses"] == ["Rina Marlina, S.E.", "Budi Santoso, S.T."]


def test_election_page_leaves_the_unknown_unknown(public_client: Client):
    post = make_post()
    meeting = make_held_meeting(
        starts_on=date(2023, 1, 1), ends_on=None, date_precision="year", is_sample=True
    )
    election = Election.objects.create(slug="ketua-2026", meeting=meeting, post=post)
    candidate = Person.objects.create(name="Firman")
    Acclamation.objects.create(election=election, candidate=candidate)
    term = make_term(post, person=candidate, period=(date(2023, 1, 1), None), from_precision="year")
    Result.objects.create(election=election, term=term, published_at=AT)

    response = public_client.get(URL)

    assert text_of(response).count("Belum diketahui") == 2 + 6 + 1
    assert [each["label"] for each in response.context["record"] if not each["value"]] == [
        "Mewakili",
        "Pengusul",
        "Balai hadir",
        "Kuorum",
        "Saat aklamasi",
        "Sumber",
    ]
    assert row(response.context["facts"], "Balai hadir")["note"] == "kuorum belum diketahui"
    assert response.context["badges"][-1] == {"text": "Contoh", "tone": "amber"}


def test_election_links_to_the_minutes_once_they_are_published(public_client: Client, election):
    publish_result(election=election, by=None, at=AT)
    minutes = make_minutes(election.meeting)
    before = [each["label"] for each in public_client.get(URL).context["record"]]
    publish_minutes(minutes=minutes, by=None, at=AT)

    after = public_client.get(URL + "?lagi").context["record"]

    assert "Notula" not in before
    assert row(after, "Notula")["url"] == "/rakor/rakor-uji/notula/"


def test_unpublished_election_is_for_the_secretariat_alone(
    public_client: Client, operator_client: Client, secretariat_client: Client, election
):
    hidden = [client.get(URL).status_code for client in (public_client, operator_client)]
    draft = secretariat_client.get(URL)

    assert hidden == [404, 404]
    assert (draft.status_code, draft.context["badges"][1]["text"]) == (200, "Draf")
    assert "Halaman ini hanya terlihat oleh sekretariat." in text_of(draft)
    assert row(draft.context["record"], "Hasil")["value"] == "Belum diterbitkan"
    assert row(draft.context["record"], "Masa bakti")["value"] == "sampai 2029"


def test_draft_without_acclamation_still_opens(secretariat_client: Client, election):
    Acclamation.objects.all().delete()

    assert secretariat_client.get(URL).status_code == 200


def test_unknown_election_is_not_found(secretariat_client: Client):
    assert secretariat_client.get("/forum/pemilihan/tidak-ada/").status_code == 404


def test_moment_is_told_in_the_zone_of_the_rakor(public_client: Client, aceh, bali):
    meeting = make_held_meeting(zone="Asia/Jayapura")
    late = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
    election = make_election(make_post(), meeting, acclaimed_at=late)
    publish_result(election=election, by=None, at=AT)

    facts = public_client.get(URL).context["facts"]

    assert row(facts, "Saat aklamasi")["value"] == "Kamis, 19 November 2026, 00.30 WIT"


def test_election_page_takes_one_query(
    public_client: Client, election, django_assert_num_queries: DjangoAssertNumQueries
):
    publish_result(election=election, by=None, at=AT)

    with django_assert_num_queries(1):
        public_client.get(URL)


def test_election_names_the_office_as_it_was_called_then(public_client, election, aceh):
    publish_result(election=election, by=None, at=AT)
    OfficeName.objects.create(office=aceh, name="BPTIKP", valid=(None, date(2026, 11, 20)))

    html = public_client.get(election.get_absolute_url()).content.decode()

    assert "waktu itu: BPTIKP" in html
