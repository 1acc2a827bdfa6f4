"""Tanya jawab about an item of the agenda, for those who take part and the secretariat."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import secretariat, signed_in
from meetings.actions.agenda_remarks import (
    RemarkRefused,
    hide_remark,
    show_remark,
    write_remark,
)
from meetings.agenda.content import Item
from meetings.agenda.discussion import (
    closed_because,
    item_of,
    moderates,
    reads_threads,
    speaker,
    speaking_offices,
    thread,
    threads_url,
)
from meetings.models import AgendaRemark, Meeting
from meetings.papers import release_read
from provinces.models import Office


class RemarkForm(forms.Form):
    """offices: in whose name the reader may write; None: as the secretariat."""

    office = forms.ModelChoiceField(Office.objects.none(), label="Atas nama", empty_label=None)
    text = forms.CharField(
        label="Pertanyaan atau tanggapan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, offices: list[Office] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = offices[0] if offices and len(offices) == 1 else None
        if offices is None or self.only:
            del self.fields["office"]
        else:
            keys = [office.pk for office in offices]
            self.fields["office"].queryset = Office.objects.filter(pk__in=keys)

    def said(self) -> dict[str, Any]:
        """The form is valid."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return {"office": self.only or self.cleaned_data.get("office"), "text": text}


class HideForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Dibaca peserta sebagai ganti tulisan ini."
    )


@signed_in
def discussion(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    meeting, item = _item(request, slug, number)
    offices = _voices(request, meeting)
    form = RemarkForm(request.POST or None, offices=offices) if offices != [] else None
    answers = _key(request.GET.get("jawab", ""))
    if request.method == "POST" and form and form.is_valid():
        try:
            written = write_remark(
                meeting=meeting, item_number=number, answers=answers,
                by=request.user, at=timezone.now(), **form.said(),
            )  # fmt: skip
        except RemarkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Terkirim.")
            return redirect(f"{request.path}#tulisan-{written.pk}")
    closed = closed_because(meeting)
    context = {
        "item": item,
        **_thread(request, meeting, number, answers, may_write=form is not None and not closed),
        "form": form if not closed or (form and form.is_bound) else None,
        "closed": closed,
        **_about(meeting, item["title"]),
    }
    return render(request, "meetings/discussion.html", context)


@secretariat
def hide(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Hides a remark with a reason, or shows a hidden one again."""
    if not moderates(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, slug=slug)
    remark = get_object_or_404(_remarks(meeting, number), pk=pk)
    form = HideForm(request.POST or None)
    if request.method == "POST":
        done = _moderated(request, remark, form)
        if done:
            messages.success(request, done)
            return redirect(f"{threads_url(meeting, number)}#tulisan-{pk}")
    context = {
        "remark": remark,
        "speaker": speaker(remark),
        "form": form,
        "back_url": threads_url(meeting, number),
        **_about(meeting, "Sembunyikan tulisan"),
    }
    return render(request, "meetings/remark_hide.html", context)


def _thread(
    request: HttpRequest, meeting: Meeting, number: int, answers: int | None, *, may_write: bool
) -> dict[str, Any]:
    """The thread of an item, and the question that the reader is about to answer."""
    remarks = _remarks(meeting, number)
    asked = (remark for remark in remarks if remark.pk == answers and remark.hidden_at is None)
    rows = thread(remarks, meeting, may_write=may_write, may_moderate=moderates(request.user))
    return {"questions": rows, "answered": next(asked, None)}


def _moderated(request: HttpRequest, remark: AgendaRemark, form: HideForm) -> str:
    """Does it and says so; empty when it was refused."""
    by = {"by": request.user, "at": timezone.now()}
    if request.POST.get("do") == "show":
        show_remark(remark=remark, **by)
        return "Tulisan ditampilkan lagi."
    if not form.is_valid():
        return ""
    hide_remark(remark=remark, reason=form.cleaned_data["reason"], **by)
    return "Tulisan disembunyikan."


def _item(request: HttpRequest, slug: str, number: int) -> tuple[Meeting, Item]:
    """404 for who takes no part, and where the reader's release holds no such item."""
    visible = Meeting.objects.visible_to(request.user).select_related("current_release")
    meeting = get_object_or_404(visible, slug=slug)
    agenda = release_read(meeting, is_staff=request.user.is_staff)
    item = item_of(agenda, number)
    if item is None or not reads_threads(request.user, meeting):
        raise Http404
    return meeting, item


def _voices(request: HttpRequest, meeting: Meeting) -> list[Office] | None:
    """None: as the secretariat; empty: reads only."""
    if moderates(request.user):
        return None
    return list(speaking_offices(request.user, meeting))


def _remarks(meeting: Meeting, number: int) -> Any:
    return meeting.agenda_remarks.filter(item_number=number).select_related("office")


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _about(meeting: Meeting, label: str) -> dict[str, Any]:
    agenda_url = reverse("meetings:agenda", args=[meeting.slug])
    return {
        "meeting": meeting,
        "is_sample_data": meeting.is_sample,
        "agenda_url": agenda_url,
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Rakor", "url": reverse("meetings:list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
            {"label": "Susunan acara", "url": agenda_url},
            {"label": label},
        ],
    }
