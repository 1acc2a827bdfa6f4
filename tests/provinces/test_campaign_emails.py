"""What the letters of a campaign say, word for word."""

from datetime import date, timedelta

import pytest
from post_office.models import Email

from provinces.actions.campaigns import remind
from tests.factories import NOW
from tests.provinces.campaigns import request_of, started

pytestmark = pytest.mark.django_db

CLOSING = """\
Tautan ini rahasia dan khusus untuk UPTD Balai Tekkomdik Aceh: siapa pun yang memilikinya dapat \
menjawab atas nama balai. Mohon tidak diteruskan ke luar balai.

Pertanyaan dapat disampaikan kepada sekretariat forum: sekretariat@forum.example

Hormat kami,
Sekretariat Forum Komunikasi BTIKP se\u2011Indonesia
"""
ASKED = """\
Yth. Kepala dan petugas UPTD Balai Tekkomdik Aceh,

Sekretariat Forum Komunikasi BTIKP se\u2011Indonesia meminta setiap balai anggota memeriksa \
datanya di portal forum: nama, kepala, kontak, jam layanan, uraian, layanan, program, gambar, dan \
keanggotaan.

Rakor berikutnya memakai data ini <& "undangan">.

Data UPTD Balai Tekkomdik Aceh ada di tautan ini, dengan dua cara menjawab: semua benar, atau ada \
yang perlu diubah.
https://portal.example/provinsi/konfirmasi/{token}/

Dijawab paling lambat      : Selasa, 1 Desember 2026
Terakhir dikonfirmasi balai: 3 Maret 2025

Tidak diperlukan akun; penjawab mengisi nama dan jabatannya. Jawaban dapat diubah melalui tautan \
yang sama sampai konfirmasi ini ditutup.

Tanpa jawaban, data di portal tetap seperti sekarang, dan profil balai menerangkan kepada umum \
kapan datanya terakhir dikonfirmasi.

"""
REMINDED = """\
Yth. Kepala dan petugas UPTD Balai Tekkomdik Aceh,

Kami belum menerima jawaban atas permintaan konfirmasi data UPTD Balai Tekkomdik Aceh (Konfirmasi \
data menjelang rakor 2026). Tenggatnya Selasa, 1 Desember 2026.

Data balai dan dua cara menjawab (semua benar, atau ada yang perlu diubah) ada di tautan ini:
https://portal.example/provinsi/konfirmasi/{token}/

Tidak diperlukan akun, dan biasanya cukup beberapa menit. Tanpa jawaban, data di portal tetap \
seperti sekarang, dan profil balai menerangkan kepada umum kapan datanya terakhir dikonfirmasi.

"""


@pytest.fixture(autouse=True)
def _portal(settings, aceh, operator):
    settings.SITE_URL = "https://portal.example"
    settings.DEFAULT_FROM_EMAIL = "Forum <sekretariat@forum.example>"
    aceh.confirmed_on = date(2025, 3, 3)
    aceh.save()


def test_the_letter_names_who_asks_by_when_and_what_happens_otherwise(aceh, secretariat):
    started(secretariat, message='Rakor berikutnya memakai data ini <& "undangan">.')
    text = ASKED.format(token=request_of(aceh).token)
    assert Email.objects.get().message == text + CLOSING


def test_the_letter_without_an_introduction_has_no_gap(aceh, secretariat):
    aceh.confirmed_on = None
    aceh.save()
    started(secretariat)
    text = Email.objects.get().message
    assert "\n\n\n" not in text
    assert "keanggotaan.\n\nData UPTD" in text
    assert "Terakhir dikonfirmasi balai: belum pernah\n" in text


def test_the_reminder_says_what_was_asked(aceh, secretariat):
    campaign = started(secretariat)
    remind(campaign=campaign, by=secretariat, at=NOW + timedelta(days=1))
    text = REMINDED.format(token=request_of(aceh).token)
    assert Email.objects.latest("pk").message == text + CLOSING
