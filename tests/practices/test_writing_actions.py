"""Writing: saved at any time, never over what somebody else saved unseen, submitted complete."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import AuditEvent
from forum_portal.lib.pictures import has_file
from practices.actions.refusals import (
    AlreadySubmitted,
    DraftChanged,
    FileRefused,
    PracticeIncomplete,
    PracticeUnchanged,
    TooManyAttachments,
    TooManyPictures,
)
from practices.actions.writing import (
    Draft,
    DraftAttachment,
    DraftPicture,
    begin_practice,
    save_draft,
    submit_practice,
)
from practices.models import Practice, PracticePicture
from tests.factories import NOW, make_practice, make_published_practice, make_topic
from tests.practices._files import pdf_file, picture_file

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def begin(office, title: str = "Bank soal bersama", **fields) -> Practice:
    draft = Draft(title=title, **fields)
    return begin_practice(office=office, draft=draft, by=None, at=NOW)


def draft_of(practice: Practice, **changes) -> Draft:
    """The text as it stands, with `changes`."""
    return replace(
        Draft(
            title=practice.title,
            summary=practice.summary,
            body=practice.body,
            topics=tuple(practice.topics.all()),
            pictures=tuple(DraftPicture(alt=p.alt, pk=p.pk) for p in practice.pictures.all()),
            attachments=tuple(
                DraftAttachment(title=a.title, pk=a.pk) for a in practice.attachments.all()
            ),
        ),
        **changes,
    )


def save(practice: Practice, **changes) -> list[str]:
    draft = draft_of(practice, **changes)
    return save_draft(practice=practice, draft=draft, read_at=practice.edited_at, by=None, at=LATER)


def test_article_begins_with_a_title_alone(aceh, operator):
    draft = Draft(title="Bank soal bersama")
    practice = begin_practice(office=aceh, draft=draft, by=operator, at=NOW)
    assert (practice.slug, practice.created_by, practice.edited_at, practice.current) == (
        "bank-soal-bersama", operator, NOW, None,
    )  # fmt: skip
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.details) == (
        "practice.created", operator, {"office": "aceh"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("Bank soal", ["bank-soal", "bank-soal-2", "bank-soal-3"]),
        ("Tulis", ["tulis-2", "tulis-3", "tulis-4"]),
        ("…", ["praktik-baik", "praktik-baik-2", "praktik-baik-3"]),
    ],
    ids=["same titles", "a fixed address", "no letters"],
)
def test_each_article_gets_an_address_of_its_own(aceh, title, slugs):
    assert [begin(aceh, title).slug for _ in slugs] == slugs


def test_address_stays_when_the_title_changes(aceh):
    practice = begin(aceh)
    assert save(practice, title="Bank soal untuk 40 sekolah") == ["title"]
    practice.refresh_from_db()
    assert (practice.slug, practice.title) == ("bank-soal-bersama", "Bank soal untuk 40 sekolah")


def test_save_says_what_changed(aceh, operator):
    practice = make_practice(aceh)
    changed = save_draft(
        practice=practice,
        draft=draft_of(practice, body="Isi baru.", topics=[make_topic()]),
        read_at=NOW,
        by=operator,
        at=LATER,
    )
    practice.refresh_from_db()
    assert changed == ["body", "topics"]
    assert (practice.edited_at, practice.edited_by) == (LATER, operator)
    assert AuditEvent.objects.get().details == {"changed": ["body", "topics"]}


def test_save_of_the_same_text_leaves_it_as_it_was(aceh):
    practice = begin(
        aceh,
        topics=[make_topic()],
        pictures=[DraftPicture(alt="Studio", file=picture_file())],
        attachments=[DraftAttachment(title="Panduan", file=pdf_file())],
    )
    assert save(practice) == []
    practice.refresh_from_db()
    assert practice.edited_at == NOW


def test_later_save_is_refused_and_told_of_the_earlier_one(aceh, operator):
    practice = make_practice(aceh, title="Judul")
    read = draft_of(practice)
    theirs, mine = replace(read, body="Dari rekan."), replace(read, body="Dari saya.")
    save_draft(practice=practice, draft=theirs, read_at=NOW, by=operator, at=LATER)
    with pytest.raises(DraftChanged, match="oleh Operator Aceh") as refused:
        save_draft(practice=practice, draft=mine, read_at=NOW, by=None, at=LATER)
    assert refused.value.saved.body == "Dari rekan."
    practice.refresh_from_db()
    assert (practice.body, practice.edited_by) == ("Dari rekan.", operator)


def test_pictures_are_ordered_described_and_taken_out(aceh):
    practice = begin(
        aceh, pictures=[DraftPicture(alt=alt, file=picture_file()) for alt in ("Satu", "Dua")]
    )
    one, two = practice.pictures.all()
    third = DraftPicture(alt="Tiga", file=picture_file())
    wanted = [DraftPicture(alt="Dua, lebih jelas", pk=two.pk), third]
    assert save(practice, pictures=wanted) == ["pictures"]
    assert list(practice.pictures.values_list("place", "alt")) == [
        (1, "Dua, lebih jelas"),
        (2, "Tiga"),
    ]
    # An edition may show it.
    assert has_file(one.stem, one.widths[0])


def test_thirteenth_picture_is_refused(aceh):
    practice = begin(aceh)
    pictures = [DraftPicture(alt="Foto", file=picture_file()) for _ in range(13)]
    with pytest.raises(TooManyPictures, match="paling banyak 12 gambar; naskah ini akan memuat 13"):
        save(practice, pictures=pictures)
    assert not PracticePicture.objects.exists()


def test_eleventh_attachment_is_refused(aceh):
    practice = begin(aceh)
    papers = [DraftAttachment(title="Panduan", file=pdf_file()) for _ in range(11)]
    with pytest.raises(TooManyAttachments, match="paling banyak 10 lampiran; naskah ini akan"):
        save(practice, attachments=papers)
    assert not practice.attachments.exists()


def test_refused_picture_names_its_input_and_leaves_the_text(aceh):
    practice = make_practice(aceh, body="Isi.")
    picture = DraftPicture(alt="Foto", file=pdf_file("foto.jpg"), source="new_picture_1")
    with pytest.raises(FileRefused, match="bukan gambar") as refused:
        save(practice, body="Lain.", pictures=[picture])
    practice.refresh_from_db()
    assert (refused.value.field, practice.body) == ("new_picture_1", "Isi.")


def test_picture_of_another_article_cannot_be_taken_over(aceh, bali):
    foreign = begin(bali, pictures=[DraftPicture(alt="Milik Bali", file=picture_file())])
    practice = begin(aceh)
    wanted = [DraftPicture(alt="Diambil", pk=foreign.pictures.get().pk)]
    assert save(practice, pictures=wanted) == []
    assert foreign.pictures.get().alt == "Milik Bali"


def test_complete_draft_is_submitted(aceh, operator):
    practice = make_practice(aceh)
    submit_practice(practice=practice, by=operator, at=LATER)
    assert list(Practice.objects.submitted()) == [practice]
    assert AuditEvent.objects.get().action == "practice.submitted"


def test_incomplete_draft_is_not_submitted(aceh):
    practice = begin(aceh, summary="Ringkas.")
    with pytest.raises(PracticeIncomplete, match="Yang belum diisi: topik, isi"):
        submit_practice(practice=practice, by=None, at=LATER)
    assert not Practice.objects.submitted().exists()


def test_submitted_twice_or_unchanged_is_refused(aceh):
    submitted = make_practice(aceh, submitted_at=NOW)
    with pytest.raises(AlreadySubmitted, match="sudah dikirim"):
        submit_practice(practice=submitted, by=None, at=LATER)
    public = make_published_practice(aceh)
    with pytest.raises(PracticeUnchanged, match="sama dengan yang sudah terbit"):
        submit_practice(practice=public, by=None, at=LATER)


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_attachment_of_an_article_that_was_not_kept_leaves_the_disk(aceh):
    with transaction.atomic():
        practice = begin(aceh, attachments=[DraftAttachment("Panduan", file=pdf_file())])
        name = practice.attachments.get().file.name
        transaction.set_rollback(True)
    assert not default_storage.exists(name)


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_attachment_of_an_article_that_was_kept_stays(aceh):
    practice = begin(aceh, attachments=[DraftAttachment("Panduan", file=pdf_file())])
    assert default_storage.exists(practice.attachments.get().file.name)
