"""Drafts of a delegation: saved however incomplete, discarded, registered all at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.actions.delegates import Delegate
from meetings.actions.registration import register_delegate
from meetings.actions.registration_gate import check_batch, lock_meeting
from meetings.actions.registration_refusals import NotYourOffice, RegistrationRefused
from meetings.models import AssignmentLetter, DelegateDraft, Meeting, Registration
from meetings.permissions import may_register_for
from provinces.models import Office

MOST_DRAFTS = 50  # of one office for one rakor
LONGEST_TEXT = 1000  # of one field: longer than any field takes, short enough to store


class FilledDraft(NamedTuple):
    """A draft as it was read, and the delegate whom it describes."""

    draft: DelegateDraft
    delegate: Delegate


class TooManyDrafts(RegistrationRefused):
    def __init__(self, office: Office) -> None:
        super().__init__(
            f"{office.name} sudah menyimpan {MOST_DRAFTS} draf untuk rakor ini. "
            "Daftarkan atau buang sebagian dahulu."
        )


class DraftChanged(RegistrationRefused):
    def __init__(self) -> None:
        super().__init__(
            "Sebagian draf baru saja diubah, dibuang, atau didaftarkan rekan Anda. "
            "Periksa kembali daftarnya, lalu ulangi."
        )


class DraftSavedMeanwhile(RegistrationRefused):
    def __init__(self, draft: DelegateDraft) -> None:
        when = moment(draft.changed_at, draft.meeting.zone)
        who = draft.changed_by.full_name
        super().__init__(
            f"Draf ini disimpan {who} pada {when}, sesudah Anda membukanya. Isian Anda belum "
            f"tersimpan dan tetap tampil; menyimpannya sekarang menggantikan isian {who}."
        )


class OneRefused(RegistrationRefused):
    """Of several, so it names whom."""

    def __init__(self, delegate: Delegate, refused: RegistrationRefused) -> None:
        super().__init__(f"{delegate.full_name}: {refused}")


@transaction.atomic
def save_draft(
    *,
    meeting: Meeting,
    office: Office,
    data: dict[str, str],
    letter: AssignmentLetter | None,
    by: User,
    at: datetime,
    draft: DelegateDraft | None = None,
) -> DelegateDraft:
    """`data` as it was typed, in a new draft or in `draft`; nothing of it is checked.

    letter: of the same office and rakor. draft: as it was read; one that is gone is made anew.
    Raises RegistrationRefused: office, too many drafts, saved by somebody else meanwhile.
    """
    if not may_register_for(by, office):
        raise NotYourOffice(office)
    lock_meeting(meeting)
    if draft is not None:
        draft = _as_read(draft)
    if draft is None:
        if meeting.delegate_drafts.filter(office=office).count() >= MOST_DRAFTS:
            raise TooManyDrafts(office)
        draft = DelegateDraft(meeting=meeting, office=office, made_at=at)
    draft.data = {name: text[:LONGEST_TEXT] for name, text in data.items()}
    draft.letter = _as_it_is(letter)
    draft.changed_at, draft.changed_by = at, by
    draft.save()
    _record("delegatedraft.saved", draft, by, at)
    return draft


@transaction.atomic
def discard_draft(*, draft: DelegateDraft, by: User, at: datetime) -> None:
    """Gone with what was typed; its letter stays. Raises RegistrationRefused: office."""
    if not may_register_for(by, draft.office):
        raise NotYourOffice(draft.office)
    _record("delegatedraft.dropped", draft, by, at)
    draft.delete()


@transaction.atomic
def register_drafts(
    *, meeting: Meeting, office: Office, filled: Sequence[FilledDraft], by: User, at: datetime
) -> list[Registration]:
    """All of them registered and no longer drafts, or none: in the order given.

    Raises RegistrationRefused: as register_delegate, naming whom; or a draft is not as it was read.
    """
    lock_meeting(meeting, by)
    if len(filled) > 1:
        check_batch(meeting, len(filled), by, at)
    read = {one.draft.pk: one.draft.changed_at for one in filled}
    rows = DelegateDraft.objects.select_for_update().order_by("pk")
    stored = rows.filter(pk__in=read, meeting=meeting, office=office)
    if dict(stored.values_list("pk", "changed_at")) != read:
        raise DraftChanged
    made = [
        _register(meeting, office, one.delegate, by, at, is_alone=len(filled) == 1)
        for one in filled
    ]
    stored.delete()
    return made


def _as_it_is(letter: AssignmentLetter | None) -> AssignmentLetter | None:
    """None where it was removed meanwhile: the draft is kept without it."""
    return AssignmentLetter.objects.filter(pk=letter.pk).first() if letter else None


def _as_read(draft: DelegateDraft) -> DelegateDraft | None:
    stored = DelegateDraft.objects.select_related("changed_by", "meeting", "office")
    found = stored.filter(pk=draft.pk).first()
    if found is not None and found.changed_at != draft.changed_at:
        raise DraftSavedMeanwhile(found)
    return found


def _register(
    meeting: Meeting, office: Office, delegate: Delegate, by: User, at: datetime, *, is_alone: bool
) -> Registration:
    try:
        return register_delegate(meeting=meeting, office=office, delegate=delegate, by=by, at=at)
    except RegistrationRefused as refused:
        if is_alone:
            raise
        raise OneRefused(delegate, refused) from refused


def _record(action: str, draft: DelegateDraft, by: User, at: datetime) -> None:
    office, meeting = draft.office.slug, draft.meeting.slug
    audit.record(action, target=draft, by=by, at=at, office=office, meeting=meeting)
