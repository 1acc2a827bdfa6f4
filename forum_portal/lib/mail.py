"""The mail queue: messages wait in the database until a sender delivers them.

`queue` writes rows inside the caller's transaction, so a change and its message are kept or
lost together. `run` delivers what is queued (mail_delivery), and forgets delivered messages
after a month, because they hold names and addresses.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from threading import Event

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Attachment, Email
from post_office.utils import create_attachments, parse_emails

from forum_portal.lib.mail_delivery import deliver_batch
from forum_portal.lib.written_rows import insert

logger = logging.getLogger("portal.mail")
# post_office adds a handler of its own, which would write each line a second time and past the
# portal's formatter, addresses included.
logging.getLogger("post_office").handlers.clear()

PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 30.0
KEPT_AFTER_SENDING = timedelta(days=30)


# A savepoint of its own would be two statements a mail; an error ends the caller's transaction.
@transaction.atomic(savepoint=False)
def queue(
    *, to: str, subject: str, text: str, attachments: Mapping[str, tuple[str, bytes]] | None = None
) -> Email:
    """A message that waits for the sender; attachments: file name -> (MIME type, content).

    Call it as the last step of an action: an attachment's file stays on disk when the
    transaction is rolled back after it.
    """
    # The row that post_office's own send() would write, which takes subject and text for
    # templates (a name with braces must stay a name) and three times as long.
    mail = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=parse_emails(to),
        subject=" ".join(subject.split()),
        message=text,
        status=STATUS.queued,
        priority=PRIORITY.medium,
    )
    insert(mail)
    if attachments:
        files = {
            name: {"file": ContentFile(content), "mimetype": mime_type}
            for name, (mime_type, content) in attachments.items()
        }
        mail.attachments.add(*create_attachments(files))
    return mail


def signature() -> dict[str, str]:
    """Who signs a mail and where answers go, for its template."""
    return {"contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "site_name": settings.SITE_NAME}


@transaction.atomic
def forget(mails: QuerySet[Email]) -> None:
    """Deletes `mails` with the papers that no other mail carries."""
    mails.delete()
    for attachment in Attachment.objects.filter(emails=None):
        attachment.file.delete(save=False)
        attachment.delete()


def run(stop: Event, deliver: Callable[[], int] | None = None) -> None:
    """Delivers until `stop` is set; outlives restarts of the database."""
    deliver = deliver or deliver_waiting
    pause = PAUSE_SECONDS
    while not stop.is_set():
        try:
            deliver()
            pause = PAUSE_SECONDS
        except (DatabaseError, InterfaceError) as gone:
            logger.warning("mail queue not reachable: %s", type(gone).__name__)
            connection.close()
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        stop.wait(pause)


def deliver_waiting() -> int:
    """Sends one batch and returns how many mails it tried; 0 when none is due.

    Any number of senders may be at work; see forum_portal/lib/mail_delivery.py.
    """
    _forget_sent(timezone.now() - KEPT_AFTER_SENDING)
    return deliver_batch()


def _forget_sent(before: datetime) -> None:
    old = Email.objects.filter(status=STATUS.sent, last_updated__lt=before)
    if old.exists():
        forget(old)
