"""Quoting a remark about the agenda in the minutes: appended, nothing overwritten."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.minutes.quotes import holds_quote, quote_of, with_quote
from meetings.models import AgendaRemark, Minutes


class QuoteRefused(Exception):
    """Why it is not quoted, in a sentence for the reader."""


class AlreadyQuoted(QuoteRefused):
    def __init__(self) -> None:
        super().__init__("Tulisan ini sudah dikutip dalam pembahasan.")


class HiddenRemark(QuoteRefused):
    def __init__(self) -> None:
        super().__init__("Tulisan ini disembunyikan dan tidak dikutip.")


@transaction.atomic
def quote_remark(*, minutes: Minutes, remark: AgendaRemark, by: User, at: datetime) -> None:
    """At the end of what is written under "pembahasan". Raises AlreadyQuoted, HiddenRemark."""
    rows = Minutes.objects.select_for_update(of=("self",))
    minutes = rows.select_related("meeting__current_release").get(pk=minutes.pk)
    remark = minutes.meeting.agenda_remarks.select_related("office").get(pk=remark.pk)
    if remark.hidden_at is not None:
        raise HiddenRemark
    release = minutes.meeting.current_release
    quote = quote_of(remark, release.public if release else None)
    if holds_quote(minutes.discussion, quote):
        raise AlreadyQuoted
    minutes.discussion = with_quote(minutes.discussion, quote)
    minutes.save(update_fields=["discussion", "changed_at"])
    audit.record("minutes.quoted", target=minutes, by=by, at=at, meeting=minutes.meeting.title)
