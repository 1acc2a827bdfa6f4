"""Surat tugas: whom they name, what becomes of their files, what the history says."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import AuditEvent
from meetings.actions.assignment_letters import (
    Assigned,
    LetterGone,
    NotOfDelegation,
    Wording,
    attach_signed,
    change_letter,
    keep_letter,
    remove_letter,
    remove_signed,
    write_letter,
)
from meetings.actions.delegates import Delegate
from meetings.actions.registration import change_delegate
from meetings.actions.registration_refusals import NotYourOffice, WindowClosed
from meetings.models import AssignmentLetter, DelegateDraft, Meeting, RegistrationEvent
from tests.factories import NOW, make_letter, make_meeting, make_registration

pytestmark = pytest.mark.django_db

WORDING = Wording(number="090/12/2026", task="Mengikuti rakor")


@pytest.fixture(autouse=True)
def media(tmp_path) -> Path:
    return tmp_path


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting()


def pdf(content: bytes = b"%PDF-1.7 isi") -> ContentFile:
    return ContentFile(content, name="surat.pdf")


def stored(media: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in media.rglob("*") if path.is_file())


def draft(meeting, office, by) -> DelegateDraft:
    return DelegateDraft.objects.create(
        meeting=meeting, office=office, data={"full_name": "Cici"}, made_at=NOW, changed_at=NOW,
        changed_by=by,
    )  # fmt: skip


def told(registration) -> list[tuple[str, str]]:
    events = RegistrationEvent.objects.filter(registration=registration)
    return list(events.values_list("kind", "text"))


def traces() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_letter_names_delegates_and_drafts_and_tells_each(rakor, aceh, operator):
    ani, budi = make_registration(rakor, aceh), make_registration(rakor, aceh)
    cici = draft(rakor, aceh, operator)
    given = {"by": operator, "at": NOW}
    letter = write_letter(
        meeting=rakor, office=aceh, wording=WORDING,
        assigned=Assigned([ani.pk], [cici.pk]), **given,
    )  # fmt: skip
    changed = change_letter(
        letter=letter, wording=Wording(number="091", task=WORDING.task),
        assigned=Assigned([budi.pk]), **given,
    )  # fmt: skip
    for one in (ani, budi, cici):
        one.refresh_from_db()
    assert [ani.letter, budi.letter, cici.letter] == [None, letter, None]
    assert changed == ["number", "registrations"]
    assert told(ani) == [
        ("surat", "Tercantum pada surat tugas nomor 090/12/2026."),
        ("surat", "Tidak lagi tercantum pada surat tugas nomor 091."),
    ]
    assert told(budi) == [("surat", "Tercantum pada surat tugas nomor 091.")]
    assert traces() == ["assignment_letter.created", "assignment_letter.changed"]


def test_same_again_changes_nothing(rakor, aceh, operator):
    ani = make_registration(rakor, aceh)
    given = {"wording": WORDING, "assigned": Assigned([ani.pk]), "by": operator, "at": NOW}
    letter = write_letter(meeting=rakor, office=aceh, **given)
    assert change_letter(letter=letter, **given) == []
    assert (len(told(ani)), len(traces())) == (1, 1)


@pytest.mark.parametrize("case", ["other office", "other rakor", "withdrawn", "unknown draft"])
def test_others_cannot_be_named(rakor, aceh, bali, operator, case):
    registration = {
        "other office": lambda: make_registration(rakor, bali),
        "other rakor": lambda: make_registration(make_meeting(), aceh),
        "withdrawn": lambda: make_registration(
            rakor, aceh, withdrawn_at=NOW, withdraw_reason="Sakit."
        ),
        "unknown draft": lambda: make_registration(rakor, aceh),
    }[case]()
    drafts = [0] if case == "unknown draft" else []
    with pytest.raises(NotOfDelegation):
        write_letter(
            meeting=rakor, office=aceh, wording=WORDING, by=operator, at=NOW,
            assigned=Assigned([registration.pk], drafts),
        )  # fmt: skip
    registration.refresh_from_db()
    assert (registration.letter, AssignmentLetter.objects.count()) == (None, 0)


def test_signed_file_replaces_the_former_which_goes(
    rakor, aceh, operator, media, django_capture_on_commit_callbacks
):
    letter = make_letter(rakor, aceh, content=b"lama", number="1")
    ani = make_registration(rakor, aceh, letter=letter)
    with django_capture_on_commit_callbacks(execute=True):
        attach_signed(letter=letter, file=pdf(b"baru"), by=operator, at=NOW)
    letter.refresh_from_db()
    assert (stored(media), letter.size_bytes, letter.file.read()) == ([b"baru"], 4, b"baru")
    letter.file.close()
    assert told(ani) == [("surat", "Berkas surat tugas nomor 1 yang ditandatangani diunggah.")]


def test_file_of_a_rolled_back_letter_goes_and_the_former_stays(rakor, aceh, operator, media):
    letter = make_letter(rakor, aceh, content=b"lama")

    acts = (
        lambda: attach_signed(letter=letter, file=pdf(b"baru"), by=operator, at=NOW),
        lambda: keep_letter(meeting=rakor, office=aceh, file=pdf(), by=operator, at=NOW),
        lambda: remove_letter(letter=letter, by=operator, at=NOW),
    )
    for act in acts:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    letter.refresh_from_db()
    assert (stored(media), letter.size_bytes, AssignmentLetter.objects.count()) == ([b"lama"], 4, 1)


def test_removed_letter_leaves_delegates_without_one(
    rakor, aceh, operator, media, django_capture_on_commit_callbacks
):
    letter = make_letter(rakor, aceh)
    gone = {"withdrawn_at": NOW, "withdraw_reason": "Sakit."}
    people = [make_registration(rakor, aceh, letter=letter, **more) for more in ({}, gone)]
    with django_capture_on_commit_callbacks(execute=True):
        remove_letter(letter=letter, by=operator, at=NOW)
    for one in people:
        one.refresh_from_db()
    assert ([one.letter for one in people], stored(media)) == ([None, None], [])
    assert [len(told(one)) for one in people] == [1, 0]
    assert traces() == ["assignment_letter.removed"]
    with pytest.raises(LetterGone):
        remove_letter(letter=letter, by=operator, at=NOW)


def test_file_alone_can_be_removed(
    rakor, aceh, operator, media, django_capture_on_commit_callbacks
):
    letter = make_letter(rakor, aceh, task="Mengikuti rakor")
    with django_capture_on_commit_callbacks(execute=True):
        remove_signed(letter=letter, by=operator, at=NOW)
    letter.refresh_from_db()
    assert (bool(letter.file), letter.size_bytes, stored(media)) == (False, 0, [])


@pytest.mark.parametrize(("task", "kept"), [("", 0), ("Mengikuti rakor", 1)])
def test_uploaded_letter_goes_with_its_last_delegate(
    rakor, aceh, operator, media, django_capture_on_commit_callbacks, task, kept
):
    former = make_letter(rakor, aceh, content=b"lama", task=task)
    ani = make_registration(rakor, aceh, letter=former)
    with django_capture_on_commit_callbacks(execute=True):
        letter = keep_letter(
            meeting=rakor, office=aceh, file=pdf(b"baru"), by=operator, at=NOW,
            assigned=Assigned([ani.pk]),
        )  # fmt: skip
    ani.refresh_from_db()
    assert ani.letter == letter
    assert AssignmentLetter.objects.exclude(pk=letter.pk).count() == kept
    assert stored(media) == [b"baru", *[b"lama"] * kept]


def test_letter_that_the_form_replaces_goes_with_its_file(
    rakor, aceh, operator, media, django_capture_on_commit_callbacks
):
    ani = make_registration(rakor, aceh, letter=make_letter(rakor, aceh, content=b"lama"))
    values = {name: getattr(ani, name) for name in ("full_name", "role", "position", "unit",
              "mobile", "email", "mode", "privacy_version")}  # fmt: skip
    letter = make_letter(rakor, aceh, content=b"baru")
    with django_capture_on_commit_callbacks(execute=True):
        change_delegate(
            registration=ani, delegate=Delegate(**values, letter=letter), by=operator, at=NOW
        )
    ani.refresh_from_db()
    assert (ani.letter, list(AssignmentLetter.objects.all())) == (letter, [letter])
    assert stored(media) == [b"baru"]


def test_only_the_office_and_only_while_registration_is_open(rakor, aceh, operator, other_operator):
    letter = make_letter(rakor, aceh)
    late = NOW + timedelta(days=14)
    acts = (
        lambda **by: keep_letter(meeting=rakor, office=aceh, file=pdf(), **by),
        lambda **by: write_letter(
            meeting=rakor, office=aceh, wording=WORDING, assigned=Assigned(), **by
        ),
        lambda **by: change_letter(letter=letter, wording=WORDING, assigned=Assigned(), **by),
        lambda **by: attach_signed(letter=letter, file=pdf(), **by),
        lambda **by: remove_signed(letter=letter, **by),
        lambda **by: remove_letter(letter=letter, **by),
    )
    for act in acts:
        with pytest.raises(NotYourOffice):
            act(by=other_operator, at=NOW)
        with pytest.raises(WindowClosed):
            act(by=operator, at=late)
    assert list(AssignmentLetter.objects.all()) == [letter]
    assert traces() == []
