"""The rakor: their list, the page of each, and the documents handed out there."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import public, public_facts
from meetings.meeting_page import SAMPLE_BADGE, page_context, with_page_data
from meetings.models import Document, Meeting, Publication
from meetings.permissions import keeps_registrations
from meetings.states import TONES, MeetingState, Phase, in_phase, state_of
from meetings.when import where
from provinces.permissions import offices_of

PAGE_SIZE = 20


class MeetingFilter(forms.Form):
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Semua keadaan"), *Phase.choices]
    )
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [("", "Semua tahun"), *((year, year) for year in years)]


@public_facts
def meeting_list(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    visible = Meeting.objects.visible_to(request.user)
    years = [day.year for day in visible.dates("starts_on", "year", order="DESC")]
    form = MeetingFilter(request.GET or None, years=years)
    # An unknown state or year filters nothing, like a form that was left empty.
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = visible
    if chosen.get("keadaan"):
        found = found.filter(in_phase(Phase(chosen["keadaan"]), at))
    if chosen.get("tahun"):
        found = found.filter(starts_on__year=chosen["tahun"])
    published = Publication.objects.filter(minutes__meeting=OuterRef("pk"))
    listed = found.select_related("host_province").annotate(has_minutes=Exists(published))
    page = Paginator(listed.latest_first(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": any(chosen.values()),
        "page": page,
        "years": [
            {"year": year, "rows": [_row(meeting, state_of(meeting, at)) for meeting in group]}
            for year, group in groupby(page, key=lambda meeting: meeting.starts_on.year)
        ],
        "is_sample_data": any(meeting.is_sample for meeting in page),
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Rakor"}],
    }
    return render(request, "meetings/meeting_list.html", context)


@public_facts
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = with_page_data(Meeting.objects.visible_to(request.user), request.user)
    meeting = get_object_or_404(visible, slug=slug)
    context = page_context(
        meeting, request.user, can_register=_can_register(request), at=timezone.now()
    )
    return render(request, "meetings/meeting_detail.html", context)


@public
def document_download(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    papers = Document.objects.visible_to(request.user).filter(meeting=meeting)
    document = get_object_or_404(papers, pk=pk)
    name = f"{slugify(document.title)[:80] or 'dokumen'}.pdf"
    return FileResponse(document.file.open(), content_type="application/pdf", filename=name)


def _can_register(request: HttpRequest) -> bool:
    """Also true for whoever has not signed in: the way there leads through signing in."""
    user = request.user
    return not user.is_authenticated or keeps_registrations(user) or offices_of(user).exists()


def _row(meeting: Meeting, state: MeetingState) -> dict[str, Any]:
    place, mode = where(meeting), meeting.get_mode_display()
    parts = [place, mode.lower() if place else mode]
    if state == MeetingState.FINISHED:
        parts.append("notula tersedia" if meeting.has_minutes else "notula belum tersedia")
    badges = [{"text": state.label, "tone": TONES[state]}]
    return {
        "date": meeting.dates,
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "note": " · ".join(part for part in parts if part),
        "badges": [*badges, SAMPLE_BADGE] if meeting.is_sample else badges,
    }
