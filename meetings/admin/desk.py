"""Catat kehadiran: presence recorded by hand, and what was recorded of one person."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import moment
from meetings.actions.desk import DeskRefused, record_at_desk
from meetings.actions.rulings import RulingRefused, rule_facts
from meetings.attendance.desk import Shown, desk_groups, desk_list, keys
from meetings.attendance.presence import counts
from meetings.attendance.records import attendance_of
from meetings.attendance.sessions import session_when
from meetings.attendance.words import DIRECTIONS, FLAGS, METHODS
from meetings.models import AttendanceSession, Meeting, Scan
from meetings.permissions import TAKES_ATTENDANCE

PAGE_SIZE = 100
RULES = "meetings.add_scanruling"


class RulingForm(forms.Form):
    """seen: when the fact was last decided, as the reader saw it."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Alasan", max_length=300, help_text="Dibaca sekretariat di samping catatannya."
    )


def desk(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int) -> HttpResponse:
    """As many statements for one person as for thousands."""
    found = get_object_or_404(meeting.sessions, pk=session)
    if request.method == "POST":
        people = _record(request, found)
        # Back to the row of who was recorded, for the next in the list.
        row = f"#orang-{people.pop()}" if len(people) == 1 else ""
        return redirect(f"{request.get_full_path()}{row}")
    query, shown = request.GET.get("q", "").strip()[:100], request.GET.get("keadaan", "")
    shown = shown if shown in Shown.values else Shown.EVERYBODY
    attendance = attendance_of(meeting, [found])
    listed = desk_list(attendance, found, query, shown, timezone.now())
    page = Paginator(listed.found, PAGE_SIZE).get_page(request.GET.get("page"))
    return admin.page(
        request, meeting, "admin/meetings/attendance/desk.html", title=f"Catat kehadiran {found}",
        session=found, when=session_when(found, meeting.zone), query=query, shown=shown,
        choices=listed.choices(),
        groups=desk_groups(attendance, listed, list(page)), page=page, total=listed.counts[""],
        guests=attendance.guests_of(found), list_url=_list_url(meeting),
    )  # fmt: skip


def facts(
    admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int, person: UUID
) -> HttpResponse:
    """Every fact of one person in a session, also those that do not count."""
    found = get_object_or_404(meeting.sessions, pk=session)
    registration = get_object_or_404(meeting.registrations.select_related("office"), pk=person)
    scans = registration.scans.filter(session=found)
    rows = scans.select_related("device", "by", "ruling__ruled_by").order_by("scanned_at")
    return admin.page(
        request, meeting, "admin/meetings/attendance/facts.html",
        title=f"Catatan presensi {registration.full_name}",
        registration=registration, session=found, when=session_when(found, meeting.zone),
        rows=[_fact(scan, meeting.zone) for scan in rows], may_rule=request.user.has_perm(RULES),
        desk_url=reverse("admin:meetings_meeting_desk", args=[meeting.pk, found.pk]),
    )  # fmt: skip


def rule(
    admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int, fact: UUID
) -> HttpResponse:
    """What counts counts no longer, and the other way round."""
    rows = meeting.scans.filter(session=session, registration__isnull=False)
    scan = get_object_or_404(rows.select_related("registration", "ruling"), pk=fact)
    ruling = getattr(scan, "ruling", None)
    is_counted = counts(scan.flags, ruling.counts if ruling else None)
    back = reverse(
        "admin:meetings_meeting_attendance_facts",
        args=[meeting.pk, session, scan.registration_id],
    )

    def do(cleaned: dict[str, Any]) -> str:
        rule_facts(
            meeting=meeting, seen={scan.pk: cleaned["seen"]}, counts=not is_counted,
            note=cleaned["note"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        return "Catatan itu tidak dihitung lagi." if is_counted else "Catatan itu dihitung."

    told = _fact(scan, meeting.zone)
    answer = admin.confirm(
        request, meeting, do=do, refusals=(RulingRefused,), back_url=back,
        form_class=partial(RulingForm, initial={"seen": ruling and ruling.ruled_at.isoformat()}),
        title="Jangan hitung catatan ini?" if is_counted else "Hitung catatan ini?",
        button="Jangan hitung" if is_counted else "Hitung",
        facts=[{"label": "Peserta", "value": scan.registration},
               {"label": "Catatan", "value": f"{told['told']}, {told['how'].lower()}"}],
    )  # fmt: skip
    return redirect(back) if answer.status_code == 302 else answer


def _record(request: HttpRequest, session: AttendanceSession) -> set[UUID]:
    """A button beside a name records that one person, coming or leaving; else all chosen."""
    leaving, coming = request.POST.getlist("keluar"), request.POST.getlist("masuk")
    direction = Scan.Direction.OUT if leaving else Scan.Direction.IN
    people = keys(leaving or coming or request.POST.getlist("orang"))
    try:
        recorded = record_at_desk(
            session=session, people=people, direction=direction, by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except DeskRefused as refusal:
        messages.error(request, str(refusal))
        return set()
    word = "keluar" if leaving else "hadir"
    names = ", ".join(each.full_name for each in recorded[:3])
    more = f" dan {len(recorded) - 3} lagi" if len(recorded) > 3 else ""
    told = f"Dicatat {word}: {names}{more}." if recorded else f"Sudah tercatat {word} sebelumnya."
    messages.success(request, told)
    return people


def _fact(scan: Scan, zone: str) -> dict[str, Any]:
    ruling = getattr(scan, "ruling", None)
    return {
        "pk": scan.pk,
        "told": f"{DIRECTIONS[scan.direction]}, {moment(scan.scanned_at, zone)}",
        "how": METHODS[scan.method],
        "who": scan.by or scan.device or "",
        "door": scan.door,
        "flags": [FLAGS[flag] for flag in scan.flags],
        "is_counted": counts(scan.flags, ruling.counts if ruling else None),
        "ruling": ruling,
        "ruled": moment(ruling.ruled_at, zone) if ruling else "",
    }


def _list_url(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_sessions", args=[meeting.pk])


STEPS = (
    Step("sesi/<int:session>/catat", "desk", "Catat kehadiran", desk, TAKES_ATTENDANCE,
         is_listed=False),
    Step("sesi/<int:session>/catat/<uuid:person>", "attendance_facts", "Catatan presensi", facts,
         TAKES_ATTENDANCE, is_listed=False),
    Step("sesi/<int:session>/putuskan/<uuid:fact>", "attendance_ruling", "Putuskan catatan", rule,
         RULES, is_listed=False),
)  # fmt: skip
