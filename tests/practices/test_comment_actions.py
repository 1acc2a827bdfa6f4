"""Comments: counted, moderated, told to the office that wrote the article."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from post_office.models import Email

from accounts.actions import sync_roles
from accounts.models import AuditEvent
from accounts.roles import NOTE_TAKER
from practices.actions.comments import (
    HOUR,
    MOST_AN_HOUR,
    AlreadyDecided,
    NotPublic,
    TooManyComments,
    approve_comment,
    hide_comment,
    write_comment,
)
from practices.models import Comment, Practice
from tests.factories import (
    NOW,
    make_comment,
    make_practice,
    make_published_practice,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def practice(aceh, operator) -> Practice:
    return make_published_practice(aceh, title="Radio murid")


def write(practice, author, office=None, text="Menarik.", at=LATER) -> Comment:
    return write_comment(practice=practice, text=text, office=office, by=author, at=at)


def test_comment_of_a_member_waits(practice, other_operator, bali):
    comment = write(practice, other_operator, bali)
    assert list(Comment.objects.waiting()) == [comment]
    assert not Comment.objects.shown().exists()
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.target, event.details) == (
        "comment.added", "Komentar atas Radio murid", {"practice": practice.slug},
    )  # fmt: skip


def test_comment_of_the_secretariat_shows_at_once(practice, secretariat):
    comment = write(practice, secretariat)
    assert list(Comment.objects.shown()) == [comment]


def test_comment_of_a_note_taker_waits(practice):
    sync_roles()
    note_taker = make_user(is_staff=True)
    note_taker.groups.add(Group.objects.get(name=NOTE_TAKER))
    write(practice, note_taker)
    assert not Comment.objects.shown().exists()


@pytest.mark.parametrize(
    "fields", [{}, {"submitted_at": NOW}, {"withdrawn_at": NOW, "withdraw_reason": "Keliru."}]
)
def test_what_is_not_public_takes_no_comment(aceh, operator, fields):
    with pytest.raises(NotPublic):
        write(make_practice(aceh, **fields), operator, aceh)
    assert not Comment.objects.exists()


def test_same_words_sent_twice_are_one_comment(practice, other_operator, bali):
    first = write(practice, other_operator, bali)
    assert write(practice, other_operator, bali) == first
    assert write(practice, other_operator, bali, text="Lagi.") != first


def test_eleventh_comment_within_an_hour_is_refused(practice, other_operator, bali):
    for number in range(MOST_AN_HOUR):
        write(practice, other_operator, bali, text=f"Komentar {number}")
    with pytest.raises(TooManyComments, match="paling banyak 10 komentar dalam satu jam"):
        write(practice, other_operator, bali, text="Terlalu banyak")
    write(practice, other_operator, bali, text="Kemudian", at=LATER + HOUR)
    assert Comment.objects.count() == MOST_AN_HOUR + 1


def test_approved_comment_shows_and_is_told_to_the_office(
    practice, operator, other_operator, bali, secretariat
):
    comment = make_comment(practice, other_operator, office=bali, text="Kami coba.")
    approve_comment(comment=comment, by=secretariat, at=LATER)
    shown = Comment.objects.shown().get()
    assert (shown.approved_by, shown.approved_at) == (secretariat, LATER)
    mail = Email.objects.latest("pk")
    assert (mail.to, mail.subject) == (
        [operator.email], "Komentar baru pada praktik baik: Radio murid",
    )  # fmt: skip
    assert "Operator Bali (Balai TIK Pendidikan Provinsi Bali)" in mail.message
    assert other_operator.email not in mail.message
    with pytest.raises(AlreadyDecided, match="sudah tampil"):
        approve_comment(comment=comment, by=secretariat, at=LATER)


def test_own_comment_is_not_told_to_its_author(practice, operator, aceh, secretariat):
    Email.objects.all().delete()
    comment = make_comment(practice, operator, office=aceh)
    approve_comment(comment=comment, by=secretariat, at=LATER)
    assert not Email.objects.exists()


def test_hidden_comment_can_be_shown_again_without_a_second_letter(
    practice, operator, other_operator, secretariat
):
    comment = make_comment(practice, other_operator)
    approve_comment(comment=comment, by=secretariat, at=LATER)
    hide_comment(comment=comment, reason="Memuat nomor telepon.", by=secretariat, at=LATER)
    assert not Comment.objects.shown().exists()
    with pytest.raises(AlreadyDecided, match="Memuat nomor telepon"):
        hide_comment(comment=comment, reason="Lagi.", by=secretariat, at=LATER)
    approve_comment(comment=comment, by=secretariat, at=LATER)
    assert list(Comment.objects.shown()) == [comment]
    subjects = [email.subject for email in Email.objects.order_by("pk")]
    assert subjects == [
        "Praktik baik terbit: Radio murid",
        "Komentar baru pada praktik baik: Radio murid",
    ]


def test_database_refuses_hiding_without_a_reason(practice, operator):
    comment = make_comment(practice, operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(hidden_at=NOW)
    assert list(Comment.objects.waiting()) == [comment]
