"""Notula as the public reads them: from publications alone, never from a draft."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response

from accounts.access import public_facts
from forum_portal.lib.dates import moment
from meetings.minutes.list_page import list_body, listed_now
from meetings.minutes.page import read
from meetings.models import Publication
from meetings.pdf import minutes_pdf as typeset_minutes
from meetings.pdf import minutes_pdf_tag


@public_facts
def minutes_list(request: HttpRequest) -> HttpResponse:
    year, page = _number(request.GET.get("tahun")), _number(request.GET.get("page"))
    body = list_body(listed_now(), year, page or 1)
    context = {
        "body": body.html,
        "is_sample_data": body.has_samples,
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Notula"}],
    }
    return render(request, "meetings/minutes_list.html", context)


@public_facts
def minutes_detail(request: HttpRequest, slug: str) -> HttpResponse:
    history = _history(slug)
    publication = _chosen(history, request)
    current = history[0]
    reading = read(publication)
    context = {
        "reading": reading,
        "publication": publication,
        "edition": _edition(publication),
        "published": _published(publication),
        "current": None if publication == current else current,
        "history": [_event(each, current) for each in history],
        "pdf_url": _pdf_url(publication, current),
        "meeting": publication.minutes.meeting,
        "is_sample_data": reading.is_sample,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Notula", "url": reverse("meetings:minutes_list")},
            {"label": reading.title},
        ],
    }
    return render(request, "meetings/minutes_detail.html", context)


@public_facts
def minutes_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    history = _history(slug)
    publication = _chosen(history, request)
    etag = f'"{minutes_pdf_tag(publication)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(typeset_minutes(publication), content_type="application/pdf")
        edition = "" if publication == history[0] else f"-terbitan-{publication.number}"
        response["Content-Disposition"] = f'inline; filename="notula-{slug}{edition}.pdf"'
    response["ETag"] = etag
    return response


def _history(slug: str) -> list[Publication]:
    """The publications of one rakor's minutes without their texts, latest first; else 404."""
    history = list(
        Publication.objects.public()
        .filter(minutes__meeting__slug=slug)
        .without_texts()
        .order_by("-number")
    )
    if not history:
        raise Http404
    return history


def _chosen(history: list[Publication], request: HttpRequest) -> Publication:
    """The one that ?terbitan= names, without it the latest."""
    wanted = request.GET.get("terbitan")
    if wanted is None:
        return history[0]
    for publication in history:
        if str(publication.number) == wanted:
            return publication
    raise Http404


def _event(publication: Publication, current: Publication) -> dict[str, Any]:
    is_current = publication == current
    return {
        "when": _published(publication),
        "title": _edition(publication),
        "note": publication.correction_note or "Terbitan pertama",
        "url": _page_url(publication, current),
        "is_now": is_current,
    }


def _edition(publication: Publication) -> str:
    return f"Terbitan ke-{publication.number}"


def _published(publication: Publication) -> str:
    return moment(publication.published_at, publication.minutes.meeting.zone)


def _page_url(publication: Publication, current: Publication) -> str:
    url = publication.get_absolute_url()
    return url if publication == current else f"{url}?terbitan={publication.number}"


def _pdf_url(publication: Publication, current: Publication) -> str:
    url = reverse("meetings:minutes_pdf", args=[publication.minutes.meeting.slug])
    return url if publication == current else f"{url}?terbitan={publication.number}"


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else None
