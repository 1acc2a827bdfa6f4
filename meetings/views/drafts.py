"""Drafts of a delegation: continued, discarded, registered together."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import kept_forms
from accounts.access import signed_in
from accounts.kept_forms import keeps_typed
from accounts.models import User
from meetings.actions.delegates import Delegate
from meetings.actions.drafts import FilledDraft, discard_draft, register_drafts
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.delegations.drafts import (
    as_it_was_read,
    draft_texts,
    drafts_context,
    read_drafts,
    saved,
)
from meetings.delegations.form_page import delegate_form, form_context, show_kept
from meetings.delegations.outcome import say_draft_saved, say_outcome, where_told
from meetings.delegations.reaching import delegation_url, draft_of
from meetings.delegations.reaching import rakor_of_offices as rakor
from meetings.delegations.sending import acted, save_as_draft
from meetings.forms import DelegateForm
from meetings.models import DelegateDraft, Meeting, Registration
from meetings.permissions import keeps_registrations, registering_office
from meetings.views.choosing import choose_office
from provinces.models import Office


@signed_in
@keeps_typed
def draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found, at = draft_of(request.user, slug, pk), timezone.now()
    meeting, office = found.meeting, found.office
    form = delegate_form(request, meeting, office)
    as_read = as_it_was_read(found, request.POST.get("read_at", ""))
    if "save_draft" in request.POST:
        return saved_as_draft(request, meeting, office, form, at=at, draft=as_read)
    if request.method == "POST" and form.is_valid():
        act = partial(_registered, as_read, by=request.user, at=at)
        registration = acted(request, meeting, office, form, act, at=at)
        if registration is not None:
            say_outcome(request, [registration], form)
            return redirect(where_told(registration))
    form.show_typed(draft_texts(found))
    context = form_context(request, meeting, office, form, "Lanjutkan draf", at=at)
    context |= {"draft": found, "saved": saved(found, meeting)}
    context["is_kept"] = show_kept(request, form)
    return render(request, "meetings/registration_add.html", context)


@signed_in
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = draft_of(request.user, slug, pk)
    meeting, office = found.meeting, found.office
    back_url = delegation_url(meeting, office)
    if request.method == "POST":
        discard_draft(draft=found, by=request.user, at=timezone.now())
        messages.success(request, f"Draf {found} dibuang.")
        return redirect(back_url)
    context = {
        "meeting": meeting,
        "draft": found,
        "saved": saved(found, meeting),
        "back_url": back_url,
        "is_sample_data": meeting.is_sample,
    }
    return render(request, "meetings/draft_discard.html", context)


@signed_in
def register_all(request: HttpRequest, slug: str) -> HttpResponse:
    """What would be registered and what is missing; then all complete drafts at once."""
    meeting = rakor(request.user, slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return choose_office(request, meeting)
    at, any_role = timezone.now(), keeps_registrations(request.user)
    read = read_drafts(meeting, office, any_role=any_role)
    complete = [one for one in read if not one.missing]
    refusal = ""
    if request.method == "POST" and complete:
        try:
            filled = [one.filled() for one in complete]
            made = register_drafts(
                meeting=meeting, office=office, filled=filled, by=request.user, at=at
            )
        except RegistrationRefused as refused:
            refusal = str(refused)
        else:
            say_outcome(request, made)
            return redirect(delegation_url(meeting, office))
    context = {
        **drafts_context(meeting, office, read, at=at),
        "refusal": refusal,
    }
    return render(request, "meetings/drafts_register.html", context)


def saved_as_draft(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    form: DelegateForm,
    *,
    at: datetime,
    draft: DelegateDraft | None = None,
) -> HttpResponse:
    try:
        lost = save_as_draft(request, meeting, office, form, at=at, draft=draft)
    except RegistrationRefused as refused:
        # Back to the form, which shows what was typed without finding fault with it.
        kept_forms.keep(request)
        messages.error(request, str(refused))
        return redirect(request.get_full_path())
    say_draft_saved(request, form, lost)
    return redirect(delegation_url(meeting, office))


def _registered(
    found: DelegateDraft, *, delegate: Delegate, by: User, at: datetime
) -> Registration:
    filled = [FilledDraft(found, delegate)]
    meeting, office = found.meeting, found.office
    (made,) = register_drafts(meeting=meeting, office=office, filled=filled, by=by, at=at)
    return made
