"""The letters about articles: to the office's staff, one function a message, each queued."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from forum_portal.lib import mail
from forum_portal.lib.sample_mark import marked
from practices.models import Comment, Edition, Practice


def published(practice: Practice, edition: Edition) -> None:
    """The article can be read by everybody now, or its new edition can."""
    subject = f"Praktik baik terbit: {edition.title}"
    _queue(practice, _staff(practice), "published", subject, edition=edition)


def returned(practice: Practice) -> None:
    """What to improve before the article is submitted again."""
    subject = f"Praktik baik perlu diperbaiki: {practice.title}"
    _queue(practice, _staff(practice), "returned", subject)


def withdrawn(practice: Practice, *, by: User | None) -> None:
    """The article is no longer public, and why; not to the one who withdrew it."""
    recipients = _staff(practice, without=by)
    _queue(practice, recipients, "withdrawn", f"Praktik baik ditarik: {practice.title}")


def comment_approved(comment: Comment) -> None:
    """Somebody has said something about the article; not to the one who said it."""
    practice = comment.practice
    recipients = _staff(practice, without=comment.author)
    subject = f"Komentar baru pada praktik baik: {practice.title}"
    _queue(practice, recipients, "comment_approved", subject, comment=comment)


def _staff(practice: Practice, without: User | None = None) -> Iterable[User]:
    """One query."""
    found = User.objects.filter(offices__office=practice.office_id, is_active=True)
    return found.exclude(pk=without.pk) if without else found


def _queue(
    practice: Practice, recipients: Iterable[User], name: str, subject: str, **more: Any
) -> None:
    site = settings.SITE_URL
    context = {
        "practice": practice,
        "public_url": f"{site}{practice.get_absolute_url()}",
        "draft_url": f"{site}{reverse('practices:change', args=[practice.slug])}",
        **mail.signature(),
        **more,
    }
    for user in recipients:
        text = render_to_string(f"practices/emails/{name}.txt", {**context, "user": user})
        mail.queue(
            to=user.email,
            subject=marked(subject, practice.is_sample),
            text=text,
        )
