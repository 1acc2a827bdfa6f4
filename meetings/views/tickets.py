"""A person's own page and ticket: who has the address may see them, nobody finds them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import public, public_facts
from forum_portal.lib.secrecy import at_secret_address
from meetings.aftermath.own_page import after_context
from meetings.attendance.self_page import self_check_in_of
from meetings.models import AskedField, FieldAnswer, Meeting, Registration, Ticket
from meetings.own_page import own_context
from meetings.tickets.page import ticket_context
from meetings.tickets.paper import PDF_NAME, PICTURE_NAME, ticket_picture, tickets_pdf
from meetings.tickets.signature import PREFIX, public_keys
from meetings.tickets.standing import has_ticket
from meetings.tickets.valid import VALID_TICKETS

View = Callable[..., HttpResponse]


def secret_address(view: View) -> View:
    """The address is the key: no copy in caches or search engines, no site is told it."""

    @wraps(view)
    def kept_secret(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return at_secret_address(view(request, *args, **kwargs))

    return kept_secret


def own_registration(code: str) -> Registration:
    """By the secret address, with `valid_tickets` (one or none) and `has_needs`, which is true
    where diet or access is recorded. Raises Http404. Two queries.
    """
    needs = FieldAnswer.objects.filter(
        registration=OuterRef("pk"), field__kind__in=AskedField.OPT_IN
    )
    rows = Registration.objects.select_related(
        "office", "meeting__host_province", "meeting__aftercare"
    )
    rows = rows.annotate(has_needs=Exists(needs))
    return get_object_or_404(rows.prefetch_related(VALID_TICKETS), ticket_code=code)


@public
@secret_address
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    registration, at = own_registration(code), timezone.now()
    context = {
        **ticket_context(registration, at),
        **own_context(registration, at),
        "self_checkin": self_check_in_of(registration, at),
        **after_context(registration, at=at),
    }
    return render(request, "meetings/ticket_detail.html", context)


@public
@secret_address
def ticket_pdf(request: HttpRequest, code: str) -> HttpResponse:
    registration = own_registration(code)
    title = f"Tiket {registration.full_name}, {registration.meeting.title}"
    shown = [(registration, _valid_ticket(registration))]
    return _file(tickets_pdf(shown, title=title, at=timezone.now()), PDF_NAME)


@public
@secret_address
def ticket_png(request: HttpRequest, code: str) -> HttpResponse:
    registration = own_registration(code)
    return _file(ticket_picture(registration, _valid_ticket(registration)), PICTURE_NAME)


@public_facts
def keys(request: HttpRequest, slug: str) -> HttpResponse:
    """What anybody checks the tickets of a rakor by: docs/operations.md tells how."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    found = {"format": PREFIX, "meeting": meeting.pk, "keys": public_keys(meeting)}
    return JsonResponse(found)


def _valid_ticket(registration: Registration) -> Ticket:
    """A ticket that does not let in is not handed out; its page says why."""
    if not has_ticket(registration) or not registration.valid_tickets:
        raise Http404
    return registration.valid_tickets[0]


def _file(content: bytes, name: str) -> HttpResponse:
    kind = "image/png" if name.endswith(".png") else "application/pdf"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
