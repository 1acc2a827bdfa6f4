"""Name badges, table cards and tickets of many persons, as one paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from forum_portal.lib import pdf
from meetings.models import Meeting, Registration, Ticket
from meetings.tickets.face import face
from meetings.tickets.paper import tickets_pdf
from meetings.tickets.valid import with_valid_ticket
from provinces.models import Office

_PAPERS = Path(settings.BASE_DIR) / "templates" / "meetings" / "papers"


class CardKind(models.TextChoices):
    SHEET = "kartu-nama-a4", "Kartu nama, empat per lembar A4 dengan tanda potong"
    BADGE = "kartu-nama-a6", "Kartu nama, satu per halaman A6"
    TABLE = "kartu-meja", "Kartu meja, A4 dilipat dua"
    TICKET = "tiket", "Tiket, dua per lembar A4"


@dataclass(frozen=True)
class Selection:
    """Whose cards; what is empty leaves nobody out. since: changed or seated from then on."""

    office: Office | None = None
    role: str = ""
    mode: str = ""
    since: datetime | None = None


def selected(meeting: Meeting, selection: Selection) -> QuerySet[Registration]:
    """Those with a ticket, by office; two statements."""
    found = meeting.registrations.all()
    if selection.office is not None:
        found = found.filter(office=selection.office)
    if selection.role:
        found = found.filter(role=selection.role)
    if selection.mode:
        found = found.filter(mode=selection.mode)
    if selection.since is not None:
        # A new ticket makes a new badge, and so does a seat that was offered.
        newly = Ticket.objects.filter(
            registration=OuterRef("pk"), revoked_at=None, issued_at__gte=selection.since
        )
        found = found.filter(Q(changed_at__gte=selection.since) | Exists(newly))
    return in_order(with_valid_ticket(found))


def in_order(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """As cards are handed out: office by office, who has none at the end."""
    return registrations.order_by(
        F("office__province__code").asc(nulls_last=True), "office_id", "created_at", "pk"
    )


def cards_pdf(
    kind: CardKind, registrations: Iterable[Registration], *, title: str, at: datetime
) -> bytes:
    """registrations: of with_valid_ticket. Some 5 ms a badge, 1 ms a table card."""
    shown = [(registration, registration.valid_tickets[0]) for registration in registrations]
    if kind == CardKind.TICKET:
        return tickets_pdf(shown, title=title, at=at)
    if kind == CardKind.TABLE:
        # It stands where everybody could photograph a code.
        cards = [face(registration, None) for registration, _ in shown]
        return pdf.typeset(
            _PAPERS / "table_card.typ", {"title": title, "cards": cards}, created_at=at
        )
    data = {
        "title": title,
        "on_sheets": kind == CardKind.SHEET,
        "cards": [face(registration, ticket) for registration, ticket in shown],
    }
    return pdf.typeset(_PAPERS / "badge.typ", data, created_at=at)
