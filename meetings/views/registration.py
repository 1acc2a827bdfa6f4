"""The delegation of an office: its page, each person's own, whom it sent before.

An office's people read their own office's, the secretariat that which ?balai= names. Another
office's delegate does not exist for them (404).
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import signed_in
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.seat_offers import accept_offer, decline_offer
from meetings.delegations.afterwards import is_past, past_context
from meetings.delegations.known_page import known_context
from meetings.delegations.page import delegation_context
from meetings.delegations.person_page import offer_context, person_context
from meetings.delegations.reaching import delegate_of, delegate_url, rakor_of_offices
from meetings.permissions import registering_office
from meetings.views.choosing import choose_office


@signed_in
def delegation(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = rakor_of_offices(request.user, slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return choose_office(request, meeting)
    at = timezone.now()
    if is_past(meeting, at):
        context = past_context(meeting, office, by=request.user, at=at)
        return render(request, "meetings/delegation_past.html", context)
    context = delegation_context(meeting, office, by=request.user, at=at)
    return render(request, "meetings/delegation_detail.html", context)


@signed_in
def delegate(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = delegate_of(request.user, slug, pk)
    context = person_context(registration, by=request.user, at=timezone.now())
    return render(request, "meetings/delegate_detail.html", context)


@signed_in
def known(request: HttpRequest, slug: str) -> HttpResponse:
    """Persons of earlier rakor: to register one, or to take the place of ?ganti=."""
    meeting = rakor_of_offices(request.user, slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return choose_office(request, meeting)
    context = known_context(meeting, office, request.GET.get("ganti", ""))
    return render(request, "meetings/known_list.html", context)


@signed_in
def seat_offer(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration, at = delegate_of(request.user, slug, pk), timezone.now()
    name, refusal = registration.full_name, ""
    if not request.POST.keys().isdisjoint(("accept", "decline")):
        try:
            if "accept" in request.POST:
                accept_offer(registration=registration, by=request.user, at=at)
                messages.success(
                    request, f"Kursi untuk {name} diterima. Tiket dikirim lewat surel."
                )
            else:
                decline_offer(registration=registration, by=request.user, at=at)
                messages.success(request, f"Tawaran kursi untuk {name} ditolak.")
            return redirect(delegate_url(registration))
        except RegistrationRefused as refused:
            refusal = str(refused)
    context = offer_context(registration, by=request.user, at=at) | {"refusal": refusal}
    return render(request, "meetings/seat_offer.html", context)
