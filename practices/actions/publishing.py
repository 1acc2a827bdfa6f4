"""What becomes of a submitted article: published, returned, withdrawn."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from practices import emails
from practices.actions.refusals import (
    AlreadyWithdrawn,
    NotSubmitted,
    PracticeIncomplete,
    PracticeRefused,
)
from practices.actions.writing import missing_parts
from practices.models import Edition, EditionTopic, Practice


class TextChanged(PracticeRefused):
    """The office saved after the text was read: nobody publishes what nobody has read."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(
            f"Naskah “{practice.title}” diubah balainya sesudah Anda membukanya. Periksa naskah "
            "yang sekarang, lalu terbitkan."
        )


@transaction.atomic
def publish_practice(
    *, practice: Practice, read_at: datetime, by: User | None, at: datetime
) -> Edition:
    """A further edition of what the office submitted; the public reads it from the commit on.

    read_at: edited_at of the text that `by` has read.
    Raises NotSubmitted, TextChanged, PracticeIncomplete.
    """
    practice = _submitted(practice)
    if practice.edited_at != read_at:
        raise TextChanged(practice)
    if missing := missing_parts(practice):
        raise PracticeIncomplete(missing)
    edition = _frozen(practice, by=by, at=at)
    practice.current = edition
    practice.published_at = practice.published_at or at
    practice.submitted_at = practice.returned_at = practice.withdrawn_at = None
    practice.return_reason = practice.withdraw_reason = ""
    practice.save()
    audit.record("practice.published", target=practice, by=by, at=at, number=edition.number)
    emails.published(practice, edition)
    return edition


@transaction.atomic
def return_practice(*, practice: Practice, reason: str, by: User | None, at: datetime) -> Practice:
    """The office improves it and submits it again; what is public stays so. Raises NotSubmitted."""
    practice = _submitted(practice)
    practice.submitted_at, practice.returned_at = None, at
    practice.return_reason = reason
    practice.save(update_fields=["submitted_at", "returned_at", "return_reason"])
    audit.record("practice.returned", target=practice, by=by, at=at, reason=reason)
    emails.returned(practice)
    return practice


@transaction.atomic
def withdraw_practice(
    *, practice: Practice, reason: str, by: User | None, at: datetime
) -> Practice:
    """Nobody reads it any more but its office and the secretariat, who may publish it again.

    By the office or by the secretariat; a draft that is given up is withdrawn, too.
    Raises AlreadyWithdrawn.
    """
    practice = _locked(practice)
    if practice.withdrawn_at and not practice.submitted_at:
        raise AlreadyWithdrawn(practice)
    practice.submitted_at = practice.returned_at = None
    practice.return_reason = ""
    practice.withdrawn_at, practice.withdraw_reason = at, reason
    practice.save()
    audit.record("practice.retracted", target=practice, by=by, at=at, reason=reason)
    emails.withdrawn(practice, by=by)
    return practice


def _frozen(practice: Practice, *, by: User | None, at: datetime) -> Edition:
    last = practice.editions.order_by("-number").first()
    pictures = practice.pictures.order_by("place")
    papers = practice.attachments.order_by("pk")
    edition = Edition.objects.create(
        practice=practice,
        number=last.number + 1 if last else 1,
        title=practice.title,
        summary=practice.summary,
        body=practice.body,
        pictures=list(pictures.values("stem", "widths", "width", "height", "alt")),
        attachments=list(papers.values("key", "title", "file", "size_bytes")),
        published_at=at,
        published_by=by,
    )
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic=topic) for topic in practice.topics.all()
    )
    return edition


def _submitted(practice: Practice) -> Practice:
    practice = _locked(practice)
    if practice.submitted_at is None:
        raise NotSubmitted(practice)
    return practice


def _locked(practice: Practice) -> Practice:
    rows = Practice.objects.select_for_update(of=("self",))
    return rows.select_related("office").get(pk=practice.pk)
