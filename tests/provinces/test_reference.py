"""Loading reference data: a value follows the data until a person has edited it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from provinces.models import Office, OfficeAlias, Person, Province, ReferenceRecord, Term
from provinces.reference import Load, Summary, merge
from provinces.reference_files import ReferenceDataError
from provinces.reference_offices import island_group_of, load_members
from tests.factories import NOW, make_office, make_province


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of data/ that a test may change."""
    return Path(shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data"))


def run(data: Path) -> Summary:
    load = Load(NOW)
    load_members(load, data)
    return load.finish()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("current", "last", "given", "follow", "keep"),
    [
        ("lama", "lama", "baru", ["f"], []),  # nobody touched it
        ("suntingan", "lama", "lama", [], ["f"]),  # edited, the data are as before
        ("suntingan", "lama", "baru", [], ["f"]),  # edited, the data changed as well
        ("baru", "lama", "baru", [], []),  # edited to what the data say now
        ("", "lama", "lama", [], ["f"]),  # emptied is edited
    ],
)
def test_field_follows_the_data_until_edited(current, last, given, follow, keep):
    merged = merge(current={"f": current}, last={"f": last}, given={"f": given})

    assert merged == (follow, keep)


def test_field_that_was_never_loaded_counts_as_edited():
    assert merge(current={"f": "ada"}, last={}, given={"f": "baru"}) == ([], ["f"])


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("11", "sumatera"),
        ("21", "sumatera"),
        ("31", "jawa"),
        ("53", "bali-nusa-tenggara"),
        ("65", "kalimantan"),
        ("76", "sulawesi"),
        ("82", "maluku"),
        ("96", "papua"),
        ("41", None),
        ("", None),
    ],
)
def test_island_group_follows_the_code(code, group):
    assert island_group_of(code) == group


@pytest.mark.django_db
def test_first_load_brings_provinces_offices_and_heads(data):
    summary = run(data)

    assert summary.added == {
        "provinsi": 38,
        "balai": 22,
        "nama lain": 28,
        "keanggotaan": 22,
        "jabatan": 22,
        "orang": 10,
        "masa jabatan": 10,
    }
    assert summary.left_alone == []
    office = Office.objects.get(slug="di-yogyakarta")
    assert (office.name, office.city, office.phone, office.confirmed_on) == (
        "Balai Tekkomdik DI Yogyakarta",
        "Yogyakarta",
        "",
        None,
    )
    assert (office.verification, office.verification_source) == (
        "press",
        "balitribune.co.id 2018-03-12",
    )
    assert [str(alias) for alias in office.aliases.all()] == [
        "Balai Teknologi Komunikasi Pendidikan",
        "BTKP DIY",
    ]


@pytest.mark.django_db
def test_heads_are_known_from_a_sighting_with_its_precision(data):
    run(data)

    heads = Term.objects.filter(post__office__slug="jawa-barat").order_by("seen_on")
    assert [(str(term.person), term.period, term.when, term.source) for term in heads] == [
        ("Endang Susilastuti", None, "tercatat Oktober 2018", "jabarekspres 2018-10-17"),
        ("Firman Oktora", None, "tercatat 2023", "buseronline.com"),
    ]


@pytest.mark.django_db
def test_two_sightings_of_one_head_are_one_term_seen_last_with_both_sources(data):
    with (data / "heads.csv").open("a") as heads:
        heads.write("11,Syahrul,2024-03,kanalaceh.com\n")

    run(data)

    term = Term.objects.get(person__name="Syahrul")
    assert (term.seen_on, term.seen_precision, term.source) == (
        date(2025, 1, 1),
        "year",
        "kanalaceh.com; potretonline.com",
    )


@pytest.mark.django_db
def test_second_load_changes_nothing_and_writes_nothing(data, django_assert_num_queries):
    run(data)
    before = list(ReferenceRecord.objects.values())

    with django_assert_num_queries(9):  # lock, records, one for each of seven models
        summary = run(data)

    assert summary == Summary()
    assert list(ReferenceRecord.objects.values()) == before


@pytest.mark.django_db
def test_untouched_field_follows_the_data_and_the_edited_one_stays(data):
    run(data)
    Office.objects.filter(slug="aceh").update(name="UPTD Tekkomdik Aceh", city="Sabang")
    replace(data / "offices.csv", "UPTD Balai Tekkomdik Aceh", "UPTD Balai Tekkomdik Provinsi Aceh")
    replace(data / "offices.csv", "Dinas Pendidikan Aceh", "Dinas Pendidikan dan Dayah Aceh")

    for _ in range(2):
        summary = run(data)

    office = Office.objects.get(slug="aceh")
    assert (office.name, office.city, office.parent_agency) == (
        "UPTD Tekkomdik Aceh",
        "Sabang",
        "Dinas Pendidikan dan Dayah Aceh",
    )
    assert summary.changed == {}
    assert summary.left_alone == [
        "balai UPTD Tekkomdik Aceh: nama resmi disunting; data acuan: "
        "“UPTD Balai Tekkomdik Provinsi Aceh”.",
        "balai UPTD Tekkomdik Aceh: kota/kabupaten disunting; data acuan: “Banda Aceh”.",
    ]


@pytest.mark.django_db
def test_renamed_address_still_finds_its_row(data):
    run(data)
    Office.objects.filter(slug="aceh").update(slug="tekkomdik-aceh")

    run(data)

    assert not Office.objects.filter(slug="aceh").exists()
    assert Office.objects.count() == 22


@pytest.mark.django_db
def test_deleted_row_stays_deleted_and_so_does_what_hung_on_it(data):
    run(data)
    OfficeAlias.objects.get(name="BTKP DIY").delete()
    Term.objects.filter(post__office__slug="aceh").delete()
    Office.objects.get(slug="aceh").delete()

    summary = run(data)

    assert summary.added == {}
    assert not Office.objects.filter(slug="aceh").exists()
    assert not OfficeAlias.objects.filter(name="BTKP DIY").exists()
    assert summary.left_alone == [
        "balai 11: pernah dimuat, lalu dihapus.",
        "nama lain 34:BTKP DIY: pernah dimuat, lalu dihapus.",
    ]


@pytest.mark.django_db
def test_row_that_a_person_made_first_is_taken_as_it_is(data):
    province = make_province(code="11", iso="ID-AC", name="Aceh", slug="aceh")
    make_office(province=province, name="Balai Kami")
    Person.objects.create(name="Syahrul", note="sudah ada")

    summary = run(data)

    assert Office.objects.get(slug="aceh").name == "Balai Kami"
    assert Province.objects.get(code="11").island_group == "jawa"
    assert Person.objects.get(name="Syahrul").note == "sudah ada"
    assert summary.added["balai"] == 21
    assert "provinsi Aceh: gugus pulau disunting; data acuan: “sumatera”." in summary.left_alone


@pytest.mark.django_db
def test_value_that_another_row_has_taken_is_not_forced(data):
    run(data)
    replace(data / "provinces.csv", "11,ID-AC,Aceh", "11,ID-SU,Aceh")

    summary = run(data)

    assert Province.objects.get(code="11").iso == "ID-AC"
    assert summary.left_alone == [
        "provinsi Aceh: tidak diubah. Provinsi dengan Kode ISO 3166-2 telah ada."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "heads.csv",
            "11,Teuku Fariyal,2021",
            "11,Teuku Fariyal,2021-13",
            "data/heads.csv baris 2, kolom seen_on: “2021-13” bukan tanggal "
            "(YYYY, YYYY-MM, atau YYYY-MM-DD).",
        ),
        (
            "heads.csv",
            "81,Ima Rumra",
            "99,Ima Rumra",
            "data/heads.csv baris 11, kolom province_code: “99” tidak ada dalam data/offices.csv.",
        ),
        (
            "offices.csv",
            "11,UPTD Balai Tekkomdik Aceh",
            "10,UPTD Balai Tekkomdik Aceh",
            "data/offices.csv baris 2, kolom province_code: “10” tidak ada dalam "
            "data/provinces.csv.",
        ),
        (
            "offices.csv",
            "https://btkp-diy.or.id",
            "btkp diy",
            "data/offices.csv baris 11, kolom website: “btkp diy” ditolak: "
            "Masukkan URL yang valid.",
        ),
        (
            "offices.csv",
            ",press,derapgurujateng",
            ",pers,derapgurujateng",
            "data/offices.csv baris 10, kolom verification: “pers” ditolak: "
            "Nilai 'pers' bukan pilihan yang valid.",
        ),
        (
            "provinces.csv",
            "96,ID-PD,Papua Barat Daya,Asia/Jayapura",
            "96,ID-PD,Papua Barat Daya",
            "data/provinces.csv baris 39: ada 3 kolom, seharusnya 4 (“96,ID-PD,Papua Barat Daya”).",
        ),
        (
            "provinces.csv",
            "Aceh,Asia/Jakarta",
            "Aceh,Asia/Djakarta",
            "data/provinces.csv baris 2, kolom time_zone: “Asia/Djakarta” ditolak: "
            "Nilai 'Asia/Djakarta' bukan pilihan yang valid.",
        ),
    ],
)
def test_malformed_file_is_named_with_line_column_and_value(data, file, old, new, sentence):
    replace(data / file, old, new)

    with pytest.raises(ReferenceDataError) as refusal:
        run(data)

    assert str(refusal.value) == sentence
