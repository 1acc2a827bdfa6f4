"""Who writes and who comments: an office's staff, and the secretariat with its own voice."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from practices.models import REVIEWS, Practice
from provinces.models import OfficeQuerySet
from provinces.permissions import offices_of

if TYPE_CHECKING:
    from accounts.models import User


def reviews(user: "User | AnonymousUser") -> bool:
    """True for the secretariat's people who read what offices submit."""
    return bool(user.is_staff and user.has_perm(REVIEWS))


def reads_draft(user: "User | AnonymousUser", practice: Practice) -> bool:
    """One query per call at most."""
    return reviews(user) or writes(user, practice)


def writes(user: "User | AnonymousUser", practice: Practice) -> bool:
    """True for the staff of its office; the secretariat publishes, it does not write. One query."""
    return offices_of(user).filter(pk=practice.office_id).exists()


def voices_of(user: "User | AnonymousUser") -> tuple[OfficeQuerySet, bool]:
    """In whose names `user` may comment: which offices, and whether the secretariat."""
    return offices_of(user).order_by("slug"), reviews(user)
