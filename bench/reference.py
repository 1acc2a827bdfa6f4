"""What the portal's pages are held against: views with nothing around them.

They pass no middleware at all and no context processor. Each sets its Content-Length, without
which gunicorn would answer in chunks, so that they lose no time that the portal saves.
"""

from collections import defaultdict

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from meetings.models import Meeting


def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can do."""
    return HttpResponse(b"hello", headers={"Content-Length": "5"})


def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda of a rakor as anybody would write it on the first day: three statements."""
    meeting = get_object_or_404(Meeting.objects.published(), slug=slug)
    items = meeting.agenda_items.filter(is_public=True).prefetch_related("parts")
    context = {"meeting": meeting, "items": items}
    response = render(None, "agenda.html", context, using="reference")  # type: ignore[arg-type]
    response["Content-Length"] = str(len(response.content))
    return response


def tree(request: HttpRequest, slug: str) -> HttpResponse:
    """The same with what stands within each item, as anybody would write that."""
    meeting = get_object_or_404(Meeting.objects.published(), slug=slug)
    items = list(meeting.agenda_items.filter(is_public=True).prefetch_related("parts"))
    within = defaultdict(list)
    for item in items:
        within[item.parent_id].append(item)
    for item in items:
        item.inner = within[item.pk]  # type: ignore[attr-defined]
    context = {"meeting": meeting, "items": within[None]}
    response = render(None, "agenda_tree.html", context, using="reference")  # type: ignore[arg-type]
    response["Content-Length"] = str(len(response.content))
    return response


def select(request: HttpRequest, number: int) -> HttpResponse:
    """One row by its key: the least that a database answers with an index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM provinces_office WHERE id = %s", [number])
        row = cursor.fetchone()
    content = (row[0] if row else "-").encode()
    return HttpResponse(content, headers={"Content-Length": str(len(content))})


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/agenda/<slug:slug>/", agenda),
    path("bench/tree/<slug:slug>/", tree),
    path("bench/select/<int:number>/", select),
]
