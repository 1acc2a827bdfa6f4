"""Surat tugas of a delegation: written here or elsewhere, signed, assigned to its delegates.

Every action locks the rakor's row first, as registering does; a file goes when its row goes.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.stored_files import delete_on_commit, stays_if_committed
from meetings.actions import history
from meetings.actions.registration_gate import lock_meeting
from meetings.actions.registration_refusals import (
    NotYourOffice,
    RegistrationRefused,
    WindowClosed,
)
from meetings.models import (
    AssignmentLetter,
    DelegateDraft,
    Meeting,
    Registration,
    RegistrationEvent,
)
from meetings.permissions import may_register_for
from meetings.reviewing.queue import is_mending
from meetings.reviewing.rules import REVIEW_COLUMNS, ask_again
from meetings.states import is_registration_open
from provinces.models import Office


class LetterGone(RegistrationRefused):
    field = "letter"

    def __init__(self) -> None:
        super().__init__("Surat tugas ini sudah dihapus.")


class NotOfDelegation(RegistrationRefused):
    def __init__(self, office: Office) -> None:
        super().__init__(
            f"Ada yang dipilih tetapi tidak lagi terdaftar atau tersimpan sebagai draf "
            f"{office.name}. Periksa kembali pilihannya."
        )


@dataclass(frozen=True)
class Wording:
    """What a letter says; empty where it was written elsewhere and nobody told."""

    number: str = ""
    dated_on: date | None = None
    basis: str = ""
    task: str = ""
    signatory_name: str = ""
    signatory_position: str = ""
    signatory_nip: str = ""


@dataclass(frozen=True)
class Assigned:
    """Whom a letter names, by the keys of their registrations and drafts."""

    registrations: Collection[UUID] = ()
    drafts: Collection[int] = ()


@transaction.atomic
def keep_letter(
    *,
    meeting: Meeting,
    office: Office,
    file: File,
    by: User | None,
    at: datetime,
    wording: Wording = Wording(),
    assigned: Assigned = Assigned(),
) -> AssignmentLetter:
    """A letter that was written and signed elsewhere; file: checked.

    by: None is the portal itself. Raises RegistrationRefused: window, office, persons.
    """
    meeting = _checked(meeting, office, by, at)
    letter = AssignmentLetter(meeting=meeting, office=office, **asdict(wording))
    _put(letter, file)
    _add(letter, assigned, by, at)
    audit.record("assignment_letter.added", target=letter, by=by, at=at, office=office.slug)
    return letter


@transaction.atomic
def write_letter(
    *,
    meeting: Meeting,
    office: Office,
    wording: Wording,
    assigned: Assigned,
    by: User,
    at: datetime,
) -> AssignmentLetter:
    """A letter that the portal sets as a PDF for the head's signature.

    Raises RegistrationRefused: window, office, persons.
    """
    meeting = _checked(meeting, office, by, at)
    letter = AssignmentLetter(meeting=meeting, office=office, **asdict(wording))
    _add(letter, assigned, by, at)
    audit.record("assignment_letter.created", target=letter, by=by, at=at, office=office.slug)
    return letter


@transaction.atomic
def change_letter(
    *, letter: AssignmentLetter, wording: Wording, assigned: Assigned, by: User, at: datetime
) -> list[str]:
    """The names of what changed; a signed file stays as it is.

    Raises RegistrationRefused: window, office, persons, LetterGone.
    """
    letter = _locked(letter, by, at)
    values = asdict(wording)
    changed = [name for name, value in values.items() if getattr(letter, name) != value]
    for name in changed:
        setattr(letter, name, values[name])
    if _assign(letter, assigned, by, at):
        changed.append("registrations")
    if changed:
        letter.changed_at = at
        letter.save()
        audit.record("assignment_letter.changed", target=letter, by=by, at=at, fields=changed)
    return changed


@transaction.atomic
def attach_signed(
    *, letter: AssignmentLetter, file: File, by: User, at: datetime
) -> AssignmentLetter:
    """The letter with its signed paper; a former one goes. file: checked.

    Raises RegistrationRefused: window, office, LetterGone.
    """
    letter = _locked(letter, by, at)
    former = letter.file.name
    _put(letter, file)
    letter.changed_at = at
    letter.save()
    if former:
        delete_on_commit([str(former)])
    audit.record("assignment_letter.signed", target=letter, by=by, at=at)
    _tell(_named(letter), f"Berkas {_called(letter)} yang ditandatangani diunggah.", by, at)
    return letter


@transaction.atomic
def remove_signed(*, letter: AssignmentLetter, by: User, at: datetime) -> AssignmentLetter:
    """The letter, waiting for its signature again. Raises RegistrationRefused as attach_signed."""
    letter = _locked(letter, by, at)
    if letter.file:
        delete_on_commit([str(letter.file.name)])
        letter.file, letter.size_bytes, letter.changed_at = "", 0, at
        letter.save()
        audit.record("assignment_letter.unsigned", target=letter, by=by, at=at)
        _tell(_named(letter), f"Berkas {_called(letter)} yang ditandatangani dihapus.", by, at)
    return letter


@transaction.atomic
def remove_letter(*, letter: AssignmentLetter, by: User, at: datetime) -> None:
    """Its delegates stay registered, without a letter. Raises RegistrationRefused as above."""
    letter = _locked(letter, by, at)
    _assign(letter, Assigned(), by, at)
    _delete(letter, by, at)


def drop_unused(letter: AssignmentLetter, *, by: User | None, at: datetime) -> None:
    """Deletes an uploaded letter that names nobody any more; one written here stays to be used.

    Called inside the transaction that gave its last delegate another one, the rakor locked.
    """
    if letter.task or letter.registrations.exists() or letter.drafts.exists():
        return
    _delete(letter, by, at)


def _checked(meeting: Meeting, office: Office, by: User | None, at: datetime) -> Meeting:
    meeting = lock_meeting(meeting)
    if by is not None and not may_register_for(by, office):
        raise NotYourOffice(office)
    if not is_registration_open(meeting, at) and not is_mending(meeting, office, at):
        raise WindowClosed(meeting, at)
    return meeting


def _locked(letter: AssignmentLetter, by: User, at: datetime) -> AssignmentLetter:
    _checked(letter.meeting, letter.office, by, at)
    rows = AssignmentLetter.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("meeting", "office").filter(pk=letter.pk).first()
    if found is None:
        raise LetterGone
    return found


def _put(letter: AssignmentLetter, file: File) -> None:
    file.seek(0)
    letter.file.save("surat-tugas.pdf", file, save=False)
    letter.size_bytes = file.size or 0
    stays_if_committed(str(letter.file.name))


def _add(letter: AssignmentLetter, assigned: Assigned, by: User | None, at: datetime) -> None:
    letter.made_at = letter.changed_at = at
    letter.made_by = by
    letter.save()
    _assign(letter, assigned, by, at)


def _assign(letter: AssignmentLetter, assigned: Assigned, by: User | None, at: datetime) -> bool:
    """Makes the letter name just those; False if it did already. Raises NotOfDelegation."""
    of_office = {"meeting": letter.meeting, "office": letter.office}
    rows = Registration.objects.active().filter(**of_office, pk__in=assigned.registrations)
    wanted = {registration.pk: registration for registration in rows.select_related("letter")}
    drafts = DelegateDraft.objects.filter(**of_office, pk__in=assigned.drafts)
    if len(wanted) != len(set(assigned.registrations)) or len(drafts) != len(set(assigned.drafts)):
        raise NotOfDelegation(letter.office)
    former = {registration.pk: registration for registration in _named(letter)}
    left = [registration for key, registration in former.items() if key not in wanted]
    new = [registration for key, registration in wanted.items() if key not in former]
    # The withdrawn keep theirs, except when it goes.
    letter.registrations.filter(pk__in=[one.pk for one in left]).update(letter=None)
    Registration.objects.filter(pk__in=[one.pk for one in new]).update(letter=letter)
    _tell(left, f"Tidak lagi tercantum pada {_called(letter)}.", by, at)
    _tell(new, f"Tercantum pada {_called(letter)}.", by, at)
    kept = set(letter.drafts.values_list("pk", flat=True))
    letter.drafts.exclude(pk__in=assigned.drafts).update(letter=None)
    drafts.update(letter=letter)
    for other in {one.letter for one in new if one.letter}:
        drop_unused(other, by=by, at=at)
    return bool(left or new or kept != set(assigned.drafts))


def _named(letter: AssignmentLetter) -> list[Registration]:
    return list(letter.registrations.active())


def _called(letter: AssignmentLetter) -> str:
    return f"surat tugas nomor {letter.number}" if letter.number else "surat tugas tanpa nomor"


def _tell(
    registrations: Collection[Registration], text: str, by: User | None, at: datetime
) -> None:
    for registration in registrations:
        history.note(registration, RegistrationEvent.Kind.LETTER, text, by=by, at=at)
        if ask_again(registration, ["letter"]):
            registration.save(update_fields=REVIEW_COLUMNS)


def _delete(letter: AssignmentLetter, by: User | None, at: datetime) -> None:
    audit.record(
        "assignment_letter.removed", target=letter, by=by, at=at, office=letter.office.slug
    )
    letter.registrations.update(letter=None)
    if letter.file:
        delete_on_commit([str(letter.file.name)])
    letter.delete()
