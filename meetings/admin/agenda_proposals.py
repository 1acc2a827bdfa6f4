"""Usulan acara: what offices propose and what former rakor left open, taken into the agenda."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import Precision, moment, partial_date
from forum_portal.lib.native_inputs import DateField
from meetings.actions.agenda_proposals import (
    TopicRefused,
    accept_topic,
    decline_topic,
    keep_topic,
)
from meetings.actions.agenda_refusals import AgendaRefused
from meetings.actions.follow_ups import FollowUpRefused, adopt_follow_up, settle_follow_up
from meetings.admin.agenda_forms import place_code, place_from
from meetings.agenda.content import day_of
from meetings.agenda.follow_ups import kept_proposals, open_follow_ups
from meetings.agenda.proposing import proposal_window
from meetings.agenda.tree import AtEnd, Beside, Place, Side, days_of
from meetings.models import ActionItem, AgendaProposal, Meeting

REFUSALS = (TopicRefused, AgendaRefused, FollowUpRefused)
Choices = list[tuple[str, str]]


class TakeUpForm(forms.Form):
    to = forms.ChoiceField(label="Tempat di susunan acara")

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = places

    def place(self) -> Place:
        """The form is valid."""
        return place_from(self.cleaned_data["to"])


class DecisionForm(TakeUpForm):
    note = forms.CharField(
        label="Catatan untuk balai",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Wajib bila tidak diterima; dikirim kepada balai pengusul.",
    )


class SettlingForm(forms.Form):
    on = DateField(label="Tuntas pada")
    settled_note = forms.CharField(label="Catatan tuntas", max_length=300, required=False)


class ProposalsPage:
    """A form for each proposal and follow-up; `do` of a POST says what it wants, `key` of which.

    What is refused is shown beside its form with all that was typed.
    """

    def __init__(self, admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> None:
        self.admin, self.request, self.meeting = admin, request, meeting
        self.places = _places(meeting)
        self.bound: dict[str, forms.Form] = {}

    def answer(self) -> HttpResponse:
        work: dict[str, Callable[[], str]] = {
            "accept": self.accept,
            "keep": partial(self.decide, keep_topic, "disimpan untuk rakor berikutnya"),
            "decline": partial(self.decide, decline_topic, "tidak diterima"),
            "adopt": self.adopt,
            "settle": self.settle,
        }
        asked = work.get(self.request.POST.get("do", "")) if self.request.method == "POST" else None
        done = asked() if asked else ""
        if done:
            messages.success(self.request, done)
            return redirect(self.request.path)
        return self.page()

    def accept(self) -> str:
        proposal, form = self._asked_proposal()
        if proposal is None or not form.is_valid():
            return ""
        note = form.cleaned_data["note"]
        what = {"proposal": proposal, "meeting": self.meeting, "to": form.place(), "note": note}
        return self._do(form, accept_topic, f"“{proposal}” menjadi mata acara.", **what)

    def decide(self, act: Callable[..., Any], words: str) -> str:
        proposal, form = self._asked_proposal()
        if proposal is None:
            return ""
        # The place is nobody's question here.
        form.fields["to"].required = False
        note = form.cleaned_data["note"] if form.is_valid() else ""
        return self._do(form, act, f"“{proposal}” {words}.", proposal=proposal, note=note)

    def adopt(self) -> str:
        follow_up = self._asked_follow_up()
        if follow_up is None:
            return ""
        form = TakeUpForm(self.request.POST, places=self.places, prefix=str(follow_up.pk))
        self.bound[f"adopt-{follow_up.pk}"] = form
        if not form.is_valid():
            return ""
        what = {"meeting": self.meeting, "follow_up": follow_up, "to": form.place()}
        return self._do(form, adopt_follow_up, "Tindak lanjut menjadi mata acara.", **what)

    def settle(self) -> str:
        follow_up = self._asked_follow_up()
        if follow_up is None:
            return ""
        form = SettlingForm(self.request.POST, prefix=str(follow_up.pk))
        self.bound[f"settle-{follow_up.pk}"] = form
        if not form.is_valid():
            return ""
        on, note = form.cleaned_data["on"], form.cleaned_data["settled_note"]
        what = {"follow_up": follow_up, "on": on, "note": note}
        return self._do(form, settle_follow_up, "Tindak lanjut dinyatakan tuntas.", **what)

    def page(self) -> HttpResponse:
        decided = self.meeting.agenda_proposals.exclude(decision="", withdrawn_at=None)
        return self.admin.page(
            self.request,
            self.meeting,
            "admin/meetings/agenda_proposals.html",
            title="Usulan acara",
            window=proposal_window(self.meeting, timezone.now()),
            waiting=[self._proposal_row(proposal) for proposal in self._waiting()],
            kept=[self._proposal_row(proposal) for proposal in kept_proposals(self.meeting)],
            follow_ups=[self._follow_up_row(item) for item in open_follow_ups(self.meeting)],
            decided=[_decided(row) for row in decided.select_related("office", "decided_by")],
        )

    def _waiting(self) -> Any:
        return self.meeting.agenda_proposals.open().select_related("meeting", "office")

    def _proposal_row(self, proposal: AgendaProposal) -> dict[str, Any]:
        key = str(proposal.pk)
        return {
            "key": key,
            "title": proposal.title,
            "reason": proposal.reason,
            "minutes": proposal.minutes_wanted,
            "office": proposal.office.name,
            "proposed": moment(proposal.proposed_at, self.meeting.zone),
            "meeting": proposal.meeting.title if proposal.meeting_id != self.meeting.pk else "",
            "kept_note": proposal.decision_note,
            "form": self.bound.get(key) or DecisionForm(places=self.places, prefix=key),
        }

    def _follow_up_row(self, item: ActionItem) -> dict[str, Any]:
        key = str(item.pk)
        today = {"on": timezone.localdate()}
        due = partial_date(item.due_on, Precision.DAY) if item.due_on else ""
        return {
            "key": key,
            "title": item.task,
            "responsible": item.responsible,
            "due": due,
            "meeting": item.minutes.meeting.title,
            "form": self.bound.get(f"adopt-{key}") or TakeUpForm(places=self.places, prefix=key),
            "settling": self.bound.get(f"settle-{key}") or SettlingForm(prefix=key, initial=today),
        }

    def _asked_proposal(self) -> tuple[AgendaProposal | None, DecisionForm]:
        """None, with a word to the reader, where it is not among those that wait any more."""
        key = self.request.POST.get("key", "")
        form = DecisionForm(self.request.POST, places=self.places, prefix=key)
        self.bound[key] = form
        rows = [*self._waiting(), *kept_proposals(self.meeting)] if _is_uuid(key) else []
        return self._found(rows, key), form

    def _asked_follow_up(self) -> ActionItem | None:
        return self._found(open_follow_ups(self.meeting), self.request.POST.get("key", ""))

    def _found(self, rows: list[Any], key: str) -> Any:
        for row in rows:
            if str(row.pk) == key:
                return row
        messages.warning(self.request, "Sudah diputus orang lain; inilah keadaannya sekarang.")
        return None

    def _do(self, form: forms.Form, act: Callable[..., Any], done: str, **what: Any) -> str:
        """`done`, or nothing with the reason in the form."""
        try:
            act(**what, by=self.request.user, at=timezone.now())
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            return ""
        return done


def agenda_proposals(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return ProposalsPage(admin, request, meeting).answer()


def _places(meeting: Meeting) -> Choices:
    """The end of each day, what has no day yet, and the end of each item of the first level."""
    ends: Choices = []
    for day in days_of(meeting):
        on = day_of(meeting, day)
        words = f"Akhir hari ke-{day}" + (f", {partial_date(on, Precision.DAY)}" if on else "")
        ends.append((place_code(AtEnd(day)), words))
    items = meeting.agenda_items.filter(parent=None).values_list("pk", "title")
    within = [(place_code(Beside(pk, Side.WITHIN)), f"Di dalam “{title}”") for pk, title in items]
    return [*ends, (place_code(AtEnd(None)), "Belum berhari"), *within]


def _decided(proposal: AgendaProposal) -> dict[str, Any]:
    withdrawn = proposal.withdrawn_at is not None
    return {
        "title": proposal.title,
        "office": proposal.office.name,
        "state": "Ditarik" if withdrawn else proposal.get_decision_display(),
        "by": proposal.decided_by or "",
        "note": proposal.decision_note,
    }


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


STEPS = (
    Step("usulan-acara", "agenda_proposals", "Usulan acara", agenda_proposals,
         "meetings.change_agendaproposal"),
)  # fmt: skip
