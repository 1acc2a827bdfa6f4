"""The letter of an invitation: what it says, that it stays the same, what a preview shows."""

import io
from datetime import date, time

import pypdf
import pytest
from django.core.files.base import ContentFile

from meetings.invitations.letter import letter_content, missing_parts, suggested_texts
from meetings.invitations.paper import issued_pdf, letter_pdf, preview_pdf
from meetings.models import AgendaPart, Invitation, InvitationLetter, Meeting, Signatory
from provinces.models import OfficeName
from tests.factories import NOW, make_agenda_item, make_meeting, release
from tests.meetings.letters import invited, make_inviting_meeting, make_letter

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return text.replace("\u200b", "")


def with_agenda() -> Meeting:
    meeting = make_inviting_meeting(with_agenda=True)
    make_agenda_item(
        meeting, title="Pembukaan", starts_at=time(8), duration_minutes=60, place="Aula"
    )
    commissions = make_agenda_item(meeting, title="Sidang komisi", is_parallel=True)
    commission = make_agenda_item(
        meeting, title="Komisi A", parent=commissions, duration_minutes=90, presenter="Budi"
    )
    AgendaPart.objects.create(item=commission, role=AgendaPart.Role.CHAIR, name="Siti Aminah")
    make_agenda_item(meeting, title="Rapat panitia rahasia", is_public=False)
    release(meeting)
    make_agenda_item(meeting, title="Acara draf rahasia")
    return meeting


def test_letter_says_what_a_letter_says(aceh, secretariat):
    invitation = invited(with_agenda(), aceh, by=secretariat)

    content = issued_pdf(invitation)

    url = f"http://127.0.0.1:8000/undangan/{invitation.token}/"
    words = words_of(content)
    assert words.replace(" ", "") == (
        "KEMENTERIAN PENDIDIKAN DASAR DAN MENENGAH NAMA LENGKAP BLPT Jalan Contoh 1 Jakarta 10000 "
        "Nomor : 1/BL/DM.01/2026 Lampiran : Satu berkas Hal : Undangan Rakor Uji "
        "Jakarta, 24 November 2026 "
        "Yth. Kepala UPTD Balai Tekkomdik Aceh di Banda Aceh "
        "Dengan hormat, sehubungan dengan akan diselenggarakannya Rakor Uji dengan tema “Tema uji” "
        "oleh Pusdatin dan BLPT, kami mengundang Bapak/Ibu untuk hadir pada: "
        "Hari/tanggal : Selasa–Rabu, 15–16 Desember 2026 Pukul : 08.00 WITA s.d. selesai "
        "Tempat : Hotel Uji, Makassar, Sulawesi Uji Acara : Rakor Uji Tema : Tema uji "
        "Mohon konfirmasi kehadiran Bapak/Ibu paling lambat Selasa, 8 Desember 2026 melalui tautan "
        f"berikut, tanpa akun: {url} Pembiayaan: Biaya perjalanan ditanggung balai. "
        "Mengingat pentingnya acara tersebut, kami mengharapkan kehadiran Bapak/Ibu. Apabila "
        "Bapak/Ibu berhalangan, mohon menunjuk wakil yang berwenang mengambil keputusan. "
        "Atas perhatian dan kehadiran Bapak/Ibu, kami sampaikan terima kasih. "
        "Kepala BLPT, Dr. Wening Lestari, M.Pd. NIP 197001011995122001 "
        "Tembusan: 1. Kepala Pusdatin 2. Kepala Dinas "
        "Surat ini dibuat dan tercatat di portal Forum Komunikasi BTIKP se‑Indonesia. "
        "Halaman 1 dari 2 "
        "Lampiran surat Nomor : 1/BL/DM.01/2026 Tanggal : 24 November 2026 Susunan Acara "
        "Selasa, 15 Desember 2026 Pukul (WITA) Acara Tempat 08.00–09.00 Pembukaan Aula "
        "09.00–10.30 Sidang komisi 09.00–10.30 Komisi A Budi "
        "Ketua: Siti Aminah "
        "Surat ini dibuat dan tercatat di portal Forum Komunikasi BTIKP se‑Indonesia. "
        "Halaman 2 dari 2"
    ).replace(" ", "")
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.metadata.title == "Undangan Rakor Uji: UPTD Balai Tekkomdik Aceh"
    assert reader.metadata.creation_date == NOW
    assert "rahasia" not in words.lower().replace(invitation.token.lower(), "")


def test_same_data_give_the_same_bytes(aceh, secretariat):
    invitation = invited(with_agenda(), aceh, by=secretariat)
    assert issued_pdf(invitation) == issued_pdf(Invitation.objects.get(pk=invitation.pk))


def test_issued_letter_stays_as_it_was(aceh, secretariat):
    invitation = invited(with_agenda(), aceh, by=secretariat)
    before = issued_pdf(invitation)

    InvitationLetter.objects.update(opening="Lain", copies="Lain")
    Signatory.objects.update(name="Lain")
    Meeting.objects.update(title="Lain", venue="Lain")
    invitation.office.name = "Lain"
    invitation.office.save()

    assert issued_pdf(Invitation.objects.get(pk=invitation.pk)) == before


def test_letter_names_the_office_as_on_its_date(aceh, secretariat):
    OfficeName.objects.create(
        office=aceh, name="Balai Lama", valid=(date(2020, 1, 1), date(2026, 11, 25))
    )
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    assert invitation.content["addressee"] == "Kepala Balai Lama"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"mode": "luring"}, "Hotel Uji, Makassar, Sulawesi Uji"),
        ({"mode": "daring"},
         "Daring; tautan konferensi disampaikan kepada peserta yang terdaftar"),
        ({"mode": "hibrida"},
         "Hotel Uji, Makassar, Sulawesi Uji, atau daring (tautan konferensi disampaikan kepada "
         "peserta yang terdaftar)"),
    ],
)  # fmt: skip
def test_link_of_the_conference_is_not_in_the_letter(aceh, secretariat, fields, place):
    meeting = make_inviting_meeting(conference_url="https://konferensi.example/kunci", **fields)
    invitation = invited(meeting, aceh, by=secretariat)
    facts = {fact["label"]: fact["value"] for fact in invitation.content["facts"]}
    assert facts["Tempat"] == place
    assert "konferensi.example" not in f"{invitation.content}"


def test_preview_is_marked_and_takes_no_number(aceh):
    meeting = make_inviting_meeting()
    content = letter_content(
        letter=meeting.invitation_letter, meeting=meeting, office=aceh,
        number="(terisi saat diterbitkan)", token="tautan",
    )  # fmt: skip

    words = words_of(preview_pdf(content, at=NOW))

    assert "PRATINJAU" in words
    assert "(terisi saat diterbitkan)" in words
    assert meeting.issued_numbers.count() == 0


@pytest.mark.parametrize("fields", [{"is_sample": True}, {"issuer_is_sample": True}])
def test_letter_of_a_sample_is_marked(aceh, secretariat, fields):
    invitation = invited(make_inviting_meeting(**fields), aceh, by=secretariat)
    words = words_of(issued_pdf(invitation))
    assert "CONTOH" in words
    assert "Contoh. Surat ini data contoh untuk peragaan, bukan surat resmi." in words


def test_real_letter_bears_no_mark(aceh, secretariat):
    words = words_of(issued_pdf(invited(make_inviting_meeting(), aceh, by=secretariat)))
    assert "CONTOH" not in words
    assert "PRATINJAU" not in words


def test_signed_pdf_stands_in_its_place(aceh, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    invitation.signed_pdf.save("x.pdf", ContentFile(b"%PDF-ditandatangani"))
    assert letter_pdf(invitation) == b"%PDF-ditandatangani"


def test_what_a_letter_lacks_is_said():
    letter = InvitationLetter(meeting=make_meeting())
    assert missing_parts(letter) == ["Tanggal surat belum diisi.", "Penutup surat belum diisi."]


def test_letter_after_the_rakor_or_by_a_former_official_is_not_ready():
    letter = make_inviting_meeting().invitation_letter
    assert missing_parts(letter) == []
    letter.signatory.is_active = False
    letter.dated_on = date(2026, 12, 16)
    assert missing_parts(letter) == [
        "Dr. Wening Lestari, M.Pd. (Kepala BLPT) tidak dapat dipilih lagi sebagai penanda tangan.",
        "Tanggal surat sesudah mulainya rakor.",
    ]


def test_suggested_texts_are_made_of_the_rakor():
    meeting = make_meeting(title="Rakor", theme="", organisers="")
    texts = suggested_texts(meeting)
    assert texts.subject == "Undangan Rakor"
    assert texts.opening == (
        "Dengan hormat, sehubungan dengan akan diselenggarakannya Rakor, kami mengundang "
        "Bapak/Ibu untuk hadir pada:"
    )
    assert make_letter(meeting).subject == "Undangan Rakor"
