"""Who comes to a rakor, as anybody may read it: how many, from which offices, in which roles.

Only those who have a seat; who waits for one is nobody's business. Names are those of persons
who have consented on their own page, and only as long as they do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count

from meetings.models import Meeting, Registration
from provinces.names import then_called_on


class Person(NamedTuple):
    """Somebody who lets their name be shown; office_id: None without an office."""

    office_id: int | None
    name: str
    role: str


class Group(NamedTuple):
    """Those of one office, role and mode; office_id: None for all who come without an office."""

    office_id: int | None
    office: str
    slug: str
    then: str
    province: str
    role: str
    mode: str
    people: int


@dataclass(frozen=True)
class Headcount:
    groups: list[Group]

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)

    @property
    def offices(self) -> int:
        return len({group.office_id for group in self.groups} - {None})

    def of_mode(self, mode: str) -> int:
        return sum(group.people for group in self.groups if group.mode == mode)

    def by_role(self) -> Iterator[tuple[str, int]]:
        """Name of the role and how many, in the order of the roles; none without people."""
        for role in Registration.Role:
            if count := sum(group.people for group in self.groups if group.role == role):
                yield role.label, count

    def by_office(self) -> list[Group]:
        """One of each office in the order of the provinces; role and mode say nothing here."""
        found: dict[int | None, Group] = {}
        for group in self.groups:
            if group.office_id is not None:
                before = found.get(group.office_id)
                people = group.people + (before.people if before else 0)
                found[group.office_id] = group._replace(people=people, role="", mode="")
        return list(found.values())

    @property
    def alone(self) -> int:
        """Who registered for themselves."""
        return sum(group.people for group in self.groups if group.office_id is None)


def headcount(meeting: Meeting) -> Headcount:
    """One statement."""
    seated = meeting.registrations.seated().order_by("office__province_id", "office__slug")
    named = seated.annotate(then=then_called_on("meeting__starts_on", office="office"))
    columns = ("office_id", "office__name", "office__slug", "then", "office__province__name",
               "role", "mode")  # fmt: skip
    counted = named.values(*columns).annotate(people=Count("pk"))
    rows = counted.values_list(*columns, "people")
    return Headcount([Group(*row) for row in rows])


def who_consented(meeting: Meeting) -> list[Person]:
    """By role and name. One statement."""
    shown = meeting.registrations.seated().filter(name_public_at__isnull=False)
    rows = shown.order_by("name_key", "pk").values_list("office_id", "full_name", "role")
    order = list(Registration.Role)
    people = [Person(*row) for row in rows]
    return sorted(people, key=lambda person: order.index(Registration.Role(person.role)))
