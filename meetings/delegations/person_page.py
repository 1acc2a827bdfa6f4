"""The page of one delegate for the office: where the person stands, what is known, the history."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from forum_portal.lib.phones import shown
from meetings.actions.registration_refusals import why_gone
from meetings.delegations.afterwards import Afterwards, afterwards_of, is_past
from meetings.delegations.history import events_of, timeline
from meetings.delegations.page import closed_to
from meetings.delegations.person import person_row
from meetings.delegations.reaching import crumbs, delegate_url, delegation_url
from meetings.delegations.seats import SeatsOfRakor, is_waiting, offers_of
from meetings.models import Registration
from meetings.waiting_list import why_no_more_offers

Row = dict[str, Any]
_NEXT = (
    "Begitu ada kursi untuk orang ini, kursi itu ditawarkan lewat surel dan di halaman ini, dan "
    "ditahan {hours} jam sampai dijawab."
)


def person_context(registration: Registration, *, by: User, at: datetime) -> Row:
    meeting = registration.meeting
    line = SeatsOfRakor(meeting, at=at).line() if is_waiting(registration) else {}
    row = person_row(
        meeting,
        registration,
        offer=offers_of([registration]).get(registration.pk),
        line=line.get(registration.pk),
        by=by,
        at=at,
    )
    events = events_of([registration]).get(registration.pk, [])
    return {
        "meeting": meeting,
        "office": registration.office,
        "registration": registration,
        "row": row,
        "past": _past(registration) if is_past(meeting, at) else None,
        "closed": closed_to(by, meeting, at) if registration.is_active else None,
        "next": "" if why_no_more_offers(meeting, at) else _NEXT.format(hours=meeting.offer_hours),
        "items": _items(registration),
        "answers": _answers(registration),
        "events": timeline(registration, events),
        "reissue_url": reverse("meetings:ticket_reissue", args=[meeting.slug, registration.pk]),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(
            meeting,
            ("Delegasi", delegation_url(meeting, registration.office)),
            (registration.full_name, ""),
        ),
    }


def offer_context(registration: Registration, *, by: User, at: datetime) -> Row:
    """The question whether the offered seat is taken; row["offer"] is None once it is over."""
    meeting = registration.meeting
    last = registration.seat_offers.order_by("pk").last()
    is_open = last is not None and last.is_answerable(at)
    row = person_row(
        meeting,
        registration,
        offer=last if is_open else None,
        line=None,
        by=by,
        at=at,
    )
    return {
        "meeting": meeting,
        "registration": registration,
        "row": row,
        "gone": "" if is_open else why_gone(registration, last),
        "back_url": delegate_url(registration),
        "is_sample_data": meeting.is_sample,
    }


def _past(registration: Registration) -> Afterwards:
    return afterwards_of(registration.meeting, [registration])[registration.pk]


def _items(registration: Registration) -> list[Row]:
    """The contact data until they are forgotten, a year after the rakor."""
    predecessor = registration.replaces
    items = [
        {"label": "Peran", "value": registration.get_role_display()},
        {"label": "Jabatan", "value": registration.position},
        {"label": "Unit kerja", "value": registration.unit},
        {"label": "Cara hadir", "value": registration.get_mode_display()},
        {"label": "Surel", "value": registration.email or "Sudah dihapus"},
        {"label": "Nomor ponsel", "value": shown(registration.mobile) or "Sudah dihapus"},
        {"label": "NIP", "value": registration.nip},
        {"label": "Pangkat/golongan", "value": registration.rank},
        {"label": "Menggantikan", "value": predecessor.full_name if predecessor else ""},
    ]
    return [item for item in items if item["value"]]


def _answers(registration: Registration) -> list[Row]:
    """One statement."""
    given = registration.field_answers.select_related("field").order_by("field")
    return [{"label": str(answer.field), "value": answer.value} for answer in given]
