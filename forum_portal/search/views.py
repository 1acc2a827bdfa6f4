"""/cari/: the results as a page, and suggestions while typing."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public_facts
from forum_portal.lib.full_text import Query
from forum_portal.lib.search_hits import MOST_HITS, PAGE_SIZE, Scope
from forum_portal.search.form import Asked, asked
from forum_portal.search.kinds import SHORTEST_SUGGESTED, Group, groups_of, suggestions_for

AT_A_GLANCE = 5


@public_facts
def search(request: HttpRequest) -> HttpResponse:
    wanted = asked(request.GET)
    groups, page = _groups_and_page(wanted, request.GET.get("page", ""))
    shown = [group for group in groups if wanted.kind in ("", group.kind.slug)]
    total = sum(group.found.total for group in groups)
    context = {
        "asked": wanted,
        "address": wanted.address,
        "groups": groups,
        "shown": shown,
        "page": page,
        "total": total,
        "has_more": any(group.found.has_more for group in groups),
        "most_hits": MOST_HITS,
        "wider_url": f"?{urlencode({'q': wanted.query.text})}" if wanted.is_narrowed else "",
        "is_partial": bool(shown) and all(group.found.is_partial for group in shown),
        "is_sample_data": any(hit.is_sample for group in shown for hit in group.found.hits),
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Cari"}],
    }
    return render(request, "search/search.html", context)


@public_facts
def suggestions(request: HttpRequest) -> HttpResponse:
    """{"suggestions": [{"kind", "title", "note", "url"}]}: text, which the page writes as text."""
    query = Query.of(request.GET.get("q", ""))
    found: list[dict[str, Any]] = []
    if query and len(query.text) >= SHORTEST_SUGGESTED:
        found = [each._asdict() for each in suggestions_for(Scope(query), timezone.localdate())]
    return JsonResponse({"suggestions": found})


def _groups_and_page(wanted: Asked, number: str) -> tuple[list[Group], Page | None]:
    """The page is of the one kind that was asked for; the overview has none."""
    if not wanted.query:
        return [], None
    today = timezone.localdate()
    scope = Scope(wanted.query, wanted.province, wanted.year, limit=AT_A_GLANCE)
    if not wanted.kind:
        return groups_of(scope, today), None
    at = Paginator(range(MOST_HITS), PAGE_SIZE).get_page(number).number
    scope = scope._replace(limit=PAGE_SIZE, offset=(at - 1) * PAGE_SIZE)
    groups = groups_of(scope, today, kind=wanted.kind)
    total = next((group.found.total for group in groups if group.kind.slug == wanted.kind), 0)
    if not total and at > 1:
        # Beyond the last page nothing says how many there are.
        return _groups_and_page(wanted, "1")
    page = Paginator(range(min(total, MOST_HITS)), PAGE_SIZE).get_page(at)
    return groups, page
