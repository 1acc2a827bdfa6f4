"""Who comes to a rakor, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public_facts
from meetings.models import Meeting
from meetings.page_version import participants_version
from meetings.participants_page import Edition, body
from meetings.states import state_of

LONGEST_SEARCH = 80


@public_facts
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Meeting.objects.visible_to(request.user).annotate(version=participants_version())
    registered = visible.exclude(registered_by=Meeting.RegisteredBy.NOBODY)
    meeting = get_object_or_404(registered, slug=slug)
    searched = " ".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    edition = Edition(meeting.pk, meeting.version, state_of(meeting, timezone.now()), searched)
    context = {
        "meeting": meeting,
        "body": body(edition),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Rakor", "url": reverse("meetings:list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
            {"label": "Peserta"},
        ],
    }
    response = render(request, "meetings/participant_list.html", context)
    # Names shown by consent: to who comes to the page, not to who searches for a person.
    response["X-Robots-Tag"] = "noindex"
    return response
