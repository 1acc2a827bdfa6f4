"""The persons of the portal as choices of a part in the agenda, each with the position of a day."""

from collections import Counter
from datetime import date

from meetings.agenda.content import position_on
from meetings.agenda.merging import PartDraft
from meetings.models import AgendaPart
from provinces.models import Person


class KnownPeople:
    """Two queries, whatever the number of persons.

    on: the day of the item. A name that two persons share is offered with the number of each.
    """

    def __init__(self, on: date | None) -> None:
        people = list(Person.objects.prefetch_related("terms__post__office"))
        shared = Counter(person.name.casefold() for person in people)
        self.names = {person.pk: person.name for person in people}
        self._shown = {
            person.pk: person.name
            if shared[person.name.casefold()] == 1
            else f"{person.name} (nomor {person.pk})"
            for person in people
        }
        self._by_shown = {_key(name): number for number, name in self._shown.items()}
        self._positions = {
            person.pk: position_on(on, AgendaPart(), person.terms.all()) for person in people
        }

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What is typed, and the position beside it."""
        return [(name, self._positions[number]) for number, name in self._shown.items()]

    def find(self, typed: str) -> int | None:
        return self._by_shown.get(_key(typed))

    def position(self, person: int | None) -> str:
        return self._positions.get(person, "") if person is not None else ""

    def shown(self, person: int | None, name: str) -> str:
        """The name as its choice, where it is still that person's name."""
        if person is not None and self.names.get(person) == name:
            return self._shown[person]
        return name

    def part(self, typed: str, role: str) -> PartDraft:
        person = self.find(typed)
        return PartDraft(typed if person is None else self.names[person], role, "", person)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
