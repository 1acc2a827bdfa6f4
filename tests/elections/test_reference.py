"""The election of 2023 as the sources tell it, and the whole load by its command."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from elections.models import Acclamation, Election, Result
from elections.reference import load_reference
from meetings.models import Meeting, Official
from provinces.models import Person, Province, ReferenceRecord, Term
from provinces.reference_files import ReferenceDataError
from tests.factories import NOW, make_post, make_term

pytestmark = pytest.mark.any_postgres

ELECTION = "Ketua Forum Komunikasi BTIKP se-Indonesia"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of data/ that a test may change."""
    return Path(shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.django_db
def test_ketua_was_acclaimed_for_2023_to_2025_on_behalf_of_jawa_barat(data):
    load_reference(directory=data, at=NOW)

    term = Term.objects.get(post__office=None)
    assert (str(term.post), str(term.person), term.on_behalf_of.slug, term.when) == (
        "Ketua Forum",
        "Firman Oktora",
        "jawa-barat",
        "2023–2025",
    )
    assert (term.period.lower, term.period.upper, term.source) == (
        date(2023, 1, 1),
        date(2025, 1, 1),
        "buseronline.com, 2023",
    )
    result = Result.objects.get()
    assert (result.term, result.election, result.published_by) == (
        term,
        Election.objects.get(slug="ketua-2023"),
        None,
    )


@pytest.mark.django_db
def test_what_the_source_does_not_say_of_the_election_is_empty(data):
    load_reference(directory=data, at=NOW)

    assert list(
        Acclamation.objects.values_list(
            "candidate__name",
            "office__slug",
            "position",
            "offices_present",
            "proposed_by",
            "witnesses",
            "acclaimed_at",
            "election__quorum_offices",
        )
    ) == [
        (
            "Firman Oktora",
            "jawa-barat",
            "Kepala Balai TIK Pendidikan Provinsi Jawa Barat",
            None,
            "",
            "",
            None,
            None,
        )
    ]


@pytest.mark.django_db
def test_the_one_firman_oktora_headed_his_office_was_elected_and_was_there(data):
    load_reference(directory=data, at=NOW)

    person = Person.objects.get(name="Firman Oktora")
    assert sorted(str(term) for term in person.terms.all()) == [
        "Firman Oktora, Kepala UPTD Tikomdik Jawa Barat (tercatat 2023)",
        "Firman Oktora, Ketua Forum (2023–2025)",
    ]
    part = Official.objects.get(office__slug="jawa-barat")
    assert (part.person, part.meeting.slug, part.part) == (
        person,
        "rakor-2023-jakarta",
        "terpilih sebagai Ketua Forum",
    )


@pytest.mark.django_db
def test_deleted_rakor_takes_its_election_with_it(data):
    """One without an agenda: what was released of a rakor keeps it."""
    path = data / "meetings.yaml"
    replace(path, "  agenda:\n    - Manajemen Pusdatin dan BLPT\n", "")
    replace(path, "    - Sinergi antara Pusdatin, BLPT, dan Balai TIK Pendidikan\n", "")
    load_reference(directory=data, at=NOW)
    Result.objects.all().delete()
    Term.objects.filter(post__office=None).delete()
    Election.objects.all().delete()
    Meeting.objects.get(slug="rakor-2023-jakarta").delete()

    summary = load_reference(directory=data, at=NOW)

    assert summary.added == {}
    assert summary.left_alone == ["rakor rakor-2023-jakarta: pernah dimuat, lalu dihapus."]


@pytest.mark.django_db
def test_term_that_another_holder_has_by_now_is_not_forced(data):
    make_term(make_post(), name="Ketua Lain", period=(date(2024, 1, 1), None))

    summary = load_reference(directory=data, at=NOW)

    assert [str(term.person) for term in Term.objects.filter(post__office=None)] == ["Ketua Lain"]
    assert not Result.objects.exists()
    assert summary.left_alone == [
        "masa jabatan terpilih:ketua-2023: tidak ditambahkan. Sudah ada pejabat definitif lain "
        "untuk jabatan ini pada masa itu."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            f"post: {ELECTION}",
            "post: Presiden",
            "data/meetings.yaml baris 22, kolom post: “Presiden” bukan jabatan forum yang dikenal.",
        ),
        (
            "method: acclamation",
            "method: undian",
            "data/meetings.yaml baris 23, kolom method: “undian” ditolak: "
            "Nilai 'undian' bukan pilihan yang valid.",
        ),
        (
            "{from: 2023, to: 2025, precision: year}",
            "{from: 2023, to: 2023, precision: year}",
            "data/meetings.yaml baris 26, kolom to: “2023” tidak sesudah awalnya.",
        ),
    ],
)
def test_malformed_election_is_refused_and_nothing_stays_loaded(data, old, new, sentence):
    replace(data / "meetings.yaml", old, new)

    with pytest.raises(ReferenceDataError) as refusal:
        load_reference(directory=data, at=NOW)

    assert str(refusal.value) == sentence
    assert not Province.objects.exists()
    assert not ReferenceRecord.objects.exists()


@pytest.mark.django_db
def test_command_tells_what_it_added_and_then_that_nothing_changed():
    first, second = StringIO(), StringIO()

    call_command("load_reference", stdout=first)
    call_command("load_reference", stdout=second)

    assert first.getvalue() == (
        "Ditambah: 38 provinsi, 22 balai, 28 nama lain, 22 keanggotaan, 23 jabatan, 14 orang, "
        "11 masa jabatan, 8 topik, 5 rakor, 2 mata acara, 2 komitmen, 1 angka, "
        "7 pejabat dalam rakor, 1 pemilihan, 1 aklamasi, 1 hasil pemilihan.\n"
        "Diubah: tidak ada.\nDibiarkan: tidak ada.\n"
    )
    assert second.getvalue() == (
        "Ditambah: tidak ada.\nDiubah: tidak ada.\nDibiarkan: tidak ada.\n"
    )


@pytest.mark.django_db
def test_command_says_in_one_sentence_what_is_wrong_with_a_file(data, settings):
    settings.BASE_DIR = data.parent
    (data / "heads.csv").unlink()

    with pytest.raises(CommandError, match=r"^data/heads\.csv tidak dapat dibaca: "):
        call_command("load_reference")
