"""Records of persons that are likely one person's, and those that are not."""

import pytest

from provinces.doubles import doubles_of, likely_doubles, named_like
from provinces.models import Person


def person(number: int, name: str, nip: str = "") -> Person:
    return Person(pk=number, name=name, nip=nip)


def pairs(*people: Person) -> list[tuple[int, int, bool]]:
    return [(d.first.pk, d.second.pk, d.is_same_name) for d in likely_doubles(people)]


@pytest.mark.parametrize(
    ("first", "second", "is_same_name"),
    [
        ("Drs. H. Budi Santoso, M.Si.", "BUDI SANTOSO", True),
        ("Nur'aini", "Nuraini, S.Pd.", True),
        ("Budi Santoso", "Budi Santosa", False),
        ("Muhammad Ridwan", "Muhamad Ridwan", False),
        ("Suharto", "Soeharto", None),
        ("Siti Aminah", "Siti Rohmah", None),
        ("Wayan", "Made", None),
    ],
)
def test_names_are_alike(first: str, second: str, is_same_name: bool | None):
    found = [] if is_same_name is None else [(1, 2, is_same_name)]
    assert pairs(person(1, first), person(2, second)) == found


def test_two_nips_are_two_persons():
    one, other = "1" * 18, "2" * 18
    assert pairs(person(1, "Budi", one), person(2, "Budi", other)) == []
    assert pairs(person(1, "Budi", one), person(2, "Budi")) == [(1, 2, True)]


def test_equal_names_come_first():
    people = [person(1, "Budi Santoso"), person(2, "Budi Santosa"), person(3, "Ir. Budi Santosa")]
    assert pairs(*people) == [(2, 3, True), (1, 2, False), (1, 3, False)]


def test_doubles_of_one_are_the_others():
    people = [person(1, "Budi Santoso"), person(2, "Budi Santosa"), person(3, "Wayan Sudana")]
    assert doubles_of(people[1], people) == [people[0]]


def test_a_common_word_alone_compares_nobody():
    people = [person(n, f"Muhammad {chr(65 + n // 26)}{chr(65 + n % 26)}zq") for n in range(80)]
    assert pairs(*people, person(99, "Muhammad Aazq"))[0] == (0, 99, True)


def test_new_name_is_compared_with_those_on_record():
    people = [
        person(1, "Budi Santosa"),
        person(2, "Siti Rohmah"),
        person(3, "Drs. BUDI SANTOSO"),
    ]
    assert [other.pk for other in named_like("Budi Santoso, M.Si.", people)] == [3, 1]
    assert named_like("Made", people) == []
