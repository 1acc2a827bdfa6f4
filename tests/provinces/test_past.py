"""An office, and the list, as of an earlier day: what was then, and nothing of today's."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provinces.actions.membership import pause_membership
from provinces.actions.names import rename_office
from provinces.models import Office
from tests.factories import NOW, make_office, make_post, make_province, make_term

DAY = "2024-05-28"


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def office(aceh: Office) -> Office:
    """Renamed in 2025, with heads before and after, leading the forum in 2024, paused in 2026."""
    post = make_post(office=aceh)
    make_term(post, name="Rahmi", period=(date(2023, 1, 1), date(2025, 3, 1)))
    make_term(post, name="Yusuf", period=(date(2025, 3, 1), None))
    make_term(
        make_post(), name="Rahmi", on_behalf_of=aceh, period=(date(2023, 1, 1), date(2025, 1, 1))
    )
    rename_office(office=aceh, name="Tekkom Aceh", since=date(2025, 6, 2), by=None, at=NOW)
    pause_membership(office=aceh, on=date(2026, 1, 1), by=None, at=NOW)
    Office.objects.update(phone="0651-22620", email="balai@aceh.example", address="Jl. Mawar 1")
    return aceh


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def test_page_of_a_past_day_shows_name_head_posts_and_membership_of_that_day(public_client, office):
    then = public_client.get(f"/provinsi/aceh/?pada={DAY}").context["then"]

    assert (then.name, then.now_called) == ("UPTD Balai Tekkomdik Aceh", "Tekkom Aceh")
    assert [(fact["label"], fact["value"], fact.get("note", "")) for fact in then.facts] == [
        ("Kepala", "Rahmi", "1 Januari 2023\u20131 Maret 2025"),
        ("Keanggotaan forum", "Anggota", ""),
        ("Nama", "UPTD Balai Tekkomdik Aceh", "sampai 2 Juni 2025"),
    ]
    assert [row["title"] for row in then.heads] == ["Rahmi"]
    assert [(row["title"], row["note"]) for row in then.forum] == [("Rahmi", "Ketua Forum")]


def test_page_of_a_past_day_says_nothing_that_is_of_today_alone(public_client, office):
    html = text_of(public_client, f"/provinsi/aceh/?pada={DAY}")

    assert "Sekarang: Tekkom Aceh." in html
    assert '<meta name="robots" content="noindex">' in html
    for of_today in ("0651-22620", "balai@aceh.example", "Jl. Mawar 1", "Yusuf", "Jeda sejak"):
        assert of_today not in html


def test_today_leads_to_the_past_and_the_past_back(public_client, office):
    today, past = (
        text_of(public_client, path) for path in ("/provinsi/aceh/", f"/provinsi/aceh/?pada={DAY}")
    )

    assert 'name="pada"' in today
    assert 'href="/provinsi/aceh/riwayat/"' in today
    assert '<a class="button button--secondary" href="/provinsi/aceh/">Keadaan sekarang</a>' in past


@pytest.mark.parametrize(
    ("day", "head"),
    [("2022-12-31", ""), ("2023-01-01", "Rahmi"), ("2025-02-28", "Rahmi"), ("2025-03-01", "Yusuf")],
)
def test_head_on_the_first_and_last_day(public_client, office, day, head):
    then = public_client.get(f"/provinsi/aceh/?pada={day}").context["then"]

    assert then.facts[0]["value"] == head
    assert [row["title"] for row in then.heads] == ([head] if head else [])


def test_head_of_whom_only_a_sighting_is_known_is_told_as_such(public_client, bali):
    make_term(make_post(office=bali), name="Made", period=None, seen_on=date(2021, 5, 1))

    then = public_client.get(f"/provinsi/bali/?pada={DAY}").context["then"]

    assert [(row["title"], row["date"], row["state"]) for row in then.heads] == [
        ("Made", "1 Mei 2021", "Tercatat")
    ]
    assert public_client.get("/provinsi/bali/?pada=2021-04-30").context["then"].heads == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2026-11-25", "25 November 2026 belum tiba; pilih hari ini atau hari yang sudah lewat."),
        ("kemarin", "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2024-05-28."),
        ("2024-02-30", "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2024-05-28."),
        ("0001-01-01", "Tahun harus antara 1945 dan 2200."),
    ],
)
@pytest.mark.parametrize("path", ["/provinsi/aceh/", "/provinsi/"])
def test_day_that_cannot_be_shown_is_explained_on_todays_page(
    public_client, office, path, asked, sentence
):
    html = text_of(public_client, f"{path}?pada={asked}")

    assert sentence in html
    assert "Keadaan sekarang" not in html


@pytest.mark.parametrize("query", ["", "?pada=", "?pada=2026-11-24"])
def test_today_has_no_page_of_the_past(public_client, office, query):
    assert "then" not in public_client.get(f"/provinsi/aceh/{query}").context


def test_list_of_a_past_day_has_the_members_names_and_heads_of_that_day(
    public_client, office, bali
):
    response = public_client.get(f"/provinsi/?pada={DAY}")

    rows = [row for group in response.context["groups"] for row in group.rows]
    assert [(row.name, row.url, row.note) for row in rows] == [
        (
            "UPTD Balai Tekkomdik Aceh",
            f"/provinsi/aceh/?pada={DAY}",
            "Kepala Rahmi · sekarang Tekkom Aceh",
        ),
        (
            "Balai TIK Pendidikan Provinsi Bali",
            f"/provinsi/bali/?pada={DAY}",
            "Kepala belum tercatat",
        ),
    ]
    assert "2 balai TIK pendidikan tercatat sebagai anggota forum pada" in text_of(
        public_client, f"/provinsi/?pada={DAY}&x"
    )


@pytest.mark.django_db
def test_unknown_office_has_no_past(public_client):
    assert public_client.get(f"/provinsi/atlantis/?pada={DAY}").status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_statements_of_the_past_do_not_grow_with_rows(
    public_client, office, more, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(more):
        other = make_office(province=make_province(), name=f"Lama {number}")
        since = date(2025, 1, 1 + number)
        rename_office(office=other, name=f"Baru {number}", since=since, by=None, at=NOW)
        make_term(make_post(office=other))

    with django_assert_num_queries(4):
        public_client.get(f"/provinsi/aceh/?pada={DAY}")
    with django_assert_num_queries(3):
        public_client.get(f"/provinsi/?pada={DAY}")
