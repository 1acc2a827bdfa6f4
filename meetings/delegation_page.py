"""What the page of an office's delegation shows."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from forum_portal.lib.phones import shown
from meetings.models import Meeting, Registration
from meetings.seats import SeatCount, count_seats
from meetings.states import is_registration_open
from meetings.when import closing_moment, registration_window
from provinces.models import Office

Row = dict[str, Any]


def delegation_context(meeting: Meeting, office: Office, *, at: datetime) -> dict[str, Any]:
    """Two statements, whatever the number of delegates."""
    is_open = is_registration_open(meeting, at)
    seats = count_seats(meeting, office)
    delegates = (
        meeting.registrations.filter(office=office)
        .select_related("letter")
        .order_by("created_at", "pk")
    )
    rows = [_row(meeting, registration, is_open) for registration in delegates]
    add_url = f"{reverse('meetings:register', args=[meeting.slug])}?balai={office.slug}"
    return {
        "meeting": meeting,
        "office": office,
        "facts": _facts(meeting, seats, is_open=is_open),
        "active": [row for row in rows if row["is_active"]],
        "withdrawn": [row for row in rows if not row["is_active"]],
        "add_url": add_url if is_open and seats.left else "",
        "notice": _notice(meeting, office, seats, is_open=is_open),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, (f"Delegasi {office.name}", "")),
    }


def crumbs(meeting: Meeting, *last: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of registration; last: (label, url), the page itself without url."""
    items = [
        ("Beranda", reverse("home")),
        ("Rakor", reverse("meetings:list")),
        (meeting.title, meeting.get_absolute_url()),
        *last,
    ]
    return [{"label": label, "url": url} for label, url in items]


def _facts(meeting: Meeting, seats: SeatCount, *, is_open: bool) -> list[Row]:
    closes = closing_moment(meeting)
    left = f"{seats.left} kursi" if seats.left else "Habis"
    facts: list[Row] = [
        {"label": "Kuota balai", "value": f"{seats.quota} kursi"},
        {"label": "Sudah terpakai", "value": f"{seats.used} kursi"},
        {"label": "Masih tersedia", "value": left},
        {
            "label": "Pendaftaran",
            "value": f"Sampai {closes}" if is_open else "Tidak dibuka",
            "note": "" if is_open else registration_window(meeting).capitalize(),
        },
    ]
    return facts


def _notice(meeting: Meeting, office: Office, seats: SeatCount, *, is_open: bool) -> Row | None:
    """Why nothing can be added; None where something can."""
    if meeting.cancelled_at is not None:
        return {"title": "Rakor ini dibatalkan", "text": meeting.cancel_reason, "tone": "red"}
    if not is_open:
        text = f"Pendaftaran {registration_window(meeting)}. Delegasi tidak dapat diubah."
        return {"title": "Pendaftaran tidak dibuka", "text": text, "tone": "amber"}
    if seats.is_quota_used:
        text = (
            f"Kuota {office.name} {seats.quota} kursi, sudah terpakai {seats.used}. "
            "Batalkan satu peserta untuk mendaftarkan yang lain."
        )
        return {"title": "Kuota balai sudah terpakai", "text": text, "tone": "blue"}
    if seats.is_full:
        text = (
            f"Rakor ini menyediakan {seats.capacity} kursi untuk semua balai, "
            f"sudah terpakai {seats.taken}."
        )
        return {"title": "Kursi rakor sudah habis", "text": text, "tone": "amber"}
    return None


def _row(meeting: Meeting, registration: Registration, is_open: bool) -> Row:
    arguments = [meeting.slug, registration.pk]
    is_active = registration.is_active
    letter = reverse("meetings:assignment_letter", args=arguments)
    return {
        "name": registration.full_name,
        "role": registration.get_role_display(),
        "position": registration.position,
        "mobile": shown(registration.mobile),
        "email": registration.email,
        "mode": registration.get_mode_display(),
        "is_active": is_active,
        "reason": registration.withdraw_reason,
        "ticket_url": registration.get_absolute_url(),
        "letter_url": letter if registration.has_letter else "",
        "change_url": reverse("meetings:change", args=arguments) if is_open and is_active else "",
        "withdraw_url": (
            reverse("meetings:withdraw", args=arguments) if is_open and is_active else ""
        ),
    }
