"""Two people of an office act on one surat tugas at once: one file is left, nobody is misled."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

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
from meetings.actions.drafts import save_draft
from meetings.actions.registration import change_delegate, register_delegate
from meetings.actions.substitution import substitute_delegate
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import AssignmentLetter, DelegateDraft, Registration
from tests.factories import NOW, make_letter, make_meeting, make_registration
from tests.meetings.lock_queue import meanwhile
from tests.meetings.seating import person

pytestmark = [pytest.mark.any_postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(tmp_path) -> Path:
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


def test_letter_that_is_being_removed_is_given_to_nobody(aceh, operator):
    """Its row is gone when the delegate's is written; a draft is kept without it."""
    meeting, at = make_meeting(), {"by": operator, "at": NOW}
    ani = make_registration(meeting, aceh)

    def meanwhile_removed(act: Callable[[AssignmentLetter], Any]) -> Any:
        letter = make_letter(meeting, aceh)
        remove = partial(remove_letter, letter=letter, **at)
        return meanwhile(remove, lambda: act(letter), nothing)

    def register(letter: AssignmentLetter) -> Registration:
        delegate = person(1, letter=letter)
        return register_delegate(meeting=meeting, office=aceh, delegate=delegate, **at)

    def change(letter: AssignmentLetter) -> Registration:
        return change_delegate(registration=ani, delegate=person(2, letter=letter), **at)

    def substitute(letter: AssignmentLetter) -> Registration:
        delegate = person(3, letter=letter)
        return substitute_delegate(registration=ani, delegate=delegate, reason="Sakit.", **at)

    def draft(letter: AssignmentLetter) -> DelegateDraft:
        return save_draft(meeting=meeting, office=aceh, data={}, letter=letter, **at)

    refused = [meanwhile_removed(act) for act in (register, change, substitute)]
    assert [type(one) for one in refused] == [LetterGone] * 3
    assert (meanwhile_removed(draft).letter, Registration.objects.get()) == (None, ani)
