"""What is forgotten of a rakor once it is over: whom its letters went to, and what they said."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from post_office.models import STATUS, Email

from accounts import audit
from forum_portal.lib import mail
from meetings.models import Meeting, OutboxMail
from meetings.states import over_at

# Questions about who was written to come up while the minutes are made, which is due within weeks.
# templates/privacy.html says this number, so a change of it is one of PRIVACY_VERSION too.
LETTERS_KEPT_AFTER_MEETING = timedelta(days=90)
# Time enough to see in the panel that an address is wrong, and to put it right.
UNDELIVERED_KEPT = timedelta(days=90)

_NEVER_SENT = "Tidak dikirim sampai rakor selesai."
_NOT_DELIVERED = "Pengirimannya gagal atau tidak pasti, dan tidak diulang sampai rakor selesai."


class Forgotten(NamedTuple):
    meetings: int
    letters: int


@transaction.atomic
def forget_letters(*, at: datetime) -> Forgotten:
    """Takes address and text from the letters of rakor that are over for long; how many.

    Kind, occasion, office, times and fate stay. What was not sent, or not delivered, is dropped:
    a rakor that is over needs no letters. What is just being sent waits for the next call.
    """
    counts = [_forget(meeting, at) for meeting in _long_over(at)]
    return Forgotten(sum(map(bool, counts)), sum(counts))


def forget_undelivered(*, at: datetime) -> int:
    """Deletes what the queue could not deliver and nobody tried again for long; how many.

    What was delivered the queue forgets itself; letters of an outbox go with their rakor.
    """
    old = at - UNDELIVERED_KEPT
    failed = Email.objects.filter(status=STATUS.failed, last_updated__lt=old, outbox_mail=None)
    count = failed.count()
    if count:
        mail.forget(failed)
    return count


def _long_over(at: datetime) -> list[Meeting]:
    """Locked, as by all who put letters into their outboxes."""
    until = at - LETTERS_KEPT_AFTER_MEETING
    remembered = OutboxMail.objects.filter(forgotten_at=None)
    meetings = Meeting.objects.filter(
        last_on__lte=until.date(), pk__in=remembered.values("meeting")
    )
    locked = meetings.order_by("pk").select_for_update(of=("self",), no_key=True)
    return [meeting for meeting in locked if over_at(meeting) <= until]


def _forget(meeting: Meeting, at: datetime) -> int:
    letters = meeting.outbox.filter(forgotten_at=None)
    failed = list(letters.filter(email__status=STATUS.failed).values_list("email", flat=True))
    letters.filter(email__in=failed).update(
        email=None, sent_at=None, sent_by=None, dropped_at=at, drop_reason=_NOT_DELIVERED
    )
    mail.forget(Email.objects.filter(pk__in=failed))
    letters.filter(sent_at=None, dropped_at=None).update(
        held_at=None, dropped_at=at, drop_reason=_NEVER_SENT
    )
    settled = letters.filter(Q(email=None) | Q(email__status=STATUS.sent))
    count = settled.update(to="", text="", forgotten_at=at)
    if count:
        audit.record("outbox.forgotten", target=meeting, by=None, at=at, letters=count)
    return count
