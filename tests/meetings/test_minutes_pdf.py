"""The PDF of minutes: what it says, that it stays the same, and how it is handed out."""

import io
from datetime import date

import pypdf
import pytest
from django.test import Client

from meetings.actions.minutes import publish_minutes
from meetings.models import ActionItem, Decision, Minutes, Publication
from meetings.pdf import minutes_pdf
from tests.factories import NOW, make_agenda_item, make_meeting, make_minutes, release

URL = "/rakor/rakor-uji/notula.pdf"

pytestmark = pytest.mark.django_db


def publish(*, is_sample: bool = False, **fields) -> Publication:
    meeting = make_meeting(
        slug="rakor-uji",
        title="Rapat Koordinasi Uji",
        theme="Tema uji",
        starts_on=date(2026, 11, 18),
        ends_on=date(2026, 11, 19),
        registered_by="none",
        is_sample=is_sample,
    )
    make_agenda_item(meeting, title="Pleno program")
    release(meeting)
    defaults = {
        "chair_position": "Kepala Pusdatin",
        "note_taker_position": "Pranata Humas",
        "secretary": "Rina",
        "invitation_number": "12/C4/2026",
        "closing": "Ditutup.",
    }
    minutes = make_minutes(meeting, **{**defaults, **fields})
    Decision.objects.create(minutes=minutes, text="Peta jalan disusun.")
    ActionItem.objects.create(minutes=minutes, task="Menyurati", responsible="BLPT")
    return publish_minutes(minutes=minutes, by=None, at=NOW)


def words_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_paper_says_what_a_notula_says():
    publication = publish()

    content = minutes_pdf(publication)

    assert words_of(content) == (
        "Forum Komunikasi BTIKP se‑Indonesia Notula Rapat Koordinasi Uji Tema uji "
        "Hari/tanggal : Rabu–Kamis, 18–19 November 2026 Tempat : Makassar "
        "Nomor undangan : 12/C4/2026 Pimpinan rapat : Siti Aminah, M.Kom., Kepala Pusdatin "
        "Sekretaris : Rina Notulis : Budi Santoso, S.T., Pranata Humas Acara 1. Pleno program "
        "Pembahasan Rapat membahas program kerja. Keputusan 1. Peta jalan disusun. "
        "Tindak lanjut No. Yang dikerjakan Penanggung jawab Tenggat "
        "1 Menyurati BLPT Tidak ditetapkan Penutup Ditutup. "
        "Notulis Pranata Humas Budi Santoso, S.T. "
        "Pimpinan rapat Kepala Pusdatin Siti Aminah, M.Kom. "
        "Tercatat di portal Forum Komunikasi BTIKP se‑Indonesia: terbitan ke-1, "
        "Selasa, 24 November 2026, 11.00 WITA. "
        "Terbitan terbaru: http://127.0.0.1:8000/rakor/rakor-uji/notula/ "
        f"Sidik jari isi (SHA-256): {publication.sha256} Halaman 1 dari 1"
    )
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.metadata.title == "Notula Rapat Koordinasi Uji"
    assert reader.metadata.creation_date == NOW


def test_real_paper_bears_no_sample_mark():
    assert "contoh" not in words_of(minutes_pdf(publish())).lower()


def test_paper_of_a_sample_is_marked():
    words = words_of(minutes_pdf(publish(is_sample=True)))

    assert "CONTOH" in words
    assert "Contoh. Notula ini data contoh untuk peragaan, bukan catatan resmi forum." in words


def test_long_minutes_make_a_long_paper():
    publication = publish(
        discussion="\n\n".join(f"Butir {n}. " + "kata " * 120 for n in range(180))
    )

    reader = pypdf.PdfReader(io.BytesIO(minutes_pdf(publication)))

    assert len(reader.pages) >= 30
    assert "Butir 179." in words_of(minutes_pdf(publication))


def test_public_gets_the_paper_with_its_name(public_client: Client):
    publication = publish()

    response = public_client.get(URL)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="notula-rakor-uji.pdf"'
    assert response.content == minutes_pdf(publication)


def test_known_paper_is_not_sent_again(secretariat_client: Client):
    publication = publish()
    etag = secretariat_client.get(URL)["ETag"]

    unchanged = secretariat_client.get(URL, headers={"If-None-Match": etag})
    Minutes.objects.update(closing="Lain.")
    publish_minutes(minutes=publication.minutes, by=None, at=NOW, correction_note="Penutup.")
    changed = secretariat_client.get(URL, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (changed.status_code, changed["ETag"] == etag) == (200, False)
    assert "Lain." in words_of(changed.content)


def test_older_paper_stays_as_it_was(public_client: Client):
    publication = publish()
    before = public_client.get(URL).content
    Minutes.objects.update(closing="Lain.")
    publish_minutes(minutes=publication.minutes, by=None, at=NOW, correction_note="Penutup.")

    older = public_client.get(URL, {"terbitan": 1})

    assert older.content == before
    assert older["Content-Disposition"] == 'inline; filename="notula-rakor-uji-terbitan-1.pdf"'


def test_draft_never_reaches_the_paper(public_client: Client):
    publish()
    Minutes.objects.update(closing="Bocor", discussion="Bocor", chair="Bocor")
    Decision.objects.update(text="Bocor")

    words = words_of(public_client.get(URL).content)

    assert "Peta jalan disusun." in words
    assert "Bocor" not in words


@pytest.mark.parametrize("asked", ["2", "x"])
def test_unknown_publication_is_not_found(public_client: Client, asked):
    publish()

    assert public_client.get(URL, {"terbitan": asked}).status_code == 404
