"""Who was there as minutes tell it: offices by session, from the records.

Minutes are read by everybody: no person is named, and nobody learns why an office was excused.
"""

from collections.abc import Iterator
from datetime import datetime

from meetings.attendance.presence import OfficeState, Presence, Quorum, quorum_of
from meetings.attendance.records import Attendance, attendance_of
from meetings.attendance.sessions import session_when
from meetings.attendance.words import state_word
from meetings.minutes.quotes import plain
from meetings.models import AttendanceSession, Meeting


def attendance_text(meeting: Meeting, at: datetime) -> str:
    """Markdown; empty where nobody was recorded. Five statements.

    A session of which no fact counts is left out: nobody took attendance there.
    """
    attendance = attendance_of(meeting, list(meeting.sessions.all()))
    told = [_of_session(attendance, session, at) for session in attendance.sessions]
    return "\n\n".join(text for text in told if text)


def _of_session(attendance: Attendance, session: AttendanceSession, at: datetime) -> str:
    presence, is_over = attendance.presence(session), attendance.is_over(session, at)
    guests = len(attendance.guests_of(session))
    if not presence.people_there and not guests:
        return ""
    people = f"{presence.people_there} peserta" + (f" dan {guests} tamu" if guests else "")
    offices = len(presence.offices)
    there = f"{presence.offices_there} dari {offices} balai terdaftar, {people}"
    quorum = _quorum(quorum_of(presence, attendance.meeting.quorum_percent), is_over)
    when = session_when(session, attendance.meeting.zone)
    head = f"**{plain(session.title)}** ({when}): {there if offices else people}{quorum}."
    return "\n".join([head, "", *_lists(attendance, presence, is_over)]).rstrip()


def _lists(attendance: Attendance, presence: Presence, is_over: bool) -> Iterator[str]:
    in_order = sorted(
        (attendance.offices[key] for key in presence.offices),
        key=lambda office: (office.province_id, office.slug),
    )
    for state in OfficeState:
        names = [
            plain(office.name) for office in in_order if presence.offices[office.pk].state == state
        ]
        if names:
            yield f"- {state_word(state, is_over=is_over)} ({len(names)}): {'; '.join(names)}."


def _quorum(quorum: Quorum | None, is_over: bool) -> str:
    if quorum is None or not quorum.offices:
        return ""
    missed = "tidak tercapai" if is_over else "belum tercapai"
    word = "tercapai" if quorum.is_met else missed
    return f"; kuorum {quorum.percent}% ({quorum.needed} balai) {word}"
