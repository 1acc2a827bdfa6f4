"""Tindak lanjut of a former rakor: taken up as an item of the agenda, or declared settled."""

from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.actions.agenda_items import add_item
from meetings.actions.agenda_refusals import open_agenda
from meetings.agenda.merging import ItemDraft
from meetings.agenda.tree import Place
from meetings.models import ActionItem, AgendaItem, Meeting

_LONGEST_TITLE = 250


class FollowUpRefused(Exception):
    """What cannot be done to a follow-up, and why, in a sentence for the reader."""


class OnAgenda(FollowUpRefused):
    def __init__(self, item: AgendaItem) -> None:
        super().__init__(f"Tindak lanjut ini sudah menjadi mata acara “{item.title}”.")


class AlreadySettled(FollowUpRefused):
    def __init__(self) -> None:
        super().__init__("Tindak lanjut ini sudah dinyatakan tuntas.")


@transaction.atomic
def adopt_follow_up(
    *, meeting: Meeting, follow_up: ActionItem, to: Place, by: User, at: datetime
) -> AgendaItem:
    """Raises OnAgenda, AlreadySettled and what add_item refuses."""
    meeting = open_agenda(meeting)
    follow_up = _unsettled(follow_up)
    present = meeting.agenda_items.filter(follows_up=follow_up).first()
    if present is not None:
        raise OnAgenda(present)
    task = " ".join(follow_up.task.split())
    title = task if len(task) <= _LONGEST_TITLE else f"{task[: _LONGEST_TITLE - 1].rstrip()}…"
    draft = ItemDraft(title, AgendaItem.Kind.REPORT)
    return add_item(meeting=meeting, draft=draft, to=to, by=by, at=at, follows_up=follow_up)


@transaction.atomic
def settle_follow_up(*, follow_up: ActionItem, on: date, note: str, by: User, at: datetime) -> None:
    """From then on no rakor is offered it. Raises AlreadySettled."""
    follow_up = _unsettled(follow_up)
    follow_up.settled_on, follow_up.settled_note = on, " ".join(note.split())
    follow_up.save(update_fields=["settled_on", "settled_note"])
    audit.record(
        "actionitem.settled",
        target=follow_up,
        by=by,
        at=at,
        meeting=follow_up.minutes.meeting.title,
        on=on.isoformat(),
    )


def _unsettled(follow_up: ActionItem) -> ActionItem:
    rows = ActionItem.objects.select_for_update(of=("self",)).select_related("minutes__meeting")
    follow_up = rows.get(pk=follow_up.pk)
    if follow_up.settled_on is not None:
        raise AlreadySettled
    return follow_up
