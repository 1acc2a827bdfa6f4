"""Articles and comments in the panel: read as a difference, decided once, told to the office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practices.models import Comment, Practice, Topic
from practices.states import PracticeState, state_of
from tests.factories import (
    NOW,
    make_comment,
    make_practice,
    make_published_practice,
    make_topic,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/practices/practice/"
COMMENTS = "/admin/practices/comment/"
REASON = {"reason": "Sebutkan angkanya."}


@pytest.fixture
def submitted(aceh) -> Practice:
    return make_practice(aceh, title="Radio murid", submitted_at=NOW)


def step(practice: Practice, name: str) -> str:
    return f"{LIST}{practice.pk}/{name}/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_submitted_article_is_read_and_published(secretary_client: Client, submitted, operator):
    page = secretary_client.get(step(submitted, "periksa"))
    assert page.context["changes"] is None
    assert submitted.body in text_of(page)
    read_at = page.context["read_at"]
    response = secretary_client.post(step(submitted, "periksa"), {"read_at": read_at}, follow=True)
    assert "“Radio murid” (terbitan ke-1) sudah dapat dibaca umum." in text_of(response)
    assert list(Practice.objects.public()) == [submitted]


def test_review_shows_what_changes(secretary_client, aceh):
    practice = make_published_practice(aceh, title="Radio murid", body="Dua minggu saja.")
    practice.topics.add(make_topic(name="Literasi"))
    Practice.objects.update(body="Tiga minggu saja.", submitted_at=NOW, edited_at=NOW)
    page = secretary_client.get(step(practice, "periksa"))
    assert [change.label for change in page.context["changes"]] == ["Topik", "Isi"]
    assert "<del>Dua</del><ins>Tiga</ins> minggu saja." in text_of(page)


def test_text_saved_meanwhile_is_shown_before_it_is_published(secretary_client, submitted):
    read_at = secretary_client.get(step(submitted, "periksa")).context["read_at"]
    Practice.objects.update(body="Kalimat baru.", edited_at=NOW + timedelta(hours=1))
    page = secretary_client.post(step(submitted, "periksa"), {"read_at": read_at})
    assert "diubah balainya sesudah Anda membukanya" in text_of(page)
    assert "Kalimat baru." in text_of(page)
    assert not Practice.objects.public().exists()
    read_at = page.context["read_at"]
    secretary_client.post(step(submitted, "periksa"), {"read_at": read_at})
    assert Practice.objects.public().get().current.body == "Kalimat baru."


@pytest.mark.parametrize("read_at", ["", "kemarin"])
def test_publication_without_reading_is_refused(secretary_client, submitted, read_at):
    secretary_client.post(step(submitted, "periksa"), {"read_at": read_at})
    assert not Practice.objects.public().exists()


def test_article_is_returned_with_a_reason(secretary_client, submitted):
    assert secretary_client.post(step(submitted, "kembalikan"), {}).context["form"].errors
    secretary_client.post(step(submitted, "kembalikan"), REASON)
    submitted.refresh_from_db()
    assert (state_of(submitted), submitted.return_reason) == (
        PracticeState.RETURNED, "Sebutkan angkanya.",
    )  # fmt: skip


def test_article_is_withdrawn_with_a_reason(secretary_client, aceh):
    practice = make_published_practice(aceh)
    secretary_client.post(step(practice, "tarik"), REASON)
    assert not Practice.objects.public().exists()


def test_steps_follow_the_state(secretary_client, aceh, submitted):
    offered = {
        name: [
            each["label"] for each in secretary_client.get(f"{LIST}{pk}/change/").context["steps"]
        ]
        for name, pk in (
            ("draft", make_practice(aceh).pk),
            ("submitted", submitted.pk),
            ("public", make_published_practice(aceh).pk),
        )
    }
    assert offered == {
        "draft": [],
        "submitted": ["Periksa & terbitkan", "Kembalikan untuk diperbaiki"],
        "public": ["Tarik dari publik"],
    }


def test_list_is_filtered_by_state(secretary_client, aceh, submitted):
    make_practice(aceh, title="Draf")
    make_published_practice(aceh, title="Terbit")
    page = secretary_client.get(f"{LIST}?keadaan=dikirim")
    assert list(page.context["cl"].result_list) == [submitted]


def test_note_taker_sees_none_of_it(note_taker_client, submitted, operator):
    comment = make_comment(submitted, operator)
    urls = [LIST, step(submitted, "periksa"), step(submitted, "kembalikan"), COMMENTS,
            f"{COMMENTS}{comment.pk}/setujui/", "/admin/practices/topic/",
            f"{LIST}{submitted.pk}/change/"]  # fmt: skip
    assert {note_taker_client.post(url, REASON).status_code for url in urls} == {403}
    assert note_taker_client.get(f"/praktik-baik/{submitted.slug}/pratinjau/").status_code == 404
    assert not Practice.objects.public().exists()


def test_nobody_edits_an_article_or_a_comment_in_the_panel(secretary_client, aceh, operator):
    practice = make_published_practice(aceh)
    comment = make_comment(practice, operator)
    answers = [
        secretary_client.post(f"{url}{end}", {"title": "Lain", "text": "Lain"}).status_code
        for url, pk in ((LIST, practice.pk), (COMMENTS, comment.pk))
        for end in (f"{pk}/change/", f"{pk}/delete/", "add/")
    ]
    assert answers == [403] * 6


def test_comment_is_approved_and_hidden(secretary_client, aceh, operator):
    comment = make_comment(make_published_practice(aceh), operator)
    secretary_client.post(f"{COMMENTS}{comment.pk}/setujui/")
    assert list(Comment.objects.shown()) == [comment]
    secretary_client.post(f"{COMMENTS}{comment.pk}/sembunyikan/", {"reason": "Kasar."})
    assert not Comment.objects.shown().exists()


def act(client: Client, action: str, comments: list[Comment], **more: str):
    chosen = [comment.pk for comment in comments]
    data = {"action": action, "_selected_action": chosen, **more}
    return client.post(COMMENTS, data, follow=True)


def test_several_comments_are_approved_at_once(secretary_client, aceh, operator):
    practice = make_published_practice(aceh)
    comments = [make_comment(practice, operator) for _ in range(3)]
    secretary_client.post(f"{COMMENTS}{comments[0].pk}/setujui/")
    page = text_of(act(secretary_client, "approve_selected", comments))
    assert "2 komentar disetujui. 1 sudah diputus sebelumnya." in page
    assert set(Comment.objects.shown()) == set(comments)


def test_several_comments_are_hidden_for_one_reason(secretary_client, aceh, operator):
    practice = make_published_practice(aceh)
    comments = [make_comment(practice, operator) for _ in range(2)]
    asked = act(secretary_client, "hide_selected", comments)
    assert asked.context["title"] == "Sembunyikan 2 komentar?"
    assert not Comment.objects.filter(hidden_at__isnull=False).exists()
    assert act(secretary_client, "hide_selected", comments, reason="").context["form"].errors
    act(secretary_client, "hide_selected", comments, reason="Iklan.")
    reasons = Comment.objects.filter(hidden_at__isnull=False).values_list("hide_reason", flat=True)
    assert list(reasons) == ["Iklan.", "Iklan."]


def test_first_page_counts_what_waits(secretary_client, aceh, submitted, operator):
    make_comment(submitted, operator, created_at=timezone.now())
    page = text_of(secretary_client.get("/admin/"))
    assert "praktik baik menunggu diperiksa" in page
    assert "komentar menunggu persetujuan" in page


def test_topic_is_added_and_one_in_use_stays(secretary_client, aceh):
    secretary_client.post(
        "/admin/practices/topic/add/", {"name": "Literasi", "slug": "literasi", "order": 9}
    )
    assert Topic.objects.get().name == "Literasi"
    used = make_published_practice(aceh).topics.get()
    secretary_client.post(f"/admin/practices/topic/{used.pk}/delete/", {"post": "yes"})
    assert Topic.objects.filter(pk=used.pk).exists()
