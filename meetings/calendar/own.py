"""What the calendar of one account holds: the rakor that concern its offices, and its own."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from meetings.calendar.files import Scope
from meetings.models import Invitation, Meeting, MeetingQuerySet, Registration

if TYPE_CHECKING:
    from accounts.models import User


def own_meetings(user: "User") -> MeetingQuerySet:
    """Published rakor in which `user` has a seat, for which an office of `user` is registered, or
    is invited and has not declined; all published ones for staff.
    """
    published = Meeting.objects.published()
    if user.is_staff:
        return published
    of_meeting = {"meeting": OuterRef("pk"), "office__staff__user": user}
    invited = Invitation.objects.current().filter(**of_meeting, issued_at__isnull=False)
    accepted = invited.exclude(answer=Invitation.Answer.ABSENT)
    registered = Registration.objects.active().filter(**of_meeting)
    seated = Q(pk__in=Registration.objects.taking_part(user).values("meeting"))
    return published.filter(Exists(registered) | Exists(accepted) | seated)


def own_scope(user: "User", *, with_items: bool) -> Scope:
    """Conference links of what `user` takes part in, or of all for staff. One query."""
    published = Meeting.objects.published().exclude(conference_url="")
    joined = published
    if not user.is_staff:
        taken = Registration.objects.taking_part(user)
        joined = published.filter(pk__in=taken.values("meeting"))
    return Scope(with_items, user.is_staff, frozenset(joined.values_list("pk", flat=True)))
