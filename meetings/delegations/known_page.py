"""The page that offers persons of earlier rakor."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from meetings.delegations.known import known_persons
from meetings.delegations.reaching import crumbs, delegation_url
from meetings.models import Meeting, Registration
from provinces.models import Office


def known_context(meeting: Meeting, office: Office, instead_of: str) -> dict[str, Any]:
    """instead_of: the key of who is substituted, or "" to register one more."""
    form_url = _form_url(meeting, office, instead_of)
    return {
        "meeting": meeting,
        "office": office,
        "persons": [_row(one, form_url) for one in known_persons(meeting, office)],
        "back_url": form_url.rstrip("?&"),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(
            meeting,
            ("Delegasi", delegation_url(meeting, office)),
            ("Peserta rakor sebelumnya", ""),
        ),
    }


def _form_url(meeting: Meeting, office: Office, instead_of: str) -> str:
    """To which "dari=" is added."""
    try:
        pk = UUID(instead_of)
    except ValueError:
        return f"{reverse('meetings:register', args=[meeting.slug])}?balai={office.slug}&"
    return f"{reverse('meetings:substitute', args=[meeting.slug, pk])}?"


def _row(person: Registration, form_url: str) -> dict[str, str]:
    note = f"{person.get_role_display()} pada {person.meeting.title}"
    if not person.email:
        note = f"{note}. Kontaknya sudah dihapus dan diisi lagi"
    return {
        "name": person.full_name,
        "position": person.position,
        "note": f"{note}.",
        "url": f"{form_url}dari={person.pk}",
    }
