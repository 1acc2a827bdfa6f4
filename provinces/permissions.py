"""Who may act for an office: its staff, and nobody else.

The secretariat has its panel; it does not act in an office's name.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from provinces.models import Office, OfficeQuerySet

if TYPE_CHECKING:
    from accounts.models import User


def offices_of(user: "User | AnonymousUser") -> OfficeQuerySet:
    """The offices that `user` acts for; none for a reader who has not signed in."""
    return Office.objects.operated_by(user) if user.is_authenticated else Office.objects.none()


def may_act_for(user: "User | AnonymousUser", office: Office) -> bool:
    """One query per call."""
    return offices_of(user).filter(pk=office.pk).exists()


def office_for(user: "User | AnonymousUser", slug: str | None = None) -> Office:
    """The office in whose name `user` acts: the one of `slug`, else the first of theirs.

    Raises PermissionDenied when `user` acts for none, or not for that one.
    """
    offices = offices_of(user).select_related("province")
    office = (offices.filter(slug=slug) if slug else offices).first()
    if office is None:
        raise PermissionDenied("Akun ini bukan petugas balai itu.")
    return office
