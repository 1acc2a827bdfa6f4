"""An office proposes what should be otherwise, and follows what becomes of it.

Another office's proposals do not exist for its people (404). The secretariat decides in the
panel; of these pages it opens the files alone.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import signed_in
from forum_portal.lib.secrecy import kept_by_nobody
from provinces.actions.confirmation import open_request_of
from provinces.actions.proposals import ProposalRefused, propose, withdraw_proposal
from provinces.breadcrumbs import Crumb, way_from
from provinces.forms.proposals import ProposalForm
from provinces.models import Office, Proposal
from provinces.permissions import offices_of
from provinces.proposals.fields import facts_of
from provinces.proposals.pages import change_row, proposal_row, sender_of, state_of

PAGE_SIZE = 25
WAITING_SHOWN = 5


@signed_in
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    office = _own_office(request, slug)
    waiting = _own_proposals(office).open()
    context = {
        "office": office,
        "waiting": [_row(proposal, office) for proposal in waiting[:WAITING_SHOWN]],
        "waiting_count": waiting.count(),
        "asked": open_request_of(office),
        "breadcrumbs": _crumbs(office),
    }
    return render(request, "provinces/office_manage.html", context)


@signed_in
def add(request: HttpRequest, slug: str) -> HttpResponse:
    office = _own_office(request, slug)
    at = timezone.now()
    form = ProposalForm(
        request.POST or None,
        request.FILES or None,
        office=office,
        facts=facts_of(office, timezone.localdate(at)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose(
                office=office,
                origin=Proposal.Origin.OFFICE,
                by=request.user,
                at=at,
                **form.proposed(),
            )
        except ProposalRefused as refused:
            form.add_error(None, str(refused))
            form.say_files_are_lost()
        else:
            messages.success(
                request, "Usulan terkirim. Anda diberi tahu melalui surel setelah diputus."
            )
            return redirect("provinces:proposal", slug, proposal.pk)
    context = {"office": office, "form": form, "breadcrumbs": _crumbs(office, "Usulkan perubahan")}
    return render(request, "provinces/proposal_add.html", context)


@signed_in
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    office = _own_office(request, slug)
    page = Paginator(_own_proposals(office), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "office": office,
        "page": page,
        "rows": [_row(proposal, office) for proposal in page],
        "breadcrumbs": _crumbs(office, "Usulan"),
    }
    return render(request, "provinces/proposal_list.html", context)


@signed_in
def detail(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    office = _own_office(request, slug)
    proposal = get_object_or_404(_own_proposals(office), pk=pk)
    changes = list(proposal.changes.all())
    state, tone = state_of(proposal, changes)
    context = {
        "office": office,
        "proposal": proposal,
        "sender": sender_of(proposal),
        "state": state,
        "tone": tone,
        "rows": [change_row(change, proposal, office) for change in changes],
        "breadcrumbs": _crumbs(office, "Usulan", detail=True),
    }
    return render(request, "provinces/proposal_detail.html", context)


@signed_in
def withdraw(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    office = _own_office(request, slug)
    proposal = get_object_or_404(_own_proposals(office), pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_proposal(proposal=proposal, by=request.user, at=timezone.now())
        except ProposalRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "Usulan ditarik.")
        return redirect("provinces:proposal", slug, pk)
    context = {"office": office, "proposal": proposal, "row": _row(proposal, office)}
    return render(request, "provinces/proposal_withdraw.html", context)


@signed_in
def decree(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    proposal = _readable(request, slug, pk)
    if not proposal.decree:
        raise Http404
    return _private(proposal.decree, "application/pdf", f"sk-{slug}.pdf")


@signed_in
def picture(request: HttpRequest, slug: str, pk: UUID, change: int) -> HttpResponse:
    found = get_object_or_404(_readable(request, slug, pk).changes.exclude(file=""), pk=change)
    return _private(found.file, "image/webp", f"gambar-{found.pk}.webp")


def _own_office(request: HttpRequest, slug: str) -> Office:
    return get_object_or_404(offices_of(request.user).select_related("province"), slug=slug)


def _own_proposals(office: Office) -> Any:
    """What readers report is not the office's: it carries their names."""
    rows = office.proposals.filter(origin=Proposal.Origin.OFFICE)
    return rows.select_related("proposed_by").prefetch_related("changes")


def _readable(request: HttpRequest, slug: str, pk: UUID) -> Proposal:
    if request.user.has_perm("provinces.view_proposal"):
        return get_object_or_404(Proposal, office__slug=slug, pk=pk)
    return get_object_or_404(_own_proposals(_own_office(request, slug)), pk=pk)


def _private(file: Any, content_type: str, filename: str) -> FileResponse:
    return kept_by_nobody(FileResponse(file.open(), content_type=content_type, filename=filename))


def _row(proposal: Proposal, office: Office) -> dict[str, Any]:
    return proposal_row(proposal, reverse("provinces:proposal", args=[office.slug, proposal.pk]))


def _crumbs(office: Office, label: str = "", *, detail: bool = False) -> list[Crumb]:
    further = [("Kelola", reverse("provinces:desk", args=[office.slug])), (label, "")]
    if detail:
        list_url = reverse("provinces:proposals", args=[office.slug])
        further[1:] = [(label, list_url), ("Rincian", "")]
    url = office.get_absolute_url()
    return way_from(office.province.name, url, *(step for step in further if step[0]))
