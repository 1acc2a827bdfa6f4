"""Which records of persons are likely to be one person's.

Names that are equal without titles, case and punctuation, or alike letter by letter. Two
different NIPs are two persons, whatever their names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from forum_portal.lib.person_names import name_key
from provinces.models import Person

# Of the groups of three letters that two names have, the share that both have.
ALIKE_PERCENT = 60
# A word that so many people bear ("muhammad") finds no pairs by itself: the others do.
COMMON_WORD = 60


@dataclass(frozen=True)
class Double:
    first: Person
    second: Person
    percent: int

    @property
    def is_same_name(self) -> bool:
        return self.percent == 100


def likely_doubles(people: Iterable[Person]) -> list[Double]:
    """The likeliest first; without a query, and without comparing everybody with everybody."""
    named = {person: name_key(person.name) for person in people}
    grams = {person: trigrams(key) for person, key in named.items()}
    found = []
    for first, second in _neighbours(named):
        percent = 100 if named[first] == named[second] else _alike(grams[first], grams[second])
        is_other = first.nip and second.nip and first.nip != second.nip
        if percent >= ALIKE_PERCENT and not is_other:
            found.append(Double(first, second, percent))
    return sorted(found, key=lambda d: (-d.percent, named[d.first], d.first.pk, d.second.pk))


def doubles_of(person: Person, people: Iterable[Person]) -> list[Person]:
    """Who may be `person` under another record, the likeliest first."""
    pairs = likely_doubles(people)
    others = [(d.first, d.second) for d in pairs if person in (d.first, d.second)]
    return [second if first == person else first for first, second in others]


def named_like(name: str, people: Iterable[Person]) -> list[Person]:
    """Who of `people` may be the one called `name`, the likeliest first; one comparison each."""
    key = name_key(name)
    grams, alike = trigrams(key), {}
    for person in people:
        other = name_key(person.name)
        alike[person] = 100 if other == key else _alike(grams, trigrams(other))
    likely = (person for person, percent in alike.items() if percent >= ALIKE_PERCENT)
    return sorted(likely, key=lambda person: (-alike[person], person.pk))


def trigrams(key: str) -> frozenset[str]:
    """As PostgreSQL's pg_trgm cuts them: each word with two spaces before and one after it."""
    words = [f"  {word} " for word in key.split()]
    return frozenset(word[i : i + 3] for word in words for i in range(len(word) - 2))


def _alike(first: frozenset[str], second: frozenset[str]) -> int:
    """Less than 100: equal letters in another order are not yet an equal name."""
    return min(99, 100 * len(first & second) // (len(first | second) or 1))


def _neighbours(named: dict[Person, str]) -> Iterator[tuple[Person, Person]]:
    """Pairs that share a word, or the beginning and the end of the whole name; each once."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for person, key in named.items():
        for word in {*key.split(), f"= {key}", f"~ {key[:3]}{key[-3:]}"}:
            groups[word].append(person)
    seen = set()
    for word, members in groups.items():
        if len(members) > COMMON_WORD and not word.startswith("= "):
            continue
        for first, second in combinations(members, 2):
            pair = (first.pk, second.pk)
            if pair not in seen:
                seen.add(pair)
                yield first, second
