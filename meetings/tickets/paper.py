"""Tickets as papers and as a picture for the telephone."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from forum_portal.lib import pdf
from meetings.models import Meeting, Registration, Ticket
from meetings.tickets.face import face

PDF_NAME, PICTURE_NAME = "tiket.pdf", "tiket.png"
_TEMPLATES = Path(settings.BASE_DIR) / "templates" / "meetings"
_PAPER = _TEMPLATES / "papers" / "ticket.typ"
_PICTURE = _TEMPLATES / "pictures" / "ticket.typ"
_ON_SITE = "Tunjukkan kode QR saat registrasi ulang, di layar atau tercetak."
_ONLINE = "Anda ikut secara daring: tautan konferensi dan presensi mandiri ada di halaman Anda."
_PERSONAL = (
    "Kode ini milik Anda sendiri: siapa pun yang membawanya dapat tercatat hadir atas nama Anda."
)


def tickets_pdf(
    tickets: Iterable[tuple[Registration, Ticket]], *, title: str, at: datetime
) -> bytes:
    """Two tickets a page, to be cut apart. Some 15 ms a ticket."""
    data = {
        "title": title,
        "tickets": [
            {**face(registration, ticket), "note": f"{_note(registration)} {_PERSONAL}"}
            for registration, ticket in tickets
        ],
    }
    return pdf.typeset(_PAPER, data, created_at=at)


def _note(registration: Registration) -> str:
    return _ONLINE if registration.mode == Meeting.Mode.ONLINE else _ON_SITE


def ticket_picture(registration: Registration, ticket: Ticket) -> bytes:
    """A PNG of 1080 x 1620, light whatever the telephone's theme. Some 60 ms."""
    return pdf.picture(_PICTURE, face(registration, ticket))
