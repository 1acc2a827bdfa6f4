"""Papers and photographs of a rakor: their pages, and the files through a check who asks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify

from accounts.access import public, public_facts
from forum_portal.lib.pictures import picture_response
from forum_portal.lib.ranged_files import FOR_ALL, FOR_NONE_TO_KEEP, FOR_SOME, ranged_file
from meetings.models import Document, DocumentVersion, Meeting, MeetingPicture
from meetings.papers import papers_for, pictures_shown, release_read, sections
from meetings.permissions import takes_part

# Less than for good: what is withdrawn is gone from the caches within the hour.
_AN_HOUR = "public, max-age=3600, must-revalidate"
_KEPT = {Document.Visibility.PUBLIC: FOR_ALL, Document.Visibility.PARTICIPANTS: FOR_SOME}


@public_facts
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = _meeting(request, slug, "current_release")
    reader = _reader(request, meeting)
    papers = papers_for(meeting, **reader)
    pictures = meeting.pictures.readable(**reader)
    agenda = release_read(meeting, is_staff=reader["is_staff"])
    parts = sections(meeting, papers, agenda)
    context = {
        "slots": [part for part in parts if part["kind"] == "slot"],
        "items": [part for part in parts if part["kind"] == "item"],
        "picture_count": pictures.count(),
        "gallery_url": reverse("meetings:gallery", args=[slug]),
    }
    return _page(request, meeting, "meetings/documents.html", "Dokumen", context)


@public_facts
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = _meeting(request, slug)
    pictures = meeting.pictures.readable(**_reader(request, meeting))
    context = {"figures": pictures_shown(meeting, pictures)}
    return _page(request, meeting, "meetings/gallery.html", "Foto", context)


@public
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The latest version: the address stays when another follows."""
    paper = _paper(request, slug, pk)
    version = get_object_or_404(paper.versions.order_by("-number")[:1])
    return _handed_out(request, paper, version)


@public
def document_version(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    paper = _paper(request, slug, pk)
    return _handed_out(request, paper, get_object_or_404(paper.versions, number=number), number)


@public
def picture(request: HttpRequest, slug: str, stem: str, width: int) -> HttpResponse:
    meeting = _meeting(request, slug)
    visible = MeetingPicture.objects.visible_to(request.user).filter(meeting=meeting)
    found = get_object_or_404(visible, stem=stem)
    if width not in found.widths:
        raise Http404
    response = picture_response(stem, width)
    is_for_all = found.visibility == Document.Visibility.PUBLIC and meeting.published_at
    response["Cache-Control"] = _AN_HOUR if is_for_all else FOR_NONE_TO_KEEP
    return response


def _meeting(request: HttpRequest, slug: str, *related: str) -> Meeting:
    visible = Meeting.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related(*related) if related else visible, slug=slug)


def _paper(request: HttpRequest, slug: str, pk: int) -> Document:
    meeting = _meeting(request, slug)
    visible = Document.objects.visible_to(request.user).filter(meeting=meeting)
    return get_object_or_404(visible.select_related("meeting"), pk=pk)


def _reader(request: HttpRequest, meeting: Meeting) -> dict[str, bool]:
    is_staff = request.user.is_staff
    return {"is_staff": is_staff, "takes_part": not is_staff and takes_part(request.user, meeting)}


def _handed_out(
    request: HttpRequest, paper: Document, version: DocumentVersion, number: int | None = None
) -> HttpResponse:
    is_out = paper.withdrawn_at is None and paper.meeting.published_at is not None
    kept = _KEPT.get(paper.visibility, FOR_NONE_TO_KEEP) if is_out else FOR_NONE_TO_KEEP
    if number and kept == FOR_ALL:
        # These bytes never change; those of the latest version's address do.
        kept = _AN_HOUR
    ending = f"-v{number}" if number else ""
    return ranged_file(
        request,
        name=str(version.file.name),
        content_type="application/pdf",
        filename=f"{slugify(paper.title)[:80] or 'dokumen'}{ending}.pdf",
        tag=version.sha256,
        modified_at=version.added_at,
        kept=kept,
    )


def _page(
    request: HttpRequest, meeting: Meeting, template: str, label: str, context: dict[str, Any]
) -> HttpResponse:
    breadcrumbs = [
        {"label": "Beranda", "url": reverse("home")},
        {"label": "Rakor", "url": reverse("meetings:list")},
        {"label": meeting.title, "url": meeting.get_absolute_url()},
        {"label": label},
    ]
    shared = {
        "meeting": meeting,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": breadcrumbs,
    }
    return render(request, template, {**shared, **context})
