"""The register of programmes: whose, in which state, how many have told."""

from html import unescape

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.actions.names import address_obstacle
from provinces.models import OfficeProgramme
from tests.factories import NOW, make_office

ADDRESS = "/provinsi/program-transformasi-digital/"


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def programmes(aceh, bali) -> None:
    for office, title, year, until_year, state in (
        (aceh, "Kelas maya", 2023, 2025, "done"),
        (aceh, "Radio", 2022, None, "stopped"),
        (bali, "Rapor digital", 2025, None, "running"),
    ):
        OfficeProgramme.objects.create(
            office=office, title=title, year=year, until_year=until_year, state=state
        )


def titles(response) -> list[str]:
    return [row["title"] for row in response.context["rows"]]


def test_programmes_of_all_offices_are_listed_with_their_counts(public_client, programmes):
    make_office(name="Balai Diam")
    response = public_client.get(ADDRESS)

    assert [(row["title"], row["office"], row["years"]) for row in response.context["rows"]] == [
        ("Rapor digital", "Balai TIK Pendidikan Provinsi Bali", "2025"),
        ("Kelas maya", "UPTD Balai Tekkomdik Aceh", "2023–2025"),
        ("Radio", "UPTD Balai Tekkomdik Aceh", "2022"),
    ]
    assert [(fact["label"], fact["value"]) for fact in response.context["facts"]] == [
        ("Balai anggota yang mencatatkan", "2 dari 3"),
        ("Direncanakan", "0 program"),
        ("Berjalan", "1 program"),
        ("Selesai", "1 program"),
        ("Dihentikan", "1 program"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("balai=aceh", ["Kelas maya", "Radio"]),
        ("keadaan=running", ["Rapor digital"]),
        ("tahun=2024", ["Kelas maya"]),
        ("tahun=2025&balai=bali", ["Rapor digital"]),
        ("tahun=2030", []),
        # What is not valid filters nothing and is said beside its field.
        ("tahun=kapan", ["Rapor digital", "Kelas maya", "Radio"]),
        ("balai=atlantis", ["Rapor digital", "Kelas maya", "Radio"]),
        ("tahun=99999999999999999999", ["Rapor digital", "Kelas maya", "Radio"]),
    ],
)
def test_register_is_filtered(public_client, programmes, query, expected):
    assert titles(public_client.get(f"{ADDRESS}?{query}")) == expected


@pytest.mark.django_db
def test_empty_register_says_so(public_client):
    assert "Belum ada program yang tercatat" in unescape(public_client.get(ADDRESS).text)


def test_no_office_may_take_the_address():
    assert "dipakai portal sendiri" in address_obstacle("program-transformasi-digital")


@pytest.mark.parametrize("more", [1, 30])
def test_statements_do_not_grow_with_programmes(
    public_client, aceh, more, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(more):
        OfficeProgramme.objects.create(office=aceh, title=f"P{number}", year=2024, state="done")
    with django_assert_num_queries(6):
        response = public_client.get(ADDRESS)
    assert len(response.context["rows"]) == min(more, 25)
