"""The outbox of a rakor: letters are prepared, read, edited, kept back, and sent once."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from forum_portal.lib import mail
from meetings.actions.outbox_refusals import (
    AlreadySent,
    CannotAttach,
    ChangedMeanwhile,
    Doubtful,
    Dropped,
    HasLetter,
    NeedsReason,
)
from meetings.models import (
    Invitation,
    Meeting,
    OutboxMail,
    OutboxMailQuerySet,
    Registration,
)
from meetings.outbox.attachments import AttachmentMissing, Files, files_of
from meetings.outbox.doubts import NEEDED, NEEDED_LISTS, doubts_of
from provinces.models import Office

_WAITING = Q(sent_at=None, held_at=None, dropped_at=None)
_KEPT_BACK = Q(held_at__isnull=False) | Q(dropped_at__isnull=False, forgotten_at=None)
_NOT_OVER = Q(sent_at=None, dropped_at=None)


class Draft(NamedTuple):
    """A letter to one address, before it lies in the outbox.

    attachments: names of meetings/outbox/attachments.py.
    """

    to: str
    subject: str
    text: str
    office: Office | None = None
    invitation: Invitation | None = None
    registration: Registration | None = None
    attachments: tuple[str, ...] = ()


class Seen(NamedTuple):
    """A letter as a person read it: its number and revision."""

    pk: int
    revision: int


class Sent(NamedTuple):
    """left: what was seen and not sent, because it was changed, sent or kept back since."""

    queued: int
    left: list[OutboxMail]


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
    that has a letter of that kind and occasion gets no other, whatever became of it; nobody does
    once the rakor's letters are forgotten.
    """
    # Two callers at once would count the same address twice.
    Meeting.objects.locked(meeting.pk)
    there = OutboxMail.objects.filter(meeting=meeting, kind=kind, occasion=occasion)
    known = {address.casefold() for address in there.values_list("to", flat=True)}
    if "" in known:
        # Addresses were forgotten: nobody knows any longer who has this letter.
        return 0
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


@transaction.atomic
def edit(
    *, letter: OutboxMail, to: str, subject: str, text: str, revision: int, by: User, at: datetime
) -> OutboxMail:
    """The letter in other words; revision: of what the person saw.

    Raises AlreadySent, Dropped, ChangedMeanwhile, HasLetter.
    """
    letter = _locked(letter.meeting, [letter.pk]).get()
    if letter.sent_at is not None:
        raise AlreadySent(letter)
    if letter.dropped_at is not None:
        raise Dropped(letter)
    if letter.revision != revision:
        raise ChangedMeanwhile(letter)
    same = OutboxMail.objects.filter(
        meeting=letter.meeting, kind=letter.kind, occasion=letter.occasion, to__iexact=to
    )
    if same.exclude(pk=letter.pk).exists():
        raise HasLetter(to)
    letter.to, letter.subject, letter.text = to, _one_line(subject), _whole(text)
    letter.revision += 1
    letter.save(update_fields=["to", "subject", "text", "revision"])
    audit.record("outbox.changed", target=letter, by=by, at=at, kind=letter.kind)
    return letter


@transaction.atomic
def hold(*, meeting: Meeting, letters: Collection[int], by: User, at: datetime) -> int:
    """Keeps back those of `letters` (their numbers) that wait; how many."""

    def keep_back(letter: OutboxMail) -> None:
        letter.held_at = at

    count = _change(meeting, letters, _WAITING, keep_back)
    return _recorded("outbox.held", meeting, count, by, at)


@transaction.atomic
def release_hold(*, meeting: Meeting, letters: Collection[int], by: User, at: datetime) -> int:
    """Lets those of `letters` that are held or dropped wait again; how many."""

    def let_go(letter: OutboxMail) -> None:
        letter.held_at = letter.dropped_at = None
        letter.drop_reason = ""

    count = _change(meeting, letters, _KEPT_BACK, let_go)
    return _recorded("outbox.let_go", meeting, count, by, at)


@transaction.atomic
def drop(*, meeting: Meeting, letters: Collection[int], reason: str, by: User, at: datetime) -> int:
    """Those of `letters` that were not sent will not be; how many. Raises NeedsReason."""
    reason = reason.strip()
    if not reason:
        raise NeedsReason

    def put_away(letter: OutboxMail) -> None:
        letter.dropped_at, letter.drop_reason, letter.held_at = at, reason, None

    count = _change(meeting, letters, _NOT_OVER, put_away)
    return _recorded("outbox.dropped", meeting, count, by, at, reason=reason)


@transaction.atomic
def send(
    *, meeting: Meeting, seen: Iterable[Seen], despite_doubts: bool = False, by: User, at: datetime
) -> Sent:
    """Queues each letter that is still as it was seen, once.

    despite_doubts: the person was shown why some may no longer be right. Raises Doubtful,
    CannotAttach: nothing is sent.
    """
    revisions = dict(seen)
    letters = list(_locked(meeting, revisions))
    going = [row for row in letters if row.is_waiting and row.revision == revisions[row.pk]]
    doubtful = [letter for letter in going if doubts_of(letter)]
    if doubtful and not despite_doubts:
        raise Doubtful(doubtful)
    # All papers first: a file that is written stays on the disk if a later one cannot be made.
    papers = [_files(letter) for letter in going]
    for letter, files in zip(going, papers, strict=True):
        letter.sent_at, letter.sent_by = at, by
        letter.email = mail.queue(
            to=letter.to, subject=letter.subject, text=letter.text, attachments=files
        )
    OutboxMail.objects.bulk_update(going, ["sent_at", "sent_by", "email"])
    _recorded("outbox.sent", meeting, len(going), by, at)
    return Sent(len(going), [letter for letter in letters if letter not in going])


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
        subject=_one_line(draft.subject),
        text=_whole(draft.text),
        attachments=list(draft.attachments),
        made_at=at,
        made_by=by,
    )


def _one_line(subject: str) -> str:
    """A line of a mail's head is one line."""
    return " ".join(subject.split())


def _whole(text: str) -> str:
    return "\n".join(text.strip().splitlines()) + "\n"


def _locked(meeting: Meeting, numbers: Iterable[int]) -> OutboxMailQuerySet:
    rows = OutboxMail.objects.filter(meeting=meeting, pk__in=list(numbers)).order_by("pk")
    rows = rows.select_related(*NEEDED).prefetch_related(*NEEDED_LISTS)
    return rows.select_for_update(of=("self",))


def _change(
    meeting: Meeting, numbers: Iterable[int], condition: Q, do: Callable[[OutboxMail], None]
) -> int:
    letters = list(_locked(meeting, numbers).filter(condition))
    for letter in letters:
        do(letter)
    OutboxMail.objects.bulk_update(letters, ["held_at", "dropped_at", "drop_reason"])
    return len(letters)


def _recorded(
    action: str, meeting: Meeting, count: int, by: User, at: datetime, **details: str
) -> int:
    if count:
        audit.record(action, target=meeting, by=by, at=at, letters=count, **details)
    return count


def _files(letter: OutboxMail) -> Files:
    try:
        return files_of(letter)
    except AttachmentMissing as missing:
        raise CannotAttach(letter, missing) from missing
