"""One delegate of an office: registered, changed, substituted, withdrawn.

An office's people act for their own office, the secretariat for the one that ?balai= names.
"""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import kept_forms
from accounts.access import signed_in
from accounts.kept_forms import keeps_typed
from meetings.actions.registration import change_delegate, register_delegate
from meetings.actions.registration_gate import may_still_end
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.substitution import substitute_delegate
from meetings.actions.withdrawal import withdraw_delegate
from meetings.delegations.empty_form import TEMPLATE, TITLE, empty_form, is_empty_form
from meetings.delegations.form_page import (
    delegate_form,
    form_context,
    show_kept,
    what_is_stored,
)
from meetings.delegations.known import known_values
from meetings.delegations.letter_choice import choose_only_letter
from meetings.delegations.outcome import say_outcome, say_saved, say_substituted, where_told
from meetings.delegations.reaching import (
    delegate_of,
    delegate_url,
    delegation_url,
    rakor_and_office,
)
from meetings.delegations.sending import acted
from meetings.forms import SubstituteForm, WithdrawForm
from meetings.states import is_registration_open
from meetings.views.choosing import choose_office
from meetings.views.drafts import saved_as_draft


@signed_in
@keeps_typed
def register(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, office = rakor_and_office(request.user, slug, request.GET.get("balai", ""))
    if office is None:
        return choose_office(request, meeting)
    at = timezone.now()
    if is_registration_open(meeting, at) and is_empty_form(request):
        return empty_form(request, meeting, office, at=at)
    form = delegate_form(request, meeting, office)
    if "save_draft" in request.POST:
        return saved_as_draft(request, meeting, office, form, at=at)
    if request.method == "POST" and form.is_valid():
        act = partial(register_delegate, meeting=meeting, office=office, by=request.user, at=at)
        registration = acted(request, meeting, office, form, act, at=at)
        if registration is not None:
            say_outcome(request, [registration], form)
            return redirect(where_told(registration))
    if key := request.GET.get("dari", ""):
        form.show(known_values(meeting, office, key))
    context = form_context(request, meeting, office, form, TITLE, at=at)
    context["is_kept"] = show_kept(request, form)
    if not form.is_bound and not context["is_kept"]:
        choose_only_letter(form)
    return render(request, TEMPLATE, context)


@signed_in
@keeps_typed
def change(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = delegate_of(request.user, slug, pk)
    meeting, office, at = registration.meeting, registration.office, timezone.now()
    form = delegate_form(request, meeting, office, registration=registration)
    if request.method == "POST" and form.is_valid():
        act = partial(change_delegate, registration=registration, by=request.user, at=at)
        changed = acted(request, meeting, office, form, act, at=at)
        if changed is not None:
            say_saved(request, changed, form)
            return redirect(delegate_url(changed))
    context = form_context(
        request, meeting, office, form, "Ubah pendaftaran", at=at, registration=registration
    )
    context["is_kept"] = show_kept(request, form)
    context |= what_is_stored(registration)
    return render(request, "meetings/registration_change.html", context)


@signed_in
@keeps_typed
def substitute(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = delegate_of(request.user, slug, pk)
    meeting, office, at = registration.meeting, registration.office, timezone.now()
    form = delegate_form(request, meeting, office, kind=SubstituteForm)
    form.show({"role": registration.role, "mode": registration.mode, "unit": registration.unit})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(
            substitute_delegate, registration=registration, reason=reason, by=request.user, at=at
        )
        successor = acted(request, meeting, office, form, act, at=at)
        if successor is not None:
            say_substituted(request, registration, successor, form)
            return redirect(where_told(successor))
    if key := request.GET.get("dari", ""):
        form.show(known_values(meeting, office, key))
    context = form_context(
        request, meeting, office, form, "Ganti peserta", at=at, registration=registration
    )
    context["is_open"] = may_still_end(meeting, request.user, at)
    context["is_kept"] = show_kept(request, form)
    return render(request, "meetings/registration_substitute.html", context)


@signed_in
@keeps_typed
def withdraw(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = delegate_of(request.user, slug, pk)
    meeting, office, at = registration.meeting, registration.office, timezone.now()
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            withdraw_delegate(registration=registration, reason=reason, by=request.user, at=at)
        except RegistrationRefused as refused:
            form.add_error(None, str(refused))
        else:
            kept_forms.forget(request)
            messages.success(request, f"Pendaftaran {registration.full_name} dibatalkan.")
            return redirect(delegation_url(meeting, office))
    if typed := kept_forms.typed(request):
        form.initial["reason"] = typed.get("reason", "")
    context = form_context(
        request, meeting, office, form, "Batalkan pendaftaran", at=at, registration=registration
    )
    context["is_open"] = may_still_end(meeting, request.user, at)
    return render(request, "meetings/registration_withdraw.html", context)
