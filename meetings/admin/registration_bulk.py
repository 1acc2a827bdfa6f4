"""The selected rows of the list of delegates, decided or printed at once.

Each decision first shows whom it is about and asks for the one text; who was skipped, and why,
is told afterwards.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.panel import PanelAdmin
from meetings.actions.reviews import (
    Outcome,
    accept_registration,
    ask_to_mend,
    decide_each,
    decline_registration,
)
from meetings.admin.registration_reviews import read_at
from meetings.admin.review_forms import AcceptForm, DeclineForm, MendForm
from meetings.models import Registration

# So many are named on the page that asks; of the others only the number is told.
NAMED = 50
# More than these stand folded, so that what is asked is in sight.
SHORT = 10


@admin.action(description="Terima yang dipilih", permissions=["review"])
def accept_selected(
    panel: PanelAdmin, request: HttpRequest, chosen: QuerySet[Registration]
) -> HttpResponse | None:
    return _decide(
        panel, request, chosen, "accept_selected", accept_registration, AcceptForm,
        verb="Terima", done="diterima", passed_over=Registration.Review.ACCEPTED,
        lead="Setiap peserta menerima surel bahwa pendaftarannya diterima.",
    )  # fmt: skip


@admin.action(description="Minta perbaikan yang dipilih", permissions=["review"])
def mend_selected(
    panel: PanelAdmin, request: HttpRequest, chosen: QuerySet[Registration]
) -> HttpResponse | None:
    return _decide(
        panel, request, chosen, "mend_selected", ask_to_mend, MendForm,
        verb="Minta perbaikan", done="dimintakan perbaikan",
        lead="Semua mendapat catatan dan batas waktu yang sama; kursi dan tiketnya tetap.",
    )  # fmt: skip


@admin.action(description="Tolak yang dipilih", permissions=["review"])
def decline_selected(
    panel: PanelAdmin, request: HttpRequest, chosen: QuerySet[Registration]
) -> HttpResponse | None:
    return _decide(
        panel, request, chosen, "decline_selected", decline_registration, DeclineForm,
        verb="Tolak", done="ditolak", tone="danger",
        lead="Pendaftarannya berakhir, tiketnya dicabut, dan kursinya bebas bagi yang menunggu.",
    )  # fmt: skip


def _decide(
    panel: PanelAdmin,
    request: HttpRequest,
    chosen: QuerySet[Registration],
    action: str,
    decide: Callable[..., Any],
    form_class: type[forms.Form],
    **words: str,
) -> HttpResponse | None:
    # In the order in which rakor are locked everywhere; who came first is decided first.
    rows = chosen.select_related("meeting", "office").order_by("meeting_id", "created_at", "pk")
    form = form_class(request.POST if "putuskan" in request.POST else None)
    opened_at = request.POST.get("opened_at") or timezone.now().isoformat()
    if not form.is_valid():
        return _ask(panel, request, rows, action, form, words, opened_at)
    outcome = decide_each(
        rows,
        partial(
            _decided, decide,
            **form.cleaned_data, read_at=read_at(request), by=request.user, at=timezone.now(),
        ),
    )  # fmt: skip
    if not outcome.done:
        # Mostly one reason for all, such as a day out of reach: back to what was typed.
        for why in _reasons(outcome):
            form.add_error(None, why)
        return _ask(panel, request, rows, action, form, words, timezone.now().isoformat())
    _tell(panel, request, outcome, words["done"])
    return None


def _decided(decide: Callable[..., Any], registration: Registration, **given: Any) -> None:
    decide(registration=registration, **given)


def _ask(
    panel: PanelAdmin,
    request: HttpRequest,
    rows: QuerySet[Registration],
    action: str,
    form: forms.Form,
    words: dict[str, str],
    opened_at: str,
) -> HttpResponse:
    count = rows.count()
    context = {
        **panel.admin_site.each_context(request),
        "opts": panel.opts,
        "title": f"{words['verb']} {count} pendaftaran?",
        "form": form,
        "rows": rows[:NAMED],
        "unnamed": max(count - NAMED, 0),
        "count": count,
        "is_short": count <= SHORT,
        "action": action,
        "button": words["verb"],
        "lead": words["lead"],
        "tone": words.get("tone", ""),
        "passed_over": words.get("passed_over"),
        "opened_at": opened_at,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/meetings/registration/review_many.html", context)


def _tell(panel: PanelAdmin, request: HttpRequest, outcome: Outcome, done: str) -> None:
    if outcome.done:
        told = f"{len(outcome.done)} pendaftaran {done}. Surel dikirim."
        panel.message_user(request, told, messages.SUCCESS)
    for why in _reasons(outcome):
        panel.message_user(request, why, messages.WARNING)


def _reasons(outcome: Outcome) -> list[str]:
    """Each once, in the order in which they came."""
    reasons = Counter(why for _, why in outcome.skipped)
    told = [
        f"Dilewati: {why}" if number == 1 else f"Dilewati {number} pendaftaran: {why}"
        for why, number in reasons.items()
    ]
    if (left := len(told) - NAMED) > 0:
        told[NAMED:] = [f"Dilewati pula karena {left} sebab lain."]
    return told
