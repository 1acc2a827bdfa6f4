"""Keterangan tidak hadir: who may say it, of whom, and what nobody else learns of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import AuditEvent, User
from meetings.actions.excuses import (
    AlreadySaid,
    AlreadyWithdrawn,
    MeetingCancelled,
    MeetingOver,
    NotComing,
    NotYourOffice,
    OfOtherMeeting,
    record_excuse,
    withdraw_excuse,
)
from meetings.models import Excuse, Meeting, Registration
from provinces.models import Office
from tests.factories import NOW, make_meeting, make_registration, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting()


@pytest.fixture
def delegate(meeting: Meeting, aceh: Office) -> Registration:
    return make_registration(meeting, aceh)


def _say(meeting: Meeting, of: Office | Registration, by: User, **fields: Any) -> Excuse:
    return record_excuse(meeting=meeting, of=of, by=by, **{"kind": "sakit", "at": NOW, **fields})


def test_an_office_says_it_of_itself_and_of_its_people(meeting, aceh, delegate, operator):
    session = make_session(meeting)
    _say(meeting, aceh, operator)
    _say(meeting, delegate, operator, session=session, note="  demam   tinggi ")
    rows = Excuse.objects.values_list("office", "registration", "session", "note")
    assert list(rows) == [
        (aceh.pk, None, None, ""),
        (None, delegate.pk, session.pk, "demam tinggi"),
    ]


def test_why_is_not_in_the_trail(meeting, delegate, operator):
    _say(meeting, delegate, operator, note="demam tinggi")
    event = AuditEvent.objects.get()
    details = {"office": "", "delegate": delegate.full_name, "session": ""}
    assert (event.action, event.target, event.details) == (
        "excuse.recorded",
        meeting.title,
        details,
    )


def test_nobody_says_it_of_another_office(meeting, aceh, delegate, other_operator):
    for of in (aceh, delegate):
        with pytest.raises(NotYourOffice):
            _say(meeting, of, other_operator)
    assert not Excuse.objects.exists()


def test_after_the_rakor_only_the_secretariat_says_it(meeting, delegate, operator, secretariat):
    after = NOW + timedelta(days=40)
    with pytest.raises(MeetingOver):
        _say(meeting, delegate, operator, at=after)
    assert _say(meeting, delegate, secretariat, at=after).recorded_by == secretariat


def test_of_a_cancelled_rakor_nothing_is_said(aceh, secretariat):
    meeting = make_meeting(cancelled_at=NOW, cancel_reason="Banjir")
    with pytest.raises(MeetingCancelled, match="Banjir"):
        _say(meeting, aceh, secretariat)


def test_persons_and_sessions_are_of_the_rakor(meeting, aceh, delegate, secretariat):
    other = make_meeting()
    with pytest.raises(OfOtherMeeting):
        _say(other, delegate, secretariat)
    with pytest.raises(OfOtherMeeting):
        _say(meeting, delegate, secretariat, session=make_session(other))


@pytest.mark.parametrize(
    "fields", [{"withdrawn_at": NOW}, {"seat": "menunggu", "waiting_since": NOW}]
)
def test_who_has_no_seat_is_not_missed(meeting, aceh, operator, fields):
    with pytest.raises(NotComing):
        _say(meeting, make_registration(meeting, aceh, **fields), operator)


def test_it_is_said_once_until_it_is_taken_back(meeting, delegate, operator):
    excuse = _say(meeting, delegate, operator, note="demam")
    with pytest.raises(AlreadySaid, match="seluruh rakor"):
        _say(meeting, delegate, operator, kind="izin")
    withdraw_excuse(excuse=excuse, by=operator, at=NOW)
    _say(meeting, delegate, operator, kind="izin")
    rows = Excuse.objects.values_list("kind", "note", "withdrawn_at")
    assert list(rows) == [("sakit", "", NOW), ("izin", "", None)]


def test_only_its_office_takes_it_back_and_once(meeting, delegate, operator, other_operator):
    excuse = _say(meeting, delegate, operator)
    with pytest.raises(NotYourOffice):
        withdraw_excuse(excuse=excuse, by=other_operator, at=NOW)
    withdraw_excuse(excuse=excuse, by=operator, at=NOW)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_excuse(excuse=excuse, by=operator, at=NOW)


def test_the_database_refuses_an_excuse_of_nobody_in_particular(meeting, secretariat):
    with pytest.raises(IntegrityError):
        Excuse.objects.create(
            meeting=meeting, kind="izin", recorded_at=NOW, recorded_by=secretariat
        )
