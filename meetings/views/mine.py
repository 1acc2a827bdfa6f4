"""What waits for whoever has signed in: their offices, open rakor, registrations, tickets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import signed_in
from accounts.addresses import proved_addresses
from accounts.models import User
from meetings.delegations.to_answer import to_answer
from meetings.invitations.page import own_invitations
from meetings.meeting_page import SAMPLE_BADGE
from meetings.models import Meeting, Registration
from meetings.seat_rules import DELEGATION_ROLES, SeatRules
from meetings.states import is_over, is_registration_open
from meetings.tickets.standing import standing_of
from meetings.when import closing_moment, where
from provinces.models import Office
from provinces.permissions import offices_of

PAGE_SIZE = 20
Row = dict[str, Any]


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    offices = list(offices_of(request.user).select_related("province"))
    # Also for staff: what is theirs here is what they do for their own offices.
    found = Registration.objects.filter(office__in=offices)
    page = Paginator(_coming_first(found, at), PAGE_SIZE).get_page(request.GET.get("page"))
    own = _own_registrations(request.user, at)
    open_rows = _open_meetings(offices, at)
    invitations = own_invitations(offices, at)
    context = {
        "offices": [_office(office) for office in offices],
        "to_answer": to_answer(request.user, offices, at),
        "invitations": invitations,
        "open_meetings": open_rows,
        "own_registrations": _divided(own, at),
        "registrations": _divided(page, at),
        "page": page,
        "is_sample_data": any(registration.meeting.is_sample for registration in [*page, *own])
        or any(row["badges"] for row in [*open_rows, *invitations]),
        "breadcrumbs": [{"label": "Beranda", "url": reverse("home")}, {"label": "Saya"}],
    }
    return render(request, "meetings/mine_detail.html", context)


def _office(office: Office) -> Row:
    return {
        "name": office.name,
        "province": office.province.name,
        "url": office.get_absolute_url(),
        "desk_title": f"Kelola {office.name}",
        "desk_url": reverse("provinces:desk", args=[office.slug]),
    }


def _open_meetings(offices: list[Office], at: datetime) -> list[Row]:
    """What can be registered for now, with what each office has done. One statement."""
    if not offices:
        return []
    used = Count(
        "registrations",
        filter=Q(
            registrations__withdrawn_at=None,
            registrations__office__in=offices,
            registrations__role__in=DELEGATION_ROLES,
        )
        & ~Q(registrations__seat=Registration.Seat.WAITING),
    )
    meetings = (
        Meeting.objects.published()
        .filter(
            registered_by=Meeting.RegisteredBy.OFFICES,
            registration_opens_at__lte=at,
            registration_closes_at__gt=at,
        )
        .select_related("host_province")
        .annotate(used=used)
        .order_by("starts_on", "pk")
    )
    return [
        _open_meeting(meeting, offices, at)
        for meeting in meetings
        if is_registration_open(meeting, at)
    ]


def _open_meeting(meeting: Meeting, offices: list[Office], at: datetime) -> Row:
    rules = SeatRules(quota=meeting.seats_per_office, quota_until=meeting.quota_until)
    quota = rules.quota_at(at)
    of = f" dari {quota * len(offices)}" if quota is not None else ""
    parts = [where(meeting), f"pendaftaran sampai {closing_moment(meeting)}"]
    parts.append(f"{meeting.used}{of} kursi terpakai")
    return {
        "date": meeting.dates,
        "title": meeting.title,
        "url": reverse("meetings:delegation", args=[meeting.slug]),
        "note": " · ".join(part for part in parts if part),
        "badges": [SAMPLE_BADGE] if meeting.is_sample else [],
    }


def _own_registrations(user: User, at: datetime) -> list[Registration]:
    """Those made with an address of the account, as _coming_first(). One statement."""
    found = Registration.objects.alias(lower=Lower("email")).exclude(email="")
    found = found.filter(lower__in=proved_addresses(user))
    return list(_coming_first(found, at)[:PAGE_SIZE])


def _coming_first(found: QuerySet[Registration], at: datetime) -> QuerySet[Registration]:
    """Of rakor to come the soonest first, then of those that are over (`is_past`) the latest."""
    over = Meeting.objects.filter(is_over(at), pk=OuterRef("meeting")).order_by()
    rows = found.select_related("office", "meeting").annotate(is_past=Exists(over))
    soonest = Case(When(is_past=False, then="meeting__starts_on"))
    return rows.order_by(
        "is_past",
        soonest,
        "-meeting__starts_on",
        "meeting",
        "office__slug",
        "created_at",
        "full_name",
        "pk",
    )


def _divided(rows: Iterable[Registration], at: datetime) -> dict[str, list[Row]]:
    """{"coming": ..., "past": ...} of _coming_first(); empty where there are none at all."""
    divided: dict[str, list[Row]] = {}
    for registration in rows:
        key = "past" if registration.is_past else "coming"  # type: ignore[attr-defined]
        divided.setdefault(key, []).append(_registration(registration, at))
    return divided


def _registration(registration: Registration, at: datetime) -> Row:
    meeting, standing = registration.meeting, standing_of(registration, at)
    role, origin = registration.get_role_display(), registration.comes_from
    return {
        "date": meeting.dates,
        "title": registration.full_name,
        "url": registration.get_absolute_url(),
        "note": f"{role} · {origin} · {meeting.title}",
        "state": standing.label,
        "tone": standing.tone,
    }
