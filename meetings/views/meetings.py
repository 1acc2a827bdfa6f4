"""The rakor: their list and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public_facts
from meetings.agenda.proposing import proposal_window
from meetings.calendar.files import subscribe_url
from meetings.invitations.page import invited_to
from meetings.list_page import ListEdition, list_body
from meetings.meeting_page import Edition, Reader, body
from meetings.models import Meeting
from meetings.page_version import list_version, page_version
from meetings.permissions import keeps_registrations, takes_part
from meetings.sharing import head
from meetings.states import Phase, registration_phase, state_of
from provinces.permissions import offices_of


@public_facts
def meeting_list(request: HttpRequest) -> HttpResponse:
    phase = request.GET.get("keadaan", "")
    edition = ListEdition(
        version=list_version(),
        sees_drafts=request.user.is_staff,
        # What is not a state, a year or a page filters nothing.
        phase=phase if phase in Phase.values else "",
        year=_number(request.GET.get("tahun", "")),
        page=_number(request.GET.get("page", "")) or 1,
    )
    found = list_body(edition, timezone.now())
    context = {
        "list": found.html,
        "subscribe_url": subscribe_url(),
        "is_sample_data": found.has_samples,
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Rakor"}],
    }
    return render(request, "meetings/meeting_list.html", context)


@public_facts
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    visible = Meeting.objects.visible_to(request.user).annotate(version=page_version())
    meeting = get_object_or_404(visible, slug=slug)
    edition = Edition(
        meeting.pk,
        meeting.version,
        state_of(meeting, at),
        registration_phase(meeting, at),
        proposal_window(meeting, at).is_open,
        _reader(request, meeting),
    )
    context = {
        "meeting": meeting,
        "invitations": invited_to(meeting, request.user, at),
        "body": body(edition),
        "head": head(meeting, meeting.version),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Rakor", "url": reverse("meetings:list")},
            {"label": meeting.title},
        ],
    }
    return render(request, "meetings/meeting_detail.html", context)


def _reader(request: HttpRequest, meeting: Meeting) -> Reader:
    user = request.user
    can_register = (
        not user.is_authenticated or keeps_registrations(user) or offices_of(user).exists()
    )
    return Reader(user.is_staff, user.is_authenticated, can_register, takes_part(user, meeting))


def _number(text: str) -> int:
    """0 for anything but up to four digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
