"""Sessions for which attendance is taken, and their codes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import AuditEvent, User
from meetings.actions.moving import move_meeting
from meetings.actions.sessions import (
    HoursReversed,
    NothingToAdd,
    OutsideMeeting,
    SameSession,
    SessionInUse,
    TooManySessions,
    WindowRefused,
    add_sessions,
    change_session,
    close_self_check_in,
    open_self_check_in,
    remove_session,
)
from meetings.attendance.sessions import (
    CODE_SIGNS,
    SessionPlan,
    a_day_each,
    current_session,
    new_code,
    of_plenaries,
    self_window,
    spoken,
    typed,
)
from meetings.models import AttendanceSession, Meeting
from tests.factories import NOW, TODAY, make_agenda_item, make_meeting, make_scan, make_session
from tests.factories import release as release_agenda
from tests.meetings.whereabouts import whereabouts_of

pytestmark = pytest.mark.django_db

FIRST = TODAY + timedelta(days=21)
SECOND = FIRST + timedelta(days=1)
HOUR = timedelta(hours=1)


def _titles(meeting: Meeting) -> list[tuple[date, str]]:
    return list(meeting.sessions.values_list("held_on", "title"))


def test_one_press_makes_a_session_for_each_day_once(secretariat):
    meeting = make_meeting()
    add_sessions(meeting=meeting, plans=a_day_each(meeting), by=secretariat, at=NOW)
    assert _titles(meeting) == [(FIRST, "Hari ke-1"), (SECOND, "Hari ke-2")]
    with pytest.raises(NothingToAdd, match="sudah ada semuanya"):
        add_sessions(meeting=meeting, plans=a_day_each(meeting), by=secretariat, at=NOW)


def test_a_rakor_of_one_day_has_one_session_and_one_without_days_none(secretariat):
    meeting = make_meeting(ends_on=None)
    assert a_day_each(meeting) == [SessionPlan("Rakor", FIRST)]
    vague = make_meeting(date_precision="month")
    with pytest.raises(NothingToAdd, match="tidak ada yang dapat dibuat"):
        add_sessions(meeting=vague, plans=a_day_each(vague), by=secretariat, at=NOW)


def test_plenaries_of_the_released_agenda_become_sessions():
    meeting = make_meeting(starts_at=time(8, 0))
    make_agenda_item(meeting, title="Pleno I", kind="pleno", duration_minutes=90)
    make_agenda_item(meeting, title="Rehat", kind="istirahat", duration_minutes=30)
    make_agenda_item(meeting, title="Pleno II", kind="pleno", duration_minutes=60)
    assert of_plenaries(meeting) == []
    release_agenda(meeting)
    assert of_plenaries(meeting) == [
        SessionPlan("Pleno I", FIRST, time(8, 0), time(9, 30)),
        SessionPlan("Pleno II", FIRST, time(10, 0), time(11, 0)),
    ]


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (SessionPlan("Malam", FIRST - timedelta(days=1)), OutsideMeeting),
        (SessionPlan("Malam", SECOND + timedelta(days=1)), OutsideMeeting),
        (SessionPlan("Malam", FIRST, time(20), time(20)), HoursReversed),
        (SessionPlan("Malam", FIRST, None, time(20)), HoursReversed),
    ],
)
def test_a_session_is_on_a_day_of_the_rakor_and_ends_after_it_starts(secretariat, plan, refusal):
    meeting = make_meeting()
    session = make_session(meeting, title="Pagi")
    with pytest.raises(refusal):
        add_sessions(meeting=meeting, plans=[plan], by=secretariat, at=NOW)
    with pytest.raises(refusal):
        change_session(session=session, plan=plan, by=secretariat, at=NOW)
    assert _titles(meeting) == [(FIRST, "Pagi")]


def test_a_rakor_has_no_more_than_sixty_sessions(secretariat):
    meeting = make_meeting()
    plans = [SessionPlan(f"Sesi {number}", FIRST) for number in range(61)]
    with pytest.raises(TooManySessions):
        add_sessions(meeting=meeting, plans=plans, by=secretariat, at=NOW)
    assert len(add_sessions(meeting=meeting, plans=plans[:60], by=secretariat, at=NOW)) == 60


def test_a_changed_session_is_told_in_the_trail(secretariat):
    meeting = make_meeting()
    session = make_session(meeting, title="Pagi")
    make_session(meeting, title="Siang")
    plan = SessionPlan("Pembukaan", FIRST, time(8), time(10))
    assert change_session(session=session, plan=plan, by=secretariat, at=NOW)
    assert not change_session(session=session, plan=plan, by=secretariat, at=NOW)
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == (
        "attendancesession.changed",
        {"before": "Pagi", "changed": ["title", "starts_at", "ends_at"]},
    )
    with pytest.raises(SameSession):
        change_session(session=session, plan=SessionPlan("Siang", FIRST), by=secretariat, at=NOW)


def test_a_session_is_removed_only_while_nothing_was_recorded(secretariat):
    meeting = make_meeting()
    empty, used = make_session(meeting), make_session(meeting)
    make_scan(used, method="tamu", walk_in_name="Tamu")
    remove_session(session=empty, by=secretariat, at=NOW)
    with pytest.raises(SessionInUse, match="1 catatan presensi dan 0 keterangan"):
        remove_session(session=used, by=secretariat, at=NOW)
    assert list(meeting.sessions.all()) == [used]


def _open(session: AttendanceSession, by: User, **fields: Any) -> AttendanceSession:
    window = {"opens_at": NOW, "closes_at": NOW + HOUR}
    return open_self_check_in(session=session, by=by, at=NOW, **{**window, **fields})


def test_self_check_in_keeps_its_code_until_a_new_one_is_asked_for(secretariat):
    session = make_session(make_meeting(mode="hibrida"))
    first = _open(session, secretariat).self_code
    assert _open(session, secretariat, closes_at=NOW + 2 * HOUR).self_code == first
    assert _open(session, secretariat, with_new_code=True).self_code != first


@pytest.mark.parametrize(
    ("mode", "fields", "told"),
    [
        ("luring", {}, "hanya untuk peserta daring"),
        ("daring", {"closes_at": NOW}, "ditutup sesudah dibuka"),
        ("daring", {"opens_at": NOW - 2 * HOUR, "closes_at": NOW - HOUR}, "sudah lewat"),
    ],
)
def test_a_window_must_be_one(secretariat, mode, fields, told):
    with pytest.raises(WindowRefused, match=told):
        _open(make_session(make_meeting(mode=mode)), secretariat, **fields)


def test_closing_ends_an_open_window_and_forgets_one_to_come(secretariat):
    meeting = make_meeting(mode="daring")
    running = _open(make_session(meeting), secretariat, opens_at=NOW - HOUR)
    to_come = _open(make_session(meeting), secretariat, opens_at=NOW + HOUR / 2)
    for session in (running, to_come):
        close_self_check_in(session=session, by=secretariat, at=NOW)
        session.refresh_from_db()
    assert (running.self_closes_at, bool(running.self_code)) == (NOW, True)
    assert (to_come.self_closes_at, to_come.self_code) == (None, "")
    for session in (running, to_come):
        with pytest.raises(WindowRefused):
            close_self_check_in(session=session, by=secretariat, at=NOW)


def test_codes_are_six_digits_without_the_zero_and_differ(monkeypatch):
    code = new_code(set())
    assert (len(code), set(code) <= set(CODE_SIGNS)) == (6, True)
    signs = iter("111111222222")
    monkeypatch.setattr("forum_portal.lib.typed_codes.secrets.choice", lambda _: next(signs))
    assert new_code({"111111"}) == "222222"


def test_a_code_is_read_as_it_is_shown():
    assert typed(f" {spoken('482915')}. ") == "482915"
    assert typed("kode: \u0664") == ""


@pytest.mark.parametrize(
    ("clock", "title"),
    [
        # In the zone of the rakor, WITA: eight hours ahead.
        (datetime(2026, 12, 14, 15, 59, tzinfo=UTC), "Hari"),
        (datetime(2026, 12, 14, 16, 0, tzinfo=UTC), "Hari"),
        (datetime(2026, 12, 15, 4, 59, tzinfo=UTC), "Hari"),
        (datetime(2026, 12, 15, 5, 0, tzinfo=UTC), "Siang"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), "Siang"),
    ],
)
def test_the_current_session_is_the_last_that_has_begun(clock, title):
    meeting = make_meeting()
    make_session(meeting, title="Siang", starts_at=time(13))
    make_session(meeting, title="Hari")
    found = current_session(list(meeting.sessions.all()), meeting.zone, clock)
    assert found is not None
    assert found.title == title


def test_without_sessions_none_is_current():
    assert current_session([], "Asia/Makassar", NOW) is None


def test_a_window_is_told_with_days_and_zone():
    meeting = make_meeting(mode="daring")
    session = make_session(
        meeting, self_code="123456", self_opens_at=NOW, self_closes_at=NOW + HOUR
    )
    assert self_window(session, meeting) == (
        "Selasa, 24 November 2026, 11.00 WITA sampai 12.00 WITA"
    )
    session.self_closes_at = NOW + 24 * HOUR
    assert self_window(session, meeting) == (
        "Selasa, 24 November 2026, 11.00 WITA sampai Rabu, 25 November 2026, 11.00 WITA"
    )


def _move(meeting: Meeting, by: User, **to: Any) -> None:
    whereabouts = whereabouts_of(meeting)._replace(**to)
    move_meeting(meeting=meeting, to=whereabouts, reason="Banjir", by=by, at=NOW)


@pytest.mark.parametrize("days", [1, -1, 7])
def test_sessions_go_with_the_rakor_each_to_its_own_day(secretariat, days):
    meeting = make_meeting()
    for day in (FIRST, SECOND):
        make_session(meeting, title="Rakor", held_on=day)
    far = timedelta(days=days)
    _move(meeting, secretariat, starts_on=FIRST + far, ends_on=SECOND + far)
    assert _titles(meeting) == [(FIRST + far, "Rakor"), (SECOND + far, "Rakor")]


def test_a_window_keeps_its_hours_in_the_new_zone(secretariat):
    meeting = make_meeting(mode="daring")
    session = make_session(
        meeting, self_code="123456", self_opens_at=NOW, self_closes_at=NOW + HOUR
    )
    jakarta = "Asia/Jakarta"
    _move(meeting, secretariat, starts_on=SECOND, ends_on=SECOND, zone=jakarta)
    session.refresh_from_db()
    meeting.refresh_from_db()
    assert self_window(session, meeting) == ("Rabu, 25 November 2026, 11.00 WIB sampai 12.00 WIB")


def test_what_was_recorded_stays_on_its_day(secretariat):
    meeting = make_meeting()
    make_session(meeting, title="Rakor")
    make_scan(make_session(meeting, title="Gladi"), method="tamu", walk_in_name="Tamu")
    _move(meeting, secretariat, starts_on=SECOND, ends_on=SECOND)
    assert _titles(meeting) == [(FIRST, "Gladi"), (SECOND, "Rakor")]
