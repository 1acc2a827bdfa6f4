"""The secretariat checks one registration, its surat tugas beside it, and goes on to the next."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from accounts.panel import PanelAdmin, Step
from accounts.roles import SEES_NIP
from forum_portal.lib.phones import shown
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.reviews import (
    ReviewRefused,
    accept_registration,
    ask_to_mend,
    decline_registration,
)
from meetings.admin.review_forms import AcceptForm, DeclineForm, MendForm, mend_initial
from meetings.models import Registration
from meetings.reviewing.queue import neighbours_of
from meetings.tickets.standing import standing_of
from meetings.when import day_and_hour

PERMISSION = "meetings.change_registration"
# By the value of the button that was pressed: what is asked, what is done, what is said then.
DECISIONS: dict[str, tuple[type[forms.Form], Callable[..., Any], str]] = {
    "terima": (AcceptForm, accept_registration, "diterima"),
    "perbaiki": (MendForm, ask_to_mend, "dimintakan perbaikan"),
    "tolak": (DeclineForm, decline_registration, "ditolak"),
}
TONES = {
    Registration.Review.PENDING: "neutral",
    Registration.Review.ACCEPTED: "green",
    Registration.Review.TO_MEND: "amber",
    Registration.Review.DECLINED: "red",
}


def review(admin: PanelAdmin, request: HttpRequest, registration: Registration) -> HttpResponse:
    opened_at = timezone.now()
    decision = request.POST.get("putusan", "")
    sent = _sent(request, decision)
    if sent is not None and sent.is_valid():
        beside = neighbours_of(registration)
        _, decide, done = DECISIONS[decision]
        try:
            decide(
                registration=registration,
                **sent.cleaned_data,
                read_at=read_at(request),
                by=request.user,
                at=timezone.now(),
            )
        except ReviewRefused as refused:
            sent.add_error(None, str(refused))
            registration = admin.get_object(request, registration.pk)
        else:
            messages.success(request, f"Pendaftaran {registration} {done}. Surel dikirim.")
            following = beside.following
            # To the queue itself: from there the keyboard is a few steps from the next decision.
            return redirect(f"{_address(following)}#antrean" if following else admin.home_of(None))
    return admin.page(
        request, registration, "admin/meetings/registration/review.html",
        title=f"Periksa {registration}",
        **_context(request, registration, {decision: sent}, opened_at),
    )  # fmt: skip


@csp_replace({"frame-ancestors": [SELF]})
def letter(admin: PanelAdmin, request: HttpRequest, registration: Registration) -> HttpResponse:
    """The surat tugas, to be read in a frame of the page that decides."""
    if not registration.has_letter:
        raise Http404
    response = FileResponse(
        registration.letter.file.open(),
        content_type="application/pdf",
        filename=f"surat-tugas-{slugify(registration.name_key)}.pdf",
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return kept_by_nobody(response)


def read_at(request: HttpRequest) -> datetime:
    """When the page that was sent back was opened; without that, nothing counts as read."""
    try:
        opened_at = parse_datetime(request.POST.get("opened_at", ""))
    except ValueError:
        opened_at = None
    if opened_at is None or timezone.is_naive(opened_at):
        return datetime.min.replace(tzinfo=UTC)
    return opened_at


def _sent(request: HttpRequest, decision: str) -> forms.Form | None:
    if request.method != "POST" or decision not in DECISIONS:
        return None
    return DECISIONS[decision][0](request.POST)


def _context(
    request: HttpRequest,
    registration: Registration,
    sent: dict[str, forms.Form | None],
    opened_at: datetime,
) -> dict[str, Any]:
    beside = neighbours_of(registration)
    return {
        "registration": registration,
        "standing": standing_of(registration, opened_at),
        "review_label": registration.get_review_display(),
        "review_tone": TONES[Registration.Review(registration.review)],
        "facts": _facts(request, registration),
        "events": _events(registration),
        "place": beside.place,
        "total": beside.total,
        "previous_url": _address(beside.previous) if beside.previous else "",
        "next_url": _address(beside.following) if beside.following else "",
        "letter_url": "../surat-tugas.pdf" if registration.has_letter else "",
        "opened_at": opened_at.isoformat(),
        "accept_form": sent.get("terima") or AcceptForm(),
        "mend_form": sent.get("perbaiki") or MendForm(initial=mend_initial(registration)),
        "decline_form": sent.get("tolak") or DeclineForm(),
        "is_accepted": registration.review == Registration.Review.ACCEPTED,
        "mend_open": bool(sent.get("perbaiki")),
        "decline_open": bool(sent.get("tolak")),
    }


def _events(registration: Registration) -> list[dict[str, str]]:
    zone = registration.meeting.zone
    return [
        {
            "at": day_and_hour(event.at, zone),
            "kind": event.get_kind_display(),
            "text": event.text,
            "by": event.by.full_name if event.by else "",
        }
        for event in registration.events.select_related("by").order_by("-at", "-pk")
    ]


def _facts(request: HttpRequest, registration: Registration) -> list[dict[str, str]]:
    sees_nip = request.user.has_perm(SEES_NIP)
    facts = (
        ("Rakor", registration.meeting.title),
        ("Asal", registration.comes_from),
        ("Nama lengkap", registration.full_name),
        ("Peran", registration.get_role_display()),
        ("Jabatan", registration.position),
        ("Unit kerja", registration.unit),
        ("Pangkat/golongan", registration.rank),
        ("NIP", registration.nip if sees_nip else ""),
        ("Cara hadir", registration.get_mode_display()),
        ("Nomor ponsel", shown(registration.mobile)),
        ("Surel", registration.email),
        ("Didaftarkan oleh", str(registration.created_by or "yang bersangkutan sendiri")),
        ("Didaftarkan pada", day_and_hour(registration.created_at, registration.meeting.zone)),
        ("Menggantikan", str(registration.replaces or "")),
        ("Yang diminta diperbaiki", registration.review_note if registration.is_active else ""),
    )
    return [{"label": label, "value": value} for label, value in facts if value]


def _address(pk: Any) -> str:
    return reverse("admin:meetings_registration_review", args=[pk])


STEPS = (
    Step("periksa", "review", "Periksa", review, PERMISSION, lambda r: r.is_active, "primary"),
    Step(
        "surat-tugas.pdf", "letter", "Surat tugas", letter, "meetings.view_registration",
        lambda r: r.has_letter, is_listed=False,
    ),
)  # fmt: skip
