"""Handing queued mails over to the mail server, each at most once by itself.

One at a time: a mail is locked (two senders never hold the same one), its envelope is told to
the server, "it is handed over" is committed, its text is sent, the answer is written down. A
sender that dies leaves a mail either as it was, or marked as uncertain for a person to judge:
docs/decisions/0017-mail-handed-over-once.md.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from smtplib import SMTPException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from post_office.models import STATUS, Email, Log
from post_office.settings import get_backend, get_batch_size, get_max_retries

from forum_portal.lib.mail_fate import HANDED_OVER, UNCERTAIN, UNREACHABLE
from forum_portal.lib.mail_faults import Fault, NotPrepared, fault_of, in_words
from forum_portal.lib.smtp import EmailBackend

logger = logging.getLogger("portal.mail")

LONGEST_RETRY_MINUTES = 240
UNREACHABLE_PAUSE = timedelta(minutes=1)
_LAST_WORD = (
    "Diserahkan kepada server surel. Selama ini keterangan terakhir, nasibnya tidak pasti: "
    "pengirim berhenti di tengah penyerahan, dan surel ini mungkin sudah sampai."
)


def deliver_batch() -> int:
    """Hands over what is due, over one connection, and returns how many were tried.

    While the server is out of reach nothing is touched, but what waits says why it waits.
    """
    if not _due(timezone.now()).exists():
        return 0
    transport = get_connection(get_backend())
    try:
        transport.open()
    except (SMTPException, OSError) as problem:
        _postpone(f"Server surel tidak dapat dihubungi: {in_words(problem)}")
        return 0
    try:
        return _hand_over_batch(transport)
    finally:
        # What became of the mails is written down; how the server takes leave changes nothing.
        with suppress(SMTPException, OSError):
            transport.close()


def retry_delay(failures: int) -> timedelta:
    """1, 2, 4, 8 ... minutes after the first, second ... failure, at most four hours."""
    return timedelta(minutes=min(2 ** (failures - 1), LONGEST_RETRY_MINUTES))


def _hand_over_batch(transport: BaseEmailBackend) -> int:
    for tried in range(get_batch_size()):
        handover = _hand_over_next(transport)
        if handover is None:
            return tried
        fault = handover.fault
        if fault is not None and fault.ends_connection:
            if fault.line == UNCERTAIN:
                # A server that takes mails and does not answer shall not make all uncertain.
                _postpone("Server surel tidak menjawab surel sebelumnya; dicoba lagi.")
            return tried + 1
    return get_batch_size()


def _hand_over_next(transport: BaseEmailBackend) -> "_Handover | None":
    """What became of the mail that is due first; None if none is."""
    with ExitStack() as claim:
        claim.enter_context(transaction.atomic())
        email = _due(timezone.now()).select_for_update(skip_locked=True).first()
        if email is None:
            return None
        handover = _Handover(email, claim)
        try:
            _send(transport, email, handover.announce)
        except Error:
            raise
        except Exception as problem:
            handover.record_fault(fault_of(problem, is_announced=handover.log is not None))
        else:
            handover.record_sent()
        return handover


def _send(transport: BaseEmailBackend, email: Email, announce: Callable[[], None]) -> None:
    """announce: called before the server may have the mail; elsewhere than by SMTP, never."""
    if not email.message_id:
        domain = parseaddr(email.from_email)[1].rpartition("@")[2]
        email.message_id = make_msgid(domain=domain or None)
    try:
        message = email.prepare_email_message()
    except Error:
        raise
    except Exception as problem:
        raise NotPrepared(in_words(problem)) from problem
    if isinstance(transport, EmailBackend):
        transport.before_data = announce
    transport.send_messages([message])


class _Handover:
    """A locked mail, whose fate is written down as it becomes known."""

    def __init__(self, email: Email, claim: ExitStack) -> None:
        self.email = email
        self.claim = claim
        self.log: Log | None = None
        self.fault: Fault | None = None

    def announce(self) -> None:
        """Commits that the server may have the mail, whatever becomes of this process."""
        self._update(status=STATUS.failed, message_id=self.email.message_id)
        self.log = Log.objects.create(
            email=self.email, status=STATUS.failed, exception_type=HANDED_OVER, message=_LAST_WORD
        )
        self.claim.close()

    @transaction.atomic
    def record_sent(self) -> None:
        self._update(status=STATUS.sent, message_id=self.email.message_id)
        self._tell(STATUS.sent, "", "")

    @transaction.atomic
    def record_fault(self, fault: Fault) -> None:
        self.fault = fault
        logger.warning("mail %s: %s", self.email.pk, fault.line)
        if fault.line != UNCERTAIN:
            self._record_refusal(fault, timezone.now())
        self._tell(STATUS.failed, fault.line, fault.reason)

    def _record_refusal(self, fault: Fault, at: datetime) -> None:
        failures = (self.email.number_of_retries or 0) + 1
        is_over = fault.is_permanent or failures >= get_max_retries()
        self._update(
            at,
            status=STATUS.failed if is_over else STATUS.requeued,
            number_of_retries=failures,
            message_id=self.email.message_id,
            scheduled_time=None if is_over else at + retry_delay(failures),
        )

    def _update(self, at: datetime | None = None, **fields: object) -> None:
        mails = Email.objects.filter(pk=self.email.pk)
        if self.log is not None:
            # No longer locked: a sender that was asleep does not undo what others have done.
            mails = mails.filter(status=STATUS.failed)
        mails.update(**fields, last_updated=at or timezone.now())

    def _tell(self, status: int, line: str, reason: str) -> None:
        """One line of the log an attempt, told anew when more is known."""
        log = self.log or Log(email=self.email)
        log.status, log.exception_type, log.message = status, line, reason
        log.save()


@transaction.atomic
def _postpone(reason: str) -> None:
    """What is due waits a little, and says why; it does not count as a failure of the mail."""
    now = timezone.now()
    waiting = list(_due(now).select_for_update(skip_locked=True).values_list("pk", flat=True))
    Log.objects.filter(email__in=waiting, exception_type=UNREACHABLE).delete()
    Log.objects.bulk_create(
        Log(email_id=pk, status=STATUS.failed, exception_type=UNREACHABLE, message=reason)
        for pk in waiting
    )
    Email.objects.filter(pk__in=waiting).update(
        status=STATUS.requeued, scheduled_time=now + UNREACHABLE_PAUSE, last_updated=now
    )


def _due(at: datetime) -> QuerySet[Email]:
    return Email.objects.filter(
        Q(scheduled_time__lte=at) | Q(scheduled_time=None),
        Q(expires_at__gt=at) | Q(expires_at=None),
        status__in=(STATUS.queued, STATUS.requeued),
    ).order_by("-priority", "pk")
