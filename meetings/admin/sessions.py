"""Sesi presensi: what attendance is taken for, and the code for those online."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.actions.sessions import (
    SessionRefused,
    add_sessions,
    change_session,
    close_self_check_in,
    open_self_check_in,
    remove_session,
)
from meetings.admin.session_forms import SessionForm, WindowForm
from meetings.attendance.sessions import (
    SessionPlan,
    a_day_each,
    is_self_open,
    of_plenaries,
    self_window,
    session_when,
    spoken,
)
from meetings.models import AttendanceSession, Meeting

CHANGES = "meetings.change_attendancesession"
READS = "meetings.view_attendancesession"
REMOVES = "meetings.delete_attendancesession"
LIST = "admin:meetings_meeting_sessions"
# What one press of the list makes.
PRESSES = {"hari": a_day_each, "pleno": of_plenaries}


def sessions(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The list with what adds to it: one press, or a form."""
    meeting = Meeting.objects.select_related("current_release").get(pk=meeting.pk)
    form = SessionForm(request.POST or None, meeting=meeting)
    press = PRESSES.get(request.POST.get("do", ""))
    if press is not None:
        try:
            return _added(request, meeting, press(meeting))
        except SessionRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, meeting, [form.plan()])
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
    rows = meeting.sessions.annotate(facts=Count("scans"))
    return admin.page(
        request, meeting, "admin/meetings/attendance/sessions.html", title="Sesi presensi",
        form=form, rows=[_row(session, meeting) for session in rows],
        presses=_presses(meeting), links=_links(meeting),
    )  # fmt: skip


def change(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int) -> HttpResponse:
    found = _session(meeting, session)

    def do(cleaned: dict[str, Any]) -> str:
        plan = SessionPlan(**cleaned)
        changed = change_session(session=found, plan=plan, by=request.user, at=timezone.now())
        return f"Sesi {plan.title} diubah." if changed else "Tidak ada yang berubah."

    return _asked(
        admin, request, meeting, title=f"Ubah sesi {found}", do=do, button="Simpan",
        form_class=partial(SessionForm, meeting=meeting, session=found),
    )  # fmt: skip


def window(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int) -> HttpResponse:
    found, at = _session(meeting, session), timezone.now()

    def do(cleaned: dict[str, Any]) -> str:
        opened = open_self_check_in(session=found, by=request.user, at=at, **cleaned)
        return f"Presensi mandiri {opened}: {self_window(opened, meeting)}."

    return _asked(
        admin, request, meeting, title=f"Presensi mandiri {found}", do=do, button="Simpan",
        form_class=partial(WindowForm, meeting=meeting, session=found, at=at),
        lead="Peserta daring memasukkan kode sesi di halaman tiketnya selama waktu ini. Kodenya "
             "dibuat portal; tampilkan besar di layar konferensi.",
    )  # fmt: skip


def close(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int) -> HttpResponse:
    found, at = _session(meeting, session), timezone.now()

    def do(cleaned: dict[str, Any]) -> str:
        close_self_check_in(session=found, by=request.user, at=at)
        return f"Presensi mandiri {found} ditutup."

    return _asked(
        admin, request, meeting, title=f"Tutup presensi mandiri {found}?", do=do, button="Tutup",
        facts=[{"label": "Waktunya", "value": self_window(found, meeting)}],
    )  # fmt: skip


def remove(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int) -> HttpResponse:
    found = _session(meeting, session)

    def do(cleaned: dict[str, Any]) -> str:
        remove_session(session=found, by=request.user, at=timezone.now())
        return f"Sesi {found} dihapus."

    return _asked(
        admin, request, meeting, title=f"Hapus sesi {found}?", do=do, button="Hapus",
        tone="danger", facts=[{"label": "Waktu", "value": session_when(found, meeting.zone)}],
    )  # fmt: skip


def code(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, session: int) -> HttpResponse:
    """The code as large as the screen, for the hall and the video conference."""
    found = get_object_or_404(meeting.sessions.exclude(self_code=""), pk=session)
    return admin.page(
        request, meeting, "admin/meetings/attendance/code.html", title=f"Kode presensi {found}",
        session=found, code=spoken(found.self_code), spelled=" ".join(found.self_code),
        window=self_window(found, meeting), is_open=is_self_open(found, timezone.now()),
        list_url=reverse(LIST, args=[meeting.pk]),
    )  # fmt: skip


def _session(meeting: Meeting, key: int) -> AttendanceSession:
    return get_object_or_404(meeting.sessions, pk=key)


def _asked(
    admin: PanelAdmin, request: HttpRequest, meeting: Meeting, **options: Any
) -> HttpResponse:
    """As PanelAdmin.confirm, and then back to the list of sessions."""
    back = reverse(LIST, args=[meeting.pk])
    answer = admin.confirm(request, meeting, refusals=(SessionRefused,), back_url=back, **options)
    return redirect(back) if answer.status_code == 302 else answer


def _added(request: HttpRequest, meeting: Meeting, plans: list[SessionPlan]) -> HttpResponse:
    made = add_sessions(meeting=meeting, plans=plans, by=request.user, at=timezone.now())
    messages.success(request, f"{len(made)} sesi presensi ditambahkan.")
    return redirect(request.path)


def _presses(meeting: Meeting) -> list[dict[str, Any]]:
    """Those that would add something."""
    labels = {"hari": "Satu sesi tiap hari", "pleno": "Dari pleno pada susunan acara"}
    there = set(meeting.sessions.values_list("held_on", "title"))
    plans = {name: press(meeting) for name, press in PRESSES.items()}
    fresh = {
        name: [plan for plan in found if (plan.held_on, plan.title) not in there]
        for name, found in plans.items()
    }
    return [
        {"name": name, "label": labels[name], "count": len(found)}
        for name, found in fresh.items()
        if found
    ]


def _row(session: AttendanceSession, meeting: Meeting) -> dict[str, Any]:
    names = ("session", "session_window", "session_close", "session_remove", "session_code", "desk")
    urls = {
        name: reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk, session.pk])
        for name in names
    }
    is_open = is_self_open(session, timezone.now())
    closes = session.self_closes_at
    return {
        "title": session.title,
        "when": session_when(session, meeting.zone),
        "facts": session.facts,  # type: ignore[attr-defined]
        "window": self_window(session, meeting),
        "state": "Dibuka" if is_open else "",
        "has_code": bool(session.self_code),
        "may_close": closes is not None and closes > timezone.now(),
        "may_remove": not session.facts,  # type: ignore[attr-defined]
        "is_onsite": meeting.mode == Meeting.Mode.ONSITE,
        **urls,
    }


def _links(meeting: Meeting) -> list[dict[str, str]]:
    lists = reverse("admin:meetings_meeting_attendance_lists", args=[meeting.pk])
    return [
        {"label": "Papan kehadiran", "url": reverse("meetings:board", args=[meeting.slug])},
        {"label": "Daftar hadir", "url": lists},
    ]


STEPS = (
    Step("sesi", "sessions", "Sesi presensi", sessions, CHANGES),
    Step("sesi/<int:session>", "session", "Ubah sesi", change, CHANGES, is_listed=False),
    Step("sesi/<int:session>/presensi-mandiri", "session_window", "Presensi mandiri", window,
         CHANGES, is_listed=False),
    Step("sesi/<int:session>/tutup-presensi-mandiri", "session_close", "Tutup presensi mandiri",
         close, CHANGES, is_listed=False),
    Step("sesi/<int:session>/hapus", "session_remove", "Hapus sesi", remove,
         REMOVES, is_listed=False),
    Step("sesi/<int:session>/kode", "session_code", "Kode presensi", code, READS,
         is_listed=False),
)  # fmt: skip
