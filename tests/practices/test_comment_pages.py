"""Comments under an article: who may write, what shows to whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practices.actions.comments import MOST_AN_HOUR
from practices.models import Comment, Practice
from provinces.models import OfficeStaff
from tests.factories import (
    NOW,
    make_comment,
    make_practice,
    make_published_practice,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(aceh) -> Practice:
    return make_published_practice(aceh, slug="radio-murid")


URL = "/praktik-baik/radio-murid/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def send(client: Client, **fields):
    return client.post(f"{URL}komentar/", {"text": "Kami coba.", **fields}, follow=True)


def test_reader_is_asked_to_sign_in(practice, public_client):
    page = text_of(public_client.get(URL))
    assert "Masuk untuk berkomentar" in page
    assert "/akun/masuk/?next=%2Fpraktik-baik%2Fradio-murid%2F%23komentar" in page
    assert "<textarea" not in page
    response = public_client.post(f"{URL}komentar/", {"text": "Anonim"})
    assert response.url.startswith("/akun/masuk/")
    assert not Comment.objects.exists()


def test_account_without_an_office_has_no_voice(practice, client):
    client.force_login(make_user())
    assert "tidak mewakili balai" in text_of(client.get(URL))
    send(client)
    assert not Comment.objects.exists()


def test_member_writes_in_the_name_of_the_office(practice, other_operator_client, bali):
    response = send(other_operator_client)
    comment = Comment.objects.get()
    assert (comment.office, comment.text, comment.approved_at) == (bali, "Kami coba.", None)
    assert response.redirect_chain == [(f"{URL}#komentar-{comment.pk}", 302)]
    assert "Komentar Anda menunggu persetujuan sekretariat" in text_of(response)


def test_waiting_comment_is_seen_by_its_author_alone(
    practice, other_operator_client, operator_client, public_client
):
    send(other_operator_client)
    assert "Kami coba." in text_of(other_operator_client.get(URL))
    assert "Kami coba." not in text_of(operator_client.get(URL))
    assert "Kami coba." not in text_of(public_client.get(URL))


def test_hidden_comment_is_seen_by_nobody(practice, other_operator, bali, other_operator_client):
    make_comment(
        practice, other_operator, office=bali, text="Kasar.", approved_at=NOW, hidden_at=NOW,
        hide_reason="Kasar.",
    )  # fmt: skip
    assert "Kasar." not in text_of(other_operator_client.get(URL))


def test_secretariat_writes_as_itself_at_once(practice, secretariat_client, public_client):
    response = send(secretariat_client)
    assert "Komentar Anda sudah tampil" in text_of(response)
    assert Comment.objects.get().office is None
    assert "Sekretariat forum" in text_of(public_client.get(URL))


def test_member_of_two_offices_says_for_which(
    practice, aceh, other_operator, other_operator_client
):
    OfficeStaff.objects.create(office=aceh, user=other_operator)
    assert 'name="voice"' in text_of(other_operator_client.get(URL))
    send(other_operator_client, voice="aceh")
    assert Comment.objects.get().office == aceh


def test_voice_of_a_foreign_office_is_refused(practice, aceh, other_operator_client):
    response = send(other_operator_client, voice="aceh")
    assert response.status_code == 200
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_comment_that_says_nothing_or_too_much_is_sent_back(practice, operator_client, text):
    response = send(operator_client, text=text)
    assert response.context["comment_form"].errors["text"]
    assert not Comment.objects.exists()


def test_refused_comment_keeps_its_text(practice, other_operator, other_operator_client):
    for number in range(MOST_AN_HOUR):
        make_comment(practice, other_operator, text=f"{number}", created_at=timezone.now())
    page = text_of(send(other_operator_client, text="Yang kesebelas"))
    assert "paling banyak 10 komentar dalam satu jam" in page
    assert "Yang kesebelas</textarea>" in page


def test_what_is_not_public_takes_no_comment(aceh, operator_client):
    make_practice(aceh, slug="draf")
    response = operator_client.post("/praktik-baik/draf/komentar/", {"text": "Kami coba."})
    assert response.status_code == 404
    assert not Comment.objects.exists()


def test_comment_is_text_and_nothing_else(practice, other_operator, public_client):
    make_comment(practice, other_operator, text="<script>x</script>\n\nDua", approved_at=NOW)
    page = public_client.get(URL).content.decode()
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in page
    assert "<script>x" not in page


def test_many_comments_stand_on_pages(practice, other_operator, public_client):
    for number in range(26):
        make_comment(
            practice, other_operator, text=f"Nomor {number}.", approved_at=NOW,
            created_at=NOW + timedelta(minutes=number),
        )  # fmt: skip
    assert "Nomor 25." not in text_of(public_client.get(URL))
    assert "Nomor 25." in text_of(public_client.get(f"{URL}?komentar=2"))
