"""The map: which shapes lead where, and what they say."""

from datetime import date

import pytest

from provinces import places
from provinces.map import Choice, LegendItem, Place, build
from provinces.places import places_of
from provinces.sought import Sought
from tests.factories import TODAY, make_office, make_post, make_province, make_term

LEGEND = (LegendItem("member", "Balai anggota"),)


def shapes(*places: Place) -> dict[str, tuple]:
    drawn = build(places, title="Peta", legend=LEGEND).shapes
    return {shape.label: (shape.href, shape.state) for shape in drawn if shape.state != "none"}


def test_province_without_an_office_leads_nowhere_and_has_no_words():
    drawn = build([], title="Peta", legend=LEGEND)

    assert {(shape.href, shape.label, shape.state) for shape in drawn.shapes} == {
        (None, "", "none")
    }
    assert len(drawn.shapes) == 34
    assert (drawn.title, drawn.legend) == ("Peta", LEGEND)


def test_office_is_a_link_with_its_name():
    assert shapes(Place("11", "/provinsi/aceh/", "Aceh: Balai Aceh")) == {
        "Aceh: Balai Aceh": ("/provinsi/aceh/", "member")
    }


def test_one_shape_stands_for_the_provinces_that_papua_became():
    selatan = Place("93", "/provinsi/papua-selatan/", "Papua Selatan: A")
    tengah = Place("94", "/provinsi/papua-tengah/", "Papua Tengah: B", state="chair")

    assert shapes(selatan) == {"Papua Selatan: A": ("/provinsi/papua-selatan/", "member")}
    assert shapes(selatan, tengah) == {
        "Pilih satu dari 2 balai: Papua Selatan: A; Papua Tengah: B": (
            "#peta-pilihan-pa",
            "chair",
        )
    }


def test_shape_of_several_offices_opens_a_choice_in_the_order_of_their_codes():
    induk, selatan, tengah = (
        Place(code, f"/provinsi/{slug}/", name)
        for code, slug, name in (
            ("91", "papua", "Papua: A"),
            ("93", "papua-selatan", "Papua Selatan: B"),
            ("94", "papua-tengah", "Papua Tengah: C"),
        )
    )

    drawn = build([tengah, induk, selatan], title="Peta", legend=LEGEND)

    assert drawn.choices == [Choice("peta-pilihan-pa", [induk, selatan, tengah])]
    assert [shape.href for shape in drawn.shapes if shape.is_choice] == ["#peta-pilihan-pa"]


def test_page_of_one_office_still_leads_to_the_others_of_its_shape():
    here = Place("91", "", "Papua: A", state="current")
    other = Place("93", "/provinsi/papua-selatan/", "Papua Selatan: B")

    drawn = build([here, other], title="Peta", legend=LEGEND)

    assert drawn.choices == [Choice("peta-pilihan-pa", [here, other])]


def test_current_office_is_marked_and_leads_nowhere():
    here = Place("11", "", "Aceh", state="current")

    assert shapes(here) == {"Aceh": (None, "current")}


def test_small_provinces_are_drawn_last_in_the_order_of_their_codes():
    drawn = build([], title="Peta", legend=LEGEND).shapes

    sizes = [shape.is_small for shape in drawn]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("period", "is_chair"),
    [
        ((date(2025, 1, 1), None), True),
        ((date(2025, 1, 1), TODAY), False),  # ended today
        ((date(2026, 11, 25), None), False),  # from tomorrow
        (None, False),  # only seen
    ],
)
def test_office_is_the_chairs_only_while_the_ketua_holds_the_post(aceh, bali, period, is_chair):
    make_term(make_post(), on_behalf_of=aceh, period=period, seen_on=date(2025, 1, 1))
    make_term(make_post(slug="sekretaris"), on_behalf_of=bali)

    everyone = places_of(Sought(TODAY))

    assert [here.has_chair for here in everyone] == [is_chair, False]
    html = places.map_of_all(everyone)
    assert ("Aceh: UPTD Balai Tekkomdik Aceh, ketua forum" in html) is is_chair
    assert ("legend__swatch--chair" in html) is is_chair


def test_map_of_a_filter_does_not_call_the_others_no_members(aceh, bali):
    everyone = places_of(Sought(TODAY))

    html = places.map_of_found(everyone[:1])

    assert "Sesuai saringan (1)" in html
    assert "/provinsi/aceh/" in html
    assert "/provinsi/bali/" not in html
    assert "Bukan anggota" not in html


@pytest.mark.django_db
def test_two_offices_of_one_province_are_a_choice_on_the_page_itself():
    province = make_province(code="11", name="Aceh")
    for slug in ("aceh", "aceh-barat"):
        make_office(province=province, slug=slug, name=f"Balai {slug}")

    html = " ".join(places.map_of_all(places_of(Sought(TODAY))).split())

    label = "Pilih satu dari 2 balai: Aceh: Balai aceh; Aceh: Balai aceh-barat"
    assert f'href="#peta-pilihan-ac" aria-label="{label}" data-choice>' in html
    assert (
        '<li><a href="/provinsi/aceh/">Aceh: Balai aceh</a></li>'
        '<li><a href="/provinsi/aceh-barat/">Aceh: Balai aceh-barat</a></li>'
    ) in html


@pytest.mark.django_db
def test_more_offices_than_a_map_can_name_lead_to_their_list():
    province = make_province(code="11", name="Aceh")
    for number in range(places.MOST_TO_CHOOSE + 1):
        make_office(province=province, slug=f"aceh-{number}", name=f"Balai {number}")

    html = places.map_of_all(places_of(Sought(TODAY)))

    assert 'href="/provinsi/?q=Aceh" aria-label="Aceh: 7 balai"' in html
    assert "Balai 3" not in html
    assert "map__choice" not in html
