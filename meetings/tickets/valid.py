"""Who has a ticket that lets in."""

from django.db.models import Exists, OuterRef, Prefetch

from meetings.models import RegistrationQuerySet, Ticket

VALID_TICKETS = Prefetch("tickets", Ticket.objects.filter(revoked_at=None), to_attr="valid_tickets")


def with_valid_ticket(registrations: RegistrationQuerySet) -> RegistrationQuerySet:
    """Those that have one, each with `valid_tickets` (exactly one), ready for its face. Two
    queries, whatever their number.
    """
    valid = Ticket.objects.filter(registration=OuterRef("pk"), revoked_at=None)
    found = registrations.seated().filter(Exists(valid))
    selected = found.select_related("office", "meeting__host_province")
    return selected.prefetch_related(VALID_TICKETS)
