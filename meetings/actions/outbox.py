"""The outbox of a rakor: letters are prepared, read, edited, kept back, and sent once."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.models import Invitation, Meeting, OutboxMail, Registration
from provinces.models import Office


class Draft(NamedTuple):
    """A letter to one address, before it lies in the outbox.

    attachments: names of meetings/outbox_attachments.py.
    """

    to: str
    subject: str
    text: str
    office: Office | None = None
    invitation: Invitation | None = None
    registration: Registration | None = None
    attachments: tuple[str, ...] = ()


@transaction.atomic
def prepare(
    *,
    meeting: Meeting,
    kind: str,
    occasion: str,
    drafts: Iterable[Draft],
    by: User | None,
    at: datetime,
) -> int:
    """Puts letters into the outbox, where they wait for a person; how many are new.

    kind: of OutboxMail.Kind. occasion: what of that kind it tells of, such as "v2". An address
    that has a letter of that kind and occasion gets no other, whatever became of it.
    """
    # Two callers at once would count the same address twice.
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    there = OutboxMail.objects.filter(meeting=meeting, kind=kind, occasion=occasion)
    known = {address.casefold() for address in there.values_list("to", flat=True)}
    letters = []
    for draft in drafts:
        if draft.to.casefold() not in known:
            known.add(draft.to.casefold())
            letters.append(_letter(meeting, kind, occasion, draft, by, at))
    OutboxMail.objects.bulk_create(letters)
    if letters:
        audit.record(
            "outbox.prepared", target=meeting, by=by, at=at, kind=kind, letters=len(letters)
        )
    return len(letters)


def _letter(
    meeting: Meeting, kind: str, occasion: str, draft: Draft, by: User | None, at: datetime
) -> OutboxMail:
    return OutboxMail(
        meeting=meeting,
        kind=kind,
        occasion=occasion,
        to=draft.to,
        office=draft.office,
        invitation=draft.invitation,
        registration=draft.registration,
        # A line of a mail's head is one line.
        subject=" ".join(draft.subject.split()),
        text=f"{draft.text.strip()}\n",
        attachments=list(draft.attachments),
        made_at=at,
        made_by=by,
    )
