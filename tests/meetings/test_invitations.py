"""Offices are invited, their letters issued and laid in the outbox, reminded, withdrawn."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent
from meetings.actions.answers import Reply, answer_by_link, record_answer
from meetings.actions.invitation_refusals import (
    AlreadyInvited,
    AlreadyWithdrawn,
    InvitationRefused,
    MeetingEnded,
    NobodyToInvite,
    NobodyToRemind,
    NotAMember,
    NothingToIssue,
    NotIssued,
    NotReady,
)
from meetings.actions.invitations import (
    invite_office,
    issue_letters,
    mail_letter,
    prepare_invitations,
    remind_unanswered,
    withdraw_invitation,
)
from meetings.actions.numbering import NumberRefused
from meetings.actions.outbox import drop, hold
from meetings.invitations.roll import InvitationState, state_of_invitation, with_mails
from meetings.models import Institution, Invitation, IssuedNumber, Meeting, OutboxMail
from meetings.outbox.doubts import doubts_of
from meetings.outbox.states import LetterState, counts_of
from provinces.models import Office
from tests.factories import NOW, make_office, make_operator, make_province
from tests.meetings.letters import deliver, invited, make_inviting_meeting

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=2)
COMES = Reply("hadir", "Ani", "Kepala Balai")


def letters(meeting: Meeting) -> list[tuple[str, str, str]]:
    rows = meeting.outbox.order_by("pk")
    return list(rows.values_list("kind", "to", "office__slug"))


def state(office: Office) -> InvitationState:
    return state_of_invitation(with_mails(office.invitations.all()).get())


def test_each_member_office_of_the_day_is_invited_once(aceh, bali, secretariat):
    left = make_office(name="Balai Keluar")
    left.memberships.update(period=(None, date(2026, 11, 24)), end="left", reason="Keluar.")
    make_office(name="Balai Menyusul", membership=(date(2026, 11, 25), None))
    meeting = make_inviting_meeting()

    made = prepare_invitations(meeting=meeting, by=secretariat, at=NOW)

    assert [invitation.office for invitation in made] == [aceh, bali]
    tokens = {invitation.token for invitation in made}
    assert {len(token) for token in tokens} == {43}
    assert len(tokens) == 2
    (event,) = AuditEvent.objects.filter(action="meeting.invitations_prepared")
    assert (event.actor, event.details) == (secretariat, {"offices": 2})
    with pytest.raises(NobodyToInvite) as refused:
        prepare_invitations(meeting=meeting, by=secretariat, at=NOW)
    assert str(refused.value) == (
        "Semua balai yang tercatat sebagai anggota pada 24 November 2026 sudah masuk daftar "
        "undangan."
    )


def test_numbers_follow_the_provinces_and_letters_lie_in_the_outbox(aceh, bali, secretariat):
    Office.objects.filter(pk=bali.pk).update(email="balai@bali.example")
    make_operator(bali, email="satu@bali.example")
    make_operator(aceh, email="satu@aceh.example")
    silent = make_office(province=make_province(code="99"), name="Balai Sunyi")
    meeting = make_inviting_meeting()
    prepare_invitations(meeting=meeting, by=secretariat, at=NOW)

    issued = issue_letters(meeting=meeting, by=secretariat, at=NOW)

    assert issued == (3, 3, [silent])
    numbered = Invitation.objects.order_by("number__serial").values_list(
        "number__text", "number__subject", "issued_at", "content__number"
    )
    assert list(numbered) == [
        (f"{serial}/BL/DM.01/2026", f"Undangan Rakor Uji: {name}", NOW, f"{serial}/BL/DM.01/2026")
        for serial, name in enumerate((aceh.name, bali.name, silent.name), 1)
    ]
    assert letters(meeting) == [
        ("undangan", "satu@aceh.example", "aceh"),
        ("undangan", "balai@bali.example", "bali"),
        ("undangan", "satu@bali.example", "bali"),
    ]
    letter = meeting.outbox.first()
    assert (letter.attachments, letter.sent_at) == (["undangan", "kalender"], None)
    assert aceh.invitations.get().token in letter.text
    assert bali.invitations.get().token not in letter.text
    assert [state(office) for office in (aceh, silent)] == [
        InvitationState.IN_OUTBOX, InvitationState.UNREACHED,
    ]  # fmt: skip


def test_who_acts_for_two_offices_gets_the_link_of_each(aceh, bali, secretariat):
    Office.objects.update(email="berdua@dinas.example")
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)
    assert letters(meeting) == [
        ("undangan", "berdua@dinas.example", "aceh"),
        ("undangan", "berdua@dinas.example", "bali"),
    ]


def test_issuing_again_adds_only_what_is_new(aceh, operator, bali, secretariat):
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)
    with pytest.raises(NothingToIssue):
        issue_letters(meeting=meeting, by=secretariat, at=LATER)
    Office.objects.filter(pk=bali.pk).update(email="balai@bali.example")
    latecomer = make_office(province=make_province(code="99"), email="baru@dinas.example")
    invite_office(meeting=meeting, office=latecomer, by=secretariat, at=LATER)

    issued = issue_letters(meeting=meeting, by=secretariat, at=LATER)

    assert issued == (1, 2, [])
    assert latecomer.invitations.get().number.text == "3/BL/DM.01/2026"
    assert letters(meeting)[1:] == [
        ("undangan", "balai@bali.example", "bali"),
        ("undangan", "baru@dinas.example", latecomer.slug),
    ]


def test_dropped_mail_of_a_numbered_letter_waits_again(aceh, operator, secretariat):
    Office.objects.filter(pk=aceh.pk).update(email="balai@aceh.example")
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)
    dropped = list(meeting.outbox.values_list("pk", flat=True))
    drop(meeting=meeting, letters=dropped, reason="Keliru.", by=secretariat, at=NOW)
    Office.objects.filter(pk=aceh.pk).update(email="baru@aceh.example")
    assert state(aceh) == InvitationState.UNREACHED

    issued = issue_letters(meeting=meeting, by=secretariat, at=LATER)

    assert (issued, IssuedNumber.objects.count()) == ((0, 2, []), 1)
    # Back for who is still written to; the address that is no longer the office's stays dropped.
    rows = meeting.outbox.order_by("to").values_list("to", "drop_reason")
    assert list(rows) == [
        ("balai@aceh.example", "Keliru."), ("baru@aceh.example", ""), (operator.email, ""),
    ]  # fmt: skip
    with pytest.raises(NothingToIssue):
        issue_letters(meeting=meeting, by=secretariat, at=LATER)


def test_who_answered_before_the_letter_still_gets_it(aceh, operator, secretariat):
    meeting = make_inviting_meeting()
    (invitation,) = prepare_invitations(meeting=meeting, by=secretariat, at=NOW)
    record_answer(invitation=invitation, reply=COMES, by=secretariat, at=NOW)
    assert issue_letters(meeting=meeting, by=secretariat, at=NOW) == (1, 1, [])
    assert state(aceh) == InvitationState.ATTENDS


def test_letters_are_refused_while_something_lacks(aceh, secretariat):
    meeting = make_inviting_meeting(answer_by=None)
    prepare_invitations(meeting=meeting, by=secretariat, at=NOW)
    meeting.invitation_letter.delete()
    with pytest.raises(NotReady) as refused:
        issue_letters(meeting=meeting, by=secretariat, at=NOW)
    assert str(refused.value) == (
        "Undangan belum dapat diterbitkan. Penanda tangan: Pilih penanda tangan undangan. "
        "Naskah undangan: Isi hal dan pembuka surat. "
        "Batas jawaban: Isi sampai kapan balai menjawab. "
        "Susunan acara: Surat melampirkan susunan acara yang belum dirilis. "
        "Tanggal surat belum diisi. Penutup surat belum diisi."
    )
    assert (IssuedNumber.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_refused_number_issues_no_letter_at_all(aceh, bali, secretariat):
    meeting = make_inviting_meeting()
    prepare_invitations(meeting=meeting, by=secretariat, at=NOW)
    Institution.objects.update(unit_code="")
    with pytest.raises(NumberRefused):
        issue_letters(meeting=meeting, by=secretariat, at=NOW)
    assert Invitation.objects.filter(issued_at=None).count() == 2
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("ended", ["cancelled", "over"])
def test_nobody_is_invited_to_what_has_ended(aceh, secretariat, ended):
    meeting, at = make_inviting_meeting(), NOW + timedelta(days=30)
    if ended == "cancelled":
        meeting.cancelled_at, meeting.cancel_reason, at = NOW, "Bencana.", NOW
        meeting.save()
    for act in (prepare_invitations, issue_letters, remind_unanswered):
        with pytest.raises(MeetingEnded):
            act(meeting=meeting, by=secretariat, at=at)
    with pytest.raises(MeetingEnded):
        invite_office(meeting=meeting, office=aceh, by=secretariat, at=at)
    assert Invitation.objects.count() == 0


def test_reminders_go_to_the_silent_alone(aceh, bali, operator, other_operator, secretariat):
    unsent = make_office(province=make_province(code="99"), email="belum@dinas.example")
    meeting = make_inviting_meeting()
    invitation = invited(meeting, aceh, by=secretariat)
    meeting.outbox.exclude(office=unsent).update(sent_at=NOW)
    answer_by_link(invitation=invitation, reply=COMES, at=NOW)

    reminded = remind_unanswered(meeting=meeting, by=secretariat, at=LATER)

    assert reminded == (1, 1)
    assert letters(meeting)[3:] == [("pengingat", "operator.bali@dinas.example", "bali")]


def test_no_reminder_within_a_day_or_beside_one_that_waits(aceh, operator, secretariat):
    meeting = make_inviting_meeting()
    invited(meeting, aceh, by=secretariat)
    deliver(meeting)

    def remind(at):
        return remind_unanswered(meeting=meeting, by=secretariat, at=at)

    with pytest.raises(NobodyToRemind):
        remind(NOW + timedelta(hours=24) - timedelta(microseconds=1))
    assert remind(NOW + timedelta(hours=24)) == (1, 1)
    with pytest.raises(NobodyToRemind):
        remind(NOW + timedelta(days=3))
    deliver(meeting, at=NOW + timedelta(days=3))
    assert remind(NOW + timedelta(days=4)) == (1, 1)


def test_letter_for_one_more_address_lies_there_once(aceh, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)

    def mail(address):
        return mail_letter(invitation=invitation, address=address, by=secretariat, at=NOW)

    assert (mail("kepala@aceh.example"), mail("Kepala@aceh.example")) == (1, 0)
    assert letters(invitation.meeting) == [("undangan", "kepala@aceh.example", "aceh")]


def test_letter_without_a_number_is_not_mailed(aceh, secretariat):
    meeting = make_inviting_meeting()
    (invitation,) = prepare_invitations(meeting=meeting, by=secretariat, at=NOW)
    with pytest.raises(NotIssued):
        mail_letter(invitation=invitation, address="a@b.example", by=secretariat, at=NOW)


def test_withdrawing_voids_the_number_and_drops_the_mail(aceh, operator, secretariat):
    invitation = invited(make_inviting_meeting(), aceh, by=secretariat)

    def withdraw(reason):
        return withdraw_invitation(invitation=invitation, reason=reason, by=secretariat, at=LATER)

    with pytest.raises(InvitationRefused) as refused:
        withdraw(" ")
    assert str(refused.value) == (
        "Penarikan undangan memerlukan alasan; balainya dapat membacanya."
    )
    withdraw(" Salah alamat. ")

    # No letter had left: the office is told nothing.
    number, letter = IssuedNumber.objects.get(), OutboxMail.objects.get()
    assert (number.voided_at, number.void_reason) == (LATER, "Undangan ditarik: Salah alamat.")
    assert (letter.dropped_at, letter.drop_reason) == (LATER, "Undangan ditarik: Salah alamat.")
    assert state(aceh) == InvitationState.WITHDRAWN
    with pytest.raises(AlreadyWithdrawn) as again:
        withdraw("Lain.")
    assert str(again.value) == (
        "Undangan UPTD Balai Tekkomdik Aceh sudah ditarik pada Kamis, 26 November 2026, "
        "11.00 WITA, dengan alasan: Salah alamat."
    )


def test_mail_that_was_held_is_dropped_and_held_no_more(aceh, operator, secretariat):
    meeting = make_inviting_meeting()
    invitation = invited(meeting, aceh, by=secretariat)
    numbers = list(OutboxMail.objects.values_list("pk", flat=True))
    hold(meeting=meeting, letters=numbers, by=secretariat, at=NOW)
    withdraw_invitation(invitation=invitation, reason="Keliru.", by=secretariat, at=LATER)
    counted = {state: count for state, count in counts_of(meeting.outbox.all()).items() if count}
    assert counted == {"": 1, LetterState.DROPPED: 1}


def test_office_whose_letter_left_is_told_that_it_is_taken_back_and_why(
    aceh, bali, operator, secretariat
):
    meeting = make_inviting_meeting()
    invitation = invited(meeting, aceh, by=secretariat)
    deliver(meeting)
    remind_unanswered(meeting=meeting, by=secretariat, at=LATER)
    withdraw_invitation(invitation=invitation, reason="Salah  nama.", by=secretariat, at=LATER)

    (letter,) = meeting.outbox.waiting()
    assert (letter.kind, letter.to, letter.office, letter.attachments) == (
        "ditarik", operator.email, aceh, [],
    )  # fmt: skip
    assert letter.subject == "Penarikan undangan Rakor Uji"
    assert "undangan nomor 1/BL/DM.01/2026 untuk UPTD Balai Tekkomdik Aceh" in letter.text
    assert "Alasan: Salah nama.\n" in letter.text
    assert invitation.token not in letter.text
    assert doubts_of(letter) == []


def test_office_is_told_of_each_letter_that_is_taken_back_once(aceh, operator, secretariat):
    meeting = make_inviting_meeting()
    invitation = invited(meeting, aceh, by=secretariat)
    deliver(meeting)
    withdraw_invitation(invitation=invitation, reason="Satu.", by=secretariat, at=LATER)
    # Invited again, and taken back before the second letter left: the first is still to be told.
    again = invite_office(meeting=meeting, office=aceh, by=secretariat, at=LATER)
    issue_letters(meeting=meeting, by=secretariat, at=LATER)
    withdraw_invitation(invitation=again, reason="Dua.", by=secretariat, at=LATER)
    told = meeting.outbox.filter(kind="ditarik")
    assert [("Alasan: Satu." in letter.text, letter.dropped_at) for letter in told] == [
        (True, None)
    ]


def test_office_is_invited_again_with_a_new_link_and_number(aceh, operator, secretariat):
    meeting = make_inviting_meeting()
    former = invited(meeting, aceh, by=secretariat)
    deliver(meeting)
    answer_by_link(invitation=former, reply=COMES, at=NOW)
    withdraw_invitation(invitation=former, reason="Salah nama.", by=secretariat, at=NOW)
    with pytest.raises(NobodyToInvite):
        prepare_invitations(meeting=meeting, by=secretariat, at=LATER)

    invite_office(meeting=meeting, office=aceh, by=secretariat, at=LATER)
    issued = issue_letters(meeting=meeting, by=secretariat, at=LATER)

    again = aceh.invitations.get()
    assert issued == (1, 1, [])
    assert (again.number.text, again.answer, again.withdrawn_at) == ("2/BL/DM.01/2026", "", None)
    assert again.token != former.token
    assert state(aceh) == InvitationState.IN_OUTBOX
    with pytest.raises(AlreadyInvited):
        invite_office(meeting=meeting, office=aceh, by=secretariat, at=LATER)


def test_who_is_no_member_is_not_invited(secretariat):
    office = make_office(name="Balai Luar", membership=(date(2027, 1, 1), None))
    with pytest.raises(NotAMember) as refused:
        invite_office(meeting=make_inviting_meeting(), office=office, by=secretariat, at=NOW)
    assert str(refused.value) == (
        "Balai Luar tidak tercatat sebagai anggota forum pada 24 November 2026."
    )
