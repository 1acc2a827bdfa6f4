"""What the secretariat decides of a registration, at the boundaries of its rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from post_office.models import Email

from accounts.models import AuditEvent
from meetings.actions.assignment_letters import attach_signed
from meetings.actions.registration import change_delegate, register_delegate
from meetings.actions.registration_refusals import WindowClosed
from meetings.actions.reviews import (
    AlreadyAccepted,
    ChangedMeanwhile,
    Ended,
    NoReason,
    NotInTime,
    RakorOver,
    accept_registration,
    ask_to_mend,
    decide_each,
    decline_registration,
)
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Registration
from tests.factories import NOW, make_letter, make_meeting, make_registration, make_ticket
from tests.meetings.test_registration_actions import ANI, BUDI

pytestmark = [pytest.mark.django_db, pytest.mark.any_postgres]
Review, Seat = Registration.Review, Registration.Seat
LATER = NOW + timedelta(minutes=5)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def rakor(db):
    return make_meeting(slug="rakor-makassar", title="Rakor Makassar")


@pytest.fixture
def ani(rakor, aceh, operator):
    registration = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=NOW)
    Email.objects.all().delete()
    return registration


def accept(registration, by=None, **given):
    return accept_registration(
        registration=registration, **{"read_at": LATER, "by": by, "at": LATER, **given}
    )


def mend(registration, by=None, **given):
    given = {"what": "Surat tugas terpotong.", "until": FRIDAY, "read_at": LATER, **given}
    return ask_to_mend(registration=registration, **{"by": by, "at": LATER, **given})


def decline(registration, by=None, **given):
    given = {"reason": "Bukan pegawai balai.", "read_at": LATER, **given}
    return decline_registration(registration=registration, **{"by": by, "at": LATER, **given})


def state_of(registration):
    registration.refresh_from_db()
    return (
        registration.review,
        registration.review_note,
        registration.mend_by,
        registration.is_active,
    )


def told(registration):
    return [
        (event.get_kind_display(), event.text, event.by)
        for event in registration.events.filter(at__gt=NOW).order_by("pk")
    ]


def mails():
    return [(mail.to, mail.subject) for mail in Email.objects.order_by("pk")]


def trace():
    return list(AuditEvent.objects.filter(at=LATER).values_list("action", "actor", "details"))


def test_accepted_is_recorded_and_told(ani, secretariat):
    accept(ani, secretariat)
    assert state_of(ani) == (Review.ACCEPTED, "", None, True)
    assert ani.reviewed_at == LATER
    assert told(ani) == [("Diperiksa sekretariat", "Diterima.", secretariat)]
    assert trace() == [("registration.accepted", secretariat.pk, {})]
    assert mails() == [(["ani@dinas.example"], "Pendaftaran Anda diterima: Rakor Makassar")]


def test_who_waits_is_accepted_and_waits_on(rakor, aceh, secretariat):
    waiting = make_registration(rakor, aceh, seat=Seat.WAITING, waiting_since=NOW)
    accept(waiting, secretariat)
    waiting.refresh_from_db()
    assert (waiting.review, waiting.seat) == (Review.ACCEPTED, Seat.WAITING)
    assert "Anda masih di daftar tunggu." in Email.objects.get().message


def test_to_mend_is_told_to_both_with_what_and_until_when(ani, operator, secretariat):
    mend(ani, secretariat)
    assert state_of(ani) == (Review.TO_MEND, "Surat tugas terpotong.", FRIDAY, True)
    assert ani.tickets.filter(revoked_at=None).count() == 1
    sentence = "Perlu perbaikan paling lambat 27 November 2026, 23.59 WITA: Surat tugas terpotong."
    assert told(ani) == [("Diperiksa sekretariat", sentence, secretariat)]
    subject = "Pendaftaran perlu diperbaiki: Rakor Makassar"
    assert mails() == [
        (["ani@dinas.example"], subject),
        ([operator.email], f"{subject}: Dr. Ani Lestari, M.Pd."),
    ]
    for mail in Email.objects.all():
        assert "Surat tugas terpotong." in mail.message
        assert "paling lambat 27 November 2026, 23.59 WITA:" in mail.message


def test_declined_ends_with_the_reason_and_voids_the_ticket(ani, operator, secretariat):
    decline(ani, secretariat)
    assert state_of(ani) == (Review.DECLINED, "Bukan pegawai balai.", None, False)
    ticket = ani.tickets.get()
    assert (ticket.revoked_at, ticket.revoke_reason) == (LATER, "Pendaftaran berakhir.")
    assert told(ani) == [("Diperiksa sekretariat", "Ditolak.", secretariat)]
    assert trace() == [("registration.declined", secretariat.pk, {})]
    subject = "Pendaftaran ditolak: Rakor Makassar"
    assert mails() == [
        (["ani@dinas.example"], subject),
        ([operator.email], f"{subject}: Dr. Ani Lestari, M.Pd."),
    ]


@pytest.mark.parametrize(
    ("seat", "told_office"),
    [
        (Seat.CONFIRMED, "Yang bersangkutan sudah diberi tahu dan kursinya bebas kembali."),
        (Seat.WAITING, "Yang bersangkutan sudah diberi tahu."),
    ],
)
def test_office_reads_of_a_freed_seat_where_there_was_one(
    rakor, aceh, operator, secretariat, seat, told_office
):
    waiting_since = NOW if seat == Seat.WAITING else None
    one = make_registration(
        rakor, aceh, seat=seat, waiting_since=waiting_since, created_by=operator
    )
    decline(one, secretariat)
    message = Email.objects.get(to=operator.email).message
    assert f"\n{told_office} Delegasi balai Anda:\n" in message


def test_seat_of_the_declined_is_offered_on(aceh, operator, secretariat):
    rakor = make_meeting(capacity=1)
    first, second = (
        register_delegate(meeting=rakor, office=aceh, delegate=delegate, by=operator, at=NOW)
        for delegate in (ANI, BUDI)
    )
    assert second.seat == Seat.WAITING
    decline(first, secretariat)
    second.refresh_from_db()
    assert second.seat == Seat.OFFERED


def test_declined_may_be_registered_anew(ani, rakor, aceh, operator, secretariat):
    decline(ani, secretariat)
    again = register_delegate(meeting=rakor, office=aceh, delegate=ANI, by=operator, at=LATER)
    assert (again.review, again.has_seat) == (Review.PENDING, True)


def refused(decision, kind, *args, **given):
    with pytest.raises(kind) as refusal:
        decision(*args, **given)
    return str(refusal.value)


@pytest.mark.parametrize("decision", [accept, mend, decline])
def test_nobody_decides_of_who_is_gone(ani, operator, decision):
    withdraw_delegate(registration=ani, reason="Sakit.", by=operator, at=NOW)
    before = state_of(ani)
    refused(decision, Ended, ani)
    assert state_of(ani) == before


@pytest.mark.parametrize("decision", [accept, mend, decline])
def test_what_changed_after_it_was_read_is_read_again(ani, decision):
    message = refused(decision, ChangedMeanwhile, ani, read_at=NOW - timedelta(seconds=1))
    assert "sesudah Anda membukanya" in message
    assert state_of(ani) == (Review.PENDING, "", None, True)


@pytest.mark.parametrize("decision", [accept, mend, decline])
def test_nothing_is_decided_after_the_rakor(ani, rakor, decision):
    over = NOW + timedelta(days=30)
    refused(decision, RakorOver, ani, at=over, read_at=over)
    rakor.cancelled_at, rakor.cancel_reason = NOW, "Banjir."
    rakor.save()
    assert "dibatalkan: Banjir." in refused(decision, RakorOver, ani)


def test_accepted_once(ani, secretariat):
    accept(ani, secretariat)
    assert "sudah diterima" in refused(accept, AlreadyAccepted, ani)
    assert len(mails()) == 1


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2026, 12, 17)])
def test_days_before_today_and_after_the_rakor_are_no_deadline(ani, until):
    message = refused(mend, NotInTime, ani, until=until)
    assert "24 November 2026 (hari ini) dan 16 Desember 2026 (hari terakhir rakor)" in message


@pytest.mark.parametrize("until", [date(2026, 11, 24), date(2026, 12, 16)])
def test_today_and_the_last_day_are_deadlines(ani, until):
    assert mend(ani, until=until).mend_by == until


def test_reason_is_asked_for(ani):
    refused(mend, NoReason, ani, what="  ")
    refused(decline, NoReason, ani, reason="  ")


def test_change_by_the_office_brings_it_back(ani, operator):
    mend(ani)
    change_delegate(
        registration=ani, delegate=replace(ANI, mobile="+6281200000001"), by=operator, at=LATER
    )
    assert state_of(ani) == (Review.PENDING, "", None, True)


@pytest.mark.parametrize(
    ("change", "review"),
    [({"position": "Plt. Kepala Balai"}, Review.PENDING), ({"mobile": "+62812"}, Review.ACCEPTED)],
    ids=["checked", "not checked"],
)
def test_accepted_is_looked_at_again_if_what_was_checked_changed(ani, operator, change, review):
    accept(ani)
    change_delegate(registration=ani, delegate=replace(ANI, **change), by=operator, at=LATER)
    assert state_of(ani)[0] == review


def test_what_is_to_be_mended_may_be_after_registration_closed(ani, rakor, operator):
    closed = rakor.registration_closes_at
    mended = replace(ANI, position="Plt. Kepala Balai")
    refused(
        change_delegate, WindowClosed, registration=ani, delegate=mended, by=operator, at=closed
    )
    until = (closed + timedelta(days=1)).date()
    mend(ani, until=until)
    change_delegate(registration=ani, delegate=mended, by=operator, at=closed)
    assert state_of(ani)[0] == Review.PENDING


def test_mending_ends_with_its_day(ani, rakor, operator):
    closed = rakor.registration_closes_at
    mend(ani, until=closed.date())
    refused(
        change_delegate, WindowClosed,
        registration=ani, delegate=replace(ANI, position="Lain"), by=operator,
        at=closed + timedelta(days=1),
    )  # fmt: skip


def test_each_is_decided_for_itself_and_who_is_skipped_is_named(ani, rakor, aceh):
    gone = make_registration(rakor, aceh, withdrawn_at=NOW, withdraw_reason="Sakit.")
    other = make_registration(rakor, aceh)
    make_ticket(other)
    outcome = decide_each([ani, gone, other], accept)
    assert outcome.done == [ani, other]
    assert [who for who, _ in outcome.skipped] == [gone]
    assert "sudah berakhir" in outcome.skipped[0][1]


def test_database_refuses_a_decision_without_its_reason(ani):
    for wrong in ({"review": Review.TO_MEND}, {"review": Review.DECLINED, "review_note": "Alasan"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.filter(pk=ani.pk).update(**wrong)


def test_office_finds_the_way_to_mend_after_registration_closed(
    ani, rakor, operator, client, time_machine
):
    closed = rakor.registration_closes_at
    page, change = f"/rakor/rakor-makassar/daftar/{ani.pk}/", "ubah/"
    time_machine.move_to(closed, tick=False)
    client.force_login(operator)
    assert f"{page}{change}" not in client.get(page).text
    mend(ani, until=(closed + timedelta(days=1)).date())
    assert f"{page}{change}" in client.get(page).text
    form = client.get(f"{page}{change}").text
    assert 'name="full_name"' in form
    assert "Surat tugas terpotong" in form


def test_signed_letter_brings_back_whom_it_names(ani, rakor, aceh, operator):
    letter = make_letter(rakor, aceh, file="")
    letter.registrations.add(ani)
    closed = rakor.registration_closes_at
    mend(ani, until=(closed + timedelta(days=1)).date())
    file = ContentFile(b"%PDF-1.7 surat", name="surat.pdf")
    attach_signed(letter=letter, file=file, by=operator, at=closed)
    assert state_of(ani) == (Review.PENDING, "", None, True)
    # Nothing is to be mended any more: the letter stays as it is.
    refused(attach_signed, WindowClosed, letter=letter, file=file, by=operator, at=closed)
