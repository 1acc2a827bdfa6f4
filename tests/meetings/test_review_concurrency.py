"""The secretariat decides while the office does something else: one after the other, truly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meetings.actions.registration import change_delegate, register_delegate
from meetings.actions.reviews import (
    ChangedMeanwhile,
    Ended,
    accept_registration,
    decline_registration,
)
from meetings.actions.tickets import WithoutSeat, reissue_ticket
from meetings.actions.withdrawal import withdraw_delegate
from meetings.models import Meeting, Registration, Ticket
from tests.factories import NOW, make_meeting
from tests.meetings.lock_queue import meanwhile
from tests.meetings.test_registration_actions import ANI

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def ani(aceh, operator):
    return register_delegate(meeting=make_meeting(), office=aceh, delegate=ANI, by=operator, at=NOW)


def locked(registration):
    return lambda: Meeting.objects.select_for_update(no_key=True).get(pk=registration.meeting_id)


def declined(registration):
    return lambda: decline_registration(
        registration=registration, reason="Keliru.", read_at=NOW, by=None, at=LATER
    )


def withdrawn(registration, by):
    return lambda: withdraw_delegate(registration=registration, reason="Sakit.", by=by, at=LATER)


def test_declined_while_the_office_withdraws(ani, operator):
    outcome = meanwhile(locked(ani), declined(ani), withdrawn(ani, operator))
    assert isinstance(outcome, Ended)
    ani.refresh_from_db()
    assert (ani.review, ani.withdraw_reason) == (Registration.Review.PENDING, "Sakit.")
    assert Ticket.objects.get().revoke_reason == "Pendaftaran berakhir."


def test_withdrawn_while_the_secretariat_declines(ani, operator):
    outcome = meanwhile(locked(ani), withdrawn(ani, operator), declined(ani))
    assert outcome.review == Registration.Review.DECLINED
    ani.refresh_from_db()
    assert (ani.review, ani.withdraw_reason) == (Registration.Review.DECLINED, "Keliru.")
    assert Ticket.objects.get().revoke_reason == "Pendaftaran berakhir."


def test_accepted_while_the_office_changes(ani, operator):
    def accepted():
        return accept_registration(registration=ani, read_at=NOW, by=None, at=LATER)

    def changed():
        changed = replace(ANI, full_name="Orang Lain")
        change_delegate(registration=ani, delegate=changed, by=operator, at=LATER)

    assert isinstance(meanwhile(locked(ani), accepted, changed), ChangedMeanwhile)
    ani.refresh_from_db()
    assert (ani.full_name, ani.review) == ("Orang Lain", Registration.Review.PENDING)


def test_replaced_twice_at_once_leaves_one_valid_ticket(ani, operator):
    def replaced():
        return reissue_ticket(registration=ani, reason="Hilang.", by=operator, at=LATER)

    second = meanwhile(replaced, replaced, lambda: None)
    ani.refresh_from_db()
    assert ani.ticket_code == second.ticket_code
    assert Ticket.objects.filter(registration=ani).count() == 3
    assert Ticket.objects.filter(registration=ani, revoked_at=None).count() == 1


def test_replaced_while_it_is_declined(ani, operator):
    def replaced():
        return reissue_ticket(registration=ani, reason="Hilang.", by=operator, at=LATER)

    assert isinstance(meanwhile(locked(ani), replaced, declined(ani)), WithoutSeat)
    assert Ticket.objects.get().revoke_reason == "Pendaftaran berakhir."
