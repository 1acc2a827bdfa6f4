"""Usulan acara: what an office wants on the agenda of a rakor, and what became of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from forum_portal.lib.dates import moment
from meetings.actions.agenda_proposals import Topic, TopicRefused, propose_topic, withdraw_topic
from meetings.agenda.proposing import proposal_window
from meetings.models import AgendaProposal, Meeting
from provinces.models import Office
from provinces.permissions import offices_of

_TONES = {"": "blue", "diterima": "green", "disimpan": "amber", "ditolak": "red"}


class TopicForm(forms.Form):
    """offices: those that the reader acts for; asked for only where there are several."""

    office = forms.ModelChoiceField(Office.objects.none(), label="Atas nama", empty_label=None)
    title = forms.CharField(label="Topik yang diusulkan", max_length=250)
    reason = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mengapa perlu dibahas bersama. Dibaca sekretariat, tidak tampil untuk umum.",
    )
    minutes_wanted = forms.IntegerField(
        label="Perkiraan lama (menit)", required=False, min_value=5, max_value=600
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = offices[0] if len(offices) == 1 else None
        if self.only:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = Office.objects.filter(
                pk__in=[office.pk for office in offices]
            )

    def proposed(self) -> dict[str, Any]:
        """The form is valid."""
        cleaned = self.cleaned_data
        topic = Topic(
            " ".join(cleaned["title"].split()), cleaned["reason"], cleaned["minutes_wanted"]
        )
        return {"office": self.only or cleaned["office"], "topic": topic}


@signed_in
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, offices = _meeting(request, slug), _offices(request)
    window = proposal_window(meeting, timezone.now())
    form = TopicForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            propose_topic(meeting=meeting, by=request.user, at=timezone.now(), **form.proposed())
        except TopicRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "Usulan terkirim. Balai Anda diberi tahu melalui surel setelah diputus."
            )
            return redirect(request.path)
    own = meeting.agenda_proposals.filter(office__in=offices)
    context = {
        "meeting": meeting,
        "window": window,
        "form": form if window.is_open or form.is_bound else None,
        "rows": [_row(meeting, row) for row in own.select_related("office", "item__meeting")],
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": _crumbs(meeting),
    }
    return render(request, "meetings/agenda_proposals.html", context)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    meeting = _meeting(request, slug)
    own = meeting.agenda_proposals.filter(office__in=_offices(request))
    proposal = get_object_or_404(own, pk=pk)
    try:
        withdraw_topic(proposal=proposal, by=request.user, at=timezone.now())
    except TopicRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Usulan “{proposal}” ditarik.")
    return redirect("meetings:proposals", slug)


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)


def _offices(request: HttpRequest) -> list[Office]:
    """Raises PermissionDenied for who acts for none: the secretariat decides in the panel."""
    offices = list(offices_of(request.user).order_by("name"))
    if not offices:
        raise PermissionDenied("Usulan acara dikirim oleh petugas balai.")
    return offices


def _row(meeting: Meeting, proposal: AgendaProposal) -> dict[str, Any]:
    if proposal.withdrawn_at is not None:
        state, tone = "Ditarik", "neutral"
    else:
        state = proposal.get_decision_display() or "Menunggu putusan"
        tone = _TONES[proposal.decision]
    item = proposal.item
    elsewhere = item.meeting.title if item and item.meeting_id != meeting.pk else ""
    waits = not proposal.decision and proposal.withdrawn_at is None
    url = reverse("meetings:proposal_withdraw", args=[meeting.slug, proposal.pk]) if waits else ""
    return {
        "title": proposal.title,
        "reason": proposal.reason,
        "office": proposal.office.name,
        "proposed": moment(proposal.proposed_at, meeting.zone),
        "state": state,
        "tone": tone,
        "decided": moment(proposal.decided_at, meeting.zone) if proposal.decided_at else "",
        "note": proposal.decision_note,
        "elsewhere": elsewhere,
        "withdraw_url": url,
    }


def _crumbs(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {"label": "Beranda", "url": reverse("home")},
        {"label": "Rakor", "url": reverse("meetings:list")},
        {"label": meeting.title, "url": meeting.get_absolute_url()},
        {"label": "Usulan acara"},
    ]
