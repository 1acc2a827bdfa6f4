"""The check-in app: a page that a device keeps, its service worker and its manifest.

They hold no data: whoever asks gets the same, and learns of a rakor what its page says anyway.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from accounts.access import public
from meetings.checkin import shell
from meetings.models import Meeting


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return _unlisted(HttpResponse(shell.page(_meeting(slug))))


@public
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    return _script(shell.worker(_meeting(slug)))


@public
def sending_worker(request: HttpRequest, slug: str) -> HttpResponse:
    return _script(shell.sending_worker(_meeting(slug)))


@public
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    content = shell.manifest(_meeting(slug))
    return _unlisted(JsonResponse(content, content_type="application/manifest+json"))


def _meeting(slug: str) -> Meeting:
    """Also for the secretariat: at a draft or a cancelled rakor nobody stands at a door."""
    return get_object_or_404(Meeting.objects.published().filter(cancelled_at=None), slug=slug)


def _script(text: str) -> HttpResponse:
    return _unlisted(HttpResponse(text, content_type="text/javascript; charset=utf-8"))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Asked for anew each time: a browser that held an old worker would keep an old app."""
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
