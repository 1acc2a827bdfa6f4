"""An office says whether its data are right: by the link of a campaign, or signed in.

To open a page writes nothing, because programs that look mail over open every link in it.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public, signed_in
from forum_portal.lib.secrecy import at_secret_address
from provinces.actions.campaigns import CampaignRefused
from provinces.actions.confirmation import (
    answer_with_proposal,
    confirm_data,
    confirm_own_data,
    open_request_of,
)
from provinces.actions.proposals import ProposalRefused
from provinces.breadcrumbs import way_from
from provinces.confirmation_page import (
    facts_of_request,
    facts_of_staff,
    kept_words,
    thanks_for,
)
from provinces.forms.campaigns import AnswererForm, answerer_known
from provinces.forms.proposals import ProposalForm
from provinces.models import ConfirmationRequest, Office
from provinces.office_data import data_of
from provinces.permissions import offices_of
from provinces.proposals.fields import facts_of


@public
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    asked = _asked(token)
    form = AnswererForm(request.POST or None, initial=answerer_known(request.user, asked.office))
    if request.method == "POST" and form.is_valid():
        try:
            kept = confirm_data(
                request=asked,
                answerer=form.answerer(),
                seen=request.POST.get("seen", ""),
                by=None,
                at=timezone.now(),
            )
        except CampaignRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, kept_words(kept))
            return redirect("provinces:confirm", token)
    return at_secret_address(render(request, "provinces/data_confirm.html", _context(asked, form)))


@public
def confirm_propose(request: HttpRequest, token: str) -> HttpResponse:
    asked = _asked(token)
    if not asked.campaign.is_running:
        return redirect("provinces:confirm", token)
    # "Ada yang perlu diubah" brings along who answers; nothing is answered by that yet.
    is_opened = request.method == "GET" or "buka" in request.POST
    known = answerer_known(request.user, asked.office)
    who = AnswererForm(None if is_opened else request.POST, initial=known | request.POST.dict())
    facts = facts_of(asked.office, timezone.localdate())
    data = (None, None) if is_opened else (request.POST, request.FILES)
    form = ProposalForm(*data, office=asked.office, facts=facts)
    if not is_opened and all([who.is_valid(), form.is_valid()]):
        try:
            kept = answer_with_proposal(
                request=asked,
                answerer=who.answerer(),
                by=None,
                at=timezone.now(),
                **form.proposed(),
            )
        except (CampaignRefused, ProposalRefused) as refused:
            form.add_error(None, str(refused))
            form.say_files_are_lost()
        else:
            messages.success(request, kept_words(kept))
            return redirect("provinces:confirm", token)
    context = {"asked": asked, "office": asked.office, "who": who, "form": form}
    return at_secret_address(render(request, "provinces/data_propose.html", context))


@signed_in
def confirm_own(request: HttpRequest, slug: str) -> HttpResponse:
    offices = offices_of(request.user).select_related("province")
    office = get_object_or_404(offices, slug=slug)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            kept = confirm_own_data(
                office=office,
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=timezone.now(),
            )
        except CampaignRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, kept_words(kept) if kept else "Data tercatat benar.")
            return redirect("provinces:confirm_own", slug)
    return render(request, "provinces/data_confirm_own.html", _own_context(office, form))


def _own_context(office: Office, form: forms.Form) -> dict[str, Any]:
    asked = open_request_of(office)
    propose = reverse("provinces:propose", args=[office.slug])
    return {
        # The proposal made by the link answers the campaign as well.
        "propose_url": reverse("provinces:confirm_propose", args=[asked.token])
        if asked
        else propose,
        "office": office,
        "form": form,
        "asked": asked,
        "thanks": thanks_for(asked) if asked else {},
        "facts": facts_of_request(asked) if asked else facts_of_staff(office),
        "data": data_of(office, timezone.localdate()),
        "breadcrumbs": way_from(
            office.province.name,
            office.get_absolute_url(),
            ("Kelola", reverse("provinces:desk", args=[office.slug])),
            ("Konfirmasi data", ""),
        ),
    }


def _asked(token: str) -> ConfirmationRequest:
    rows = ConfirmationRequest.objects.filter(campaign__started_at__isnull=False)
    rows = rows.select_related("campaign", "office__province", "proposal")
    return get_object_or_404(rows, token=token)


def _context(asked: ConfirmationRequest, form: forms.Form) -> dict[str, Any]:
    context = {
        "asked": asked,
        "office": asked.office,
        "campaign": asked.campaign,
        "thanks": thanks_for(asked),
        "form": form,
    }
    if asked.campaign.is_running:
        context["facts"] = facts_of_request(asked)
        context["data"] = data_of(asked.office, timezone.localdate())
    return context
