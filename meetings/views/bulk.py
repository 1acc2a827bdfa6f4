"""A delegation from a filled table: the file to fill, what was read of it row by row, then done."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import signed_in
from forum_portal.lib.kept_uploads import forget, keep, kept
from forum_portal.lib.secrecy import kept_by_nobody
from forum_portal.lib.spreadsheet import MAX_BYTES, XLSX_TYPE, TableRefused
from forum_portal.lib.uploads import read_within
from meetings.actions.bulk import Entered, enter_table
from meetings.actions.drafts import MOST_DRAFTS
from meetings.actions.registration_gate import too_many_at_once
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.delegations.bulk import (
    REGISTERED,
    BulkRow,
    Standing,
    blank_form,
    delegates_in,
    divided,
    read_bulk,
    unfinished_in,
)
from meetings.delegations.drafts import draft_data
from meetings.delegations.outcome import say_outcome
from meetings.delegations.reaching import crumbs, delegation_url, rakor_of_offices
from meetings.delegations.workbook import columns_of, template
from meetings.models import Meeting
from meetings.permissions import keeps_registrations, registering_office
from meetings.registration_notice import closed_registration
from meetings.states import is_registration_open
from meetings.views.choosing import choose_office
from provinces.models import Office

AGAIN = "Unggah lagi berkas yang sama: yang sudah terdaftar dilewati."
GONE = "Berkas tidak lagi tersimpan; unggah sekali lagi."


class TableForm(forms.Form):
    file = forms.FileField(
        label="Berkas yang sudah diisi",
        help_text="XLSX dari templat rakor ini (atau CSV dengan kolom yang sama), paling besar "
        f"2 MB dan {MOST_DRAFTS} peserta. Rumus tidak dihitung; isi selnya dibaca sebagai teks.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Pilih berkasnya."},
    )

    def clean_file(self) -> bytes:
        return read_within(self.cleaned_data["file"], MAX_BYTES)


@signed_in
def blank_table(request: HttpRequest, slug: str) -> HttpResponse:
    """For this rakor, with what it asks and what may be chosen."""
    meeting = rakor_of_offices(request.user, slug)
    registering_office(request.user, request.GET.get("balai", ""))
    form = blank_form(meeting, any_role=keeps_registrations(request.user))
    content = template(columns_of(form), title=f"{meeting.title}, {meeting.dates}")
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"delegasi-{slugify(meeting.slug)}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept_by_nobody(response)


@signed_in
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload, then what was read of each row; nothing is written before that is confirmed."""
    meeting = rakor_of_offices(request.user, slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return choose_office(request, meeting)
    at = timezone.now()
    if "key" in request.POST:
        return _confirm(request, meeting, office, request.POST["key"], at)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            rows = _read(request, meeting, office, content, at)
        except TableRefused as refused:
            form.add_error("file", ValidationError(str(refused)))
        else:
            return _preview(request, meeting, office, rows, keep(ContentFile(content)), at)
    return _upload_page(request, meeting, office, form, at)


def _confirm(
    request: HttpRequest, meeting: Meeting, office: Office, key: str, at: datetime
) -> HttpResponse:
    """Registers or keeps what the table says now; a refusal changes nothing."""
    file = kept(key)
    if file is None:
        messages.error(request, GONE)
        return redirect(request.get_full_path())
    rows = _read(request, meeting, office, file.read(), at)
    do, wanted = request.POST.get("do"), len(delegates_in(rows))
    limit = too_many_at_once(meeting, wanted, request.user, at) if do == "part" else None
    left = limit.left if limit else None
    delegates, unfinished, later = divided(rows, as_drafts=do == "draft", left=left)
    try:
        entered = enter_table(
            meeting=meeting,
            office=office,
            delegates=delegates,
            unfinished=[draft_data(row.form) for row in unfinished],
            by=request.user,
            at=at,
        )
    except RegistrationRefused as refused:
        return _preview(request, meeting, office, rows, key, at, refusal=str(refused))
    forget(key)
    _say(request, entered)
    if later:
        rest = too_many_at_once(meeting, later, request.user, at)
        messages.warning(
            request, f"{later} orang dalam berkas itu belum didaftarkan. {rest} {AGAIN}"
        )
    return redirect(delegation_url(meeting, office))


def _read(
    request: HttpRequest, meeting: Meeting, office: Office, content: bytes, at: datetime
) -> list[BulkRow]:
    any_role = keeps_registrations(request.user)
    return read_bulk(meeting, office, content, any_role=any_role, at=at)


def _say(request: HttpRequest, entered: Entered) -> None:
    if entered.registrations:
        say_outcome(request, entered.registrations)
    if entered.drafts:
        count = len(entered.drafts)
        messages.info(request, f"{count} baris disimpan sebagai draf, untuk dilengkapi di sini.")
    if not any(entered):
        messages.info(request, "Semua yang ada dalam berkas itu sudah terdaftar atau draf.")


def _preview(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    rows: list[BulkRow],
    key: str,
    at: datetime,
    refusal: str = "",
) -> HttpResponse:
    counted = [(standing, sum(row.standing == standing for row in rows)) for standing in Standing]
    registered = sum(row.standing in REGISTERED for row in rows)
    context = {
        **_context(meeting, office, "Hasil bacaan berkas", at),
        "rows": rows,
        "summary": "; ".join(f"{label.label}: {count}" for label, count in counted if count),
        "registered": registered,
        "limit": too_many_at_once(meeting, registered, request.user, at),
        "unfinished": len(unfinished_in(rows)),
        "drafts": len(unfinished_in(rows, as_drafts=True)),
        "key": key,
        "refusal": refusal,
    }
    return render(request, "meetings/bulk_preview.html", context)


def _upload_page(
    request: HttpRequest, meeting: Meeting, office: Office, form: TableForm, at: datetime
) -> HttpResponse:
    template_url = f"{reverse('meetings:bulk_table', args=[meeting.slug])}?balai={office.slug}"
    context = {
        **_context(meeting, office, "Daftarkan dari berkas Excel", at),
        "form": form,
        "template_url": template_url,
    }
    return render(request, "meetings/bulk_upload.html", context)


def _context(meeting: Meeting, office: Office, title: str, at: datetime) -> dict[str, Any]:
    back_url = delegation_url(meeting, office)
    return {
        "meeting": meeting,
        "office": office,
        "title": title,
        "back_url": back_url,
        "again_url": f"{reverse('meetings:bulk', args=[meeting.slug])}?balai={office.slug}",
        "is_open": is_registration_open(meeting, at),
        "closed": closed_registration(meeting, at),
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Delegasi", back_url), (title, "")),
    }
