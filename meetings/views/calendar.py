"""Calendar files: of one rakor, of all, and of one account by its secret address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from accounts.access import public, public_facts
from forum_portal.lib.dates import Precision
from forum_portal.lib.ical import CONTENT_TYPE
from meetings.calendar.files import CalendarFile, Scope, file_name, kept_file
from meetings.calendar.own import own_meetings, own_scope
from meetings.models import CalendarAddress, Meeting

FORUM_CALENDAR = "Rakor Forum Komunikasi BTIKP se-Indonesia"
OWN_CALENDAR = "Rakor balai saya"


@public_facts
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """404 as well for a rakor whose days are not known: a calendar has no place for it."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    if meeting.date_precision != Precision.DAY:
        raise Http404
    found = Meeting.objects.filter(pk=meeting.pk)
    scope = Scope(with_items=_with_items(request))
    return _answer(
        request, kept_file(found, meeting.title, timezone.now(), scope), file_name(meeting)
    )


@public_facts
def forum_calendar(request: HttpRequest) -> HttpResponse:
    scope = Scope(with_items=_with_items(request))
    found = kept_file(Meeting.objects.published(), FORUM_CALENDAR, timezone.now(), scope)
    return _answer(request, found, "rakor-forum-btikp.ics")


@public
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Without a session: calendar programs know the address alone."""
    rows = CalendarAddress.objects.select_related("user").filter(user__is_active=True)
    user = get_object_or_404(rows, token=token).user
    scope = own_scope(user, with_items=_with_items(request))
    found = kept_file(own_meetings(user), OWN_CALENDAR, timezone.now(), scope)
    response = _answer(request, found, "rakor-saya.ics")
    # The address is the key: no copy in caches or search engines, and no other site is told it.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _with_items(request: HttpRequest) -> bool:
    return request.GET.get("acara") == "1"


def _answer(request: HttpRequest, found: CalendarFile, name: str) -> HttpResponse:
    response = HttpResponse(
        found.content,
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "ETag": found.etag,
            "Last-Modified": http_date(found.modified_at.timestamp()),
        },
    )
    modified = int(found.modified_at.timestamp())
    return get_conditional_response(request, found.etag, modified, response) or response
