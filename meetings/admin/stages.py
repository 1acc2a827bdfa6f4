"""The stages of a rakor in the panel: announced, opened, cancelled, closed, opened again."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import ZONE_NAMES, moment
from forum_portal.lib.native_inputs import LocalDateTimeField
from meetings.actions.closing import close_meeting, reopen_meeting
from meetings.actions.meetings import (
    MeetingRefused,
    cancel_meeting,
    open_registration,
    publish_meeting,
)
from meetings.convening.readiness import Check, missing, to_announce, to_close, to_open
from meetings.convening.standing import standing_of
from meetings.models import Meeting
from meetings.states import MeetingState, is_registration_open, state_of
from meetings.when import when, where

CHANGES = "meetings.change_meeting"


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=300)


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300,
        help_text="Dibaca umum, dan tertulis dalam surel pemberitahuan.",
    )  # fmt: skip


class OpeningForm(forms.Form):
    opens_at = LocalDateTimeField(label="Dibuka pada", required=False)


def publish(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def do(_: dict[str, Any]) -> str:
        publish_meeting(meeting=meeting, by=request.user, at=timezone.now())
        return f"{meeting} sudah diumumkan."

    return admin.confirm(
        request, meeting, title="Umumkan rakor ini?", do=do, button="Umumkan",
        refusals=(MeetingRefused,), facts=_facts(meeting),
        obstacles=missing(to_announce(meeting, timezone.now())),
        lead="Halaman rakor langsung dapat dibaca umum, beserta dokumen umum dan susunan acara "
             "yang sudah dirilis. Sesudah itu hari dan tempat hanya berubah melalui pemindahan.",
    )  # fmt: skip


def open_offices(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    zone, planned = ZoneInfo(meeting.zone), meeting.registration_opens_at
    is_ahead = planned is not None and planned > timezone.now()

    def do(cleaned: dict[str, Any]) -> str:
        typed = cleaned["opens_at"]
        opens_at = typed.replace(tzinfo=zone) if typed else None
        opened = open_registration(
            meeting=meeting, opens_at=opens_at, by=request.user, at=timezone.now()
        )
        return f"Pendaftaran dibuka {moment(opened.registration_opens_at, opened.zone)}."

    def form_class(data: Any = None) -> OpeningForm:
        form = OpeningForm(data, initial={"opens_at": _local(planned, zone) if is_ahead else None})
        name = ZONE_NAMES[meeting.zone]
        form.fields["opens_at"].help_text = f"Waktu {name}. Kosongkan untuk membuka sekarang."
        return form

    is_for_anybody = meeting.registered_by == Meeting.RegisteredBy.ANYBODY
    return admin.confirm(
        request, meeting, title="Buka pendaftaran?", do=do, button="Buka pendaftaran",
        form_class=form_class, refusals=(MeetingRefused,),
        facts=_told(to_open(meeting, timezone.now())[1:]),
        obstacles=missing(to_open(meeting, timezone.now())),
        lead="Siapa pun mendaftarkan diri dengan kode yang dikirim ke alamat surelnya."
        if is_for_anybody else "Petugas setiap balai mendaftarkan delegasinya sendiri.",
    )  # fmt: skip


def cancel(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def do(cleaned: dict[str, Any]) -> str:
        reason = cleaned["reason"]
        cancel_meeting(meeting=meeting, reason=reason, by=request.user, at=timezone.now())
        return f"{meeting} dibatalkan. Surel pemberitahuannya menunggu di kotak keluar."

    registered = meeting.registrations.active().count()
    return admin.confirm(
        request, meeting, title="Batalkan rakor ini?", do=do, button="Batalkan rakor",
        form_class=CancellationForm, refusals=(MeetingRefused,), tone="danger",
        facts=[*_facts(meeting), {"label": "Terdaftar", "value": f"{registered} peserta"}],
        lead="Halamannya tetap ada beserta susunan acara dan alasannya. Surel kepada peserta dan "
             "balai yang diundang disiapkan di kotak keluar; Anda yang mengirimnya.",
    )  # fmt: skip


def close(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def do(_: dict[str, Any]) -> str:
        close_meeting(meeting=meeting, by=request.user, at=timezone.now())
        return f"{meeting} ditutup."

    checks = to_close(meeting, standing_of(meeting), timezone.now())
    return admin.confirm(
        request, meeting, title="Tutup rakor ini?", do=do, button="Tutup rakor",
        refusals=(MeetingRefused,), facts=_told(checks), obstacles=missing(checks),
        lead="Tanya jawab susunan acaranya berakhir. Semua halaman tetap dapat dibaca, dan rakor "
             "dapat dibuka kembali dengan alasan.",
    )  # fmt: skip


def reopen(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def do(cleaned: dict[str, Any]) -> str:
        reason = cleaned["reason"]
        reopen_meeting(meeting=meeting, reason=reason, by=request.user, at=timezone.now())
        return f"{meeting} dibuka kembali."

    return admin.confirm(
        request, meeting, title="Buka kembali rakor ini?", do=do, button="Buka kembali",
        form_class=ReasonForm, refusals=(MeetingRefused,), facts=_facts(meeting),
    )  # fmt: skip


def may_be_opened(meeting: Meeting) -> bool:
    """Announced, not over, and not open yet."""
    at = timezone.now()
    state = state_of(meeting, at)
    closed_for_good = {MeetingState.DRAFT, MeetingState.CANCELLED, MeetingState.FINISHED}
    return state not in closed_for_good and not is_registration_open(meeting, at)


def _is_over(meeting: Meeting) -> bool:
    return state_of(meeting, timezone.now()) == MeetingState.FINISHED


def _facts(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {"label": "Rakor", "value": meeting.title},
        {"label": "Waktu", "value": when(meeting)},
        {"label": "Tempat", "value": where(meeting) or meeting.get_mode_display() or "belum diisi"},
    ]


def _told(checks: list[Check]) -> list[dict[str, Any]]:
    return [{"label": check.label, "value": check.told} for check in checks if check.is_met]


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at and at.astimezone(zone).replace(tzinfo=None)


STEPS = (
    Step("terbitkan", "publish", "Umumkan", publish, CHANGES,
         lambda m: m.published_at is None and m.cancelled_at is None, "primary"),
    Step("buka-pendaftaran", "open", "Buka pendaftaran", open_offices, CHANGES, may_be_opened),
    Step("batalkan", "cancel", "Batalkan", cancel, CHANGES,
         lambda m: m.cancelled_at is None and not _is_over(m), "danger"),
    Step("tutup", "close", "Tutup", close, CHANGES,
         lambda m: m.closed_at is None and m.published_at is not None and _is_over(m)),
    Step("buka-kembali", "reopen", "Buka kembali", reopen, CHANGES,
         lambda m: m.closed_at is not None),
)  # fmt: skip
