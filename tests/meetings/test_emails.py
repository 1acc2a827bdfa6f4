"""The mails of a registration, word for word."""

import pytest
from post_office.models import Email

from meetings import emails
from tests.factories import NOW, make_meeting, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.SITE_URL = "https://forum.example"
    settings.DEFAULT_FROM_EMAIL = "Forum <sekretariat@forum.example>"


@pytest.fixture
def delegate(aceh):
    meeting = make_meeting(slug="rakor-makassar", title="Rakor Makassar", venue="Hotel Pantai")
    return make_registration(
        meeting,
        aceh,
        full_name="Ani & <Budi> {{ x }}",
        role="kepala",
        position="Kepala Balai",
        unit="Balai Aceh",
        email="ani@dinas.example",
        ticket_code="KODERAHASIA",
        withdraw_reason="Sakit.",
    )


def sent() -> Email:
    return Email.objects.get()


MEETING = """\
  Rakor Makassar
  Waktu       : Selasa\u2013Rabu, 15\u201316 Desember 2026
  Tempat      : Hotel Pantai, Makassar
  Cara hadir  : Luring
  Jabatan     : Kepala Balai
  Unit kerja  : Balai Aceh
  Selengkapnya: https://forum.example/rakor/rakor-makassar/
"""
CLOSING = (
    "Bila ada yang keliru, mohon hubungi petugas UPTD Balai Tekkomdik Aceh "
    "atau sekretariat forum (sekretariat@forum.example).\n\n"
    "Hormat kami,\n"
    "Sekretariat Forum Komunikasi BTIKP se\u2011Indonesia\n"
)


def test_registered_word_for_word(delegate):
    emails.registered(delegate)
    email = sent()
    assert (email.to, email.subject) == (
        ["ani@dinas.example"],
        "Pendaftaran Anda pada Rakor Makassar",
    )
    assert (
        email.message.strip()
        == (
            "Yth. Ani & <Budi> {{ x }},\n\n"
            "UPTD Balai Tekkomdik Aceh telah mendaftarkan Anda sebagai kepala balai pada:\n\n"
            f"{MEETING}\n"
            "Tiket Anda, dengan kode QR untuk ditunjukkan saat registrasi ulang:\n"
            "https://forum.example/tiket/KODERAHASIA/\n\n"
            "Alamat tiket ini rahasia: siapa pun yang memilikinya dapat membuka tiket Anda.\n\n"
            "Kalender acara ini, untuk ditambahkan ke kalender Anda:\n"
            "https://forum.example/rakor/rakor-makassar/kalender.ics\n\n"
            f"{CLOSING}"
        ).strip()
    )
    assert email.attachments.count() == 0


@pytest.mark.parametrize("send", [emails.registered, emails.seated])
def test_who_comes_online_is_asked_to_show_no_code_at_a_door(delegate, send):
    delegate.mode = "daring"
    send(delegate)
    message = sent().message
    assert "registrasi ulang" not in message
    assert (
        "Halaman Anda; tautan konferensi dan presensi mandiri muncul di sana:\n"
        "https://forum.example/tiket/KODERAHASIA/\n\n"
    ) in message


def test_changed_tells_what_stands_now(delegate):
    emails.changed(delegate)
    email = sent()
    assert email.subject == "Perubahan pendaftaran pada Rakor Makassar"
    assert MEETING in email.message
    assert "https://forum.example/tiket/KODERAHASIA/" in email.message
    assert "https://forum.example/rakor/rakor-makassar/kalender.ics" in email.message


def test_withdrawn_tells_why_and_attaches_nothing(delegate):
    delegate.withdrawn_at = NOW
    emails.withdrawn(delegate)
    email = sent()
    assert email.subject == "Pembatalan pendaftaran pada Rakor Makassar"
    assert "Alasan: Sakit." in email.message
    assert "menggantikan Anda" not in email.message
    assert "Tiket Anda tidak berlaku lagi." in email.message
    assert (email.attachments.count(), "KODERAHASIA" in email.message) == (0, False)


@pytest.mark.parametrize("send", [emails.registered, emails.changed, emails.withdrawn])
def test_sample_is_marked_in_subject_and_text(delegate, send):
    delegate.meeting.is_sample = True
    send(delegate)
    email = sent()
    assert email.subject.startswith("[Contoh] ")
    assert "Surel ini berisi data contoh untuk peragaan." in email.message
