"""Publishing: what was read becomes an edition that nothing changes any more."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from post_office.models import Email

from accounts.models import AuditEvent
from practices.actions.publishing import (
    TextChanged,
    publish_practice,
    return_practice,
    withdraw_practice,
)
from practices.actions.refusals import AlreadyWithdrawn, NotSubmitted, PracticeIncomplete
from practices.actions.writing import Draft, DraftAttachment, DraftPicture, begin_practice
from practices.models import Edition, EditionTopic, Practice
from practices.states import PracticeState, state_of
from tests.factories import NOW, make_practice, make_published_practice, make_topic, make_user
from tests.practices._files import pdf_file, picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]

LATER = NOW + timedelta(days=1)


def publish(practice: Practice, **fields) -> Edition:
    fields = {"read_at": practice.edited_at, "by": None, "at": LATER, **fields}
    return publish_practice(practice=practice, **fields)


def mails() -> list[tuple[str, str]]:
    return [(email.to[0], email.subject) for email in Email.objects.order_by("pk")]


def test_edition_is_a_copy_of_everything(aceh, secretariat):
    topic = make_topic(name="Literasi")
    draft = Draft(
        title="Radio murid",
        summary="Ringkas.",
        body="Isi.",
        topics=[topic],
        pictures=[DraftPicture(alt="Studio", file=picture_file())],
        attachments=[DraftAttachment(title="Panduan", file=pdf_file())],
    )
    practice = begin_practice(office=aceh, draft=draft, by=None, at=NOW)
    Practice.objects.update(submitted_at=NOW)

    edition = publish(practice, by=secretariat)

    picture, paper = practice.pictures.get(), practice.attachments.get()
    assert (edition.number, edition.title, edition.summary, edition.body) == (
        1, "Radio murid", "Ringkas.", "Isi.",
    )  # fmt: skip
    assert list(edition.topics.all()) == [topic]
    assert edition.pictures == [
        {"stem": picture.stem, "widths": picture.widths, "width": 300, "height": 200,
         "alt": "Studio"},
    ]  # fmt: skip
    assert edition.attachments == [
        {"key": paper.key, "title": "Panduan", "file": paper.file.name,
         "size_bytes": paper.size_bytes},
    ]  # fmt: skip
    practice.refresh_from_db()
    assert (practice.current, practice.published_at, practice.submitted_at) == (
        edition, LATER, None,
    )  # fmt: skip
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor, event.details) == (
        "practice.published", secretariat, {"number": 1},
    )  # fmt: skip


def test_later_draft_does_not_change_what_is_public(aceh):
    practice = make_published_practice(aceh, title="Semula")
    Practice.objects.filter(pk=practice.pk).update(title="Naskah baru", edited_at=LATER)
    practice.topics.set([make_topic()])
    practice.refresh_from_db()
    assert (practice.current.title, practice.current.topics.count()) == ("Semula", 1)
    assert set(practice.current.topics.all()) != set(practice.topics.all())
    assert state_of(practice) == PracticeState.CHANGED


def test_second_edition_keeps_the_day_of_the_first(aceh):
    practice = make_published_practice(aceh)
    Practice.objects.filter(pk=practice.pk).update(submitted_at=LATER, body="Isi baru.")
    edition = publish(practice)
    practice.refresh_from_db()
    assert (edition.number, practice.published_at, practice.current) == (2, NOW, edition)
    assert [each.body for each in practice.editions.order_by("number")][1] == "Isi baru."


def test_publishing_ends_a_return_and_a_withdrawal(aceh):
    practice = make_practice(
        aceh, submitted_at=NOW, returned_at=NOW, return_reason="Sebutkan angkanya.",
        withdrawn_at=NOW, withdraw_reason="Keliru.",
    )  # fmt: skip
    publish(practice)
    practice.refresh_from_db()
    assert practice.is_public
    assert (practice.return_reason, practice.withdraw_reason) == ("", "")


def test_text_saved_after_it_was_read_is_not_published(aceh):
    practice = make_practice(aceh, submitted_at=NOW)
    with pytest.raises(TextChanged, match="diubah balainya sesudah Anda membukanya"):
        publish(practice, read_at=NOW - timedelta(seconds=1))
    assert not Edition.objects.exists()


def test_draft_and_incomplete_text_are_not_published(aceh):
    with pytest.raises(NotSubmitted, match="tidak sedang menunggu pemeriksaan"):
        publish(make_practice(aceh))
    with pytest.raises(PracticeIncomplete, match="ringkasan"):
        publish(make_practice(aceh, submitted_at=NOW, summary=""))
    assert not Edition.objects.exists()


def test_returned_article_goes_back_with_its_reason(aceh, operator, secretariat):
    practice = make_practice(aceh, title="Radio murid", submitted_at=NOW)
    return_practice(practice=practice, reason="Sebutkan angkanya.", by=secretariat, at=LATER)
    practice.refresh_from_db()
    assert (state_of(practice), practice.return_reason) == (
        PracticeState.RETURNED, "Sebutkan angkanya.",
    )  # fmt: skip
    assert mails() == [(operator.email, "Praktik baik perlu diperbaiki: Radio murid")]
    text = Email.objects.get().message
    assert "Sebutkan angkanya." in text
    assert "/praktik-baik/radio-murid/ubah/" in text
    with pytest.raises(NotSubmitted):
        return_practice(practice=practice, reason="Lagi.", by=secretariat, at=LATER)


def test_office_is_told_of_its_publication(aceh, operator, other_operator):
    former = make_user(is_active=False)
    former.offices.create(office=aceh)
    make_published_practice(aceh, title="Radio murid", is_sample=True)
    assert mails() == [(operator.email, "[Contoh] Praktik baik terbit: Radio murid")]


def test_withdrawn_article_is_no_longer_public(aceh, operator, secretariat):
    practice = make_published_practice(aceh, title="Radio murid")
    Email.objects.all().delete()
    withdraw_practice(practice=practice, reason="Memuat foto tanpa izin.", by=secretariat, at=LATER)
    assert not Practice.objects.public().exists()
    assert mails() == [(operator.email, "Praktik baik ditarik: Radio murid")]
    with pytest.raises(AlreadyWithdrawn, match="Memuat foto tanpa izin"):
        withdraw_practice(practice=practice, reason="Lagi.", by=secretariat, at=LATER)


def test_office_that_withdraws_needs_no_letter(aceh, operator):
    practice = make_practice(aceh, submitted_at=NOW)
    withdraw_practice(practice=practice, reason="Belum siap.", by=operator, at=LATER)
    practice.refresh_from_db()
    assert (state_of(practice), mails()) == (PracticeState.WITHDRAWN, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE practices_edition SET title = 'Lain'",
        "DELETE FROM practices_edition",
        "UPDATE practices_editiontopic SET topic_id = topic_id + 1",
        "DELETE FROM practices_editiontopic",
    ],
)
def test_database_refuses_to_change_an_edition(aceh, statement):
    practice = make_published_practice(aceh, title="Semula")
    refused = pytest.raises(DatabaseError, match=r"Cannot (update|delete)")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Edition.objects.get().title == "Semula"
    assert EditionTopic.objects.get().topic == practice.topics.get()


def test_database_refuses_an_edition_of_another_article(aceh):
    practice, other = make_published_practice(aceh), make_published_practice(aceh)
    with pytest.raises(IntegrityError, match="practice_current_is_own"), transaction.atomic():
        Practice.objects.filter(pk=practice.pk).update(current=other.editions.get())
    practice.refresh_from_db()
    assert practice.current.practice == practice


@pytest.mark.parametrize(
    "fields",
    [
        {"returned_at": NOW},
        {"withdrawn_at": NOW},
        {"return_reason": "Tanpa waktu."},
        {"published_at": NOW},
    ],
)
def test_database_refuses_half_a_state(aceh, fields):
    practice = make_practice(aceh)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=practice.pk).update(**fields)
    practice.refresh_from_db()
    assert state_of(practice) == PracticeState.DRAFT
