"""Who may register delegates, and who takes part.

An office's own people register its delegates, the secretariat those of any office.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from meetings.models import Meeting
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
    return keeps_registrations(user) or offices_of(user).filter(pk=office.pk).exists()


def registering_office(user: "User", slug: str) -> Office | None:
    """The office that `user` registers for: that of `slug`, else their only one.

    None: `user` acts for several and has to choose. Raises PermissionDenied when `user` acts
    for none, or not for that one.
    """
    offices = list(registrable_offices(user).order_by("slug")[:2]) if not slug else []
    if slug:
        offices = list(registrable_offices(user).filter(slug=slug))
    if not offices:
        raise PermissionDenied("Akun ini bukan petugas balai itu.")
    return offices[0] if len(offices) == 1 else None


def takes_part(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """True if an office that `user` acts for has registered somebody for `meeting`.

    One query per call, none for readers without an account. Staff read more, but take part no
    more than others.
    """
    if not user.is_authenticated:
        return False
    return Meeting.objects.attended_by(user).filter(pk=meeting.pk).exists()
