"""What an office answers: which, until when, by whom, and what is said when it may not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import AuditEvent
from meetings.actions.answers import (
    AnswerRefused,
    AnswersClosed,
    LinkReplaced,
    NotYourOffice,
    Reply,
    answer_by_account,
    answer_by_link,
    record_answer,
)
from meetings.actions.invitations import invite_office, withdraw_invitation
from meetings.invitations.answering import answers_close_at, answers_until, is_before_move
from meetings.models import Invitation, Meeting
from tests.factories import NOW, make_meeting
from tests.meetings.letters import invited, make_inviting_meeting

pytestmark = pytest.mark.django_db

COMES = Reply("hadir", "Ani", "Kepala Balai")
REPRESENTED = Reply("diwakilkan", "Ani", "Kepala Balai", "Budi, S.T.", "Kepala Seksi")
ABSENT = Reply("tidak", "Ani", "Kepala Balai", absence_reason="Ada audit.")
# 8 December is over in Makassar at 16.00 UTC.
CLOSES = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
KEPT = (*Reply._fields, "answered_at", "answered_through")


@pytest.fixture
def invitation(aceh, operator, secretariat) -> Invitation:
    return invited(make_inviting_meeting(), aceh, by=secretariat)


def kept() -> tuple:
    return Invitation.objects.values_list(*KEPT).get()


@pytest.mark.parametrize("reply", [COMES, REPRESENTED, ABSENT])
def test_answer_is_kept_whole(invitation, reply):
    answer_by_link(invitation=invitation, reply=reply, at=NOW)
    assert kept() == (*reply, NOW, "tautan")


def test_what_belongs_to_another_answer_is_not_kept(invitation):
    everything = Reply(" hadir ", " Ani  Lestari ", "Kepala", "Budi", "Kepala Seksi", "Audit")
    answer_by_link(invitation=invitation, reply=everything, at=NOW)
    assert kept() == ("hadir", "Ani Lestari", "Kepala", "", "", "", NOW, "tautan")


def test_the_last_answer_counts_and_the_former_stands_in_the_trail(invitation, operator):
    answer_by_link(invitation=invitation, reply=REPRESENTED, at=NOW)
    later = NOW + timedelta(days=1)
    answer_by_account(invitation=invitation, reply=ABSENT, by=operator, at=later)
    assert kept() == (*ABSENT, later, "akun")
    events = AuditEvent.objects.filter(action="invitation.answered").order_by("pk")
    assert [(event.actor, event.details) for event in events] == [
        (None, {"answer": "diwakilkan", "before": "", "through": "tautan"}),
        (operator, {"answer": "tidak", "before": "diwakilkan", "through": "akun"}),
    ]


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (COMES._replace(answer="mungkin"),
         "Pilih salah satu jawaban: hadir, diwakilkan, atau tidak hadir."),
        (COMES._replace(answered_by=" "), "Isi nama penjawab."),
        (REPRESENTED._replace(representative=" "), "Isi nama wakil yang akan hadir."),
        (ABSENT._replace(absence_reason=""), "Isi alasan tidak hadir."),
    ],
)  # fmt: skip
def test_answer_that_lacks_something_is_refused(invitation, reply, sentence):
    with pytest.raises(AnswerRefused) as refused:
        answer_by_link(invitation=invitation, reply=reply, at=NOW)
    assert str(refused.value) == sentence
    assert kept()[0] == ""


def test_answers_close_with_the_day_where_the_rakor_is(invitation, operator, secretariat):
    answer_by_link(invitation=invitation, reply=COMES, at=CLOSES - timedelta(microseconds=1))
    for act, by in ((answer_by_link, {}), (answer_by_account, {"by": operator})):
        with pytest.raises(AnswersClosed) as refused:
            act(invitation=invitation, reply=ABSENT, at=CLOSES, **by)
        assert str(refused.value) == (
            "Jawaban tidak disimpan. Batas menjawab undangan ini sudah lewat: Selasa, "
            "8 Desember 2026, pukul 24.00 WITA. Hubungi sekretariat bila ada perubahan."
        )
    assert kept()[0] == "hadir"
    record_answer(invitation=invitation, reply=ABSENT, by=secretariat, at=CLOSES)
    assert kept() == (*ABSENT, CLOSES, "sekretariat")


@pytest.mark.parametrize(
    ("fields", "closes_at", "until"),
    [
        ({"answer_by": date(2026, 12, 8)}, CLOSES,
         "Selasa, 8 Desember 2026, pukul 24.00 WITA"),
        ({"answer_by": None, "starts_at": "08:00"}, datetime(2026, 12, 15, 0, 0, tzinfo=UTC),
         "Selasa, 15 Desember 2026, 08.00 WITA"),
        ({"answer_by": date(2027, 1, 1)}, datetime(2026, 12, 16, 16, 0, tzinfo=UTC),
         "Rabu, 16 Desember 2026, pukul 24.00 WITA"),
        ({"answer_by": None, "date_precision": "month"},
         datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "Kamis, 31 Desember 2026, pukul 24.00 WITA"),
    ],
)  # fmt: skip
def test_until_when_an_answer_is_taken(fields, closes_at, until):
    meeting = make_meeting(**fields)
    meeting.refresh_from_db()
    assert (answers_close_at(meeting), answers_until(meeting)) == (closes_at, until)


def test_cancelled_rakor_takes_no_answer(invitation, secretariat):
    Meeting.objects.update(cancelled_at=NOW, cancel_reason="Bencana.")
    for act, by in ((answer_by_link, {}), (record_answer, {"by": secretariat})):
        with pytest.raises(AnswersClosed) as refused:
            act(invitation=invitation, reply=COMES, at=NOW, **by)
        assert str(refused.value) == (
            "Jawaban tidak disimpan. Rakor Uji dibatalkan pada Selasa, 24 November 2026, "
            "11.00 WITA, dengan alasan: Bencana."
        )


def test_withdrawn_invitation_takes_no_answer(invitation, secretariat):
    withdraw_invitation(invitation=invitation, reason="Salah alamat.", by=secretariat, at=NOW)
    with pytest.raises(AnswersClosed) as refused:
        answer_by_link(invitation=invitation, reply=COMES, at=NOW)
    assert str(refused.value) == (
        "Jawaban tidak disimpan. Undangan ini ditarik pada Selasa, 24 November 2026, 11.00 WITA, "
        "dengan alasan: Salah alamat."
    )


def test_former_link_answers_nothing(invitation, secretariat):
    withdraw_invitation(invitation=invitation, reason="Salah alamat.", by=secretariat, at=NOW)
    invite_office(meeting=invitation.meeting, office=invitation.office, by=secretariat, at=NOW)
    with pytest.raises(LinkReplaced):
        answer_by_link(invitation=invitation, reply=COMES, at=NOW)
    assert kept()[0] == ""


def test_another_offices_account_does_not_answer(invitation, other_operator):
    with pytest.raises(NotYourOffice) as refused:
        answer_by_account(invitation=invitation, reply=COMES, by=other_operator, at=NOW)
    assert str(refused.value) == (
        "Undangan UPTD Balai Tekkomdik Aceh hanya dapat dijawab petugas balai itu sendiri."
    )


@pytest.mark.parametrize(("hours", "is_before"), [(-1, False), (0, False), (1, True)])
def test_answer_from_before_a_move_is_known_as_such(invitation, secretariat, hours, is_before):
    answer_by_link(invitation=invitation, reply=COMES, at=NOW)
    invitation.meeting.moves.create(
        starts_on=date(2026, 12, 1), zone="Asia/Makassar", reason="Bandara ditutup.",
        moved_at=NOW + timedelta(hours=hours), moved_by=secretariat,
    )  # fmt: skip
    assert is_before_move(Invitation.objects.get()) is is_before


@pytest.mark.any_postgres
@pytest.mark.django_db(transaction=True)
def test_answer_and_withdrawal_at_once_keep_one_order(invitation, secretariat):
    """Whichever comes first, nothing is answered of what was withdrawn before."""
    start = Barrier(2)

    def answer() -> bool:
        start.wait()
        try:
            answer_by_link(invitation=invitation, reply=COMES, at=NOW)
        except AnswersClosed:
            return False
        finally:
            connection.close()
        return True

    def withdraw() -> None:
        start.wait()
        try:
            withdraw_invitation(invitation=invitation, reason="Salah.", by=secretariat, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answered, withdrawn = pool.submit(answer), pool.submit(withdraw)
        withdrawn.result()
        is_kept = answered.result()
    row = Invitation.objects.get()
    assert (row.withdrawn_at, row.answer) == (NOW, "hadir" if is_kept else "")
