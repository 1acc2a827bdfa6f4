"""What the portal's pages are held against: two views with nothing around them.

They pass no middleware at all and no context processor. Each sets its Content-Length, without
which gunicorn would answer in chunks, so that they lose no time that the portal saves.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from meetings.models import Meeting


def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can do."""
    return HttpResponse(b"hello", headers={"Content-Length": "5"})


def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda of a rakor as anybody would write it on the first day: two statements."""
    meeting = get_object_or_404(Meeting.objects.published(), slug=slug)
    items = meeting.agenda_items.filter(is_public=True)
    context = {"meeting": meeting, "items": items}
    response = render(None, "agenda.html", context, using="reference")  # type: ignore[arg-type]
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/agenda/<slug:slug>/", agenda),
]
