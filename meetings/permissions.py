"""Who may register delegates, and who takes part.

An office's own people register its delegates, the secretariat those of any office.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from forum_portal.lib.compiled_queries import compiled, compiled_models
from meetings.models import Meeting, Registration
from provinces.models import Office, OfficeQuerySet
from provinces.permissions import offices_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

KEEPS_REGISTRATIONS = "meetings.change_registration"
TAKES_ATTENDANCE = "meetings.add_scan"


def keeps_registrations(user: "User") -> bool:
    """True for the secretariat: it sees every delegation and may act for any office."""
    return user.is_staff and user.has_perm(KEEPS_REGISTRATIONS)


def takes_attendance(user: "User | AnonymousUser") -> bool:
    """True for who records presence, adds devices and reads the lists of who was there."""
    return user.is_staff and user.has_perm(TAKES_ATTENDANCE)


def registrable_offices(user: "User") -> OfficeQuerySet:
    """The offices whose delegation `user` may change."""
    return Office.objects.all() if keeps_registrations(user) else offices_of(user)


def may_register_for(user: "User", office: Office) -> bool:
    """One query per call, none for the secretariat."""
    return keeps_registrations(user) or bool(_operates(user=user.pk, office=office.pk))


def registering_office(user: "User", slug: str) -> Office | None:
    """The office that `user` registers for: that of `slug`, else their only one.

    None: `user` acts for several and has to choose. Raises PermissionDenied when `user` acts
    for none, or not for that one.
    """
    if keeps_registrations(user):
        offices = list(Office.objects.filter(slug=slug) if slug else Office.objects.all()[:2])
    else:
        offices = [one for one in _operated(user=user.pk) if slug in ("", one.slug)]
    if not offices:
        raise PermissionDenied("Akun ini bukan petugas balai itu.")
    return offices[0] if len(offices) == 1 else None


def takes_part(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """True if an office that `user` acts for has a seat at `meeting`, or `user` in person.

    One query per call, none for readers without an account. Staff read more, but take part no
    more than others.
    """
    if not user.is_authenticated:
        return False
    return Registration.objects.taking_part(user).filter(meeting=meeting).exists()


@compiled
def _operates(*, user: Any, office: Any) -> QuerySet:
    return Office.objects.operated_by(user).filter(pk=office).order_by().values_list("pk")


@compiled_models
def _operated(*, user: Any) -> QuerySet:
    """Those of an account: one or a few."""
    return Office.objects.operated_by(user).order_by("slug")
