"""What the public reads of articles, and what never reaches it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.actions.publishing import publish_practice
from practices.models import Practice, PracticeAttachment, PracticePicture
from provinces.models import OfficeName
from tests.factories import (
    NOW,
    make_comment,
    make_office,
    make_practice,
    make_published_practice,
    make_topic,
)

pytestmark = pytest.mark.django_db

LIST = "/praktik-baik/"
DAY = timedelta(days=1)


def titles(response) -> list[str]:
    return [row["title"] for row in response.context["rows"]]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def hide(practice: Practice) -> Practice:
    Practice.objects.filter(pk=practice.pk).update(withdrawn_at=NOW, withdraw_reason="Keliru.")
    return practice


def revise(practice: Practice, **fields) -> Practice:
    """The working text alone; the edition stays."""
    Practice.objects.filter(pk=practice.pk).update(edited_at=NOW + DAY, **fields)
    return practice


@pytest.fixture
def secrets(aceh) -> list[Practice]:
    """Articles that only their office and the secretariat know of, RAHASIA in every text."""
    texts = {"summary": "Ringkasan RAHASIA", "body": "Isi RAHASIA"}
    shown = make_published_practice(aceh, title="Terbaca")
    return [
        make_practice(aceh, title="RAHASIA draf", **texts),
        make_practice(aceh, title="RAHASIA dikirim", submitted_at=NOW, **texts),
        hide(make_published_practice(aceh, title="RAHASIA ditarik", **texts)),
        revise(shown, title="RAHASIA naskah", **texts),
    ]


def test_list_shows_the_current_editions_latest_first(aceh, public_client: Client):
    topic = make_topic(name="Literasi")
    make_published_practice(aceh, title="Lama", published_at=NOW - 400 * DAY)
    practice = make_published_practice(aceh, title="Baru", summary="Ringkas.", topics=[topic])
    response = public_client.get(LIST)
    assert titles(response) == ["Baru", "Lama"]
    assert response.context["rows"][0] == {
        "title": "Baru",
        "url": f"/praktik-baik/{practice.slug}/",
        "summary": "Ringkas.",
        "office": "UPTD Balai Tekkomdik Aceh",
        "then_called": "",
        "province": "Aceh",
        "published_at": NOW,
        "topics": ["Literasi"],
        "picture": None,
        "is_sample": False,
    }


@pytest.mark.parametrize("url", [LIST, f"{LIST}?balai=aceh", f"{LIST}feed/"])
def test_unpublished_texts_reach_neither_list_nor_feed(secrets, public_client: Client, url):
    page = text_of(public_client.get(url))
    assert "Terbaca" in page
    assert "RAHASIA" not in page


def test_unpublished_article_has_no_page(secrets, public_client, other_operator_client):
    draft, submitted, withdrawn, shown = secrets
    for client in (public_client, other_operator_client):
        for practice in (draft, submitted, withdrawn):
            assert client.get(f"{LIST}{practice.slug}/").status_code == 404
        page = text_of(client.get(f"{LIST}{shown.slug}/"))
        assert "Terbaca" in page
        assert "RAHASIA" not in page


def test_office_and_secretariat_are_led_to_the_draft(secrets, operator_client, secretariat_client):
    url = f"{LIST}{secrets[0].slug}/"
    for client in (operator_client, secretariat_client):
        response = client.get(url, follow=True)
        assert response.redirect_chain == [(f"{url}pratinjau/", 302)]
        assert "RAHASIA draf" in text_of(response)


@pytest.fixture
def files(aceh) -> dict[str, str]:
    """Addresses by what they are: of the current edition, of the draft, of a withdrawn article."""
    found = {}
    for number, kind in enumerate(("public", "draft", "withdrawn")):
        practice = make_practice(aceh, slug=kind, submitted_at=NOW)
        stem, key = str(number) * 32, f"{number}k"
        picture = {"stem": stem, "widths": [480], "width": 480, "height": 320, "alt": kind}
        PracticePicture.objects.create(practice=practice, place=1, **picture)
        paper = PracticeAttachment(practice=practice, key=key, title=kind, size_bytes=3)
        paper.file.save("x.pdf", ContentFile(b"pdf"))
        paper.file.storage.save(f"pictures/{stem}-480.webp", ContentFile(b"webp"))
        if kind != "draft":
            publish_practice(practice=practice, read_at=NOW, by=None, at=NOW)
        found[f"{kind} picture"] = f"{LIST}{kind}/gambar/{stem}-480.webp"
        found[f"{kind} paper"] = f"{LIST}{kind}/lampiran/{key}/"
    hide(Practice.objects.get(slug="withdrawn"))
    return found


def statuses(client: Client, files: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, url in files.items():
        response = client.get(url)
        if response.streaming:
            b"".join(response.streaming_content)
        found[name] = response.status_code
    return found


def test_files_of_drafts_and_withdrawn_articles_are_closed(
    files, public_client, other_operator_client, operator_client, secretariat_client
):
    closed = {name: 200 if name.startswith("public") else 404 for name in files}
    assert statuses(public_client, files) == closed
    assert statuses(other_operator_client, files) == closed
    assert statuses(operator_client, files) == dict.fromkeys(files, 200)
    assert statuses(secretariat_client, files) == dict.fromkeys(files, 200)


def test_file_under_another_article_is_not_found(files, public_client):
    slipped = {name: url.replace("/draft/", "/public/") for name, url in files.items()}
    assert statuses(public_client, {"paper": slipped["draft paper"]}) == {"paper": 404}
    assert statuses(public_client, {"picture": slipped["draft picture"]}) == {"picture": 404}


def test_file_stays_with_the_edition_when_the_draft_loses_it(files, public_client):
    PracticePicture.objects.all().delete()
    PracticeAttachment.objects.all().delete()
    kept = {name: url for name, url in files.items() if name.startswith("public")}
    assert statuses(public_client, kept) == dict.fromkeys(kept, 200)


@pytest.fixture
def several(aceh, bali) -> None:
    radio, data = make_topic(name="Radio", slug="radio"), make_topic(name="Data", slug="data")
    earlier = datetime(2024, 12, 31, 18, tzinfo=UTC)
    make_published_practice(aceh, title="Aceh radio", topics=[radio])
    make_published_practice(bali, title="Bali radio", topics=[radio, data], published_at=earlier)
    make_published_practice(bali, title="Bali data", topics=[data], published_at=NOW - DAY)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Aceh radio", "Bali data", "Bali radio"]),
        ("topik=radio", ["Aceh radio", "Bali radio"]),
        ("balai=bali", ["Bali data", "Bali radio"]),
        # In Jakarta the year had begun.
        ("tahun=2025", ["Bali radio"]),
        ("tahun=2024", ["Aceh radio", "Bali data", "Bali radio"]),
        ("topik=radio&balai=bali&tahun=2026", []),
        ("topik=tidak-ada&balai=x&tahun=x&page=x", ["Aceh radio", "Bali data", "Bali radio"]),
    ],
)
def test_list_is_narrowed_by_topic_office_and_year(several, public_client, query, found):
    assert titles(public_client.get(f"{LIST}?{query}")) == found


def test_only_offices_with_articles_are_offered(several, public_client):
    make_office(name="Balai tanpa artikel")
    page = text_of(public_client.get(LIST))
    assert '<option value="bali">' in page
    assert "Balai tanpa artikel" not in page


def test_filters_stay_on_the_next_page(aceh, public_client):
    for _ in range(25):
        make_published_practice(aceh)
    response = public_client.get(f"{LIST}?balai=aceh")
    assert len(titles(response)) == 24
    assert "?balai=aceh&amp;page=2" in text_of(response)
    assert len(titles(public_client.get(f"{LIST}?balai=aceh&page=2"))) == 1


def test_article_is_dated_and_named_as_it_was(aceh, public_client):
    OfficeName.objects.create(
        office=aceh, name="BTKP Aceh", valid=(date(2010, 1, 1), date(2026, 11, 1))
    )
    before = datetime(2026, 10, 1, 3, tzinfo=UTC)
    old = make_published_practice(aceh, title="Dulu", published_at=before)
    new = make_published_practice(aceh, title="Kini")
    assert "(waktu itu: BTKP Aceh)" in text_of(public_client.get(f"{LIST}{old.slug}/"))
    assert "waktu itu" not in text_of(public_client.get(f"{LIST}{new.slug}/"))
    rows = public_client.get(LIST).context["rows"]
    assert [row["then_called"] for row in rows] == ["", "BTKP Aceh"]


def test_article_offers_others_of_its_topics(aceh, public_client):
    topic = make_topic()
    practice = make_published_practice(aceh, topics=[topic, make_topic()])
    for number in range(4):
        make_published_practice(aceh, title=f"Sama {number}", topics=[topic])
    make_published_practice(aceh, title="Lain")
    hide(make_published_practice(aceh, title="Ditarik", topics=[topic]))
    response = public_client.get(f"{LIST}{practice.slug}/")
    assert [row["title"] for row in response.context["related"]] == ["Sama 3", "Sama 2", "Sama 1"]


def test_markdown_of_an_article_is_safe(aceh, public_client):
    body = "## Hasil\n\n<script>alert(1)</script> [x](javascript:alert(1)) **tebal**"
    practice = make_published_practice(aceh, body=body)
    page = public_client.get(f"{LIST}{practice.slug}/").content.decode()
    assert "<h2>Hasil</h2>" in page
    assert "<strong>tebal</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_page_for_readers_names_no_account(aceh, operator, other_operator, bali, public_client):
    practice = make_published_practice(aceh, edited_by=operator, created_by=operator)
    make_comment(practice, other_operator, office=bali, approved_at=NOW, text="Kami coba.")
    page = text_of(public_client.get(f"{LIST}{practice.slug}/"))
    assert "Operator Bali" in page
    assert "Operator Aceh" not in page
    assert "@" not in page.replace("@media", "")


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_any_number(
    aceh, public_client, django_assert_num_queries: DjangoAssertNumQueries, count
):
    for _ in range(count):
        make_published_practice(make_office(), topics=[make_topic(), make_topic()])
    with django_assert_num_queries(7):
        assert len(titles(public_client.get(LIST))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_article_needs_the_same_queries_for_any_number(
    aceh,
    bali,
    other_operator,
    public_client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count,
):
    topic = make_topic()
    practice = make_published_practice(aceh, topics=[topic])
    for _ in range(count):
        make_published_practice(make_office(), topics=[topic])
        make_comment(practice, other_operator, office=bali, approved_at=NOW)
    with django_assert_num_queries(6):
        public_client.get(f"{LIST}{practice.slug}/")


def test_feed_is_atom_with_the_latest(aceh, public_client, settings):
    settings.SITE_URL = "https://forum.example"
    make_published_practice(
        aceh, title="Radio & murid", slug="radio", topics=[make_topic(name="Radio")]
    )
    response = public_client.get(f"{LIST}feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    page = text_of(response)
    assert "<title>Radio &amp; murid</title>" in page
    assert f'href="{settings.SITE_URL}/praktik-baik/radio/"' in page
    assert '<category term="Radio"' in page
    assert "<name>UPTD Balai Tekkomdik Aceh</name>" in page


def test_pasted_control_characters_do_not_take_the_feed_away(aceh, public_client):
    make_published_practice(
        aceh, title="Radio\x0b murid", slug="radio", topics=[make_topic(name="Ra\x01dio")]
    )
    response = public_client.get(f"{LIST}feed/")
    assert response.status_code == 200
    assert "<title>Radio murid</title>" in text_of(response)
