"""Views, being written."""

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public


@public
def meeting_calendar(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


@public
def forum_calendar(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
