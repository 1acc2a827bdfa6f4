"""Presence recorded by hand, and by those online themselves."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import AuditEvent
from meetings.actions.desk import MeetingCancelled, NobodyChosen, record_at_desk
from meetings.actions.desk import NoSeat as NoSeatAtDesk
from meetings.actions.self_checkin import (
    MeetingNotHeld,
    NoSeat,
    NotOnline,
    OutsideWindow,
    RuledOut,
    WrongCode,
    self_check_in,
)
from meetings.models import AttendanceSession, Meeting, Registration, Scan, ScanRuling
from provinces.models import Office
from tests.factories import NOW, make_meeting, make_registration, make_scan, make_session

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CODE = "482915"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(mode="hibrida")


@pytest.fixture
def session(meeting: Meeting) -> AttendanceSession:
    window = {"self_opens_at": NOW, "self_closes_at": NOW + 60 * MINUTE}
    return make_session(meeting, title="Pleno", self_code=CODE, **window)


@pytest.fixture
def online(meeting: Meeting, aceh: Office) -> Registration:
    return make_registration(meeting, aceh, mode="daring")


def _facts() -> list[tuple]:
    return list(Scan.objects.values_list("registration", "method", "direction", "flags"))


def test_the_desk_records_each_once(meeting, session, aceh, secretariat):
    first, second = make_registration(meeting, aceh), make_registration(meeting, aceh)
    both = {"session": session, "people": [first.pk, second.pk], "by": secretariat}
    record_at_desk(session=session, people=[first.pk], by=secretariat, at=NOW)
    assert record_at_desk(**both, at=NOW + MINUTE) == [second]
    assert record_at_desk(**both, at=NOW + MINUTE) == []
    assert _facts() == [(each.pk, "panitia", "masuk", []) for each in (first, second)]
    assert [event.details["delegates"] for event in AuditEvent.objects.order_by("pk")] == [
        [first.full_name],
        [second.full_name],
    ]


def test_who_left_may_come_in_again(session, online, secretariat):
    for number, direction in enumerate(("keluar", "masuk", "keluar", "keluar", "masuk")):
        record_at_desk(
            session=session, people=[online.pk], direction=direction, by=secretariat,
            at=NOW + number * MINUTE,
        )  # fmt: skip
    assert [direction for _, _, direction, _ in _facts()] == ["masuk", "keluar", "masuk"]


def test_the_desk_goes_by_when_it_was_where_a_device_had_a_wrong_clock(
    session, online, secretariat
):
    ahead = {"scanned_at": NOW + timedelta(days=1), "received_at": NOW, "flags": ["jam"]}
    make_scan(session, registration=online, **ahead)
    leave = {"session": session, "people": [online.pk], "direction": "keluar", "by": secretariat}
    assert record_at_desk(**leave, at=NOW + MINUTE) == [online]
    assert record_at_desk(**leave, at=NOW + 2 * MINUTE) == []


def test_the_desk_records_who_was_refused_at_the_door(session, online, secretariat):
    make_scan(session, registration=online, flags=["dicabut"])
    assert record_at_desk(session=session, people=[online.pk], by=secretariat, at=NOW) == [online]


@pytest.mark.parametrize(
    "fields", [{"withdrawn_at": NOW}, {"seat": "menunggu", "waiting_since": NOW}]
)
def test_the_desk_records_all_or_none(meeting, session, aceh, online, secretariat, fields):
    gone = make_registration(meeting, aceh, **fields)
    with pytest.raises(NoSeatAtDesk, match=gone.full_name):
        record_at_desk(session=session, people=[online.pk, gone.pk], by=secretariat, at=NOW)
    with pytest.raises(NoSeatAtDesk):
        record_at_desk(session=session, people=[online.pk, uuid4()], by=secretariat, at=NOW)
    assert _facts() == []


def test_the_desk_needs_somebody_and_a_rakor_that_is_held(meeting, session, online, secretariat):
    with pytest.raises(NobodyChosen):
        record_at_desk(session=session, people=[], by=secretariat, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=NOW, cancel_reason="Banjir")
    with pytest.raises(MeetingCancelled, match="Banjir"):
        record_at_desk(session=session, people=[online.pk], by=secretariat, at=NOW)


def test_somebody_online_records_themselves_once(session, online):
    first = self_check_in(registration=online, code=" 482 915", at=NOW)
    second = self_check_in(registration=online, code=CODE, at=NOW + MINUTE)
    # Told again after the window, too: it is recorded.
    late = self_check_in(registration=online, code=CODE, at=NOW + 90 * MINUTE)
    assert [first, second, late] == [
        (session, NOW, True),
        (session, NOW, False),
        (session, NOW, False),
    ]
    assert _facts() == [(online.pk, "mandiri", "masuk", [])]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (-MINUTE, "belum dibuka: dibuka Selasa, 24 November 2026, 11.00 WITA sampai 12.00 WITA. "
                  "Sekarang Selasa, 24 November 2026, 10.59 WITA"),
        (60 * MINUTE, "sudah ditutup: dibuka Selasa, 24 November 2026, 11.00 WITA sampai 12.00 "
                      "WITA. Sekarang Selasa, 24 November 2026, 12.00 WITA"),
    ],
)  # fmt: skip
def test_outside_the_window_the_times_are_told(session, online, after, told):
    with pytest.raises(OutsideWindow, match=told):
        self_check_in(registration=online, code=CODE, at=NOW + after)
    assert _facts() == []


def test_the_last_moment_of_the_window_is_within_it(session, online):
    at = NOW + 60 * MINUTE - timedelta(microseconds=1)
    assert self_check_in(registration=online, code=CODE, at=at).is_new


@pytest.mark.parametrize("code", ["482916", "", "kode", "48291", "4829155"])
def test_a_wrong_code_tells_no_code(session, online, code):
    with pytest.raises(WrongCode) as refused:
        self_check_in(registration=online, code=code, at=NOW)
    assert str(refused.value) == (
        "Kode itu bukan kode sesi rakor ini. Periksa enam angka yang ditampilkan di sesi; "
        "sekarang 11.00 WITA."
    )


def test_the_code_of_another_rakor_is_wrong(session, online):
    other = make_meeting(mode="daring")
    window = {"self_opens_at": NOW, "self_closes_at": NOW + MINUTE}
    make_session(other, self_code="111222", **window)
    with pytest.raises(WrongCode):
        self_check_in(registration=online, code="111222", at=NOW)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"mode": "luring"}, NotOnline),
        ({"withdrawn_at": NOW}, NoSeat),
        ({"seat": "menunggu", "waiting_since": NOW}, NoSeat),
        ({"seat": "ditawari", "waiting_since": NOW}, NoSeat),
    ],
)
def test_only_seated_people_online_record_themselves(meeting, session, aceh, fields, refusal):
    delegate = make_registration(meeting, aceh, **{"mode": "daring", **fields})
    with pytest.raises(refusal):
        self_check_in(registration=delegate, code=CODE, at=NOW)


def test_nobody_checks_in_to_a_cancelled_rakor(meeting, session, online):
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=NOW, cancel_reason="Banjir")
    with pytest.raises(MeetingNotHeld, match="Banjir"):
        self_check_in(registration=online, code=CODE, at=NOW)


def test_who_was_scanned_already_is_recorded(session, online):
    make_scan(session, registration=online, scanned_at=NOW - MINUTE)
    assert self_check_in(registration=online, code=CODE, at=NOW) == (session, NOW - MINUTE, False)


def test_who_was_scanned_by_a_wrong_clock_is_recorded_since_the_portal_knew(session, online):
    make_scan(session, registration=online, scanned_at=NOW + timedelta(days=1), flags=["jam"])
    make_scan(session, registration=online, scanned_at=NOW + MINUTE, received_at=NOW + MINUTE)
    told = self_check_in(registration=online, code=CODE, at=NOW + 2 * MINUTE)
    assert told == (session, NOW, False)


def test_what_the_committee_ruled_out_is_not_recorded_anew(session, online, secretariat):
    self_check_in(registration=online, code=CODE, at=NOW)
    ruling: dict[str, Any] = {"scan": Scan.objects.get(), "counts": False, "note": "Tidak hadir"}
    ScanRuling.objects.create(**ruling, ruled_at=NOW, ruled_by=secretariat)
    with pytest.raises(RuledOut):
        self_check_in(registration=online, code=CODE, at=NOW)
    assert len(_facts()) == 1
