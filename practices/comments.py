"""The comments under an article, as its page shows them."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.db.models.functions import TruncDate

from accounts.models import User
from practices.models import Comment, Practice
from provinces.names import then_called_on

PAGE_SIZE = 25


def comments_page(practice: Practice, user: User | AnonymousUser, number: Any) -> Page:
    """Those that everybody reads and, for who is signed in, their own that wait. Two queries."""
    seen = Q(approved_at__isnull=False, hidden_at=None)
    if user.is_authenticated:
        seen |= Q(author=user, hidden_at=None)
    found = (
        Comment.objects.filter(seen, practice=practice)
        .select_related("author", "office")
        .annotate(written_on=TruncDate("created_at"))
        .annotate(then_called=then_called_on("written_on", office="office"))
        .order_by("created_at", "pk")
    )
    return Paginator(found, PAGE_SIZE).get_page(number)


def comment_rows(page: Page) -> list[dict[str, Any]]:
    """Who, in whose name, when, what; never an address."""
    return [
        {
            "pk": comment.pk,
            "author": comment.author.full_name,
            "voice": comment.office.name if comment.office else "Sekretariat forum",
            "then_called": comment.then_called,
            "written_at": comment.created_at,
            "text": comment.text,
            "is_waiting": comment.approved_at is None,
        }
        for comment in page
    ]
