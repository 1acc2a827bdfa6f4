"""The board of the hall, and its changing part, for those who take part and the secretariat."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.access import signed_in
from meetings.attendance.board import Edition, board_html, board_version
from meetings.attendance.sessions import current_session, is_over, session_when
from meetings.models import AttendanceSession, Meeting
from meetings.permissions import takes_attendance, takes_part

# Where no script runs the whole page comes anew.
RELOAD_SECONDS = 20


@signed_in
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The session that runs, or that of ?sesi=."""
    meeting = _meeting(request, slug)
    sessions = list(meeting.sessions.all())
    session = _chosen(request, meeting, sessions)
    part, asked = reverse("meetings:board_part", args=[slug]), request.GET.get("sesi", "")
    context = {
        "meeting": meeting,
        "part": board_html(_edition(meeting, session)) if session else "",
        "part_url": f"{part}?sesi={session.pk}" if session and asked else part,
        "reload_seconds": RELOAD_SECONDS,
        "sessions": [
            {
                "title": each.title,
                "when": session_when(each, meeting.zone),
                "url": f"?sesi={each.pk}",
                "is_shown": each == session,
            }
            for each in sessions
        ],
        "panel_url": reverse("admin:meetings_meeting_sessions", args=[meeting.pk])
        if takes_attendance(request.user)
        else "",
        "is_sample_data": meeting.is_sample,
    }
    return render(request, "meetings/board.html", context)


@signed_in
def board_part(request: HttpRequest, slug: str) -> HttpResponse:
    """What changes of the board; 304 while nothing did."""
    meeting = _meeting(request, slug)
    session = _chosen(request, meeting, list(meeting.sessions.all()))
    if session is None:
        raise Http404
    edition = _edition(meeting, session)
    etag = f'"{edition.version}-{edition.session_id}-{edition.is_over:d}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(board_html(edition))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    visible = Meeting.objects.visible_to(request.user).annotate(version=board_version())
    meeting = get_object_or_404(visible, slug=slug)
    if not takes_attendance(request.user) and not takes_part(request.user, meeting):
        raise Http404
    return meeting


def _chosen(
    request: HttpRequest, meeting: Meeting, sessions: list[AttendanceSession]
) -> AttendanceSession | None:
    asked = request.GET.get("sesi", "")
    named = [session for session in sessions if str(session.pk) == asked]
    return named[0] if named else current_session(sessions, meeting.zone, timezone.now())


def _edition(meeting: Meeting, session: AttendanceSession) -> Edition:
    version = meeting.version  # type: ignore[attr-defined]
    ended = is_over(session, meeting.zone, timezone.now())
    return Edition(meeting.pk, session.pk, version, ended)
