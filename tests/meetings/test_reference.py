"""The past rakor: what the source says, and nothing else."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from meetings.agenda.content import all_items
from meetings.models import AgendaRelease, Meeting, Official
from meetings.reference import load_meetings
from provinces.reference import Load, Summary
from provinces.reference_files import ReferenceDataError
from provinces.reference_offices import load_members
from tests.factories import NOW, make_meeting


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of data/ that a test may change."""
    return Path(shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data"))


def run(data: Path) -> Summary:
    load = Load(NOW)
    load_meetings(load, load_members(load, data), data)
    return load.finish()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.django_db
def test_five_rakor_are_published_with_their_days_as_far_as_known(data):
    run(data)

    meetings = Meeting.objects.published().order_by("starts_on")
    assert [(each.slug, each.dates, each.zone) for each in meetings] == [
        ("rakor-2023-jakarta", "2023", "Asia/Jakarta"),
        ("rakor-2024-bandung", "28–31 Mei 2024", "Asia/Jakarta"),
        ("rakor-2024-balikpapan", "30 Oktober–2 November 2024", "Asia/Makassar"),
        ("rakor-2025-padang", "17–20 Juli 2025", "Asia/Jakarta"),
        ("koordinasi-forum-2025-bukittinggi", "19 Juli 2025", "Asia/Jakarta"),
    ]


@pytest.mark.django_db
def test_rakor_of_2023_holds_what_the_source_says_and_the_rest_is_empty(data):
    run(data)

    rakor = Meeting.objects.get(slug="rakor-2023-jakarta")
    assert (rakor.theme, rakor.city, rakor.host_province_id, rakor.provinces_reported) == (
        "Bersama Menguatkan Ekosistem Digital Pendidikan",
        "Jakarta",
        "31",
        22,
    )
    assert (rakor.date_note, rakor.source) == (
        "hari Senin; tanggal tidak disebut sumber",
        "buseronline.com, 2023",
    )
    assert (rakor.venue, rakor.mode, rakor.ends_on, rakor.starts_at, rakor.capacity) == (
        "",
        "",
        None,
        None,
        None,
    )
    assert rakor.organiser_list == [
        "BLPT (Balai Layanan Platform Teknologi)",
        "Pusdatin Kemendikbudristek",
    ]
    assert [str(figure) for figure in rakor.figures.all()] == [
        "Indeks SPBE Kemendikbudristek: 3.86"
    ]
    assert [str(commitment) for commitment in rakor.commitments.all()] == [
        "Program transformasi digital pendidikan di masing-masing wilayah",
        "Bersinergi dengan dan mendukung program TIK pendidikan Pusdatin dan BLPT di wilayah "
        "masing-masing",
    ]


@pytest.mark.django_db
def test_agenda_has_subjects_without_times(data):
    run(data)

    (release,) = AgendaRelease.objects.all()
    assert (release.meeting.current_release, release.number) == (release, 1)
    items = [(item["title"], item["starts"], item["kind"]) for item in all_items(release.public)]
    assert [(day["day"], day["on"]) for day in release.public["days"]] == [(None, None)]
    assert items == [
        ("Manajemen Pusdatin dan BLPT", None, "lain"),
        ("Sinergi antara Pusdatin, BLPT, dan Balai TIK Pendidikan", None, "lain"),
    ]


@pytest.mark.django_db
def test_officials_keep_the_position_of_that_time_and_may_be_nameless(data):
    run(data)

    officials = Official.objects.filter(meeting__slug="rakor-2023-jakarta")
    assert list(officials.values_list("person__name", "position", "part")) == [
        ("Suharti", "Sekretaris Jenderal Kemendikbudristek", "arahan"),
        ("Hasan Chabibie", "Kepala Pusdatin", "sambutan"),
        ("Wibowo Mukti", "Kepala BLPT", "laporan kegiatan"),
        (None, "Kepala Dinas Pendidikan Provinsi Gorontalo", "hadir"),
    ]
    assert (
        Official.objects.filter(person__name="Wibowo Mukti").values("person").distinct().count()
        == 1
    )


@pytest.mark.django_db
def test_edited_rakor_is_kept_and_withdrawn_publication_stays_withdrawn(data):
    run(data)
    Meeting.objects.filter(slug="rakor-2024-bandung").update(venue="Aula", published_at=None)
    Meeting.objects.filter(slug="rakor-2025-padang").update(title="Rakor Padang")
    replace(data / "meetings.yaml", "Rapat Koordinasi Berkobar 2024", "Rakor Berkobar 2024")

    summary = run(data)

    bandung = Meeting.objects.get(slug="rakor-2024-bandung")
    assert (bandung.title, bandung.venue, bandung.published_at) == (
        "Rakor Berkobar 2024",
        "Aula",
        None,
    )
    assert summary.added == {}
    assert summary.changed == {"rakor": 1}
    assert summary.left_alone == [
        "rakor Rakor Padang: judul disunting; data acuan: "
        "“Rapat Koordinasi Balai TIK Pendidikan 2025”."
    ]


@pytest.mark.django_db
def test_rakor_of_the_same_address_is_not_overwritten(data):
    make_meeting(slug="rakor-2025-padang", title="Rakor kami")

    run(data)

    assert Meeting.objects.get(slug="rakor-2025-padang").title == "Rakor kami"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "{from: 2023, precision: year, note",
            "{from: 2023, precision: day, note",
            "data/meetings.yaml baris 7, kolom precision: “day” tidak cocok dengan “2023”.",
        ),
        (
            "from: 2024-05-28",
            "from: 2024-05-32",
            "data/meetings.yaml baris 35, kolom from: “2024-05-32” bukan tanggal "
            "(YYYY, YYYY-MM, atau YYYY-MM-DD).",
        ),
        (
            "provinces_reported: 38",
            "provinces_reported: semua",
            "data/meetings.yaml baris 38, kolom provinces_reported: “semua” bukan bilangan.",
        ),
        (
            "[Hasan Chabibie, Kepala Pusdatin, sambutan]",
            "[Hasan Chabibie, Kepala Pusdatin]",
            "data/meetings.yaml baris 16, kolom officials: “Hasan Chabibie, Kepala Pusdatin” "
            "bukan [nama, jabatan, peran].",
        ),
        (
            "figures:\n    - {name:",
            "figures:\n    - {nama:",
            "data/meetings.yaml baris 31, kolom nama: “Indeks SPBE Kemendikbudristek” berada "
            "pada kolom yang tidak dikenal.",
        ),
    ],
)
def test_malformed_file_is_named_with_line_column_and_value(data, old, new, sentence):
    replace(data / "meetings.yaml", old, new)

    with pytest.raises(ReferenceDataError) as refusal:
        run(data)

    assert str(refusal.value) == sentence
