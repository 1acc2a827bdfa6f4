"""Kotak keluar of one rakor: its letters by kind, and what is done with those that are chosen."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.actions.outbox import Seen
from meetings.actions.outbox_refusals import OutboxRefused
from meetings.admin.outbox_acts import ACTS, Act, Choice, form_class, is_for
from meetings.models import Meeting, OutboxMail
from meetings.outbox.attachments import names_of
from meetings.outbox.doubts import NEEDED, NEEDED_LISTS, doubts_of
from meetings.outbox.states import LetterState, counts_of, in_state, standing_of, with_fates

READS, ACTS_ON = "meetings.view_outboxmail", "meetings.change_outboxmail"
PAGE_SIZE = 50
# More would be a page that nobody reads to its end; the rest follows by the same way.
MOST_AT_ONCE = 200
ALL_WAITING = "kirim-semua"
# What is offered for the letters of a state together; the uncertain are looked at one by one.
OFFERED = {
    LetterState.WAITING: ("kirim", "tahan", "buang"),
    LetterState.HELD: ("kembalikan", "buang"),
    LetterState.DROPPED: ("kembalikan",),
    LetterState.FAILED: ("coba-lagi",),
}
# What a state asks of the reader, where its name does not say it.
TOLD = {
    LetterState.FAILED: "Server surel menolaknya dengan alasan pada setiap surel. Atasi sebabnya, "
    "lalu coba kirim lagi.",
    LetterState.UNCERTAIN: "Sambungan terputus ketika surel diserahkan: mungkin sudah sampai, "
    "mungkin belum. Tanyakan kepada penerimanya; bila belum sampai, buka surelnya dan kirim lagi.",
}


def outbox(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Four statements, whatever the number of letters."""
    counts = counts_of(meeting.outbox.all())
    chosen = request.GET.get("keadaan", LetterState.WAITING if counts["menunggu"] else "")
    chosen = chosen if chosen in counts else ""
    letters = letters_of(meeting)
    found = letters.filter(in_state(chosen)) if chosen else letters
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    offered = OFFERED.get(chosen, ()) if request.user.has_perm(ACTS_ON) else ()
    return admin.page(
        request, meeting, "admin/meetings/outbox/list.html", title="Kotak keluar",
        filters=_filters(counts, chosen),
        told=TOLD.get(chosen, ""),
        total=counts[""],
        page=page,
        groups=_groups(page),
        acts=[{"name": name, "act": ACTS[name]} for name in offered],
        all_waiting=min(counts["menunggu"], MOST_AT_ONCE) if "kirim" in offered else 0,
    )  # fmt: skip


def act(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """First shows what was chosen with all that it says, then does it."""
    if request.method != "POST":
        return _back_to(meeting)
    name, letters = request.POST.get("tindakan", ""), letters_of(meeting)
    seen = _seen(request)
    if name == ALL_WAITING:
        name, letters = "kirim", letters.filter(in_state(LetterState.WAITING))
    else:
        letters = letters.filter(pk__in=[letter.pk for letter in seen])
    if name not in ACTS:
        raise Http404
    return ask(admin, request, meeting, name, letters)


def ask(admin: PanelAdmin, request: HttpRequest, obj: Any, name: str, letters: Any) -> HttpResponse:
    """The question about those of `letters` that are in a state for it; obj: of the page."""
    meeting = obj.meeting if isinstance(obj, OutboxMail) else obj
    chosen = [row for row in letters if is_for(ACTS[name], row)]
    if not chosen:
        messages.warning(request, "Tidak ada surel yang dipilih, atau keadaannya sudah berubah.")
        return _back_to(meeting)
    rows, is_answered = chosen[:MOST_AT_ONCE], "_confirm" in request.POST
    form = form_class(ACTS[name], rows)(request.POST if is_answered else None)
    if is_answered and form.is_valid():
        choice = Choice(
            meeting, _seen(request), rows, form.cleaned_data, request.user, timezone.now()
        )
        if told := _done(ACTS[name], choice, form):
            messages.success(request, told)
            return _back_to(meeting)
    return admin.page(
        request, obj, "admin/meetings/outbox/ask.html",
        title=ACTS[name].question.format(len(rows)),
        act=ACTS[name],
        name=name,
        form=form,
        rows=[row_of(letter) for letter in rows],
        left=len(chosen) - len(rows),
        do_url=reverse("admin:meetings_meeting_outbox_act", args=[meeting.pk]),
        back_url=_address_of(meeting),
    )  # fmt: skip


def row_of(letter: OutboxMail) -> dict[str, Any]:
    return {
        "letter": letter,
        "url": reverse("admin:meetings_outboxmail_change", args=[letter.pk]),
        "standing": standing_of(letter),
        "doubts": doubts_of(letter) if letter.sent_at is None and not letter.dropped_at else [],
        "attachments": ", ".join(label for _, label in names_of(letter)),
    }


def letters_of(meeting: Meeting) -> Any:
    related = meeting.outbox.select_related("office", *NEEDED).prefetch_related(*NEEDED_LISTS)
    return with_fates(related).order_by("kind", "office__province__code", "to", "pk")


def _done(act: Act, choice: Choice, form: forms.Form) -> str:
    try:
        return act.do(choice)
    except OutboxRefused as refusal:
        form.add_error(None, str(refusal))
        return ""


def _groups(letters: Iterable[OutboxMail]) -> list[dict[str, Any]]:
    kinds = groupby(letters, key=lambda letter: letter.get_kind_display())
    return [{"kind": kind, "rows": [row_of(letter) for letter in rows]} for kind, rows in kinds]


def _filters(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    labels = {**dict(LetterState.choices), "": "Semua"}
    return [
        {"query": f"?keadaan={state}", "label": labels[state], "count": counts[state],
         "is_chosen": state == chosen}
        for state in (*LetterState.values, "")
        if counts[state] or state in ("", chosen)
    ]  # fmt: skip


def _seen(request: HttpRequest) -> list[Seen]:
    """Of values such as "12-3": the letter's number, and the revision that was shown."""
    found = []
    for value in request.POST.getlist("surel"):
        number, _, revision = value.partition("-")
        if f"{number}{revision}".isdecimal() and len(value) < 19:
            found.append(Seen(int(number or 0), int(revision or 0)))
    return found


def _address_of(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_outbox", args=[meeting.pk])


def _back_to(meeting: Meeting) -> HttpResponse:
    return redirect(_address_of(meeting))


STEPS: Sequence[Step] = (
    Step("kotak-keluar", "outbox", "Kotak keluar", outbox, READS),
    Step("kotak-keluar/tindakan", "outbox_act", "Kotak keluar", act, ACTS_ON, is_listed=False),
)
