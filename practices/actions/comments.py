"""Comments: written by members, shown once the secretariat has let them through."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from practices import emails
from practices.models import Comment, Practice
from provinces.models import Office

MOST_AN_HOUR = 10
HOUR = timedelta(hours=1)

APPROVES = "practices.change_comment"


class CommentRefused(Exception):
    """The comment is not taken, or not decided on; says why."""


class NotPublic(CommentRefused):
    def __init__(self, practice: Practice) -> None:
        super().__init__(
            f"“{practice.title}” tidak lagi dapat dibaca umum, jadi tidak dikomentari."
        )


class TooManyComments(CommentRefused):
    def __init__(self, next_at: datetime) -> None:
        self.next_at = next_at
        super().__init__(
            f"Satu akun dapat menulis paling banyak {MOST_AN_HOUR} komentar dalam satu jam. "
            "Komentar Anda belum terkirim; salin tulisannya dan kirim lagi nanti."
        )


class AlreadyDecided(CommentRefused):
    """Another member of the secretariat did it first."""


@transaction.atomic
def write_comment(
    *, practice: Practice, text: str, office: Office | None, by: User, at: datetime
) -> Comment:
    """The comment; who moderates comments needs nobody to approve their own.

    office: in whose name `by` writes; none is the secretariat's. The same words sent twice, as
    by a second press of the button, are one comment.
    Raises NotPublic, TooManyComments.
    """
    practice = Practice.objects.select_for_update(no_key=True).get(pk=practice.pk)
    if not practice.is_public:
        raise NotPublic(practice)
    # Counted under a lock of the author, so that many tabs are no way around the limit.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    recent = by.practice_comments.filter(created_at__gt=at - HOUR).order_by("created_at")
    if same := recent.filter(practice=practice, text=text).first():
        return same
    if recent.count() >= MOST_AN_HOUR:
        raise TooManyComments(recent[0].created_at + HOUR)
    comment = Comment.objects.create(
        practice=practice, author=by, office=office, text=text, created_at=at
    )
    audit.record("comment.added", target=comment, by=by, at=at, practice=practice.slug)
    if by.is_staff and by.has_perm(APPROVES):
        _approve(comment, by=by, at=at)
    return comment


@transaction.atomic
def approve_comment(*, comment: Comment, by: User | None, at: datetime) -> Comment:
    """Everybody reads it from now on, also if it was hidden. Raises AlreadyDecided."""
    comment = _locked(comment)
    if comment.approved_at and comment.hidden_at is None:
        raise AlreadyDecided("Komentar ini sudah tampil.")
    _approve(comment, by=by, at=at)
    return comment


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, by: User | None, at: datetime) -> Comment:
    """Nobody but the secretariat reads it, whether it showed before. Raises AlreadyDecided."""
    comment = _locked(comment)
    if comment.hidden_at:
        raise AlreadyDecided(f"Komentar ini sudah disembunyikan ({comment.hide_reason}).")
    comment.hidden_at, comment.hidden_by, comment.hide_reason = at, by, reason
    comment.save(update_fields=["hidden_at", "hidden_by", "hide_reason"])
    audit.record("comment.hidden", target=comment, by=by, at=at, reason=reason)
    return comment


def _approve(comment: Comment, *, by: User | None, at: datetime) -> None:
    is_first = comment.approved_at is None
    comment.approved_at, comment.approved_by = at, by
    comment.hidden_at, comment.hidden_by, comment.hide_reason = None, None, ""
    comment.save()
    audit.record("comment.approved", target=comment, by=by, at=at)
    if is_first:
        emails.comment_approved(comment)


def _locked(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",))
    return rows.select_related("practice__office", "author").get(pk=comment.pk)
