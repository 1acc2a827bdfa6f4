"""A filled table of delegates: the ready ones registered as one thing, the others kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from meetings.actions.delegates import Delegate
from meetings.actions.drafts import save_draft
from meetings.actions.registration import register_delegates
from meetings.models import DelegateDraft, Meeting, Registration
from provinces.models import Office


class Entered(NamedTuple):
    registrations: list[Registration]
    drafts: list[DelegateDraft]


@transaction.atomic
def enter_table(
    *,
    meeting: Meeting,
    office: Office,
    delegates: Sequence[Delegate],
    unfinished: Sequence[dict[str, str]],
    by: User,
    at: datetime,
) -> Entered:
    """All of it, or nothing. unfinished: typed texts, by the names of the form's fields.

    Raises RegistrationRefused: as register_delegates and save_draft.
    """
    made: list[Registration] = []
    if delegates:
        made = register_delegates(meeting=meeting, office=office, delegates=delegates, by=by, at=at)
    drafts = [
        save_draft(meeting=meeting, office=office, data=data, letter=None, by=by, at=at)
        for data in unfinished
    ]
    return Entered(made, drafts)
