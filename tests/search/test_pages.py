"""/cari/ as a page: what it says, what it escapes, how many statements it takes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provinces.models import Office, OfficeAlias
from tests.factories import (
    NOW,
    make_meeting,
    make_office,
    make_post,
    make_province,
    make_published_practice,
    make_term,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def found(typed: str, **more: str) -> list[str]:
    page = Client().get("/cari/", {"q": typed, **more})
    return [str(hit.title) for group in page.context["shown"] for hit in group.found.hits]


def test_results_are_grouped_counted_and_marked(aceh: Office):
    OfficeAlias.objects.create(office=aceh, name="BTIKP Aceh")
    make_term(make_post(office=aceh), name="Cut Nyak Aceh, M.Pd.")

    page = Client().get("/cari/", {"q": "aceh"})

    assert [(group.kind.title, group.found.total) for group in page.context["shown"]] == [
        ("Balai", 1),
        ("Orang", 1),
    ]
    assert "UPTD Balai Tekkomdik <mark>Aceh</mark></a>" in page.text
    assert "juga dikenal sebagai <mark>BTIKP</mark> Aceh" in Client().get("/cari/?q=btikp").text
    assert "Cut Nyak <mark>Aceh</mark>, M.Pd.</a>" in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_who_held_a_post_is_found_with_the_time_and_the_name_of_that_time(aceh: Office):
    aceh.former_names.create(name="Balai Lama Aceh", valid=(date(2010, 1, 1), date(2020, 1, 1)))
    post = make_post(office=aceh)
    make_term(post, name="Budi Lama", period=(date(2012, 1, 1), date(2015, 1, 1)))

    page = Client().get("/cari/", {"q": "budi lama"})

    (hit,) = page.context["shown"][0].found.hits
    assert str(hit.note).startswith("Kepala Balai <mark>Lama</mark> Aceh (1 Januari 2012")


def test_snippet_shows_where_an_article_says_it(aceh: Office):
    make_published_practice(
        aceh,
        title="Studio",
        body="Guru **merekam** [pelajaran](https://contoh.example) & menyunting lagi",
    )

    page = Client().get("/cari/", {"q": "merekam"})

    assert str(page.context["shown"][0].found.hits[0].snippet) == (
        "Guru <mark>merekam</mark> pelajaran &amp; menyunting lagi"
    )


def test_cancelled_rakor_is_marked():
    make_meeting(title="Rakor Ambon", cancelled_at=NOW, cancel_reason="Badai")

    assert "Dibatalkan" in Client().get("/cari/", {"q": "rakor ambon"}).text


def test_what_was_typed_and_what_was_written_is_escaped(aceh: Office):
    topics = [make_topic()]
    make_published_practice(aceh, title=f"Judul {EVIL}", body=f"Isi {EVIL} isi", topics=topics)
    make_meeting(title=f"Rakor {EVIL}", theme=EVIL, description=EVIL)
    Office.objects.filter(pk=aceh.pk).update(name=f"Balai {EVIL}", city=EVIL, description=EVIL)
    make_term(make_post(office=aceh), name=f"Nama {EVIL}")

    for typed in (EVIL, "script", "alert", "isi", f'"{EVIL}"'):
        page = Client().get("/cari/", {"q": typed})
        assert EVIL not in page.text, typed
        assert "<script>" not in page.text, typed
    page = Client().get("/cari/", {"q": "alert"})
    assert page.text.count("&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;") >= 4
    assert ESCAPED in Client().get("/cari/", {"q": EVIL}).text


def test_signs_of_a_headline_in_a_text_are_not_believed(aceh: Office):
    make_published_practice(
        aceh,
        title="Tanda \ue000tiga\ue001 \ue001palsu",
        body="satu \ue000 dua \ue001 tiga \ue000empat",
    )

    page = Client().get("/cari/", {"q": "tanda tiga"})

    (hit,) = page.context["shown"][0].found.hits
    assert str(hit.title) == "<mark>Tanda</mark> <mark>tiga</mark> palsu"
    assert str(hit.snippet) == "satu <mark> dua </mark> <mark>tiga</mark> empat"


ODD = (
    "", " ", "a", "yang", "%", "_", "\\", "'", '"', "a & b | !c", "a:*", "<->", "-", "-a", "--",
    "'; DROP TABLE provinces_office; --", "(" * 50, "x" * 500, "aceh " * 100, "\ud7ff🙂",
    "é ß İ", "1/2/3", "…/…", "800/%/2024", "\t\n", "NULL", "﷽" * 40, '"a" -"b', "²³", "9" * 90,
)  # fmt: skip


def test_whatever_is_typed_is_answered(aceh: Office):
    for typed in ODD:
        for kind in ("", "notula", "tidak-ada"):
            asked = {"q": typed, "jenis": kind, "tahun": typed, "provinsi": typed, "page": typed}
            assert Client().get("/cari/", asked).status_code == 200, typed
        assert Client().get("/cari/saran/", {"q": typed}).status_code == 200, typed


def test_a_nul_is_refused_as_everywhere():
    assert Client().get("/cari/?q=a%00b").status_code == 400


def test_too_common_words_and_nothing_found_have_their_sentences():
    assert "Kata itu terlalu umum" in Client().get("/cari/", {"q": "yang dan"}).text
    assert "Tidak ada yang sesuai" in Client().get("/cari/", {"q": "qwxzkv"}).text
    narrowed = Client().get("/cari/", {"q": "qwxzkv", "tahun": "2024"}).text
    assert 'href="?q=qwxzkv">Cari tanpa saringan' in narrowed


def test_one_kind_is_paged():
    for number in range(30):
        # Equal hits stand by this code; the factory's own begin anew after some hundred.
        code = f"{'XYZ'[number // 10]}{number % 10}"
        make_office(province=make_province(name=f"Pulau {number:02}", code=code))

    pages = [found("pulau", jenis="balai", page=number) for number in ("1", "2", "9", "x")]

    assert [len(titles) for titles in pages] == [24, 6, 24, 24]
    assert pages[0] + pages[1] == [f"Balai TIK <mark>Pulau</mark> {n:02}" for n in range(30)]
    assert len(found("pulau")) == 5


def test_suggestions_are_text_and_at_most_eight(aceh: Office):
    for number in range(10):
        make_meeting(title=f"Rakor Meulaboh <b>{number}</b>", starts_on=date(2020, 1, 1 + number))
    Office.objects.filter(pk=aceh.pk).update(city="Meulaboh")

    suggestions = Client().get("/cari/saran/", {"q": "meulab"}).json()["suggestions"]

    assert [each["kind"] for each in suggestions] == ["Rakor"] * 3 + ["Balai"]
    assert suggestions[0]["title"] == "Rakor Meulaboh <b>9</b>"
    assert suggestions[-1] == {
        "kind": "Balai",
        "title": "UPTD Balai Tekkomdik Aceh",
        "note": "Meulaboh, Aceh",
        "url": "/provinsi/aceh/",
    }
    assert len(Client().get("/cari/saran/", {"q": "rakor"}).json()["suggestions"]) == 8
    assert Client().get("/cari/saran/", {"q": "m"}).json() == {"suggestions": []}


@pytest.mark.parametrize("address", ["/cari/", "/cari/saran/"])
def test_statements_do_not_grow_with_the_rows(address: str):
    statements = []
    for number in (1, 2, 3):
        office = make_office(province=make_province(name=f"Samudra {number}"))
        make_term(make_post(office=office), name=f"Kepala Samudra {number}")
        make_meeting(title=f"Rakor Samudra {number}")
        make_published_practice(
            office, title=f"Samudra {number}", published_at=NOW - timedelta(days=number)
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            Client().get(address, {"q": "samudra", "kali": number})
        statements.append(len(captured))

    assert statements[0] == statements[2] <= 8


def test_generated_columns_are_indexed():
    """A vector without its index would be read row by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c "
            "WHERE c.data_type = 'tsvector' AND c.table_schema = 'public' AND NOT EXISTS ("
            "  SELECT FROM pg_indexes i WHERE i.tablename = c.table_name"
            "  AND i.indexdef LIKE '%%gin (' || c.column_name || ')')"
        )
        assert cursor.fetchall() == []
