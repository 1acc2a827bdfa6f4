"""Daftar tunggu: everybody without a seat, in the order in which seats are offered, and why."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.models import Meeting, Registration, SeatOffer
from meetings.seats import seats_of
from meetings.waiting_list import InLine, line_of, why_no_more_offers
from meetings.when import day_and_hour

PAGE_SIZE = 50


def waiting(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    at = timezone.now()
    line = line_of(meeting, *seats_of(meeting), at)
    page = Paginator(line, PAGE_SIZE).get_page(request.GET.get("page"))
    people = Registration.objects.select_related("office").in_bulk([one.waiting.pk for one in page])
    open_offers = SeatOffer.objects.open().filter(registration__meeting=meeting)
    offers = open_offers.select_related("registration__office").order_by("expires_at", "pk")
    closed = why_no_more_offers(meeting, at)
    return admin.page(
        request, meeting, "admin/meetings/meeting/waiting.html", title="Daftar tunggu",
        rows=[_row(one, people[one.waiting.pk], meeting, closed) for one in page],
        offers=[_offer(offer, meeting) for offer in offers],
        page=page, order=meeting.get_waiting_order_display(),
        closed=closed,
    )  # fmt: skip


def _row(one: InLine, registration: Registration, meeting: Meeting, closed: str) -> dict[str, Any]:
    """closed: what the head of the page says of everybody, and the row not once more."""
    return {
        **_person(registration),
        "number": one.number,
        "since": day_and_hour(one.waiting.since, meeting.zone),
        "there": one.there,
        "why": " ".join(why for why in one.why if why != closed),
    }


def _offer(offer: SeatOffer, meeting: Meeting) -> dict[str, Any]:
    until = day_and_hour(offer.expires_at, meeting.zone)
    return {**_person(offer.registration), "until": until, "reason": offer.reason}


def _person(registration: Registration) -> dict[str, str]:
    return {
        "name": registration.full_name,
        "from": registration.comes_from,
        "as": f"{registration.get_role_display()}, {registration.get_mode_display().lower()}",
        "url": reverse("admin:meetings_registration_change", args=[registration.pk]),
    }


STEPS = (Step("daftar-tunggu", "waiting", "Daftar tunggu", waiting, "meetings.view_registration"),)
