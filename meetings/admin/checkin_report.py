"""Rekonsiliasi presensi: doubtful facts by kind, what is decided of them, and guests."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.panel import PanelAdmin, Step
from forum_portal.lib.spreadsheet import FORMATS
from meetings.actions.rulings import RulingRefused, Seen, rule_facts
from meetings.checkin.reconciliation import (
    GUESTS,
    Line,
    RulingState,
    chosen,
    counts_of,
    facts_of,
    lines_of,
)
from meetings.checkin.report_files import report_file
from meetings.models import Meeting, Scan

READS, RULES = "meetings.view_scan", "meetings.add_scanruling"
PAGE_SIZE = 50
# As many as a reader can read before deciding.
MOST_AT_ONCE = 200
_FILTERS = ("tanda", "putusan", "perangkat")


class RulingForm(forms.Form):
    counts = forms.ChoiceField(
        label="Putusan", widget=forms.RadioSelect,
        choices=[("ya", "Dihitung hadir"), ("tidak", "Tidak dihitung hadir")],
    )  # fmt: skip
    note = forms.CharField(
        label="Alasan", max_length=300,
        help_text="Misalnya “Dikenali panitia, tiketnya tertinggal”.",
    )  # fmt: skip


def report(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Five statements, whatever the number of facts, and one where some were let in twice."""
    counts, asked = counts_of(meeting), _asked(request.GET)
    page = Paginator(_facts(meeting, asked), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = lines_of(meeting, list(page))
    may_rule = request.user.has_perm(RULES)
    return admin.page(
        request, meeting, "admin/meetings/checkin/report.html", title="Rekonsiliasi presensi",
        kinds=_kinds(counts, asked), rulings=_rulings(asked), pending=counts[RulingState.PENDING],
        has_any=bool(counts[""] or counts[GUESTS]), is_guests=asked["tanda"] == GUESTS,
        asked=urlencode(asked),
        page=page, rows=[{"line": line, "value": _value(line)} for line in lines],
        may_rule=may_rule, formats=FORMATS,
        file_url=reverse("admin:meetings_meeting_reconciliation_file", args=[meeting.pk]),
        ask_url=reverse("admin:meetings_meeting_reconciliation_rule", args=[meeting.pk]),
        devices_url=reverse("admin:meetings_meeting_checkin_devices", args=[meeting.pk]),
    )  # fmt: skip


def rule(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Shows what was chosen with all that is known of it, then decides."""
    seen = _seen(request)
    if request.method != "POST" or not seen:
        messages.warning(request, "Tidak ada catatan yang dipilih.")
        return _back(request, meeting)
    is_answered = "_confirm" in request.POST
    form = RulingForm(request.POST if is_answered else None)
    if is_answered and form.is_valid() and (done := _ruled(request, meeting, seen, form)):
        messages.success(request, done)
        return _back(request, meeting)
    lines = lines_of(meeting, list(chosen(meeting, seen)))
    return admin.page(
        request, meeting, "admin/meetings/checkin/rule.html",
        title=f"Putuskan {len(seen)} catatan presensi", form=form,
        rows=[{"line": line, "value": _value(line)} for line in lines],
        back=urlencode(_back_to(request)), back_url=_address(meeting, _back_to(request)),
    )  # fmt: skip


def download(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """By POST: what was handed out to whom is recorded, without the data themselves."""
    kind, asked = request.POST.get("berkas", ""), _back_to(request)
    if kind not in FORMATS:
        return _back(request, meeting)
    at = timezone.now()
    lines = lines_of(meeting, list(_facts(meeting, asked)))
    content, content_type = report_file(lines, meeting.zone, kind)
    audit.record(
        "scan.exported", target=meeting, by=request.user, at=at, count=len(lines), format=kind
    )
    response = HttpResponse(content, content_type=content_type)
    name = f"rekonsiliasi-{meeting.slug}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _ruled(request: HttpRequest, meeting: Meeting, seen: Seen, form: RulingForm) -> str:
    """What was done; empty when it was refused, with the reason in the form."""
    is_counted = form.cleaned_data["counts"] == "ya"
    note, by = form.cleaned_data["note"], request.user
    try:
        number = rule_facts(
            meeting=meeting, seen=seen, counts=is_counted, note=note, by=by, at=timezone.now()
        )
    except RulingRefused as refusal:
        form.add_error(None, str(refusal))
        return ""
    return f"{number} catatan {'dihitung' if is_counted else 'tidak dihitung'} hadir."


def _facts(meeting: Meeting, asked: dict[str, str]) -> QuerySet[Scan]:
    device = asked["perangkat"]
    return facts_of(meeting, asked["tanda"], asked["putusan"], int(device) if device else None)


def _asked(sent: QueryDict) -> dict[str, str]:
    """What the address asks for; "" for what it does not, or in words that are unknown."""
    kind, ruling, device = (sent.get(name, "") for name in _FILTERS)
    return {
        "tanda": kind if kind in (*Scan.Flag.values, GUESTS) else "",
        "putusan": ruling if ruling in RulingState.values else "",
        "perangkat": device if device.isdecimal() and len(device) < 10 else "",
    }


def _kinds(counts: dict[str, int], asked: dict[str, str]) -> list[dict[str, Any]]:
    """Those of which there are some, and the one that was chosen."""
    labels = {"": "Semua tanda", **dict(Scan.Flag.choices), GUESTS: "Tamu tanpa pendaftaran"}
    return [
        {"label": label, "count": counts.get(kind, 0), "is_chosen": kind == asked["tanda"],
         "query": f"?{urlencode({**asked, 'tanda': kind})}"}
        for kind, label in labels.items()
        if counts.get(kind) or kind in ("", asked["tanda"])
    ]  # fmt: skip


def _rulings(asked: dict[str, str]) -> list[dict[str, Any]]:
    labels = {"": "Semua putusan", **dict(RulingState.choices)}
    return [
        {"label": label, "is_chosen": state == asked["putusan"],
         "query": f"?{urlencode({**asked, 'putusan': state})}"}
        for state, label in labels.items()
    ]  # fmt: skip


def _value(line: Line) -> str:
    """A fact as it was shown: its id, and when it was last decided."""
    ruling = getattr(line.scan, "ruling", None)
    return f"{line.scan.pk.hex}|{ruling.ruled_at.isoformat() if ruling else ''}"


def _seen(request: HttpRequest) -> dict[UUID, datetime | None]:
    """Of the one that was pressed, of all that were shown, or of those that were chosen."""
    name = next((name for name in ("satu", "semua") if name in request.POST), "catatan")
    values = request.POST.getlist("tampil" if name == "semua" else name)
    found: dict[UUID, datetime | None] = {}
    for value in values[:MOST_AT_ONCE]:
        pk, _, ruled_at = value.partition("|")
        try:
            found[UUID(hex=pk)] = datetime.fromisoformat(ruled_at) if ruled_at else None
        except ValueError:
            continue
    return found


def _back_to(request: HttpRequest) -> dict[str, str]:
    """The filters of the page that the reader came from."""
    return _asked(QueryDict(request.POST.get("kembali", "")))


def _address(meeting: Meeting, asked: dict[str, str]) -> str:
    page = reverse("admin:meetings_meeting_reconciliation", args=[meeting.pk])
    return f"{page}?{urlencode(asked)}" if any(asked.values()) else page


def _back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return redirect(_address(meeting, _back_to(request)))


STEPS = (
    Step("rekonsiliasi-presensi", "reconciliation", "Rekonsiliasi presensi", report, READS,
         lambda meeting: meeting.published_at is not None),
    Step("rekonsiliasi-presensi/putuskan", "reconciliation_rule", "Rekonsiliasi presensi", rule,
         RULES, is_listed=False),
    Step("rekonsiliasi-presensi/berkas", "reconciliation_file", "Rekonsiliasi presensi",
         download, READS, is_listed=False),
)  # fmt: skip
