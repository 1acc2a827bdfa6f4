"""The offices: list with map, profile, picture."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import public_facts
from provinces import members, places, profile
from provinces.articles import articles_of
from provinces.breadcrumbs import Crumb, way_from
from provinces.directory import Group, groups_of
from provinces.forms.as_of import AsOfForm
from provinces.forms.directory import OfficeFilterForm
from provinces.holders import heads_on
from provinces.membership import TONES, memberships_of, standings_on, state_on
from provinces.models import Office
from provinces.showcase import logo_url, showcase_of
from provinces.sought import Sought
from provinces.views.past import office_past

PAGE_SIZE = 24


@public_facts
def office_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = OfficeFilterForm(request.GET, today=today)
    sought = form.sought
    found = places.places_of(sought)
    joined = places.places_of(Sought(sought.day)) if form.is_narrowing else found
    page = Paginator(range(places.count(found)), PAGE_SIZE).get_page(request.GET.get("page"))
    offices = members.page_of(sought, page.start_index() - 1, page.end_index()) if found else []
    context = {
        "form": form,
        "query": form.query,
        "page": page,
        "groups": _groups(form, offices),
        "member_count": places.count(joined),
        "day": form.day,
        "map": places.map_of_found(found) if form.is_narrowing else places.map_of_all(joined),
        "breadcrumbs": _way_to_list(form.day),
    }
    return render(request, "provinces/office_list.html", context)


def _groups(form: OfficeFilterForm, offices: list[members.Member]) -> list[Group]:
    """Two queries, one where only members are listed."""
    day, listed = form.sought.day, [office.pk for office in offices]
    return groups_of(
        offices,
        heads_on(day, listed),
        standings_on(day, listed) if form.wants_others else {},
        form.cleaned_data.get("q", ""),
        f"?pada={form.day.isoformat()}" if form.day else "",
    )


def _way_to_list(day: date | None) -> list[Crumb]:
    if day is None:
        return [{"label": "Beranda", "url": reverse("home")}, {"label": "Provinsi", "url": ""}]
    return way_from(date_format(day, "j F Y"), "")


@public_facts
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Today's page; the one of a past day where ?pada= names one."""
    today = timezone.localdate()
    as_of = AsOfForm(request.GET, today=today)
    if as_of.day:
        return office_past(request, slug, as_of)
    known = profile.found(slug, today)
    if known is None:
        raise Http404
    member, office = known
    context = {
        **_known_of(member, office, today),
        "as_of": as_of,
        "map": places.map_around(places.places_of(Sought(today)), member),
        "breadcrumbs": way_from(member.province, ""),
    }
    return render(request, "provinces/office_detail.html", context)


def _known_of(member: members.Member, office: Office, today: date) -> dict[str, Any]:
    """What the page tells of an office, by the names of its template."""
    terms = profile.terms_of(member)
    rakor, articles = profile.rakor_of(member, today), articles_of(member)
    membership = state_on(today, memberships_of(member.pk))
    return {
        "office": office,
        "today": today,
        "other_names": member.also_known_as,
        "membership": membership,
        "membership_tone": TONES[membership.standing],
        "facts": profile.facts(office, terms, rakor, today),
        "heads": profile.head_rows(terms.heads, today),
        "forum_terms": profile.forum_rows(terms.forum),
        "rakor": rakor,
        "has_sent_delegates": any(profile.SENT in row.note for row in rakor),
        "contacts": profile.contacts(office),
        "opening_hours": profile.opening_hours(office),
        "assurance": profile.assurance(office, today),
        "former_names": profile.former_names(member),
        "description": profile.description_html(office),
        "logo_url": logo_url(office),
        "showcase": showcase_of(member),
        "articles": articles,
        "is_sample_data": any(row.is_sample for row in (*rakor, *articles)),
    }
