"""The tickets of a delegation, as its office hands them out and has them replaced."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import signed_in
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.tickets import reissue_ticket
from meetings.delegations.reaching import crumbs
from meetings.models import Meeting, Registration, Ticket
from meetings.permissions import registering_office
from meetings.tickets.forms import ReissueForm
from meetings.tickets.paper import tickets_pdf
from meetings.tickets.valid import with_valid_ticket


@signed_in
def tickets(request: HttpRequest, slug: str) -> HttpResponse:
    """All tickets of one office in one file."""
    visible = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(visible, slug=slug, cancelled_at=None)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return redirect("meetings:delegation", slug)
    rows = with_valid_ticket(meeting.registrations.filter(office=office)).order_by("created_at")
    shown = [(row, row.valid_tickets[0]) for row in rows]
    if not shown:
        raise Http404
    return _paper(shown, f"Tiket delegasi {office.name}, {meeting.title}", office.slug)


@signed_in
def of_delegate(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The ticket of one person; their own page, where they decide for themselves, is not told."""
    visible = Registration.objects.visible_to(request.user)
    rows = with_valid_ticket(visible.filter(meeting__slug=slug, meeting__cancelled_at=None))
    row = get_object_or_404(rows, pk=pk)
    title = f"Tiket {row.full_name}, {row.meeting.title}"
    return _paper([(row, row.valid_tickets[0])], title, slugify(row.full_name))


@signed_in
def reissue(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    visible = Registration.objects.visible_to(request.user)
    rows = visible.select_related("meeting__host_province", "office")
    registration = get_object_or_404(rows, meeting__slug=slug, pk=pk)
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reissue_ticket(
                registration=registration,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RegistrationRefused as refused:
            form.add_error(None, str(refused))
        else:
            name, email = registration.full_name, registration.email
            messages.success(request, f"Tiket {name} diganti. Tiket baru dikirim ke {email}.")
            return redirect(_delegation_url(registration))
    return render(request, "meetings/ticket_reissue.html", _context(registration, form))


def _paper(shown: Sequence[tuple[Registration, Ticket]], title: str, whose: str) -> HttpResponse:
    paper = tickets_pdf(shown, title=title, at=timezone.now())
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="tiket-{whose}.pdf"'
    return kept_by_nobody(response)


def _context(registration: Registration, form: ReissueForm) -> dict[str, Any]:
    meeting, back_url = registration.meeting, _delegation_url(registration)
    return {
        "meeting": meeting,
        "registration": registration,
        "form": form,
        "back_url": back_url,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Delegasi", back_url), ("Ganti tiket", "")),
    }


def _delegation_url(registration: Registration) -> str:
    url = reverse("meetings:delegation", args=[registration.meeting.slug])
    return f"{url}?balai={registration.office.slug}" if registration.office else url
