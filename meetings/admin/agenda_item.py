"""One item of an agenda as a form, with people; and commissions side by side in one go."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin
from meetings.actions.agenda_items import add_commissions, add_item, change_item
from meetings.actions.agenda_refusals import AgendaRefused, ItemChanged, ItemGone
from meetings.admin.agenda_conflict import conflict_of, field_names
from meetings.admin.agenda_forms import (
    CommissionsForm,
    ItemForm,
    commission_rows,
    more_rows,
    part_rows,
    place_code,
    place_from,
)
from meetings.admin.agenda_pages import TEMPLATES, back, gone, page_of
from meetings.admin.agenda_people import KnownPeople
from meetings.admin.agenda_rows import place_choices
from meetings.agenda.content import day_of
from meetings.agenda.draft import Draft, draft_in
from meetings.agenda.merging import ItemDraft, draft_of
from meetings.agenda.tree import AtEnd, Beside, Place, Side
from meetings.models import Meeting

COMMISSIONS = 3


class ItemPage:
    """The form of an item that is there, of a new one, or of one that went while it was open."""

    def __init__(
        self, model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting, number: int | None
    ) -> None:
        self.admin, self.request, self.meeting, self.number = model_admin, request, meeting, number
        self.whole = draft_in(meeting)
        self.item = self.whole.items.get(number) if number else None
        self.place = self._place()
        on = day_of(meeting, _day_of(self.whole, self.place))
        self.people = KnownPeople(on)
        self.posted = request.POST if request.method == "POST" else None
        saved = draft_of(self.item) if self.item else ItemDraft("")
        self.form = ItemForm(self.posted, draft=saved)
        self.rows = part_rows(self.posted, saved.parts, self.people)
        self.conflict: dict[str, Any] | None = None
        self.is_gone = bool(number) and self.item is None

    def answer(self) -> HttpResponse:
        if self.is_gone and self.posted is None:
            return gone(self.request, self.meeting)
        if self.posted is not None and self.form.is_valid() and self.rows.is_valid():
            try:
                return self._save(self.form.draft(self.rows.drafts()))
            except ItemGone:
                self.is_gone = True
            except ItemChanged as refused:
                self._show(refused)
            except AgendaRefused as refused:
                self.form.add_error(None, str(refused))
        return self._page()

    def _save(self, draft: ItemDraft) -> HttpResponse:
        who = {"by": self.request.user, "at": timezone.now()}
        if self.number is None or "_new" in self.request.POST:
            item = add_item(meeting=self.meeting, draft=draft, to=self.place, **who)
            return self._saved(item.pk, f"“{item.title}” ditambahkan.")
        changed = change_item(
            meeting=self.meeting, number=self.number, base=self.form.cleaned_data["base"],
            draft=draft, **who,
        )  # fmt: skip
        words = f"“{changed.item.title}” disimpan."
        if changed.theirs_only:
            kept = field_names(changed.theirs_only)
            words += f" Yang sementara itu diubah penyunting lain tetap berlaku: {kept}."
        return self._saved(changed.item.pk, words)

    def _saved(self, number: int, words: str) -> HttpResponse:
        messages.success(self.request, words)
        if "_more" in self.request.POST:
            response = back(self.meeting)
            address = reverse("admin:meetings_meeting_agenda_item", args=[self.meeting.pk, number])
            response["Location"] = f"{address}#orang"
            return response
        return back(self.meeting, f"acara-{number}-ubah")

    def _show(self, refused: ItemChanged) -> None:
        """What holds of both is filled in; from the next save on their text is known."""
        merged = refused.merge.draft
        self.conflict = conflict_of(refused)
        self.form = ItemForm(draft=merged, base=draft_of(refused.item))
        self.rows = part_rows(None, merged.parts, self.people)

    def _page(self) -> HttpResponse:
        title = f"Ubah “{self.item.title}”" if self.item else "Tambah mata acara"
        anchor = f"acara-{self.number}-ubah" if self.item else ""
        return self.admin.page(
            self.request,
            self.meeting,
            f"{TEMPLATES}/item.html",
            title=title,
            form=self.form,
            rows=self.rows,
            people=self.people.choices,
            conflict=self.conflict,
            is_gone=self.is_gone,
            place=place_code(self.place),
            back_url=page_of(self.meeting, anchor),
        )

    def _place(self) -> Place:
        """Where the item stands, or a new one is asked for: below its day, or within another."""
        if self.item:
            parent = self.item.parent_id
            return AtEnd(self.item.day) if parent is None else Beside(parent, Side.WITHIN)
        return asked_place(self.request, self.whole)


def agenda_item(
    model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting, number: int
) -> HttpResponse:
    return ItemPage(model_admin, request, meeting, number).answer()


def agenda_add(model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return ItemPage(model_admin, request, meeting, None).answer()


def agenda_commissions(
    model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """Several commissions with their people and rooms; a POST with `_rows` asks for more lines."""
    whole = draft_in(meeting)
    place = asked_place(request, whole)
    people = KnownPeople(_date_of(whole, place))
    posted = request.POST if request.method == "POST" else None
    data, is_save = more_rows(posted), posted is not None and "_rows" not in posted
    form = CommissionsForm(data, to=place_code(place), choices=place_choices(whole, None))
    rows = commission_rows(data, COMMISSIONS, people)
    if is_save and form.is_valid() and rows.is_valid():
        own = {name: value for name, value in form.cleaned_data.items() if name != "to"}
        try:
            item = add_commissions(
                meeting=meeting, to=place_from(form.cleaned_data["to"]), **own,
                commissions=[found for row in rows.forms if (found := row.commission())],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except AgendaRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{item.title}” ditambahkan beserta komisinya.")
            return back(meeting, f"acara-{item.pk}")
    return model_admin.page(
        request, meeting, f"{TEMPLATES}/commissions.html", title="Tambah sidang komisi",
        form=form, rows=rows, people=people.choices, back_url=page_of(meeting),
    )  # fmt: skip


def asked_place(request: HttpRequest, whole: Draft) -> Place:
    """What the form or the address names in `di`, where it is there; else the end of day one."""
    code = request.POST.get("di") or request.GET.get("di", "")
    try:
        place = place_from(code)
    except ValueError:
        place = AtEnd(whole.arrangement.days[0])
    if isinstance(place, Beside) and place.number not in whole.items:
        return AtEnd(whole.arrangement.days[0])
    return place


def _day_of(whole: Draft, place: Place) -> int | None:
    if isinstance(place, AtEnd):
        return place.day
    item = whole.items[place.number]
    while item.parent_id is not None:
        item = whole.items[item.parent_id]
    return item.day


def _date_of(whole: Draft, place: Place) -> date | None:
    return day_of(whole.meeting, _day_of(whole, place))
