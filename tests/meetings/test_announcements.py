"""The letters about a rakor itself: who gets one, and word for word what they say."""

from datetime import date, time

import pytest
from post_office.models import Email

from meetings import announcements
from meetings.models import AgendaRelease, Meeting, MeetingMove, OutboxMail
from tests.factories import NOW, make_meeting, make_office, make_operator, make_registration
from tests.meetings.outbox_letters import make_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.SITE_URL = "https://forum.example"
    settings.DEFAULT_FROM_EMAIL = "Forum <sekretariat@forum.example>"


@pytest.fixture
def meeting(aceh, bali) -> Meeting:
    """Ani comes from Aceh; Bali is invited."""
    meeting = make_meeting(
        slug="rakor-makassar", title="Rakor Makassar", venue="Hotel Pantai", starts_at=time(8)
    )
    make_registration(meeting, aceh, full_name="Ani & <Budi>", email="ani@dinas.example")
    bali.email = "balai@bali.example"
    bali.save()
    make_invitation(meeting, bali)
    return meeting


def release(meeting: Meeting, **fields) -> AgendaRelease:
    defaults = {"number": 2, "comment": "Narasumber sudah pasti.", "released_at": NOW}
    contents = {"public": {"days": []}, "internal": {"days": []}}
    return AgendaRelease.objects.create(meeting=meeting, **{**defaults, **contents, **fields})


def text_to(address: str) -> str:
    return OutboxMail.objects.get(to=address).text


CLOSING = """
Pertanyaan dapat disampaikan kepada sekretariat: sekretariat@forum.example

Hormat kami,
Sekretariat Forum Komunikasi BTIKP se\u2011Indonesia
"""


def test_each_address_gets_one_letter_and_a_delegate_is_named(meeting, aceh, bali):
    make_registration(
        meeting, aceh, email="batal@dinas.example", withdrawn_at=NOW, withdraw_reason="Sakit"
    )
    make_operator(bali, email="operator@bali.example")
    make_operator(bali, email="keluar@bali.example", is_active=False)
    make_operator(aceh, email="ani@dinas.example")
    aceh.email = "Ani@dinas.example"
    aceh.save()
    make_invitation(meeting, aceh)
    make_invitation(meeting, make_office(email="ditarik@x.example"), withdrawn_at=NOW)
    make_invitation(meeting, make_office(email="draf@x.example"), is_issued=False)
    make_office(email="lain@x.example")
    readers = announcements.readers_of(meeting)
    assert readers == [
        ("ani@dinas.example", aceh, meeting.registrations.active().get()),
        ("balai@bali.example", bali, None),
        ("operator@bali.example", bali, None),
    ]


def test_letters_wait_in_the_outbox(meeting, aceh, bali, secretariat):
    meeting.cancel_reason = "Banjir."
    assert announcements.cancelled(meeting, by=secretariat, at=NOW) == 2
    fields = ("to", "kind", "occasion", "office", "registration", "subject", "attachments",
              "made_at", "made_by", "sent_at", "email")  # fmt: skip
    same = ("Pembatalan Rakor Makassar", ["kalender"], NOW, secretariat.pk, None, None)
    ani = meeting.registrations.get().pk
    assert sorted(OutboxMail.objects.values_list(*fields)) == [
        ("ani@dinas.example", "batal", "", aceh.pk, ani, *same),
        ("balai@bali.example", "batal", "", bali.pk, None, *same),
    ]
    assert Email.objects.count() == 0
    assert announcements.cancelled(meeting, by=secretariat, at=NOW) == 0


def test_cancelled_word_for_word(meeting):
    meeting.cancel_reason = "Banjir."
    announcements.cancelled(meeting, by=None, at=NOW)
    assert text_to("ani@dinas.example") == (
        "Yth. Ani & <Budi>,\n\n"
        "Dengan menyesal kami beri tahukan bahwa Rakor Makassar dibatalkan.\n\n"
        "Semula: Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA\n"
        "Tempat: Hotel Pantai, Makassar\n"
        "Alasan: Banjir.\n\n"
        "Pendaftaran Anda atas nama UPTD Balai Tekkomdik Aceh dengan demikian tidak berlaku lagi. "
        "Susunan acara dan alasan pembatalan tetap dapat dibaca di:\n"
        "https://forum.example/rakor/rakor-makassar/\n\n"
        "Berkas kalender terlampir; bila dibuka, acara ini ditandai batal di kalender Anda.\n"
        f"{CLOSING}"
    )
    office = text_to("balai@bali.example")
    assert office.startswith("Yth. Kepala dan petugas Balai TIK Pendidikan Provinsi Bali,\n")
    assert "Undangan untuk Balai TIK Pendidikan Provinsi Bali dengan demikian" in office


def test_moved_word_for_word(meeting):
    move = MeetingMove.objects.create(
        meeting=meeting, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9),
        starts_at=time(9), zone="Asia/Jakarta", place="Hotel Gunung, Bogor", reason="Banjir.",
        moved_at=NOW,
    )  # fmt: skip
    assert announcements.moved(move, by=None, at=NOW) == 2
    assert text_to("ani@dinas.example") == (
        "Yth. Ani & <Budi>,\n\n"
        "Jadwal atau tempat Rakor Makassar berubah.\n\n"
        "Semula  : 8\u20139 Desember 2026, mulai 09.00 WIB\n"
        "          Hotel Gunung, Bogor\n"
        "Menjadi : Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA\n"
        "          Hotel Pantai, Makassar\n"
        "Alasan  : Banjir.\n\n"
        "Pendaftaran Anda atas nama UPTD Balai Tekkomdik Aceh tetap berlaku. Bila Anda "
        "berhalangan pada waktu yang baru, mohon beri tahu petugas balai Anda. Selengkapnya:\n"
        "https://forum.example/rakor/rakor-makassar/\n\n"
        "Berkas kalender terlampir; bila dibuka, acara ini berpindah di kalender Anda.\n"
        f"{CLOSING}"
    )
    assert "Undangan untuk Balai TIK Pendidikan" in text_to("balai@bali.example")


def test_each_move_is_told(meeting):
    moves = [
        MeetingMove.objects.create(
            meeting=meeting, starts_on=date(2026, 12, day), zone="Asia/Jakarta", reason="Banjir.",
            moved_at=NOW,
        )
        for day in (1, 2)
    ]  # fmt: skip
    assert [announcements.moved(move, by=None, at=NOW) for move in moves] == [2, 2]


def test_released_word_for_word(meeting):
    assert announcements.released(release(meeting), by=None, at=NOW) == 2
    letter = OutboxMail.objects.get(to="ani@dinas.example")
    assert (letter.subject, letter.occasion, letter.attachments) == (
        "Susunan acara Rakor Makassar, versi 2", "v2", []
    )  # fmt: skip
    assert letter.text == (
        "Yth. Ani & <Budi>,\n\n"
        "Susunan acara Rakor Makassar dirilis sebagai versi 2.\n\n"
        "Narasumber sudah pasti.\n\n"
        "Waktu : Selasa\u2013Rabu, 15\u201316 Desember 2026, mulai 08.00 WITA\n"
        "Tempat: Hotel Pantai, Makassar\n\n"
        "Susunan acara selengkapnya:\n"
        "https://forum.example/rakor/rakor-makassar/agenda/v2/\n"
        f"{CLOSING}"
    )


def test_nobody_hears_of_a_draft(meeting):
    meeting.published_at = None
    meeting.save()
    assert announcements.released(release(meeting), by=None, at=NOW) == 0
    assert OutboxMail.objects.count() == 0


def test_sample_is_marked_in_subject_and_text(meeting):
    meeting.is_sample, meeting.cancel_reason = True, "Banjir."
    move = MeetingMove.objects.create(
        meeting=meeting, starts_on=date(2026, 12, 8), zone="Asia/Jakarta", reason="X", moved_at=NOW
    )
    announcements.cancelled(meeting, by=None, at=NOW)
    announcements.moved(move, by=None, at=NOW)
    announcements.released(release(meeting), by=None, at=NOW)
    letters = OutboxMail.objects.all()
    assert [letter.subject[:9] for letter in letters] == ["[Contoh] "] * 6
    assert all("Surel ini berisi data contoh untuk peragaan." in row.text for row in letters)
