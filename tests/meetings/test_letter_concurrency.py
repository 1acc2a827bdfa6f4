"""Two people of an office act on one surat tugas at once: one file is left, nobody is misled."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from meetings.actions.assignment_letters import (
    Assigned,
    LetterGone,
    NotOfDelegation,
    Wording,
    attach_signed,
    remove_letter,
    write_letter,
)
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import AssignmentLetter
from tests.factories import NOW, make_letter, make_meeting, make_registration
from tests.meetings.lock_queue import meanwhile

pytestmark = [pytest.mark.any_postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(media: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in media.rglob("*") if path.is_file())


def nothing() -> None:
    pass


def test_of_two_files_the_later_is_left_alone(aceh, operator, media):
    letter = make_letter(make_meeting(), aceh, content=b"lama")

    def attach(content: bytes) -> AssignmentLetter:
        file = ContentFile(content, name="surat.pdf")
        return attach_signed(letter=letter, file=file, by=operator, at=NOW)

    meanwhile(lambda: attach(b"pertama"), lambda: attach(b"kedua"), nothing)
    assert stored(media) == [b"kedua"]
    with AssignmentLetter.objects.get().file.open() as kept:
        assert kept.read() == b"kedua"


def test_file_for_a_letter_that_is_being_removed_is_refused_and_goes(aceh, operator, media):
    letter = make_letter(make_meeting(), aceh)
    refused = meanwhile(
        lambda: remove_letter(letter=letter, by=operator, at=NOW),
        lambda: attach_signed(
            letter=letter, file=ContentFile(b"baru", name="a.pdf"), by=operator, at=NOW
        ),
        nothing,
    )
    assert (type(refused), stored(media)) == (LetterGone, [])


def test_who_is_being_withdrawn_is_not_named(aceh, operator):
    meeting = make_meeting()
    ani = make_registration(meeting, aceh)
    refused = meanwhile(
        lambda: withdraw_delegate(registration=ani, reason="Sakit.", by=operator, at=NOW),
        lambda: write_letter(
            meeting=meeting, office=aceh, wording=Wording(task="Mengikuti"), by=operator, at=NOW,
            assigned=Assigned([ani.pk]),
        ),
        nothing,
    )  # fmt: skip
    assert (type(refused), AssignmentLetter.objects.count()) == (NotOfDelegation, 0)
