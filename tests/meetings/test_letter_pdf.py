"""The paper of a surat tugas, and what a new one begins with."""

import io
from datetime import date, time

import pypdf
import pytest

from meetings.actions.assignment_letters import Wording
from meetings.delegations.letter import letter_pdf, suggested_wording
from meetings.models import AssignmentLetter, DelegateDraft
from provinces.models import Person
from tests.factories import NOW, TODAY, make_meeting, make_post, make_registration, make_term
from tests.meetings.letters import invited, make_inviting_meeting

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return text.replace("\u200b", "").replace("\xa0", " ")


def letter_of(meeting, office, **fields) -> AssignmentLetter:
    return AssignmentLetter.objects.create(
        meeting=meeting, office=office, made_at=NOW, changed_at=NOW,
        **{"task": "Mengikuti Rakor Uji", **fields},
    )  # fmt: skip


def test_paper_names_all_who_go_and_what_for(aceh, operator):
    meeting = make_meeting(title="Rakor Uji", starts_at=time(8), venue="Hotel Pantai")
    letter = letter_of(
        meeting, aceh, number="090/12/2026", dated_on=date(2026, 12, 1),
        basis="Surat undangan\nProgram kerja", signatory_name="Drs. Umar",
        signatory_position="Kepala Dinas", signatory_nip="197001011995121001",
    )  # fmt: skip
    make_registration(
        meeting, aceh, letter=letter, full_name="Dr. Ani, M.Pd.", position="Kepala Balai",
        nip="198503152010012002", rank="Pembina, IV/a",
    )  # fmt: skip
    make_registration(
        meeting, aceh, letter=letter, full_name="Batal", withdrawn_at=NOW, withdraw_reason="Sakit."
    )
    make_registration(meeting, aceh, full_name="Tanpa surat")
    DelegateDraft.objects.create(
        meeting=meeting, office=aceh, letter=letter, made_at=NOW, changed_at=NOW,
        changed_by=operator, data={"full_name": "Budi", "position": "Pranata Komputer"},
    )  # fmt: skip
    content = letter_pdf(letter, at=NOW)
    assert words_of(content).replace(" ", "") == (
        "UPTD BALAI TEKKOMDIK ACEH SURAT TUGAS Nomor: 090/12/2026 "
        "Dasar : 1.Surat undangan 2.Program kerja Dengan ini menugaskan: "
        "No. Nama dan NIP Pangkat/golongan Jabatan "
        "1 Dr. Ani, M.Pd. NIP 198503152010012002 Pembina, IV/a Kepala Balai "
        "2 Budi Pranata Komputer "
        "Untuk : Mengikuti Rakor Uji "
        "Waktu : Selasa–Rabu, 15–16 Desember 2026, mulai 08.00 WITA "
        "Tempat : Hotel Pantai, Makassar "
        "Surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab. "
        "Aceh, 1 Desember 2026 Kepala Dinas, Drs. Umar NIP 197001011995121001"
    ).replace(" ", "")
    metadata = pypdf.PdfReader(io.BytesIO(content)).metadata
    assert metadata.title == "Surat Tugas UPTD Balai Tekkomdik Aceh: Rakor Uji"


def test_paper_without_number_date_and_names_leaves_lines_for_the_pen(aceh):
    meeting = make_meeting(mode="daring", title="Rakor Uji")
    words = words_of(letter_pdf(letter_of(meeting, aceh), at=NOW))
    assert words.endswith("dengan penuh tanggung jawab. Aceh, ,")
    assert "Tempat : Daring Surat" in words
    assert "Pangkat" not in words


def test_what_is_typed_stays_text(aceh):
    text = '#read("/etc/passwd") *tebal* "kutip" \\ $x$ <b>'
    letter = letter_of(make_meeting(), aceh, basis=text, task=text, number=text)
    words = words_of(letter_pdf(letter, at=NOW))
    assert words.count(text) == 3


def test_suggestion_names_invitation_and_present_head(aceh, secretariat):
    post = make_post(office=aceh)
    person = Person.objects.create(name="Drs. Umar, M.M.", nip="197001011995121001")
    make_term(post, person=person)
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)
    expected = Wording(
        basis="Surat Nama lengkap BLPT nomor 1/BL/DM.01/2026 tanggal 24 November 2026 "
        "hal Undangan Rakor Uji",
        task="Mengikuti Rakor Uji",
        signatory_name="Drs. Umar, M.M.",
        signatory_position="Kepala UPTD Balai Tekkomdik Aceh",
        # The head's NIP is for staff; an office types it once.
        signatory_nip="",
    )
    assert suggested_wording(meeting, aceh, TODAY) == expected
    letter_of(meeting, aceh, signatory_name="Drs. Umar, M.M.", signatory_nip="1" * 18)
    assert suggested_wording(meeting, aceh, TODAY) == expected.__class__(
        **{**vars(expected), "signatory_nip": "1" * 18}
    )


def test_suggestion_without_invitation_and_with_an_acting_head(aceh):
    make_term(make_post(office=aceh), name="Siti", acting="plt")
    meeting = make_meeting(title="Rakor Uji")
    assert suggested_wording(meeting, aceh, TODAY) == Wording(
        basis="Pelaksanaan Rakor Uji pada 15–16 Desember 2026",
        task="Mengikuti Rakor Uji",
        signatory_name="Siti",
        signatory_position="Plt. Kepala UPTD Balai Tekkomdik Aceh",
    )
