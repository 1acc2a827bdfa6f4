"""Persons whom an office has sent to earlier rakor, to be registered again without retyping.

Only an office's own, and only what still holds: who the person is and how to reach them, as far
as it was not forgotten. The role, how they attend, the letter and every consent are given anew.
"""

from typing import Any
from uuid import UUID

from forum_portal.lib.phones import shown
from meetings.models import Meeting, Registration
from provinces.models import Office

# More than that nobody reads; a name that is not there is typed.
MOST_SHOWN = 100
_STILL_HOLD = ("full_name", "position", "unit", "email", "nip", "rank")


def known_persons(meeting: Meeting, office: Office) -> list[Registration]:
    """The latest registration of each person, by name, who is not registered yet. One statement."""
    here = meeting.registrations.active().filter(office=office)
    earlier = Registration.objects.active().filter(office=office).exclude(meeting=meeting)
    return list(
        earlier.exclude(name_key__in=here.values("name_key"))
        .select_related("meeting")
        .order_by("name_key", "-meeting__starts_on", "-created_at")
        .distinct("name_key")[:MOST_SHOWN]
    )


def known_values(meeting: Meeting, office: Office, key: str) -> dict[str, Any]:
    """What the form begins with for the person of ?dari=; empty if that is no person of theirs."""
    try:
        pk = UUID(key)
    except ValueError:
        return {}
    person = office.registrations.active().exclude(meeting=meeting).filter(pk=pk).first()
    if person is None:
        return {}
    values = {name: getattr(person, name) for name in _STILL_HOLD}
    return {**values, "mobile": shown(person.mobile)} if person.mobile else values
