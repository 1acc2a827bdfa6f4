"""What an office does with its articles: write, look, submit, withdraw.

A draft of another office does not exist for its reader (404); the secretariat reads it but does
not write in an office's name (403).
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import signed_in
from practices.actions.publishing import withdraw_practice
from practices.actions.refusals import DraftChanged, PracticeRefused
from practices.actions.writing import begin_practice, missing_parts, save_draft, submit_practice
from practices.article import draft_reading, readable
from practices.conflict import conflict_of
from practices.forms.practice import PracticeForm, ReasonForm
from practices.models import Practice
from practices.own_list import own_rows
from practices.permissions import writes
from practices.states import TONES, PracticeState, state_of
from practices.views.reading import crumbs
from provinces.models import Office
from provinces.permissions import office_for, offices_of

PAGE_SIZE = 24


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    offices = list(offices_of(request.user))
    found = Practice.objects.filter(office__in=offices).select_related("office", "current")
    page = Paginator(found.order_by("-edited_at", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "offices": offices,
        "rows": own_rows(page, several=len(offices) > 1),
        "page": page,
        "is_sample_data": any(practice.is_sample for practice in page),
        "breadcrumbs": crumbs(("Milik balai", "")),
    }
    return render(request, "practices/mine_list.html", context)


@signed_in
def write(request: HttpRequest) -> HttpResponse:
    offices = list(offices_of(request.user).order_by("slug"))
    office = office_for(request.user, request.GET.get("balai"))
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            practice = begin_practice(
                office=office, draft=form.draft(), by=request.user, at=timezone.now()
            )
        except PracticeRefused as refused:
            form.show(refused)
        else:
            messages.success(request, "Naskah tersimpan. Hanya balai Anda dan sekretariat yang "
                             "dapat membacanya.")  # fmt: skip
            return _onwards(request, practice)
    return _form_page(request, form, office, offices=offices)


@signed_in
def change(request: HttpRequest, slug: str) -> HttpResponse:
    practice = _own(request, slug)
    form = _form(request, practice)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            changed = save_draft(
                practice=practice,
                draft=form.draft(),
                read_at=form.cleaned_data["read_at"],
                by=request.user,
                at=timezone.now(),
            )
        except DraftChanged as refused:
            conflict = conflict_of(refused.saved, form.draft())
            form.knows(refused.saved)
            form.say_files_are_lost()
        except PracticeRefused as refused:
            form.show(refused)
        else:
            messages.success(request, "Naskah tersimpan." if changed else "Tidak ada perubahan.")
            return _onwards(request, practice)
    return _form_page(request, form, practice.office, practice=practice, conflict=conflict)


@signed_in
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    practice = _draft(request, slug)
    is_own = writes(request.user, practice)
    state = state_of(practice)
    context = {
        "practice": practice,
        "reading": draft_reading(practice),
        "state": {"text": state.label, "tone": TONES[state]},
        "is_own": is_own,
        "review_url": reverse("admin:practices_practice_change", args=[practice.pk]),
        "is_returned": bool(practice.returned_at),
        "missing": missing_parts(practice),
        "can_submit": is_own and can_submit(practice),
        "can_withdraw": is_own and can_withdraw(practice),
        "is_sample_data": practice.is_sample,
        "breadcrumbs": _draft_crumbs(practice, "Pratinjau"),
    }
    return render(request, "practices/practice_preview.html", context)


@signed_in
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    practice = _own(request, slug)
    refusal = ""
    if request.method == "POST":
        try:
            submit_practice(practice=practice, by=request.user, at=timezone.now())
        except PracticeRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Terkirim. Sekretariat memeriksa naskahnya, dan balai Anda "
                             "diberi tahu hasilnya melalui surel.")  # fmt: skip
            return redirect("practices:preview", practice.slug)
    context = {
        "practice": practice,
        "refusal": refusal,
        "missing": missing_parts(practice),
        "can_submit": can_submit(practice),
        "back_url": reverse("practices:preview", args=[practice.slug]),
        "is_sample_data": practice.is_sample,
    }
    return render(request, "practices/practice_submit.html", context)


@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    practice = _own(request, slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_practice(practice=practice, reason=reason, by=request.user, at=timezone.now())
        except PracticeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{practice.title}” ditarik.")
            return redirect("practices:mine")
    context = {
        "practice": practice,
        "form": form,
        "can_withdraw": can_withdraw(practice),
        "back_url": reverse("practices:preview", args=[practice.slug]),
        "is_sample_data": practice.is_sample,
    }
    return render(request, "practices/practice_withdraw.html", context)


def can_submit(practice: Practice) -> bool:
    return state_of(practice) not in (PracticeState.SUBMITTED, PracticeState.PUBLISHED)


def can_withdraw(practice: Practice) -> bool:
    return state_of(practice) != PracticeState.WITHDRAWN


def _draft(request: HttpRequest, slug: str) -> Practice:
    drafts = readable(Practice.objects.drafts_for(request.user))
    return get_object_or_404(drafts, slug=slug)


def _own(request: HttpRequest, slug: str) -> Practice:
    """The article of an office that the user acts for."""
    practice = _draft(request, slug)
    if not writes(request.user, practice):
        raise PermissionDenied("Naskah ini ditulis oleh petugas balainya.")
    return practice


def _form(request: HttpRequest, practice: Practice | None = None) -> PracticeForm:
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    return PracticeForm(data, files, practice=practice)


def _onwards(request: HttpRequest, practice: Practice) -> HttpResponse:
    where = "practices:preview" if "preview" in request.POST else "practices:change"
    return redirect(where, practice.slug)


def _form_page(
    request: HttpRequest,
    form: PracticeForm,
    office: Office,
    *,
    practice: Practice | None = None,
    offices: list[Office] | None = None,
    conflict: Any = None,
) -> HttpResponse:
    state = state_of(practice) if practice else PracticeState.DRAFT
    context = {
        "form": form,
        "office": office,
        "practice": practice,
        "conflict": conflict,
        "state": {"text": state.label, "tone": TONES[state]},
        # Who acts for several offices chooses in whose name a new article is written.
        "other_offices": [each for each in offices or () if each.pk != office.pk],
        "is_sample_data": bool(practice and practice.is_sample),
        "breadcrumbs": _draft_crumbs(practice, "Sunting" if practice else "Tulis"),
    }
    return render(request, "practices/practice_change.html", context)


def _draft_crumbs(practice: Practice | None, here: str) -> list[dict[str, str]]:
    return crumbs(("Milik balai", reverse("practices:mine")), (here, ""))
