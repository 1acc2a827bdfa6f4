"""The agenda as a paper: what it says, that it stays the same, who gets which."""

import io
from datetime import time

import pypdf
import pytest
from django.test import Client

from meetings.agenda.paper import agenda_paper
from meetings.models import AgendaItem, AgendaPart, AgendaRelease, Meeting
from tests.factories import NOW, make_agenda_item, make_meeting, release

URL = "/rakor/rakor-uji/agenda.pdf"

pytestmark = pytest.mark.django_db


@pytest.fixture
def rakor(db) -> Meeting:
    return make_meeting(
        slug="rakor-uji",
        title="Rakor Uji",
        theme="Tema uji",
        starts_at=time(8, 0),
        venue="Hotel Uji",
        organisers="Pusdatin\nBLPT",
    )


def words_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def released(meeting: Meeting) -> AgendaRelease:
    make_agenda_item(
        meeting, title="Pembukaan", duration_minutes=30, place="Aula", presenter="Siti Aminah",
        description="Dengan **doa**.",
    )  # fmt: skip
    block = make_agenda_item(meeting, title="Sidang komisi", kind="komisi", is_parallel=True)
    for name in ("Komisi A", "Komisi B"):
        inner = make_agenda_item(meeting, parent=block, title=name, kind="komisi", place="Melati")
        AgendaPart.objects.create(item=inner, role="ketua", name="Budi", position="Kepala")
        make_agenda_item(meeting, parent=inner, title=f"Bahan {name}", duration_minutes=60)
    make_agenda_item(meeting, title="Rapat tertutup", is_public=False, duration_minutes=15)
    return release(meeting)


def test_paper_says_what_an_agenda_says(public_client: Client, rakor):
    released(rakor)

    content = public_client.get(URL).content

    assert words_of(content) == (
        "Forum Komunikasi BTIKP se‑Indonesia Susunan Acara Rakor Uji Tema uji "
        "Hari/tanggal : Selasa–Rabu, 15–16 Desember 2026 "
        "Mulai : 08.00 WITA (07.00 WIB, 09.00 WIT) Tempat : Hotel Uji, Makassar "
        "Penyelenggara : Pusdatin, BLPT Selasa, 15 Desember 2026 Waktu (WITA) Acara "
        "08.00–08.30 Pembukaan Aula Siti Aminah Dengan doa. 08.30–09.30 Sidang komisi "
        "Komisi A Melati Ketua: Budi, Kepala Bahan Komisi A "
        "Komisi B Melati Ketua: Budi, Kepala Bahan Komisi B "
        "Versi 1, dirilis Selasa, 24 November 2026, 11.00 WITA. "
        "Versi terbaru: http://127.0.0.1:8000/rakor/rakor-uji/agenda/ Halaman 1 dari 1"
    )
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.metadata.title == "Susunan Acara Rakor Uji"
    assert reader.metadata.creation_date == NOW


def test_internal_items_are_for_staff_who_ask_for_them(
    public_client, operator_client, secretariat_client, rakor
):
    released(rakor)

    plain = public_client.get(URL).content
    for client in (public_client, operator_client):
        answer = client.get(f"{URL}?lengkap")
        assert answer.content == plain
        assert answer["Content-Disposition"] == 'inline; filename="susunan-acara-rakor-uji-v1.pdf"'
    whole = secretariat_client.get(f"{URL}?lengkap")

    assert "tertutup" not in words_of(plain)
    assert "Rapat tertutup (internal)" in words_of(whole.content)
    assert "Internal. Memuat acara internal; bukan untuk umum." in words_of(whole.content)
    assert whole["Content-Disposition"] == (
        'inline; filename="susunan-acara-rakor-uji-v1-internal.pdf"'
    )
    assert whole["Cache-Control"] == "private, no-cache"


def test_known_paper_is_not_sent_again(secretariat_client, rakor):
    released(rakor)
    etag = secretariat_client.get(URL)["ETag"]

    unchanged = secretariat_client.get(URL, headers={"If-None-Match": etag})
    internal = secretariat_client.get(f"{URL}?lengkap", headers={"If-None-Match": etag})
    make_agenda_item(rakor, title="Penutupan", day=2)
    release(rakor)
    changed = secretariat_client.get(URL, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (internal.status_code, changed.status_code) == (200, 200)
    assert "Penutupan" in words_of(changed.content)


def test_older_paper_stays_as_it_was(public_client, rakor):
    released(rakor)
    before = public_client.get(URL).content
    AgendaItem.objects.filter(title="Pembukaan").update(title="Pembukaan resmi")
    release(rakor)

    older = public_client.get("/rakor/rakor-uji/agenda/v1.pdf")

    assert older.content == before
    assert older["Content-Disposition"] == 'inline; filename="susunan-acara-rakor-uji-v1.pdf"'


def test_cancelled_rakor_says_so_on_its_paper(public_client, rakor):
    released(rakor)
    before = public_client.get(f"{URL}?sebelum")["ETag"]
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Gedung terendam.")

    answer = public_client.get(f"{URL}?sesudah")

    assert "Dibatalkan. Rakor ini dibatalkan. Gedung terendam." in words_of(answer.content)
    assert answer["ETag"] != before


def test_paper_of_a_sample_is_marked(public_client, rakor):
    Meeting.objects.update(is_sample=True)
    released(rakor)

    assert "Susunan acara ini data contoh untuk peragaan" in words_of(
        public_client.get(URL).content
    )


def test_days_and_hours_that_are_not_known_are_left_out(public_client, rakor):
    make_agenda_item(rakor, day=None, title="Program kerja")
    release(rakor)

    words = words_of(public_client.get(URL).content)

    assert "Waktu (WITA)" not in words
    assert "Penyelenggara : Pusdatin, BLPT Acara Program kerja Versi 1" in words


def test_long_agenda_makes_a_long_paper(rakor):
    for number in range(300):
        make_agenda_item(rakor, title=f"Acara ke-{number}", duration_minutes=1)
    content = agenda_paper(release(rakor), rakor, is_internal=False)

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) >= 8
    assert "Acara ke-299" in words_of(content)


def test_unreleased_agenda_has_no_paper(public_client, rakor):
    make_agenda_item(rakor)

    assert public_client.get(URL).status_code == 404


def test_quotations_within_quotations_cost_nobody_the_paper(public_client: Client, rakor):
    block = make_agenda_item(rakor, title="Pleno")
    inner = make_agenda_item(rakor, parent=block, title="Komisi")
    make_agenda_item(rakor, parent=inner, title="Bahan", description=f"{'>' * 40} a")
    release(rakor)
    assert "Bahan" in words_of(public_client.get(URL).content)
