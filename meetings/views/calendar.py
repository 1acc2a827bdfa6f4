"""Calendar files: of one rakor, and of all for a calendar that subscribes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.access import public_facts
from forum_portal.lib.dates import Precision
from forum_portal.lib.ical import CONTENT_TYPE
from meetings import calendar
from meetings.models import Meeting

FORUM_CALENDAR = "Rakor Forum Komunikasi BTIKP se-Indonesia"


@public_facts
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """404 as well for a rakor whose days are not known: a calendar has no place for it."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    if meeting.date_precision != Precision.DAY:
        raise Http404
    content = calendar.file_of(Meeting.objects.filter(pk=meeting.pk), meeting.title)
    return _answer(content, calendar.file_name(meeting))


@public_facts
def forum_calendar(request: HttpRequest) -> HttpResponse:
    content = calendar.file_of(Meeting.objects.published(), FORUM_CALENDAR)
    return _answer(content, "rakor-forum-btikp.ics")


def _answer(content: bytes, file_name: str) -> HttpResponse:
    disposition = f'attachment; filename="{file_name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
