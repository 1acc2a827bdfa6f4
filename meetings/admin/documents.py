"""Dokumen: the papers of a rakor in the panel, filed in slots, each with its versions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import moment
from meetings.actions.documents import (
    DocumentRefused,
    add_document,
    add_version,
    file_document,
    restore_document,
    withdraw_document,
)
from meetings.admin.paper_forms import AddPaperForm, FilingForm, VersionForm
from meetings.models import Document, Meeting
from meetings.papers import paper_row

_FILED = ("title", "slot", "item_number", "visibility", "order")


def documents(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """All papers by slot, and the form that files another one."""
    form = AddPaperForm(request.POST or None, request.FILES or None, meeting=meeting)
    if request.method == "POST":
        added = _do(
            form,
            lambda: add_document(
                meeting=meeting,
                filing=form.filing(),
                file=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
            ),
        )
        if added:
            messages.success(request, f"“{added}” disimpan sebagai versi 1.")
            return redirect(request.path)
    return admin.page(
        request,
        meeting,
        "admin/meetings/documents.html",
        title="Dokumen",
        slots=_slots(meeting),
        form=form,
        public_url=reverse("meetings:documents", args=[meeting.slug]),
    )


def document(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    """One paper: where it stands, its next version, and whether it is withdrawn."""
    paper = get_object_or_404(meeting.documents.prefetch_related("versions__added_by"), pk=pk)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    filed = {name: getattr(paper, name) for name in _FILED}
    filing = FilingForm(request.POST if asked == "file" else None, initial=filed, meeting=meeting)
    sent = (request.POST, request.FILES) if asked == "version" else (None, None)
    version = VersionForm(*sent, prefix="versi")
    done = _answer(request, paper, asked, filing, version)
    if done:
        messages.success(request, done)
        return redirect(request.path)
    return admin.page(
        request,
        meeting,
        "admin/meetings/document.html",
        title=paper.title,
        paper=paper,
        row=_row(meeting, paper),
        versions=_versions(meeting, paper),
        filing=filing,
        version_form=version,
        back_url=reverse("admin:meetings_meeting_documents", args=[meeting.pk]),
    )


def _answer(
    request: HttpRequest, paper: Document, asked: str, filing: FilingForm, version: VersionForm
) -> str:
    """Does what was asked and says so; empty when nothing was, or when it was refused."""
    what = {"document": paper, "by": request.user, "at": timezone.now()}
    if asked == "withdraw":
        withdraw_document(**what)
        return f"“{paper}” ditarik; hanya sekretariat yang masih membacanya."
    if asked == "restore":
        restore_document(**what)
        return f"“{paper}” tampil kembali."
    if asked == "file" and filing.is_valid():
        changed = file_document(filing=filing.filing(), **what)
        return "Perubahan disimpan." if changed else "Tidak ada yang berubah."
    if asked == "version":
        cleaned = version.cleaned_data if version.is_valid() else {}
        added = _do(
            version, lambda: add_version(file=cleaned["file"], note=cleaned["note"], **what)
        )
        return f"Versi {added.number} disimpan." if added else ""
    return ""


def _do(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What `act` made; None with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except DocumentRefused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error("file", refusal)
    return None


def _slots(meeting: Meeting) -> list[dict[str, Any]]:
    """Three queries, however many papers there are."""
    found = meeting.documents.prefetch_related("versions")
    titles = dict(meeting.agenda_items.values_list("pk", "title"))
    rows = [(paper, _row(meeting, paper, titles)) for paper in found]
    return [
        {"title": label, "papers": [row for paper, row in rows if paper.slot == slot]}
        for slot, label in Document.Slot.choices
        if any(paper.slot == slot for paper, _ in rows)
    ]


def _row(meeting: Meeting, paper: Document, titles: dict[int, str] | None = None) -> dict[str, Any]:
    row = paper_row(meeting, paper) if paper.versions.all() else {"title": paper.title}
    number = paper.item_number
    return {
        **row,
        "visibility": paper.get_visibility_display(),
        "item": (titles or {}).get(number, "acara yang sudah dihapus") if number else "",
        "is_withdrawn": paper.withdrawn_at is not None,
        "change_url": reverse("admin:meetings_meeting_document", args=[meeting.pk, paper.pk]),
    }


def _versions(meeting: Meeting, paper: Document) -> list[dict[str, Any]]:
    return [
        {
            "label": f"Versi {version.number}",
            "url": reverse(
                "meetings:document_version", args=[meeting.slug, paper.pk, version.number]
            ),
            "when": moment(version.added_at, meeting.zone),
            "by": version.added_by or "",
            "note": version.note,
        }
        for version in paper.versions.all()
    ]


STEPS = (
    Step("dokumen", "documents", "Dokumen", documents, "meetings.change_document"),
    Step("dokumen/<int:pk>", "document", "Dokumen", document, "meetings.change_document",
         is_listed=False),
)  # fmt: skip
