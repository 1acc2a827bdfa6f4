"""An office as it was on an earlier day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from provinces import members, past
from provinces.breadcrumbs import way_from
from provinces.forms.as_of import AsOfForm


def office_past(request: HttpRequest, slug: str, as_of: AsOfForm) -> HttpResponse:
    """The page of `as_of.day`, which is not None; reached through the office's own view."""
    day = as_of.day
    member = members.office_on(day, slug)
    if member is None:
        raise Http404
    then = past.office_on(member, day)
    context = {
        "then": then,
        "office": member,
        "day": day,
        "as_of": as_of,
        "breadcrumbs": way_from(member.province, member.url, (date_format(day, "j F Y"), "")),
    }
    return render(request, "provinces/office_past.html", context)
