"""Kartu nama dan meja: badges, table cards and tickets of a selection, printed from the panel."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import ZONE_NAMES
from forum_portal.lib.native_inputs import LocalDateTimeField
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.models import Meeting, Registration
from meetings.tickets.cards import CardKind, Selection, cards_pdf, in_order, selected
from meetings.tickets.valid import with_valid_ticket
from provinces.models import Office

NOBODY = "Tidak ada yang dicetak: tidak seorang pun dari pilihan itu memegang tiket."
_MODES = (Meeting.Mode.ONSITE, Meeting.Mode.ONLINE)


class CardsForm(forms.Form):
    kind = forms.ChoiceField(
        label="Yang dicetak",
        choices=CardKind.choices,
        initial=CardKind.SHEET,
        widget=forms.RadioSelect,
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label="Balai", required=False, empty_label="Semua"
    )
    role = forms.ChoiceField(
        label="Peran", required=False, choices=[("", "Semua"), *Registration.Role.choices]
    )
    mode = forms.ChoiceField(
        label="Cara hadir",
        required=False,
        choices=[("", "Semua"), *((mode.value, mode.label) for mode in _MODES)],
    )
    since = LocalDateTimeField(label="Hanya yang berubah sejak", required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(meeting.zone)
        offices = Office.objects.filter(registrations__meeting=meeting).distinct()
        self.fields["office"].queryset = offices.order_by("name")
        self.fields["since"].help_text = (
            "Untuk cetakan susulan: datanya diubah, kursinya baru diperoleh, atau tiketnya "
            f"diganti. Menurut {ZONE_NAMES[meeting.zone]}."
        )

    def clean_since(self) -> datetime | None:
        """As typed, on the clock of the rakor."""
        since = self.cleaned_data["since"]
        return since.replace(tzinfo=self.zone) if since else None

    def selection(self) -> Selection:
        given = self.cleaned_data
        return Selection(given["office"], given["role"], given["mode"], given["since"])


def cards(panel: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = CardsForm(request.POST or None, meeting=meeting)
    wanted = form.selection() if form.is_valid() else Selection()
    if form.is_valid() and "_print" in request.POST:
        rows = list(selected(meeting, wanted))
        if rows:
            return printed(CardKind(form.cleaned_data["kind"]), rows, by=request.user)
        form.add_error(None, NOBODY)
    return panel.page(
        request, meeting, "admin/meetings/registration/cards.html",
        title="Kartu nama dan meja", form=form, count=selected(meeting, wanted).count(),
    )  # fmt: skip


def printed(kind: CardKind, rows: Sequence[Registration], *, by: User) -> HttpResponse:
    """The paper; that it was handed out is recorded, without the names on it."""
    at = timezone.now()
    audit.record_many(
        "registration.printed", model=Registration, told=f"{len(rows)} pendaftaran", by=by, at=at,
        format=kind.value, count=len(rows),
    )  # fmt: skip
    title = f"{kind.label.partition(',')[0]}, {rows[0].meeting.title}"
    response = HttpResponse(
        cards_pdf(kind, rows, title=title, at=at), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{kind.value}.pdf"'
    return kept_by_nobody(response)


def _print_selected(
    kind: CardKind, panel: PanelAdmin, request: HttpRequest, chosen: QuerySet[Registration]
) -> HttpResponse | None:
    rows = list(in_order(with_valid_ticket(chosen)))
    if rows:
        return printed(kind, rows, by=request.user)
    panel.message_user(request, NOBODY, messages.WARNING)
    return None


def _action(kind: CardKind, name: str, words: str) -> Any:
    act = partial(_print_selected, kind)
    act.__name__ = name
    return admin.action(description=words, permissions=["print"])(act)


ACTIONS = (
    _action(CardKind.SHEET, "print_badges", "Cetak kartu nama (A4, empat per lembar)"),
    _action(CardKind.BADGE, "print_badges_alone", "Cetak kartu nama (A6, satu per halaman)"),
    _action(CardKind.TABLE, "print_table_cards", "Cetak kartu meja"),
    _action(CardKind.TICKET, "print_tickets", "Cetak tiket"),
)
STEPS = (Step("kartu", "cards", "Kartu nama dan meja", cards, "meetings.view_ticket"),)
