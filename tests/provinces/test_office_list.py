"""The list of offices: map and rows, the filter, pages, and what never shows."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provinces.directory import Row
from provinces.models import Office, OfficeAlias, OfficeName
from tests.factories import make_office, make_post, make_province, make_term

NIP = "198001012005012001"


@pytest.fixture
def diy(db: None) -> Office:
    province = make_province(code="34", iso="ID-YO", name="DI Yogyakarta", slug="di-yogyakarta")
    office = make_office(
        province=province,
        name="Balai Tekkomdik DI Yogyakarta",
        city="Yogyakarta",
        verification="press",
    )
    OfficeAlias.objects.create(office=office, name="BTKP DIY")
    return office


def names_in(response) -> list[str]:
    return [row.name for group in response.context["groups"] for row in group.rows]


def test_list_shows_offices_under_their_island_groups(public_client, bali, diy, aceh):
    head = make_term(
        make_post(office=diy),
        name="Isti Triasih",
        period=None,
        seen_on=date(2018, 3, 1),
        seen_precision="month",
    )
    head.person.nip = NIP
    head.person.save()

    response = public_client.get("/provinsi/")

    assert [(group.title, group.rows) for group in response.context["groups"]] == [
        (
            "Sumatera",
            [
                Row(
                    "Aceh",
                    "UPTD Balai Tekkomdik Aceh",
                    "",
                    "/provinsi/aceh/",
                    "Kepala belum tercatat",
                    "Belum dikonfirmasi",
                    "neutral",
                )
            ],
        ),
        (
            "Jawa",
            [
                Row(
                    "DI Yogyakarta",
                    "Balai Tekkomdik DI Yogyakarta",
                    "",
                    "/provinsi/di-yogyakarta/",
                    "Yogyakarta · Kepala Isti Triasih (tercatat Maret 2018)",
                    "Nama dari pers",
                    "blue",
                )
            ],
        ),
        (
            "Bali dan Nusa Tenggara",
            [
                Row(
                    "Bali",
                    "Balai TIK Pendidikan Provinsi Bali",
                    "",
                    "/provinsi/bali/",
                    "Kepala belum tercatat",
                    "Belum dikonfirmasi",
                    "neutral",
                )
            ],
        ),
    ]
    assert "Isti Triasih" in response.content.decode()
    assert NIP not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=BTKP", ["Balai Tekkomdik DI Yogyakarta"]),
        ("?q=btkp+diy", ["Balai Tekkomdik DI Yogyakarta"]),
        ("?q=balai+yogya", ["Balai Tekkomdik DI Yogyakarta"]),
        ("?q=Tekkomdik", ["UPTD Balai Tekkomdik Aceh", "Balai Tekkomdik DI Yogyakarta"]),
        ("?zona=wita", ["Balai TIK Pendidikan Provinsi Bali"]),
        ("?gugus=sumatera", ["UPTD Balai Tekkomdik Aceh"]),
        ("?q=tekkomdik&zona=wib&gugus=jawa", ["Balai Tekkomdik DI Yogyakarta"]),
        ("?q=tekkomdik&zona=wita", []),
        ("?q=%25", []),
        ("?q=++", None),
        ("", None),
    ],
)
def test_filter_finds_by_name_alias_city_zone_and_island_group(
    public_client, aceh, bali, diy, query, names
):
    everything = [aceh.name, diy.name, bali.name]

    assert names_in(public_client.get(f"/provinsi/{query}")) == (
        everything if names is None else names
    )


def test_row_says_by_which_other_name_it_was_found(public_client, diy):
    OfficeName.objects.create(
        office=diy, name="Sanggar Teknologi", valid=(date(1990, 1, 1), date(2002, 1, 1))
    )

    def note(words: str) -> str:
        (group,) = public_client.get("/provinsi/", {"q": words}).context["groups"]
        return group.rows[0].note

    known = "Yogyakarta · Kepala belum tercatat"
    assert note("btkp") == f"{known} · juga dikenal sebagai BTKP DIY"
    assert note("sanggar") == f"{known} · juga dikenal sebagai Sanggar Teknologi"
    assert note("tekkomdik") == known


@pytest.mark.parametrize(
    ("query", "field", "error"),
    [
        ("zona=utc", "zona", "Zona “utc” tidak dikenal."),
        ("gugus=atlantis", "gugus", "Gugus pulau “atlantis” tidak dikenal."),
        ("q=" + "a" * 81, "q", "Pastikan nilai ini mengandung paling banyak 80 karakter"),
    ],
)
def test_bad_filter_is_told_beside_its_field_and_everything_is_shown(
    public_client, aceh, bali, query, field, error
):
    response = public_client.get(f"/provinsi/?{query}")

    assert response.status_code == 200
    assert error in response.context["form"].errors[field][0]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert names_in(response) == [aceh.name, bali.name]


@pytest.mark.parametrize(
    ("query", "title", "way_on"),
    [
        ("q=tidak-ada", "Tidak ada anggota yang sesuai", "?q=tidak-ada&amp;keanggotaan=semua"),
        ("q=tidak-ada&keanggotaan=semua", "Tidak ada balai yang sesuai", "/provinsi/"),
    ],
)
def test_nothing_found_offers_the_way_on(public_client, aceh, query, title, way_on):
    page = public_client.get(f"/provinsi/?{query}").content.decode()
    assert title in page
    assert f'<a class="button button--secondary" href="{way_on}">' in page


@pytest.mark.django_db
def test_empty_portal_says_so(public_client):
    assert "Belum ada balai yang tercatat" in public_client.get("/provinsi/").content.decode()


@pytest.mark.django_db
def test_pages_hold_24_keep_the_filter_and_the_last_answers_for_those_beyond(public_client):
    for number in range(25):
        code = f"{number + 40:02d}"
        make_office(province=make_province(code=code, name=f"Provinsi {code}"))

    first = public_client.get("/provinsi/?zona=wib&asing=1")
    beyond = public_client.get("/provinsi/?zona=wib&page=99")

    assert [len(r.context["page"].object_list) for r in (first, beyond)] == [24, 1]
    assert 'rel="next" href="?zona=wib&amp;page=2"' in first.content.decode()
    assert public_client.get("/provinsi/?page=x").context["page"].number == 1


@pytest.mark.parametrize("more", [1, 3])
def test_statements_do_not_grow_with_rows(
    public_client: Client, aceh, more, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(more):
        province = make_province(code=f"{number + 60}", name=f"Provinsi {number + 60}")
        make_term(make_post(office=make_office(province=province)))
    public_client.get("/provinsi/")
    caches["pages"].clear()

    with django_assert_num_queries(4):
        public_client.get("/provinsi/?q=balai")


def test_changed_office_shows_at_once_to_who_changed_it(secretariat_client, aceh):
    secretariat_client.get("/provinsi/")

    Office.objects.update(name="UPTD Tikomdik Aceh")

    page = secretariat_client.get("/provinsi/").content.decode()
    assert "UPTD Tikomdik Aceh" in page
    assert "UPTD Balai Tekkomdik Aceh" not in page
