"""What a rakor asks beyond what is needed: asked, changed, asked no more.

People answer for a purpose and until a day that they read beside the question. So neither may
widen under their answers: they are deleted with it, or the change is refused.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import Precision, partial_date
from meetings.actions.registration_gate import lock_meeting
from meetings.delegations.asked import answer_name, consent_name
from meetings.delegations.keeping import first_deletion, forgotten_on
from meetings.models import AskedField, DelegateDraft, FieldAnswer, Meeting
from meetings.states import over_at


class AskingRefused(Exception):
    """It cannot be asked so; says why, in a sentence for the reader. field: of Asking, or ""."""

    field = ""


class AskedAlready(AskingRefused):
    def __init__(self, kind: str) -> None:
        super().__init__(f"{AskedField.Kind(kind).label} sudah ditanyakan rakor ini.")


class MeetingOver(AskingRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting.title} ({meeting.dates}) sudah selesai.")


class WrongDay(AskingRefused):
    field = "delete_on"

    def __init__(self, meeting: Meeting) -> None:
        first, last = (
            partial_date(day, Precision.DAY)
            for day in (first_deletion(meeting), forgotten_on(meeting))
        )
        super().__init__(
            f"Rakor berlangsung {meeting.dates}. Pilih hari sesudahnya, paling lama satu tahun: "
            f"{first} sampai {last}."
        )


class NeverRequired(AskingRefused):
    field = "is_required"

    def __init__(self, kind: str) -> None:
        super().__init__(f"{AskedField.Kind(kind).label} tidak pernah wajib diisi.")


class AnsweredOtherwise(AskingRefused):
    """The change needs the answers to go, which nobody consented to."""

    field = "forget"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} orang sudah menjawab untuk kegunaan dan sampai tanggal yang mereka baca. "
            "Kegunaan baru atau tanggal yang lebih lambat menghapus jawaban itu; centang bila "
            "memang demikian."
        )


class GoneAlready(AskingRefused):
    def __init__(self) -> None:
        super().__init__("Isian ini sudah tidak ditanyakan, atau jawabannya sudah dihapus.")


@dataclass(frozen=True)
class Asking:
    purpose: str
    delete_on: date
    is_required: bool = False


@transaction.atomic
def ask_field(
    *, meeting: Meeting, kind: str, asking: Asking, by: User | None, at: datetime
) -> AskedField:
    """Asked from now on, of those who are registered or changed. Raises AskingRefused."""
    meeting = lock_meeting(meeting)
    _check(meeting, kind, asking, at)
    if meeting.asked_fields.filter(kind=kind).exists():
        raise AskedAlready(kind)
    field = AskedField.objects.create(meeting=meeting, kind=kind, **vars(asking))
    _record("asked_field.added", field, by, at)
    return field


@transaction.atomic
def change_asked(
    *, field: AskedField, asking: Asking, forget: bool, by: User | None, at: datetime
) -> bool:
    """False if nothing changed. forget: what was answered may be deleted where it has to be.

    Raises AskingRefused.
    """
    field = _locked(field)
    meeting = field.meeting
    changed = [name for name, value in vars(asking).items() if getattr(field, name) != value]
    if not changed:
        return False
    _check(meeting, field.kind, asking, at)
    if "purpose" in changed or asking.delete_on > field.delete_on:
        count = count_answers(field)
        if count and not forget:
            raise AnsweredOtherwise(count)
        delete_answers(field)
    for name in changed:
        setattr(field, name, getattr(asking, name))
    field.save(update_fields=changed)
    _record("asked_field.changed", field, by, at)
    return True


@transaction.atomic
def stop_asking(*, field: AskedField, by: User | None, at: datetime) -> int:
    """How many answers went with it. Raises GoneAlready."""
    field = _locked(field)
    count = delete_answers(field)
    _record("asked_field.removed", field, by, at, count=count)
    field.delete()
    return count


def move_deletions(former: Meeting, meeting: Meeting) -> None:
    """The days of deletion keep their distance from a rakor that moves; inside its transaction."""
    far: timedelta = over_at(meeting).date() - over_at(former).date()
    for field in meeting.asked_fields.filter(purged_at=None) if far else ():
        field.delete_on += far
        field.save(update_fields=["delete_on"])


def count_answers(field: AskedField) -> int:
    """How many persons answered; one statement."""
    column = AskedField.OWN_COLUMN.get(field.kind)
    if column is not None:
        return field.meeting.registrations.exclude(**{column: ""}).count()
    return field.answers.count()


def delete_answers(field: AskedField) -> int:
    """How many persons' answers went, those in drafts apart; inside the caller's transaction."""
    kind, column = field.kind, AskedField.OWN_COLUMN.get(field.kind)
    _clear_drafts(field.meeting, [column] if column else [answer_name(kind), consent_name(kind)])
    if column is not None:
        return field.meeting.registrations.exclude(**{column: ""}).update(**{column: ""})
    return FieldAnswer.objects.filter(field=field).delete()[0]


def _clear_drafts(meeting: Meeting, names: list[str]) -> None:
    drafts = DelegateDraft.objects.filter(meeting=meeting, data__has_any_keys=names)
    for draft in drafts.select_for_update(of=("self",)):
        draft.data = {name: text for name, text in draft.data.items() if name not in names}
        draft.save(update_fields=["data"])


def _locked(field: AskedField) -> AskedField:
    lock_meeting(field.meeting)
    rows = AskedField.objects.select_for_update(of=("self",)).select_related("meeting")
    found = rows.filter(pk=field.pk, purged_at=None).first()
    if found is None:
        raise GoneAlready
    return found


def _check(meeting: Meeting, kind: str, asking: Asking, at: datetime) -> None:
    if at >= over_at(meeting):
        raise MeetingOver(meeting)
    if not first_deletion(meeting) <= asking.delete_on <= forgotten_on(meeting):
        raise WrongDay(meeting)
    if asking.is_required and kind in AskedField.OPT_IN:
        raise NeverRequired(kind)


def _record(action: str, field: AskedField, by: User | None, at: datetime, **more: int) -> None:
    until = field.delete_on.isoformat()
    audit.record(
        action, target=field, by=by, at=at, meeting=field.meeting.title, until=until, **more
    )
