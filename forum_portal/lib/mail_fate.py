"""What became of a queued mail: its status, and the latest line of its log.

A mail that may have arrived has post_office's status "failed", so that nothing sends it again
by itself; the log's line says that its fate is uncertain.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from post_office.models import STATUS, Log

# Lines of the log, in its field exception_type. A sender that lives replaces the first.
HANDED_OVER = "handed over"
UNCERTAIN = "uncertain"
UNREACHABLE = "unreachable"
UNCERTAIN_LINES = (HANDED_OVER, UNCERTAIN)

# By then a living sender has heard something: the server gets EMAIL_TIMEOUT seconds an answer.
HANDOVER_LASTS = timedelta(minutes=5)


class Fate(models.TextChoices):
    """The values are words of the panel's addresses."""

    WAITING = "menunggu", "menunggu"
    RETRIED = "dicoba-lagi", "dicoba lagi"
    SENT = "terkirim", "terkirim"
    FAILED = "gagal", "gagal"
    UNCERTAIN = "tidak-pasti", "tidak pasti"


_FATES = {STATUS.queued: Fate.WAITING, STATUS.requeued: Fate.RETRIED, STATUS.sent: Fate.SENT}


def with_log(mails: QuerySet[Any], key: str = "pk") -> QuerySet[Any]:
    """Each with `log_line`, `log_reason` and `logged_at` of its latest log; key: the mail's."""
    latest = Log.objects.filter(email=OuterRef(key)).order_by("-pk")
    return mails.annotate(
        log_line=Subquery(latest.values("exception_type")[:1]),
        log_reason=Subquery(latest.values("message")[:1]),
        logged_at=Subquery(latest.values("date")[:1]),
    )


def fate_of(status: int | None, log_line: str | None) -> Fate:
    """log_line: of the latest log."""
    if status == STATUS.failed:
        return Fate.UNCERTAIN if log_line in UNCERTAIN_LINES else Fate.FAILED
    return Fate.WAITING if status is None else _FATES[status]


def in_fate(fate: str, path: str = "") -> Q:
    """The condition for mails that with_log has annotated; path: leads to them ("email__")."""
    statuses = {known.value: status for status, known in _FATES.items()}
    if fate in statuses:
        return Q(**{f"{path}status": statuses[fate]})
    is_uncertain = Q(log_line__in=UNCERTAIN_LINES)
    known = is_uncertain if fate == Fate.UNCERTAIN else ~is_uncertain | Q(log_line=None)
    return Q(**{f"{path}status": STATUS.failed}) & known


def is_being_handed_over(log_line: str | None, logged_at: datetime | None, at: datetime) -> bool:
    """True while a sender may still hear from the server: too early to send it again."""
    return log_line == HANDED_OVER and logged_at is not None and at < logged_at + HANDOVER_LASTS
