"""The agenda of a rakor: its latest release, each version, what they differ in, the draft."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.access import public_facts, secretariat
from meetings.agenda.content import draft_contents
from meetings.agenda.differences import differences
from meetings.agenda.for_reader import body_for
from meetings.agenda.page import badges_of, content_html, facts_of
from meetings.agenda.paper import agenda_paper, paper_tag
from meetings.agenda.versions import (
    difference_of,
    difference_url,
    pdf_url,
    timeline,
    version_url,
    versions_of,
)
from meetings.invitations.page import invited_to
from meetings.models import AgendaRelease, Meeting
from meetings.notices import notices
from meetings.states import MeetingState, state_of


@public_facts
def agenda_detail(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The latest release, or version `number`."""
    meeting = _meeting(request, slug)
    versions = versions_of(meeting)
    own = {"invitations": invited_to(meeting, request.user, timezone.now())}
    if not versions and number is None:
        context = {**_about(request, meeting), **own}
        return render(request, "meetings/agenda_empty.html", context)
    release = _chosen(versions, number)
    is_staff = request.user.is_staff
    latest = versions[0]
    context = {
        **_about(request, meeting, release, here=f"Versi {release.number}" if number else ""),
        **own,
        "release": release,
        "body": body_for(request.user, meeting, release),
        "versions": timeline(meeting, versions, release),
        "is_latest": release == latest,
        "since_url": difference_url(meeting, release.number, latest.number),
        "pdf_url": pdf_url(meeting, number, with_internal=False),
        "internal_pdf_url": pdf_url(meeting, number, with_internal=True) if is_staff else "",
    }
    return render(request, "meetings/agenda_detail.html", context)


@public_facts
def agenda_differences(request: HttpRequest, slug: str) -> HttpResponse:
    """Between ?dari= and ?ke=; without them what the latest version changed."""
    meeting = _meeting(request, slug)
    versions = versions_of(meeting)
    if not versions:
        raise Http404
    second = _asked(request, "ke", versions) or versions[0]
    first = _asked(request, "dari", versions) or _before(second, versions)
    found = difference_of(first, second, with_internal=request.user.is_staff)
    context = {
        **_about(request, meeting, here="Perubahan"),
        "first": first,
        "second": second,
        "found": found,
        "versions": versions,
        "has_several": len(versions) > 1,
        "first_url": version_url(first, meeting),
        "second_url": version_url(second, meeting),
    }
    return render(request, "meetings/agenda_differences.html", context)


@secretariat
def agenda_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """What a release would freeze now, and what it would change."""
    meeting = get_object_or_404(Meeting.objects.select_related("current_release"), slug=slug)
    contents, latest = draft_contents(meeting), meeting.current_release
    context = {
        **_about(request, meeting, here="Draf"),
        "body": content_html(contents.internal) if contents.internal["days"] else "",
        "latest": latest,
        "found": differences(latest.internal, contents.internal) if latest else None,
        "panel_url": reverse("admin:meetings_meeting_agenda", args=[meeting.pk]),
        "release_url": reverse("admin:meetings_meeting_agenda_releases", args=[meeting.pk])
        if request.user.has_perm("meetings.add_agendarelease")
        else "",
    }
    return render(request, "meetings/agenda_draft.html", context)


@public_facts
def agenda_pdf(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The paper of a version, by default the latest; staff get internal items by ?lengkap."""
    meeting = _meeting(request, slug)
    release = _chosen(versions_of(meeting), number)
    is_internal = "lengkap" in request.GET and request.user.is_staff
    etag = f'"{paper_tag(release, meeting, is_internal=is_internal)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        paper = agenda_paper(release, meeting, is_internal=is_internal)
        response = HttpResponse(paper, content_type="application/pdf")
        kind = "-internal" if is_internal else ""
        name = f"susunan-acara-{slug}-v{release.number}{kind}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = etag
    return response


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    visible = Meeting.objects.visible_to(request.user).select_related("host_province")
    return get_object_or_404(visible, slug=slug)


def _chosen(versions: list[AgendaRelease], number: int | None) -> AgendaRelease:
    """Version `number`, without one the latest; else 404."""
    for release in versions:
        if number in (None, release.number):
            return release
    raise Http404


def _asked(request: HttpRequest, name: str, versions: list[AgendaRelease]) -> AgendaRelease | None:
    wanted = request.GET.get(name)
    if not wanted:
        return None
    for release in versions:
        if str(release.number) == wanted:
            return release
    raise Http404


def _before(release: AgendaRelease, versions: list[AgendaRelease]) -> AgendaRelease:
    """The version before `release`; of the first there is none but itself."""
    earlier = (each for each in versions if each.number < release.number)
    return next(earlier, release)


def _about(
    request: HttpRequest,
    meeting: Meeting,
    release: AgendaRelease | None = None,
    here: str = "",
) -> dict[str, Any]:
    """What every page of an agenda says of its rakor. here: the page below the agenda's own."""
    state = state_of(meeting, timezone.now())
    agenda_url = reverse("meetings:agenda", args=[meeting.slug])
    return {
        "meeting": meeting,
        "badges": badges_of(meeting, state),
        "facts": facts_of(meeting, release),
        "notices": notices(meeting, state),
        "draft_url": reverse("meetings:agenda_draft", args=[meeting.slug])
        if request.user.is_staff
        else "",
        "agenda_url": agenda_url,
        "is_past": state in (MeetingState.FINISHED, MeetingState.CANCELLED),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Rakor", "url": reverse("meetings:list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
            {"label": "Susunan acara", "url": agenda_url},
            *([{"label": here}] if here else []),
        ],
    }
