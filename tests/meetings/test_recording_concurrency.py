"""Two who record the same person at the same moment leave one fact."""

from datetime import timedelta

import pytest

from meetings.actions.desk import record_at_desk
from meetings.actions.excuses import AlreadySaid, record_excuse
from meetings.actions.self_checkin import self_check_in
from meetings.actions.sessions import SessionInUse, remove_session
from meetings.models import AttendanceSession, Excuse, Registration, Scan
from tests.factories import NOW, make_meeting, make_registration, make_session
from tests.meetings.lock_queue import meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_postgres]
CODE = "482915"


@pytest.fixture
def session(db) -> AttendanceSession:
    window = {"self_opens_at": NOW, "self_closes_at": NOW + timedelta(hours=1)}
    return make_session(make_meeting(mode="daring"), self_code=CODE, **window)


@pytest.fixture
def online(session, aceh) -> Registration:
    return make_registration(session.meeting, aceh, mode="daring")


def _nothing() -> None: ...


def test_a_code_that_is_sent_twice_is_one_fact(session, online):
    def check_in() -> tuple:
        return self_check_in(registration=online, code=CODE, at=NOW)

    assert meanwhile(check_in, check_in, _nothing) == (session, NOW, False)
    assert Scan.objects.count() == 1


def test_two_desks_record_a_person_once(session, online, secretariat):
    def record() -> list[Registration]:
        return record_at_desk(session=session, people=[online.pk], by=secretariat, at=NOW)

    assert meanwhile(record, record, _nothing) == []
    assert Scan.objects.count() == 1


def test_who_withdraws_meanwhile_is_not_recorded_after_all(session, online, secretariat):
    """The desk waits for the withdrawal and then sees it."""

    def withdraw() -> None:
        Registration.objects.select_for_update().get(pk=online.pk)
        Registration.objects.filter(pk=online.pk).update(withdrawn_at=NOW)

    def record() -> list[Registration]:
        return record_at_desk(session=session, people=[online.pk], by=secretariat, at=NOW)

    refused = meanwhile(withdraw, record, _nothing)
    assert str(refused).startswith(f"{online.full_name} tidak punya kursi")
    assert not Scan.objects.exists()


def test_a_session_that_is_used_meanwhile_is_not_removed(session, online, secretariat):
    def record() -> list[Registration]:
        return record_at_desk(session=session, people=[online.pk], by=secretariat, at=NOW)

    def remove() -> None:
        remove_session(session=session, by=secretariat, at=NOW)

    assert isinstance(meanwhile(record, remove, _nothing), SessionInUse)
    assert Scan.objects.count() == 1


def test_an_excuse_is_said_once(online, operator):
    def say() -> Excuse:
        return record_excuse(meeting=online.meeting, of=online, kind="sakit", by=operator, at=NOW)

    assert isinstance(meanwhile(say, say, _nothing), AlreadySaid)
    assert Excuse.objects.count() == 1
