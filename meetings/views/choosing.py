"""Which office? For who acts for several, before any page of a delegation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from meetings.delegations.reaching import crumbs
from meetings.models import Meeting
from meetings.permissions import registrable_offices


def choose_office(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    url = reverse("meetings:delegation", args=[meeting.slug])
    offices = registrable_offices(request.user).select_related("province")
    context = {
        "meeting": meeting,
        "offices": [
            {
                "name": office.name,
                "province": office.province.name,
                "url": f"{url}?balai={office.slug}",
            }
            for office in offices.order_by("province__code", "slug")
        ],
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Pilih balai", "")),
    }
    return render(request, "meetings/delegation_choose.html", context)
