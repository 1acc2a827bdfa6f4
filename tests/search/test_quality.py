"""Judged queries: what people type, and the page that they want first.

On the reference data and the rows of tests/search/planted.py, which one test loads for a whole
list of queries.
"""

import pytest
from django.core.management import call_command

from forum_portal.lib.full_text import Query
from forum_portal.lib.search_hits import Scope
from forum_portal.search.kinds import groups_of
from tests.factories import TODAY
from tests.search.planted import plant

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]


@pytest.fixture(autouse=True)
def _portal(db: None) -> None:
    call_command("load_reference", verbosity=0)
    plant()


def first(typed: str, **narrowed) -> str:
    """The address of the first hit of the first kind."""
    groups = groups_of(Scope(Query.of(typed), **narrowed), TODAY)
    return groups[0].found.hits[0].url if groups else ""


def office(slug: str) -> str:
    return f"/provinsi/{slug}/"


OFFICES = [
    # Official names, as a whole and in part
    ("Balai Tekkomdik DI Yogyakarta", "di-yogyakarta"),
    ("UPTD Tikomdik Jawa Barat", "jawa-barat"),
    ("BPTIK Dikbud", "jawa-tengah"),
    ("ptikp", "sulawesi-selatan"),
    ("pusdatikomdik", "dki-jakarta"),
    ("btki maluku", "maluku"),
    ("TEKKOM", "kalimantan-timur"),
    # Aliases, former and short names
    ("BTKP", "di-yogyakarta"),
    ("BTKP DIY", "di-yogyakarta"),
    ("balai tekkomdik", "aceh"),
    ("balai teknologi komunikasi pendidikan", "di-yogyakarta"),
    ("btikp kepri", "kepulauan-riau"),
    ("upt tikp", "jawa-timur"),
    ("Batekpend", "banten"),
    ("sanggar teknologi", "banten"),
    ("sanggartek", "banten"),
    # Provinces and what people make of their names
    ("jawa barat", "jawa-barat"),
    ("Jabar", "jawa-barat"),
    ("btikp sumbar", "sumatera-barat"),
    ("jateng", "jawa-tengah"),
    ("kalteng", "kalimantan-tengah"),
    ("babel", "kepulauan-bangka-belitung"),
    ("jogja", "di-yogyakarta"),
    ("sultra", "sulawesi-tenggara"),
    ("ntb", "nusa-tenggara-barat"),
    ("bali", "bali"),
    ("balai di aceh", "aceh"),
    # Cities and streets
    ("Kenari", "di-yogyakarta"),
    ("jl kenari no 2", "di-yogyakarta"),
    ("denpasar", "bali"),
    ("banjarmasin", "kalimantan-selatan"),
    ("Radjiman", "jawa-barat"),
    ("perintis kemerdekaan", "sulawesi-selatan"),
    ("kenari btkp", "di-yogyakarta"),
    # Typed so far
    ("yogya", "di-yogyakarta"),
    ("pusdatik", "dki-jakarta"),
    ("palem", "sumatera-selatan"),
    # Typed wrongly
    ("tekomdik", "di-yogyakarta"),
    ("tekkomdiik", "di-yogyakarta"),
    ("Yogjakarta", "di-yogyakarta"),
    ("gorontallo", "gorontalo"),
    ("palangkaraya", "kalimantan-tengah"),
    ("tanjung pinang", "kepulauan-riau"),
    ("sulwesi utara", "sulawesi-utara"),
    ("pangkal pinang", "kepulauan-bangka-belitung"),
    ("samarnda", "kalimantan-timur"),
    # What they do
    ("peminjaman studio", "jambi"),
    ("serat optik", "gorontalo"),
    ("teluk tomini", "gorontalo"),
    ("alamat btkp", "di-yogyakarta"),
]


def test_office_is_found():
    found = {typed: first(typed) for typed, _ in OFFICES}

    assert found == {typed: office(slug) for typed, slug in OFFICES}


PEOPLE = [
    ("Firman Oktora", office("jawa-barat")),
    ("oktora", office("jawa-barat")),
    ("firmn oktora", office("jawa-barat")),
    ("Wahyuni", office("gorontalo")),
    ("wahyuni rahmawati", office("gorontalo")),
    ("Dr. Wahyuni Rahmawati, M.Kom.", office("gorontalo")),
    ("hamzah daud", office("gorontalo")),
    ("wahyuny rahmawati", office("gorontalo")),
    ("Isti Triasih", office("di-yogyakarta")),
    ("maria goreti", "/forum/#sekretaris"),
    ("sekretaris forum", "/forum/#sekretaris"),
    ("ketua forum", office("jawa-barat")),
    ("kepala gorontalo", office("gorontalo")),
    ("kepala balai sulawesi selatan", office("sulawesi-selatan")),
    ("Yudhistira Nugraha", "/rakor/rakor-2024-balikpapan/"),
    ("kepala pusdatin", "/rakor/rakor-2023-jakarta/"),
    ("sekretaris jenderal", "/rakor/rakor-2023-jakarta/"),
    ("821.2/117/BKD/2021", office("gorontalo")),
    ("821.2 / 88 / bkd", office("gorontalo")),
]


def test_person_is_found():
    assert {typed: first(typed) for typed, _ in PEOPLE} == dict(PEOPLE)


RAKOR = [
    ("rakor 2023", "/rakor/rakor-2023-jakarta/"),
    ("rakor bandung", "/rakor/rakor-2024-bandung/"),
    ("Berkobar", "/rakor/rakor-2024-bandung/"),
    ("rakor balikpapan 2024", "/rakor/rakor-2024-balikpapan/"),
    ("nusantara baru", "/rakor/rakor-2024-balikpapan/"),
    ("ekosistem digital", "/rakor/rakor-2023-jakarta/"),
    ("rakor sumatera barat 2025", "/rakor/rakor-2025-padang/"),
    ("bukittinggi", "/rakor/koordinasi-forum-2025-bukittinggi/"),
    ("bukitinggi", "/rakor/koordinasi-forum-2025-bukittinggi/"),
    ("rapat koordinasi ternate", "/rakor/rakor-2022-ternate/"),
    ("kabel laut", "/rakor/rakor-2022-ternate/"),
    ("satelit", "/rakor/rakor-2022-ternate/"),
    ("sinergi pusdatin blpt", "/rakor/rakor-2023-jakarta/"),
    ("rakor pandemi", "/rakor/rakor-2020-ambon/"),
]


def test_rakor_is_found():
    assert {typed: first(typed) for typed, _ in RAKOR} == dict(RAKOR)


MINUTES = [
    "notula ternate",
    "notulen kepulauan",
    "1967/C4/DM.01.02/2022",
    "1967/c4/dm",
    "gugus tugas konektivitas",
    "kesenjangan akses",
    "membentuk gugus tugas",
]


def test_minutes_are_found():
    minutes = "/rakor/rakor-2022-ternate/notula/"

    assert {typed: first(typed) for typed in MINUTES} == dict.fromkeys(MINUTES, minutes)


ARTICLES = [
    ("pelatihan guru", "pelatihan-guru-membuat-video-pembelajaran"),
    ("melatih guru", "pelatihan-guru-membuat-video-pembelajaran"),
    ("video belajar", "pelatihan-guru-membuat-video-pembelajaran"),
    ("merekam pelajaran", "pelatihan-guru-membuat-video-pembelajaran"),
    ("kelas digital", "kelas-digital-tanpa-internet"),
    ("peladen", "kelas-digital-tanpa-internet"),
    ("siniar", "studio-siniar-untuk-murid"),
    ("siniarr", "studio-siniar-untuk-murid"),
    ("perencanaan naskah", "studio-siniar-untuk-murid"),
    ("rumah belajar", "rumah-belajar-keliling"),
    ("praktik baik literasi", "rumah-belajar-keliling"),
    ('"literasi membaca"', "rumah-belajar-keliling"),
    ("perpustakaan keliling", "rumah-belajar-keliling"),
]


def test_article_is_found():
    found = {typed: first(typed) for typed, _ in ARTICLES}

    assert found == {typed: f"/praktik-baik/{slug}/" for typed, slug in ARTICLES}


NARROWED = [
    ("rakor", {"year": 2024}, "/rakor/rakor-2024-balikpapan/"),
    ("rakor", {"province": "32"}, "/rakor/rakor-2024-bandung/"),
    ("balai", {"province": "51"}, office("bali")),
    ("kepala", {"year": 2016}, office("gorontalo")),
    ("murid", {"province": "32"}, "/praktik-baik/kelas-digital-tanpa-internet/"),
    ("rakor", {"year": 1999}, ""),
]


def test_filters_narrow():
    found = [(typed, more, first(typed, **more)) for typed, more, _ in NARROWED]

    assert found == NARROWED


NOTHING = ["qwxzkv", "yang dan di", "%%%", "''", "-", "!!", "\0", " "]


def test_nothing_is_found_where_there_is_nothing():
    assert [typed for typed in NOTHING if groups_of(Scope(Query.of(typed)), TODAY)] == []


def test_phrase_and_minus_narrow():
    found = {
        typed: [
            hit.url
            for group in groups_of(Scope(Query.of(typed)), TODAY)
            for hit in group.found.hits
        ]
        for typed in ('"murid bersuara"', '"bersuara murid"', "studio -murid")
    }

    assert found == {
        '"murid bersuara"': ["/praktik-baik/studio-siniar-untuk-murid/"],
        '"bersuara murid"': [],
        "studio -murid": [office("jambi")],
    }
