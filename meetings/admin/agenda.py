"""The draft of an agenda in the panel: one page of its days, and what is done from there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import ZONE_NAMES
from meetings.actions.agenda_items import add_item, copy_item
from meetings.actions.agenda_places import move_item
from meetings.actions.agenda_refusals import AgendaRefused
from meetings.actions.agenda_removals import remove_item, restore_item
from meetings.admin.agenda_forms import PlaceForm, QuickForm, number_in, place_from
from meetings.admin.agenda_item import agenda_add, agenda_commissions, agenda_item
from meetings.admin.agenda_pages import (
    CHANGES,
    REMOVED,
    TEMPLATES,
    VIEWS,
    back,
    gone,
    keep_removed,
    page_of,
)
from meetings.admin.agenda_rows import AgendaRows, place_choices
from meetings.agenda.draft import draft_in
from meetings.agenda.tree import Arrangement, Holder
from meetings.agenda.tree import Step as Way
from meetings.models import Meeting


def agenda(model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The whole draft. A POST says in `do` what it wants, and of which item."""
    refused = None
    if request.method == "POST":
        if not request.user.has_perm(CHANGES):
            raise PermissionDenied
        answer = AgendaWork(request, meeting).answer()
        if isinstance(answer, HttpResponse):
            return answer
        refused = answer
    draft = draft_in(meeting)
    is_open = meeting.cancelled_at is None and meeting.closed_at is None
    rows = AgendaRows(
        draft,
        may_change=is_open and request.user.has_perm(CHANGES),
        open_in=request.GET.get("isi", ""),
        refused=refused,
    )
    removed = request.session.get(REMOVED, {})
    return model_admin.page(
        request,
        meeting,
        f"{TEMPLATES}/editor.html",
        title="Susunan acara",
        days=rows.days(),
        warnings=rows.warnings,
        may_change=rows.may_change,
        is_open=is_open,
        zone=ZONE_NAMES[meeting.zone],
        removed=removed.get("title") if removed.get("meeting") == meeting.pk else "",
        draft_url=reverse("meetings:agenda_draft", args=[meeting.slug]),
    )


class AgendaWork:
    """What one button, line or drop of the page asks for, and where it leads back to."""

    def __init__(self, request: HttpRequest, meeting: Meeting) -> None:
        self.request, self.meeting = request, meeting
        word, _, rest = request.POST.get("do", "").partition(" ")
        self.word, self.words = word, rest.split()
        self.who: dict[str, Any] = {"by": request.user, "at": timezone.now()}

    def answer(self) -> HttpResponse | QuickForm:
        """The way back to where the work was done; a line whose contents do not hold."""
        work: dict[str, Callable[[], HttpResponse | QuickForm]] = {
            **{step.value: self.step for step in Way},
            "letakkan": self.put,
            "salin": self.copy,
            "kembalikan": self.restore,
            "tambah": self.add,
        }
        try:
            return work[self.word]()
        except AgendaRefused as refusal:
            messages.error(self.request, str(refusal))
        except (KeyError, ValueError, IndexError):
            messages.error(self.request, "Permintaan itu tidak dikenali; tidak ada yang diubah.")
        number = self.words[0] if self.words else ""
        button = f"-{self.word}" if self.word in list(Way) else ""
        return back(self.meeting, f"acara-{number}{button}" if number.isdecimal() else "")

    def step(self) -> HttpResponse:
        way = Way(self.word)
        item = move_item(meeting=self.meeting, number=int(self.words[0]), to=way, **self.who)
        return self.done(f"acara-{item.pk}-{way}")

    def put(self) -> HttpResponse:
        place = place_from(self.words[1])
        item = move_item(meeting=self.meeting, number=int(self.words[0]), to=place, **self.who)
        return self.done(f"acara-{item.pk}")

    def copy(self) -> HttpResponse:
        copy = copy_item(meeting=self.meeting, number=int(self.words[0]), **self.who)
        messages.success(self.request, f"“{copy.title}” disalin; salinannya di bawah aslinya.")
        return self.done(f"acara-{copy.pk}-ubah")

    def restore(self) -> HttpResponse:
        removed = self.request.session.get(REMOVED, {})
        if removed.get("meeting") != self.meeting.pk:
            raise AgendaRefused("Tidak ada penghapusan yang dapat diurungkan.")
        item = restore_item(meeting=self.meeting, kept=removed["kept"], **self.who)
        messages.success(self.request, f"“{item.title}” kembali ada dalam susunan acara.")
        return self.done(f"acara-{item.pk}")

    def add(self) -> HttpResponse | QuickForm:
        """A refusal keeps the line as it was typed."""
        code = self.words[0]
        place, form = place_from(code), QuickForm(code, self.request.POST)
        if not form.is_valid():
            return form
        try:
            add_item(meeting=self.meeting, draft=form.draft(), to=place, **self.who)
        except AgendaRefused as refusal:
            form.add_error(None, str(refusal))
            return form
        inner = code.removeprefix("di-dalam:")
        return self.done(f"tambah-{form.key}", inner if inner != code else "")

    def done(self, anchor: str, open_in: str = "") -> HttpResponse:
        self.request.session.pop(REMOVED, None)
        return back(self.meeting, anchor, open_in)


def agenda_remove(
    model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting, number: int
) -> HttpResponse:
    """Names all that goes, then takes it out; the next page offers to put it back."""
    draft = draft_in(meeting)
    item = draft.items.get(number)
    if item is None:
        return gone(request, meeting)
    going = draft.arrangement.within(number)
    refusal = ""
    if request.method == "POST":
        seen = {key for each in request.POST.getlist("seen") if (key := number_in(each))}
        anchor = _neighbour(draft.arrangement, number)
        try:
            removed = remove_item(
                meeting=meeting, number=number, seen=seen, by=request.user, at=timezone.now()
            )
        except AgendaRefused as refused:
            refusal = str(refused)
        else:
            keep_removed(request, meeting, removed)
            return back(meeting, anchor)
    return model_admin.page(
        request,
        meeting,
        f"{TEMPLATES}/remove.html",
        title=f"Hapus “{item.title}”?",
        going=[draft.items[key] for key in going],
        refusal=refusal,
        back_url=page_of(meeting, f"acara-{number}"),
    )


def agenda_place(
    model_admin: PanelAdmin, request: HttpRequest, meeting: Meeting, number: int
) -> HttpResponse:
    """Puts an item before, behind or into any other one, or on another day."""
    draft = draft_in(meeting)
    item = draft.items.get(number)
    if item is None:
        return gone(request, meeting)
    posted = request.POST if request.method == "POST" else None
    form = PlaceForm(posted, place_choices(draft, number))
    if posted and form.is_valid():
        to = place_from(form.cleaned_data["to"])
        try:
            move_item(meeting=meeting, number=number, to=to, by=request.user, at=timezone.now())
        except AgendaRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(meeting, f"acara-{number}")
    return model_admin.page(
        request,
        meeting,
        f"{TEMPLATES}/place.html",
        title=f"Pindahkan “{item.title}”",
        form=form,
        back_url=page_of(meeting, f"acara-{number}"),
    )


def _neighbour(arrangement: Arrangement, number: int) -> str:
    """What stands nearest to an item that is about to go."""
    holder = arrangement.holder_of(number)
    siblings = arrangement.groups[holder]
    at = siblings.index(number)
    others = [*siblings[at + 1 :], *reversed(siblings[:at])]
    if others:
        return f"acara-{others[0]}"
    return f"acara-{holder.parent}" if holder.parent is not None else _day_anchor(holder)


def _day_anchor(holder: Holder) -> str:
    return f"hari-{'' if holder.day is None else holder.day}"


_AT = "susunan-acara"
STEPS = (
    Step(_AT, "agenda", "Susunan acara", agenda, VIEWS),
    Step(f"{_AT}/tambah", "agenda_add", "Tambah mata acara", agenda_add, CHANGES, is_listed=False),
    Step(f"{_AT}/sidang-komisi", "agenda_commissions", "Tambah sidang komisi",
         agenda_commissions, CHANGES, is_listed=False),
    Step(f"{_AT}/<int:number>", "agenda_item", "Ubah mata acara", agenda_item, CHANGES,
         is_listed=False),
    Step(f"{_AT}/<int:number>/tempat", "agenda_place", "Pindahkan mata acara", agenda_place,
         CHANGES, is_listed=False),
    Step(f"{_AT}/<int:number>/hapus", "agenda_remove", "Hapus mata acara", agenda_remove,
         "meetings.delete_agendaitem", is_listed=False),
)  # fmt: skip
