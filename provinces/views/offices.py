"""The offices: list with map, profile, picture."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public_facts
from provinces import members, profile
from provinces.directory import groups_of
from provinces.forms.directory import OfficeFilterForm
from provinces.holders import heads_on

PAGE_SIZE = 24


@public_facts
def office_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    everyone = members.members_on(today)
    form = OfficeFilterForm(request.GET)
    found = form.select(everyone)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    looked_for = form.cleaned_data.get("q", "")
    context = {
        "form": form,
        "query": form.query,
        "page": page,
        "groups": groups_of(page.object_list, heads_on(today), looked_for),
        "member_count": len(everyone),
        "map": members.map_of_found(found) if form.is_narrowing else members.map_of_all(everyone),
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Provinsi"}],
    }
    return render(request, "provinces/office_list.html", context)


@public_facts
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    everyone = members.members_on(today)
    member = next((member for member in everyone if member.slug == slug), None)
    if member is None:
        raise Http404
    office, terms = profile.office_of(member), profile.terms_of(member)
    rakor = profile.rakor_of(member, today)
    context: dict[str, Any] = {
        "office": office,
        "other_names": member.other_names,
        "facts": profile.facts(office, terms, rakor, today),
        "heads": profile.head_rows(terms.heads, today),
        "forum_terms": profile.forum_rows(terms.forum),
        "rakor": rakor,
        "contacts": profile.contacts(office),
        "assurance": profile.assurance(office),
        "former_names": profile.former_names(member),
        "description": profile.description_html(office),
        "map": members.map_around(everyone, slug),
        "is_sample_data": any(row.is_sample for row in rakor),
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Provinsi", "url": reverse("provinces:list")},
            {"label": office.province.name},
        ],
    }
    return render(request, "provinces/office_detail.html", context)
