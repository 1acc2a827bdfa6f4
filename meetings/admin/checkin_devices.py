"""Perangkat presensi: the devices at the doors of a rakor, in the panel."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import clock, moment
from forum_portal.lib.qr import qr_code
from meetings.actions.checkin_devices import (
    CODE_MINUTES,
    DeviceRefused,
    add_device,
    change_device,
    lock_device,
    open_code,
    renew_code,
)
from meetings.checkin.window import opens_at, wipe_at
from meetings.checkin.words import short_moment
from meetings.models import CheckinDevice, Meeting

READS, CHANGES = "meetings.view_checkindevice", "meetings.change_checkindevice"


class DeviceForm(forms.Form):
    name = forms.CharField(
        label="Nama perangkat", max_length=100,
        help_text="Misalnya “Tablet panitia 1”: begitulah namanya di dalam laporan.",
    )  # fmt: skip
    door = forms.CharField(
        label="Pintu", max_length=100, required=False,
        help_text="Dua perangkat di satu pintu ditulis dengan nama pintu yang sama.",
    )  # fmt: skip
    may_add_walk_ins = forms.BooleanField(
        label="Boleh mencatat tamu tanpa pendaftaran", required=False
    )


class LockForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=300)


def devices(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """All devices, and the form that adds another one."""
    may_change = request.user.has_perm(CHANGES)
    form = DeviceForm(request.POST if request.method == "POST" and may_change else None)
    if form.is_bound and form.is_valid():
        device = add_device(
            meeting=meeting, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, f"{device} ditambahkan. Pasang sekarang dengan kode di bawah.")
        return redirect(_address_of(device))
    at = timezone.now()
    return admin.page(
        request, meeting, "admin/meetings/checkin/devices.html", title="Perangkat presensi",
        rows=[_row(device, at) for device in _devices(meeting)],
        form=form if may_change else None,
        from_day=moment(opens_at(meeting), meeting.zone),
        until_day=moment(wipe_at(meeting), meeting.zone),
        app_url=_app_url(meeting),
        report_url=reverse("admin:meetings_meeting_reconciliation", args=[meeting.pk]),
    )  # fmt: skip


def device(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    """One device: its code while it has one, what it is called, a new code, the lock."""
    found, at = get_object_or_404(_devices(meeting), pk=pk), timezone.now()
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    if asked and not request.user.has_perm(CHANGES):
        raise PermissionDenied
    named = {name: getattr(found, name) for name in DeviceForm.base_fields}
    change = DeviceForm(request.POST if asked == "change" else None, initial=named)
    lock = LockForm(request.POST if asked == "lock" else None)
    if done := _answer(request, found, asked, change, lock):
        messages.success(request, done)
        return redirect(request.path)
    code = open_code(found, at) if request.user.has_perm(CHANGES) else ""
    return admin.page(
        request, meeting, "admin/meetings/checkin/device.html", title=found.name,
        device=found, facts=_facts(found, at), code=code,
        qr=qr_code(f"{_app_url(meeting)}#kode={code}") if code else None,
        code_until=clock(found.enrol_until, meeting.zone) if code else "",
        minutes=CODE_MINUTES, app_url=_app_url(meeting), change=change, lock=lock,
        may_change=request.user.has_perm(CHANGES),
        back_url=reverse("admin:meetings_meeting_checkin_devices", args=[meeting.pk]),
    )  # fmt: skip


def _answer(
    request: HttpRequest,
    found: CheckinDevice,
    asked: str,
    change: DeviceForm,
    lock: LockForm,
) -> str:
    """Does what was asked and says so; empty when nothing was, or when it was refused."""
    what = {"device": found, "by": request.user, "at": timezone.now()}
    if asked == "code":
        renew_code(**what)
        return f"Kode baru berlaku {CODE_MINUTES} menit. Kode sebelumnya tidak berlaku lagi."
    if asked == "change" and change.is_valid():
        changed = change_device(**what, **change.cleaned_data)
        return "Perubahan disimpan." if changed else "Tidak ada yang berubah."
    if asked == "lock" and lock.is_valid():
        done = f"{found} dikunci. Daftar peserta terhapus begitu perangkat itu terhubung lagi."
        return _do(lock, lambda: lock_device(reason=lock.cleaned_data["reason"], **what), done)
    return ""


def _do(form: forms.Form, act: Callable[[], None], done: str) -> str:
    try:
        act()
    except DeviceRefused as refusal:
        form.add_error(None, str(refusal))
        return ""
    return done


def _devices(meeting: Meeting) -> QuerySet[CheckinDevice]:
    rows = CheckinDevice.objects.filter(meeting=meeting).select_related("meeting", "made_by")
    return rows.annotate(facts=Count("scans"))


def _row(device: CheckinDevice, at: datetime) -> dict[str, Any]:
    state, tone, note = _state(device, at)
    return {
        "name": device.name,
        "url": _address_of(device),
        "door": device.door or "–",
        "adds_walk_ins": device.may_add_walk_ins,
        "state": state,
        "tone": tone,
        "note": note,
        "seen": short_moment(device.seen_at, device.meeting.zone)
        if device.seen_at
        else "belum pernah",
        "facts": device.facts,
        "unsent": device.unsent_facts or 0,
    }


def _state(device: CheckinDevice, at: datetime) -> tuple[str, str, str]:
    """A word, its tone and what there is to say of it."""
    zone = device.meeting.zone
    if device.locked_at is not None:
        return "Dikunci", "red", f"{short_moment(device.locked_at, zone)}: {device.lock_reason}"
    if device.enrol_until is not None and device.enrol_until > at:
        return (
            "Menunggu pemasangan",
            "amber",
            f"kode berlaku sampai {clock(device.enrol_until, zone)}",
        )
    if device.enrolled_at is None or not device.token_hash:
        return "Belum dipasang", "neutral", "kodenya tidak dipakai; buat yang baru"
    return "Terpasang", "green", f"sejak {short_moment(device.enrolled_at, zone)}"


def _facts(device: CheckinDevice, at: datetime) -> list[dict[str, Any]]:
    row, made = _row(device, at), moment(device.made_at, device.meeting.zone)
    guests = "boleh dicatat" if row["adds_walk_ins"] else "tidak boleh dicatat"
    return [
        {"label": "Keadaan", "value": f"{row['state']}, {row['note']}"},
        {"label": "Pintu", "value": row["door"]},
        {"label": "Tamu tanpa pendaftaran", "value": guests},
        {"label": "Terakhir mengirim", "value": row["seen"]},
        {"label": "Catatan diterima", "value": row["facts"]},
        {"label": "Belum terkirim, menurut perangkat", "value": row["unsent"]},
        {"label": "Ditambahkan", "value": f"{made} oleh {device.made_by or 'portal'}"},
    ]


def _address_of(device: CheckinDevice) -> str:
    return reverse("admin:meetings_meeting_checkin_device", args=[device.meeting_id, device.pk])


def _app_url(meeting: Meeting) -> str:
    return f"{settings.SITE_URL}{meeting.get_absolute_url()}presensi/"


def _is_announced(meeting: Meeting) -> bool:
    return meeting.published_at is not None


STEPS = (
    Step("perangkat-presensi", "checkin_devices", "Perangkat presensi", devices, READS,
         _is_announced),
    Step("perangkat-presensi/<int:pk>", "checkin_device", "Perangkat presensi", device, READS,
         _is_announced, is_listed=False),
)  # fmt: skip
