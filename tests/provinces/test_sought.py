"""Which offices a list finds, by what they are on a day and by the words of a reader."""

from datetime import date

import pytest

from provinces.members import page_of
from provinces.membership import Standing
from provinces.models import Membership, Office, OfficeAlias, OfficeName
from provinces.places import Here, places_of
from provinces.sought import Sought
from tests.factories import TODAY, make_office, make_province

pytestmark = pytest.mark.django_db


def found(sought: Sought) -> list[str]:
    return [office.slug for office in page_of(sought, 0, 9)]


@pytest.mark.parametrize(
    ("day", "paused", "left"),
    [
        (date(2019, 12, 31), Standing.NOT_YET, Standing.NOT_YET),
        (date(2020, 1, 1), Standing.MEMBER, Standing.MEMBER),
        (date(2021, 1, 1), Standing.PAUSED, Standing.LEFT),
        (date(2022, 1, 1), Standing.MEMBER, Standing.LEFT),
        (date(2023, 1, 1), Standing.PAUSED, Standing.LEFT),
    ],
)
def test_offices_are_found_by_their_standing_on_the_day(
    aceh: Office, bali: Office, day: date, paused: Standing, left: Standing
):
    Membership.objects.all().delete()
    first = (date(2020, 1, 1), date(2021, 1, 1))
    aceh.memberships.create(period=first, end="paused")
    aceh.memberships.create(period=(date(2022, 1, 1), date(2023, 1, 1)), end="paused")
    bali.memberships.create(period=first, end="left")

    standings = {each: found(Sought(day, standing=each)) for each in Standing}

    expected: dict[Standing, list[str]] = {each: [] for each in Standing}
    expected[paused].append("aceh")
    expected[left].append("bali")
    assert standings == expected
    assert found(Sought(day, standing=None)) == ["aceh", "bali"]


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("ACEH", ["aceh"]),
        ("btkp", ["aceh"]),
        ("btkp sanggar banda", ["aceh"]),
        ("balai", ["aceh", "bali"]),
        ("btkp bali", []),
        ("_cmp", []),
        ("50%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_each_word_is_in_a_name_the_city_or_the_province(
    aceh: Office, bali: Office, words: str, slugs: list[str]
):
    Office.objects.filter(pk=aceh.pk).update(city="Banda Aceh")
    OfficeAlias.objects.create(office=aceh, name="BTKP")
    OfficeName.objects.create(
        office=aceh, name="Sanggar Tekkom", valid=(date(1990, 1, 1), date(2002, 1, 1))
    )

    assert found(Sought(TODAY, words=tuple(words.split()))) == slugs


def test_day_in_the_past_has_the_name_of_that_day(aceh: Office):
    OfficeName.objects.create(
        office=aceh, name="Sanggar Tekkom", valid=(date(1990, 1, 1), date(2002, 1, 1))
    )
    (then,) = page_of(Sought(date(2001, 1, 1), is_past=True), 0, 9)
    (later,) = page_of(Sought(date(2002, 1, 1), is_past=True), 0, 9)

    assert (then.name, then.now_called) == ("Sanggar Tekkom", aceh.name)
    assert (later.name, later.now_called) == (aceh.name, "")
    (here,) = places_of(Sought(date(2001, 1, 1), is_past=True))
    assert here == Here("11", "Aceh", ["aceh"], ["Sanggar Tekkom"], None)


def test_places_group_offices_by_province():
    province = make_province(code="11", name="Aceh")
    for slug in ("b", "a", "c"):
        make_office(province=province, slug=slug, name=f"Balai {slug}")
    Office.objects.filter(slug="c").update(kind="dinas")

    (here,) = places_of(Sought(TODAY, kind="balai"))

    assert here == Here("11", "Aceh", ["a", "b"], ["Balai a", "Balai b"], None)
