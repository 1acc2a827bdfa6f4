"""Inviting in the panel: text, list, letters, reminders, the board of answers, files."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from forum_portal import waiting
from meetings.actions.answers import Reply, answer_by_link
from meetings.actions.invitations import mail_letter, withdraw_invitation
from meetings.actions.outbox import drop
from meetings.admin.invitations import NOT_TOLD
from meetings.invitations.paper import letter_pdf
from meetings.models import (
    Invitation,
    InvitationLetter,
    IssuedNumber,
    Meeting,
    OutboxMail,
    Registration,
)
from tests.factories import (
    NOW,
    TODAY,
    make_office,
    make_operator,
    make_province,
    make_registration,
)
from tests.meetings.letters import deliver, invited, make_inviting_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

BUDI = Reply("diwakilkan", "Ani", "Kepala Balai", "Budi, S.T.", "Kepala Seksi")
STEPS = ("naskah-undangan", "undangan", "pratinjau-undangan", "susun-undangan",
         "tambah-undangan", "terbitkan-undangan", "ingatkan-undangan")  # fmt: skip
OF_ONE = ("surat-undangan", "tarik-undangan", "surel-undangan", "jawab-undangan",
          "unggah-undangan", "cabut-undangan")  # fmt: skip


def page(meeting: Meeting, step: str = "undangan", of: Invitation | None = None) -> str:
    one = f"{of.pk}/" if of else ""
    return f"/admin/meetings/meeting/{meeting.pk}/{step}/{one}"


def main_of(response) -> str:
    return response.content.decode().split('id="content"')[1]


def pdf() -> SimpleUploadedFile:
    writer, written = pypdf.PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(written)
    return SimpleUploadedFile("surat.pdf", written.getvalue(), "application/pdf")


def test_text_begins_with_a_suggestion_and_is_kept(secretary_client, secretary, aceh):
    meeting = make_inviting_meeting()
    InvitationLetter.objects.all().delete()
    shown = secretary_client.get(page(meeting, "naskah-undangan")).context["form"]
    assert shown["subject"].value() == "Undangan Rakor Uji"
    assert shown["signatory"].value() == meeting.issuer.signatories.get().pk
    sent = {
        "signatory": meeting.issuer.signatories.get().pk, "dated_on": "2026-11-25",
        "subject": "Undangan Rakor", "opening": "Dengan hormat", "closing": "Terima kasih",
        "copies": "Kepala Dinas",
    }  # fmt: skip
    response = secretary_client.post(page(meeting, "naskah-undangan"), sent, follow=True)
    assert "Naskah undangan disimpan." in response.content.decode()
    letter = InvitationLetter.objects.get()
    assert (letter.subject, f"{letter.dated_on}", letter.with_agenda, letter.copies) == (
        "Undangan Rakor", "2026-11-25", False, "Kepala Dinas",
    )  # fmt: skip
    assert AuditEvent.objects.get(action="invitationletter.changed").actor == secretary


def test_text_says_what_still_lacks(secretary_client, aceh):
    meeting = make_inviting_meeting(answer_by=None)
    html = main_of(secretary_client.get(page(meeting, "naskah-undangan")))
    assert "Batas jawaban: Isi sampai kapan balai menjawab." in html


def test_preview_is_a_marked_pdf_and_issues_nothing(secretary_client, aceh, bali):
    meeting = make_inviting_meeting()
    response = secretary_client.get(page(meeting, "pratinjau-undangan"), {"balai": bali.pk})
    words = pypdf.PdfReader(BytesIO(response.content)).pages[0].extract_text()
    assert response["Content-Type"] == "application/pdf"
    assert ("PRATINJAU" in words, bali.name in words, aceh.name in words) == (True, True, False)
    assert (IssuedNumber.objects.count(), Invitation.objects.count()) == (0, 0)
    assert secretary_client.get(
        page(meeting, "pratinjau-undangan"), {"balai": 0}
    ).status_code == 404  # fmt: skip


def test_list_is_made_then_letters_issued(secretary_client, aceh, bali, operator):
    meeting = make_inviting_meeting()
    html = main_of(secretary_client.get(page(meeting)))
    assert "Susun daftar (2 balai belum)" in html
    assert "Terbitkan surat" not in html
    assert "Belum ada balai dalam daftar undangan." in html
    made = secretary_client.post(page(meeting, "susun-undangan"), follow=True)
    assert made.redirect_chain == [(page(meeting), 302)]
    assert "2 balai masuk daftar undangan." in made.content.decode()
    assert "Terbitkan surat (2)" in main_of(made)

    asked = main_of(secretary_client.get(page(meeting, "terbitkan-undangan")))
    assert (bali.name in asked, "Terbitkan surat" in asked) == (True, True)
    issued = secretary_client.post(page(meeting, "terbitkan-undangan"), follow=True)

    assert f"2 surat diterbitkan, 1 surel di kotak keluar. Tanpa alamat surel: {bali.name}." in (
        issued.content.decode()
    )
    assert OutboxMail.objects.get().sent_at is None
    assert "Terbitkan surat" not in main_of(issued)
    assert "Kotak keluar (1 balai)" in main_of(issued)
    again = main_of(secretary_client.get(page(meeting, "terbitkan-undangan")))
    assert "Tidak ada surat yang perlu diterbitkan" in again


def test_mail_that_was_dropped_is_offered_for_what_it_is(
    secretary_client, aceh, operator, secretariat
):
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)
    numbers = list(meeting.outbox.values_list("pk", flat=True))
    drop(meeting=meeting, letters=numbers, reason="Keliru.", by=secretariat, at=NOW)
    html = main_of(secretary_client.get(page(meeting)))
    assert ("Siapkan surelnya (1)" in html, "Terbitkan surat" in html) == (True, False)

    asked = secretary_client.get(page(meeting, "terbitkan-undangan"))
    assert asked.context["title"] == "Siapkan surel undangan?"
    assert "Terbitkan surat" not in main_of(asked)
    done = secretary_client.post(page(meeting, "terbitkan-undangan"), follow=True)

    assert "1 surel di kotak keluar." in done.content.decode()
    assert "surat diterbitkan" not in done.content.decode()
    assert OutboxMail.objects.get().is_waiting
    assert "Siapkan surelnya" not in main_of(done)


def test_what_forbids_issuing_is_said_beforehand(secretary_client, aceh):
    meeting = make_inviting_meeting(answer_by=None)
    html = main_of(secretary_client.get(page(meeting, "terbitkan-undangan")))
    assert "Batas jawaban: Isi sampai kapan balai menjawab." in html
    assert 'value="Terbitkan surat"' not in html
    refused = secretary_client.post(page(meeting, "terbitkan-undangan"))
    assert "Undangan belum dapat diterbitkan." in main_of(refused)


def test_board_shows_each_state_and_answer(secretary_client, aceh, bali, operator, secretariat):
    silent = make_office(province=make_province(code="98"), name="Balai Sunyi")
    gone = make_office(province=make_province(code="99"), name="Balai Ditarik")
    make_operator(bali, email="operator.bali@dinas.example")
    meeting = make_inviting_meeting()
    invitation = invited(meeting, aceh, by=secretariat)
    answer_by_link(invitation=invitation, reply=BUDI, at=NOW)
    withdraw_invitation(invitation=gone.invitations.get(), reason="Salah.", by=secretariat, at=NOW)
    meeting.moves.create(
        starts_on=meeting.starts_on, zone=meeting.zone, reason="Banjir.",
        moved_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    response = secretary_client.get(page(meeting))
    states = {
        row["invitation"].office: (row["state"].label, row["note"])
        for row in response.context["rows"]
    }
    assert states == {
        aceh: ("Diwakilkan", "Dijawab sebelum dipindahkan"),
        bali: ("Di kotak keluar", ""),
        silent: ("Belum dikirim", ""),
        gone: ("Ditarik", ""),
    }
    html = main_of(response)
    for shown in (
        "1 dari 3 balai sudah menjawab", "0 hadir, 1 diwakilkan, 0 tidak hadir",
        "Budi, S.T., Kepala Seksi", "Ani, Kepala Balai",
        "operator.bali@dinas.example", "Tanpa alamat", invitation.get_absolute_url(),
        "Di kotak keluar (1)",
    ):  # fmt: skip
        assert shown in html
    assert gone.invitations.get().token not in html
    found = secretary_client.get(page(meeting), {"keadaan": "diwakilkan"})
    assert [row["invitation"].office for row in found.context["rows"]] == [aceh]


def test_board_tells_which_offices_registered(secretary_client, aceh, bali, secretariat):
    meeting = make_inviting_meeting(registered_by=Meeting.RegisteredBy.OFFICES)
    away = Reply("tidak", "Budi", "Staf", absence_reason="Sakit.")
    absent = make_office()
    invited(meeting, aceh, by=secretariat)
    for office, reply in ((aceh, BUDI), (bali, BUDI), (absent, away)):
        answer_by_link(invitation=office.invitations.get(), reply=reply, at=NOW)
    for _ in range(2):
        make_registration(meeting, aceh)
    make_registration(meeting, bali, withdrawn_at=NOW, withdraw_reason="Tugas lain")
    make_registration(meeting, bali, seat=Registration.Seat.WAITING, waiting_since=NOW)
    shown = main_of(secretary_client.get(page(meeting)))
    assert "1 balai sudah mempunyai peserta terdaftar; 1 balai menyatakan hadir" in shown
    assert shown.count("2 peserta terdaftar") == shown.count("peserta terdaftar</span>") == 1
    assert shown.count("Belum mendaftarkan peserta") == 1
    Meeting.objects.update(registered_by=Meeting.RegisteredBy.NOBODY)
    Registration.objects.all().delete()
    assert "mendaftarkan peserta" not in main_of(secretary_client.get(page(meeting)))


def test_answer_told_otherwise_is_recorded(secretary_client, secretary, aceh, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    address = page(invitation.meeting, "jawab-undangan", invitation)
    refused = secretary_client.post(address, {"answer": "tidak", "answered_by": "Ani"})
    assert "Isi alasan tidak hadir." in main_of(refused)
    sent = {
        "answer": "tidak", "answered_by": "Ani", "answered_as": "Kepala", "absence_reason": "Audit",
    }  # fmt: skip
    with time_machine.travel(NOW + timedelta(days=16), tick=False):
        secretary_client.force_login(secretary)
        secretary_client.post(address, sent)
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.absence_reason, invitation.answered_through) == (
        "tidak", "Audit", "sekretariat",
    )  # fmt: skip


def test_office_is_added_mailed_and_withdrawn(secretary_client, aceh, bali):
    meeting = make_inviting_meeting()
    added = secretary_client.post(
        page(meeting, "tambah-undangan"), {"office": bali.pk}, follow=True
    )
    assert f"{bali.name} masuk daftar undangan." in added.content.decode()
    secretary_client.post(page(meeting, "terbitkan-undangan"))
    invitation = meeting.invitations.get()
    mailed = secretary_client.post(
        page(meeting, "surel-undangan", invitation), {"address": "a@bali.example"}, follow=True
    )
    assert f"Surel bagi {bali.name} menunggu di kotak keluar." in mailed.content.decode()
    withdrawn = secretary_client.post(
        page(meeting, "tarik-undangan", invitation), {"reason": "Salah."}, follow=True
    )
    assert f"Undangan {bali.name} ditarik." in withdrawn.content.decode()
    letter = OutboxMail.objects.get()
    assert (letter.to, letter.drop_reason) == ("a@bali.example", "Undangan ditarik: Salah.")
    assert IssuedNumber.objects.get().void_reason == "Undangan ditarik: Salah."


@pytest.mark.parametrize("is_sent", [False, True])
def test_who_takes_an_invitation_back_is_told_whether_the_office_will_know(
    secretary_client, aceh, operator, secretariat, is_sent
):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    meeting = invitation.meeting
    if is_sent:
        deliver(meeting)
    address = page(meeting, "tarik-undangan", invitation)
    shown = secretary_client.get(address).context
    assert (shown["facts"][-1]["value"], shown["lead"].endswith(NOT_TOLD)) == (
        operator.email if is_sent else "belum dikirim",
        not is_sent,
    )
    done = secretary_client.post(address, {"reason": "Salah."}, follow=True).content.decode()
    assert ("Surel penarikannya menunggu di kotak keluar." in done) is is_sent
    assert meeting.outbox.filter(kind="ditarik").count() == int(is_sent)


def test_signed_paper_is_uploaded_replaced_and_taken_back(secretary_client, aceh, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    meeting = invitation.meeting
    upload = page(meeting, "unggah-undangan", invitation)
    wrong = SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")
    assert "Berkas ini bukan PDF" in main_of(secretary_client.post(upload, {"file": wrong}))
    secretary_client.post(upload, {"file": pdf()})
    invitation.refresh_from_db()
    first = invitation.signed_pdf.name
    paper = secretary_client.get(page(meeting, "surat-undangan", invitation))
    assert paper.content == letter_pdf(invitation)
    secretary_client.post(upload, {"file": pdf()})
    invitation.refresh_from_db()
    assert invitation.signed_pdf.name not in ("", first)
    secretary_client.post(page(meeting, "cabut-undangan", invitation))
    invitation.refresh_from_db()
    assert invitation.signed_pdf.name == ""
    actions = AuditEvent.objects.filter(target_type="meetings.invitation").order_by("pk")
    assert [event.action for event in actions] == [
        "invitation.signed", "invitation.signed", "invitation.unsigned",
    ]  # fmt: skip


def test_board_as_a_file_without_the_links(secretary_client, secretary, aceh, bali, secretariat):
    meeting = make_inviting_meeting()
    invitation = invited(meeting, aceh, by=secretariat)
    answer_by_link(invitation=invitation, reply=BUDI, at=NOW)
    response = secretary_client.post(page(meeting), {"format": "xlsx"})
    table = list(load_workbook(BytesIO(response.content)).active.values)
    assert [tuple(cell or "" for cell in row) for row in table[1:]] == [
        ("Aceh", aceh.name, "1/BL/DM.01/2026", "Diwakilkan", "Diwakilkan", "Budi, S.T.",
         "Kepala Seksi", "", "Selasa, 24 November 2026, 11.00 WITA", "Ani", "Kepala Balai",
         "Tautan pribadi", "", "", ""),
        ("Bali", bali.name, "2/BL/DM.01/2026", "Belum dikirim", *[""] * 11),
    ]  # fmt: skip
    (event,) = AuditEvent.objects.filter(action="meeting.invitations_exported")
    assert (event.actor, event.details) == (secretary, {"format": "xlsx", "count": 2})
    csv = secretary_client.post(page(meeting), {"format": "csv"}).content.decode("utf-8-sig")
    assert (len(csv.splitlines()), invitation.token in csv) == (3, False)


def test_reminding_shows_whom(secretary_client, secretary, aceh, operator, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    meeting = invitation.meeting
    address = page(meeting, "ingatkan-undangan")
    assert "Tidak ada yang perlu diingatkan" in main_of(secretary_client.get(address))
    deliver(meeting)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        secretary_client.force_login(secretary)
        assert aceh.name in main_of(secretary_client.get(address))
        done = secretary_client.post(address, follow=True).content.decode()
    assert "1 balai diingatkan, 1 surel di kotak keluar." in done


def test_invitation_of_another_rakor_is_not_found(secretary_client, aceh, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    other = Meeting.objects.create(slug="lain", title="Lain", starts_on="2026-12-15")
    for step in OF_ONE:
        if step != "surel-undangan":
            assert secretary_client.get(page(other, step, invitation)).status_code == 404


def test_first_page_tells_of_silence_and_of_whom_no_address_reaches(
    secretary_client, secretary, aceh, bali, operator, secretariat
):
    meeting = make_inviting_meeting(answer_by=TODAY + timedelta(days=3))
    make_inviting_meeting(
        slug="kelak", issuer=meeting.issuer, host_province=meeting.host_province
    )  # fmt: skip
    invited(meeting, aceh, by=secretariat)

    def told() -> list[tuple[int, str]]:
        found = waiting.for_user(secretary, at=NOW)
        for entry in found:
            if "undang" in entry.text:
                assert secretary_client.get(entry.url).context["cl"].result_count == entry.count
        return [(entry.count, entry.text) for entry in found if "undang" in entry.text]

    soon = (1, "rakor dengan undangan belum dijawab, tenggat dalam tiga hari")
    assert told() == [soon, (1, "rakor mengundang balai tanpa alamat surel")]
    mail_letter(invitation=bali.invitations.get(), address="a@bali.example", by=secretariat, at=NOW)
    assert told() == [soon]
    for invitation in meeting.invitations.all():
        answer_by_link(invitation=invitation, reply=BUDI, at=NOW)
    assert told() == []


def test_note_takers_see_nothing_of_it(note_taker_client: Client, aceh, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)
    addresses = [page(invitation.meeting, step) for step in STEPS]
    addresses += [page(invitation.meeting, step, invitation) for step in OF_ONE]
    assert {note_taker_client.get(address).status_code for address in addresses} == {403}


def test_board_asks_the_same_number_of_statements(secretary_client, aceh, operator, secretariat):
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            secretary_client.get(page(meeting))
        return len(asked)

    one = statements()
    for number in (1, 2):
        office = make_office(email=f"balai{number}@dinas.example")
        invited(meeting, office, by=secretariat)
    assert statements() == one
