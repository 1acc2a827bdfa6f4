"""The board of the hall: who is there by office, counted anew only when something changed."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField
from django.db.models.expressions import RawSQL
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meetings.attendance.presence import OfficePresence, OfficeState, Quorum, quorum_of
from meetings.attendance.records import Attendance, attendance_of
from meetings.attendance.sessions import session_when
from meetings.attendance.words import state_word
from meetings.models import AttendanceSession

TONES = {
    OfficeState.PRESENT: "green",
    OfficeState.REPRESENTED: "blue",
    OfficeState.EXCUSED: "amber",
    OfficeState.ABSENT: "neutral",
}
KEPT_BOARDS = 32
# Facts are only ever added, so their number tells of every change.
_VERSION = """
    md5(concat_ws('|', meetings_meeting.xmin, meetings_meeting.ctid,
        (SELECT count(*) FROM meetings_scan s WHERE s.meeting_id = meetings_meeting.id),
        (SELECT string_agg(concat_ws(' ', u.xmin, u.ctid), ',') FROM meetings_scanruling u
         JOIN meetings_scan s ON s.id = u.scan_id WHERE s.meeting_id = meetings_meeting.id),
        (SELECT string_agg(concat_ws(' ', e.xmin, e.ctid), ',') FROM meetings_excuse e
         WHERE e.meeting_id = meetings_meeting.id),
        (SELECT string_agg(concat_ws(' ', s.xmin, s.ctid), ',') FROM meetings_attendancesession s
         WHERE s.meeting_id = meetings_meeting.id),
        (SELECT string_agg(concat_ws(' ', r.xmin, r.ctid, o.xmin, o.ctid), ',')
         FROM meetings_registration r LEFT JOIN provinces_office o ON o.id = r.office_id
         WHERE r.meeting_id = meetings_meeting.id)
    ))
"""


class Edition(NamedTuple):
    """All that the board depends on; the same edition is the same board."""

    meeting_id: int
    session_id: int
    version: str
    is_over: bool


def board_version() -> RawSQL:
    """For .annotate() on Meeting: the same only while the board is the same."""
    # Constant text: no value of a request is in it.
    return RawSQL(_VERSION, [], output_field=CharField())  # noqa: S611


@lru_cache(maxsize=KEPT_BOARDS)
def board_html(edition: Edition) -> SafeString:
    """The counts and offices of one session. Six statements the first time, then none."""
    session = AttendanceSession.objects.select_related("meeting").get(pk=edition.session_id)
    attendance = attendance_of(session.meeting, [session])
    context = _context(attendance, session, is_over=edition.is_over)
    return render_to_string("meetings/_board.html", context)


def _context(
    attendance: Attendance, session: AttendanceSession, *, is_over: bool
) -> dict[str, Any]:
    meeting, presence = attendance.meeting, attendance.presence(session)
    expected = sum(each.person.is_expected for each in attendance.attendees)
    guests = len(attendance.guests_of(session))
    offices, there = len(presence.offices), presence.offices_there
    words = {state: state_word(state, is_over=is_over) for state in OfficeState}
    return {
        "session": session.title,
        "when": session_when(session, meeting.zone),
        "has_offices": bool(presence.offices),
        "there": there if presence.offices else presence.people_there,
        "all": offices if presence.offices else expected,
        "unit": "balai hadir atau diwakilkan" if presence.offices else "peserta hadir",
        "quorum": _quorum(quorum_of(presence, meeting.quorum_percent)),
        "counts": [
            {"label": word, "value": presence.count(state), "tone": TONES[state]}
            for state, word in words.items()
        ],
        "people": f"{presence.people_there} dari {expected} peserta hadir",
        "guests": f"{guests} tamu tanpa pendaftaran" if guests else "",
        "offices": [
            _office(attendance, key, presence.offices[key], words)
            for key in _in_order(attendance) if key in presence.offices
        ],
    }  # fmt: skip


def _in_order(attendance: Attendance) -> list[int]:
    return sorted(
        attendance.offices,
        key=lambda key: (attendance.offices[key].province_id, attendance.offices[key].slug),
    )


def _office(
    attendance: Attendance, key: int, presence: OfficePresence, words: dict[OfficeState, str]
) -> dict[str, Any]:
    """The province is what is read from afar; no person is named in the hall."""
    office = attendance.offices[key]
    return {
        "province": office.province.name,
        "name": office.name,
        "state": words[presence.state],
        "tone": TONES[presence.state],
        "delegates": presence.delegates,
    }


def _quorum(quorum: Quorum | None) -> dict[str, Any] | None:
    if quorum is None or not quorum.offices:
        return None
    lack = quorum.needed - quorum.there
    needed = f"perlu {quorum.needed} dari {quorum.offices} balai ({quorum.percent}%)"
    return {
        "label": "Kuorum tercapai" if quorum.is_met else "Kuorum belum tercapai",
        "told": needed if quorum.is_met else f"{needed}, kurang {max(lack, 1)}",
        "tone": "green" if quorum.is_met else "amber",
    }
