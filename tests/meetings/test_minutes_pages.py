"""The list and the page of minutes: what the public reads, and what never reaches it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meetings.actions.minutes import publish_minutes
from meetings.models import ActionItem, Decision, Meeting, Minutes, Publication
from tests.factories import NOW, make_agenda_item, make_meeting, make_minutes, release

pytestmark = pytest.mark.django_db


def publish(number: int = 1, *, starts_on: date = date(2026, 3, 2), **fields) -> Publication:
    meeting = make_meeting(
        slug=f"rakor-uji-{number}",
        title=f"Rapat Koordinasi Uji {number}",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        city="Padang",
        registered_by="none",
        **fields,
    )
    make_agenda_item(meeting, title="Pleno program")
    release(meeting)
    minutes = make_minutes(meeting, invitation_number="12/C4/2026", closing="Rapat ditutup.")
    Decision.objects.create(minutes=minutes, text="Peta jalan\ndisusun bersama.")
    ActionItem.objects.create(
        minutes=minutes, task="Menyurati dinas", responsible="BLPT", due_on=date(2026, 5, 31)
    )
    return publish_minutes(minutes=minutes, by=None, at=NOW)


def correct(publication: Publication, **fields) -> Publication:
    if fields:
        Minutes.objects.filter(pk=publication.minutes_id).update(**fields)
    return publish_minutes(
        minutes=publication.minutes, by=None, at=NOW, correction_note="Kalimat penutup."
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_list_shows_the_latest_publication_of_each_by_year(public_client: Client):
    publish(1, starts_on=date(2025, 7, 14))
    publish(2, is_sample=True)
    correct(publish(3, starts_on=date(2026, 9, 1)), closing="Lain.")

    response = public_client.get("/notula/")

    assert response.context["groups"] == [
        {
            "year": "2026",
            "rows": [
                {
                    "title": "Rapat Koordinasi Uji 3",
                    "url": "/rakor/rakor-uji-3/notula/",
                    "date": "1–2 September 2026",
                    "note": "Padang · 1 keputusan · 1 tindak lanjut",
                    "badges": [],
                },
                {
                    "title": "Rapat Koordinasi Uji 2",
                    "url": "/rakor/rakor-uji-2/notula/",
                    "date": "2–3 Maret 2026",
                    "note": "Padang · 1 keputusan · 1 tindak lanjut",
                    "badges": [{"text": "Contoh", "tone": "amber"}],
                },
            ],
        },
        {
            "year": "2025",
            "rows": [
                {
                    "title": "Rapat Koordinasi Uji 1",
                    "url": "/rakor/rakor-uji-1/notula/",
                    "date": "14–15 Juli 2025",
                    "note": "Padang · 1 keputusan · 1 tindak lanjut",
                    "badges": [],
                }
            ],
        },
    ]
    assert (response.context["years"], response.context["is_sample_data"]) == ([2026, 2025], True)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("2025", ["2025"]), ("2024", ["2026", "2025"]), ("abc", ["2026", "2025"])],
)
def test_list_of_one_year(public_client: Client, asked, shown):
    publish(1, starts_on=date(2025, 7, 14))
    publish(2)

    response = public_client.get("/notula/", {"tahun": asked})

    assert [group["year"] for group in response.context["groups"]] == shown


def test_list_says_when_there_is_nothing(public_client: Client):
    make_minutes(make_meeting(title="Rakor Rahasia"), discussion="Naskah rahasia.")

    text = text_of(public_client.get("/notula/"))

    assert "Belum ada notula yang terbit" in text
    assert "ahasia" not in text


def test_list_goes_on_over_pages(public_client: Client, monkeypatch):
    monkeypatch.setattr("meetings.minutes.list_page.PAGE_SIZE", 2)
    for number in range(3):
        publish(number, starts_on=date(2026, 3, number + 1))

    second = public_client.get("/notula/", {"page": 2})

    assert [row["title"] for row in second.context["groups"][0]["rows"]] == [
        "Rapat Koordinasi Uji 0"
    ]
    assert 'rel="prev" href="?page=1"' in second.content.decode()
    assert b"utm" not in public_client.get("/notula/", {"utm": "x", "page": 1}).content


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_any_number_of_rows(
    public_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows
):
    for number in range(rows):
        publish(number)

    with django_assert_num_queries(4):
        public_client.get("/notula/")
    with django_assert_num_queries(1):
        public_client.get("/notula/?lagi")


def test_list_follows_every_change_at_once(secretariat_client: Client):
    def titles() -> list[str]:
        text = text_of(secretariat_client.get("/notula/"))
        return [f"Uji {number}" for number in range(4) if f"Rapat Koordinasi Uji {number}" in text]

    first = publish(1)
    publish(2)
    seen = [titles()]
    Meeting.objects.filter(slug="rakor-uji-2").update(published_at=None)
    seen.append(titles())
    Meeting.objects.update(published_at=NOW)
    seen.append(titles())
    Meeting.objects.filter(slug="rakor-uji-1").update(title="Rapat Koordinasi Uji 3", slug="baru")
    correct(first)
    seen.append(titles())

    assert seen == [["Uji 1", "Uji 2"], ["Uji 1"], ["Uji 1", "Uji 2"], ["Uji 2", "Uji 3"]]
    assert 'href="/rakor/baru/notula/"' in text_of(secretariat_client.get("/notula/"))


def test_page_shows_the_whole_publication(public_client: Client):
    publication = publish(1)

    response = public_client.get("/rakor/rakor-uji-1/notula/")

    text = text_of(response)
    for shown in (
        "<h1>Notula Rapat Koordinasi Uji 1</h1>",
        "2–3 Maret 2026",
        "Siti Aminah, M.Kom.",
        "Budi Santoso, S.T.",
        "12/C4/2026",
        "<li>Pleno program</li>",
        "<p>Rapat membahas program kerja.</p>",
        "Peta jalan<br>disusun bersama.",
        '<th scope="row">Menyurati dinas</th>',
        '<time datetime="2026-05-31">31 Mei 2026</time>',
        "<p>Rapat ditutup.</p>",
        publication.sha256,
        'href="/rakor/rakor-uji-1/notula.pdf"',
        "tercatat di portal",
    ):
        assert shown in text
    assert "tanda tangan" not in text.lower()
    assert response.context["current"] is None


def test_page_never_shows_the_draft(public_client: Client, secretariat_client: Client):
    publication = publish(1)
    minutes = publication.minutes
    for name in ("chair", "secretary", "attendance", "opening", "discussion", "closing"):
        setattr(minutes, name, f"Bocor {name}")
    minutes.save()
    Meeting.objects.update(title="Bocor judul", theme="Bocor tema", venue="Bocor tempat")
    Decision.objects.create(minutes=minutes, text="Bocor keputusan")
    ActionItem.objects.create(minutes=minutes, task="Bocor tugas", responsible="Bocor")

    for client in (public_client, secretariat_client):
        for url in ("/notula/", "/rakor/rakor-uji-1/notula/"):
            text = text_of(client.get(url))
            assert "Rapat Koordinasi Uji 1" in text
            assert "Bocor" not in text


def test_typed_markup_is_shown_as_text(public_client: Client):
    publication = publish(1)
    Decision.objects.update(text="<b>tebal</b> & {{ x }}")

    correct(publication, discussion="<script>alert(1)</script>")

    text = text_of(public_client.get("/rakor/rakor-uji-1/notula/"))
    assert "&lt;b&gt;tebal&lt;/b&gt; &amp; {{ x }}" in text
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in text


def test_corrected_page_names_what_was_corrected(public_client: Client):
    correct(publish(1), closing="Rapat ditutup pukul 17.00.")

    response = public_client.get("/rakor/rakor-uji-1/notula/")

    when = "Selasa, 24 November 2026, 11.00 WITA"
    assert response.context["history"] == [
        {
            "when": when,
            "title": "Terbitan ke-2",
            "note": "Kalimat penutup.",
            "url": "/rakor/rakor-uji-1/notula/",
            "is_now": True,
        },
        {
            "when": when,
            "title": "Terbitan ke-1",
            "note": "Terbitan pertama",
            "url": "/rakor/rakor-uji-1/notula/?terbitan=1",
            "is_now": False,
        },
    ]
    assert "<p>Rapat ditutup pukul 17.00.</p>" in text_of(response)


def test_older_publication_is_marked_as_superseded(public_client: Client):
    correct(publish(1), closing="Rapat ditutup pukul 17.00.")

    text = text_of(public_client.get("/rakor/rakor-uji-1/notula/?terbitan=1"))

    assert "<p>Rapat ditutup.</p>" in text
    assert "Ini bukan terbitan terakhir" in text
    assert 'href="/rakor/rakor-uji-1/notula.pdf?terbitan=1"' in text
    assert "17.00" not in text


@pytest.mark.parametrize("asked", ["2", "0", "x", "", "1 "])
def test_unknown_publication_is_not_found(public_client: Client, asked):
    publish(1)

    response = public_client.get("/rakor/rakor-uji-1/notula/", {"terbitan": asked})

    assert response.status_code == 404


@pytest.mark.parametrize("ending", ["notula/", "notula.pdf"])
def test_unpublished_minutes_are_not_found_by_anybody(
    public_client: Client, operator_client: Client, secretariat_client: Client, ending
):
    make_minutes(make_meeting(slug="tanpa-terbitan"), discussion="Naskah rahasia.")
    publish(1)
    Meeting.objects.filter(slug="rakor-uji-1").update(published_at=None)

    for slug in ("tanpa-terbitan", "rakor-uji-1", "tidak-ada"):
        for client in (public_client, operator_client, secretariat_client):
            response = client.get(f"/rakor/{slug}/{ending}")
            assert response.status_code == 404
            assert b"rahasia" not in response.content


@pytest.mark.parametrize("corrections", [0, 2])
def test_page_takes_two_queries_then_one(
    public_client: Client, django_assert_num_queries: DjangoAssertNumQueries, corrections
):
    publication = publish(1)
    for number in range(corrections):
        correct(publication, closing=f"Kalimat {number}.")

    with django_assert_num_queries(2):
        public_client.get("/rakor/rakor-uji-1/notula/?a")
    with django_assert_num_queries(1):
        public_client.get("/rakor/rakor-uji-1/notula/?b")
