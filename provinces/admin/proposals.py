"""The queue of proposals, and the page on which each of their changes is decided."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.panel import PanelAdmin
from provinces.actions.proposals import (
    AlreadyDecided,
    ProposalRefused,
    apply_change,
    decline_change,
)
from provinces.admin.verification import VERIFY
from provinces.forms.decisions import APPLY, DecisionForm
from provinces.models import Office, Proposal, ProposedChange
from provinces.proposals.fields import label_of
from provinces.proposals.pages import sender_of, state_of
from provinces.proposals.review import review_rows


class IsOpen(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("menunggu", "Menunggu putusan"), ("selesai", "Selesai")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "menunggu":
            return queryset.filter(closed_at=None)
        return queryset.exclude(closed_at=None) if self.value() == "selesai" else queryset


@admin.register(Proposal)
class ProposalAdmin(PanelAdmin):
    list_display = ("subject", "office", "origin", "created_at", "state")
    list_filter = (IsOpen, "origin")
    list_select_related = ("office", "proposed_by")
    search_fields = ("office__name", "office__province__name")
    search_help_text = "Cari dengan nama balai atau provinsi."
    # What waits first, the offices' own before the readers'; what is closed by its end.
    ordering = (F("closed_at").desc(nulls_first=True), "origin", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).prefetch_related("changes")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Proposal | None = None) -> bool:
        return False

    @admin.display(description="tentang")
    def subject(self, proposal: Proposal) -> str:
        labels = [label_of(change.field) for change in proposal.changes.all()]
        return ", ".join(dict.fromkeys(labels))

    @admin.display(description="putusan")
    def state(self, proposal: Proposal) -> str:
        return state_of(proposal, list(proposal.changes.all()))[0]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Instead of a form of the columns: each change beside what stands there now."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, proposal)
        return self._page(request, proposal, DecisionForm(changes=list(proposal.changes.all())))

    def _decide(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        if not self.has_change_permission(request, proposal):
            raise PermissionDenied
        form = DecisionForm(request.POST, changes=list(proposal.changes.all()))
        if not form.is_valid():
            return self._page(request, proposal, form)
        if not list(form.decisions()):
            messages.warning(request, "Belum ada putusan yang dipilih.")
        if done := self._carry_out(request, form):
            messages.success(request, f"{len(done)} perubahan diputus.")
            self._offer_to_judge(request, done)
        if form.errors:
            return self._page(request, self.get_object(request, str(proposal.pk)), form)
        return self._after(proposal)

    def _carry_out(self, request: HttpRequest, form: DecisionForm) -> list[ProposedChange]:
        """Each change for itself: what one forbids does not undo the others."""
        done = []
        for change, decision, reason, consent in form.decisions():
            who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            try:
                if decision == APPLY:
                    done.append(apply_change(change=change, consent=consent, **who))
                else:
                    done.append(decline_change(change=change, reason=reason, **who))
            except AlreadyDecided as refusal:
                # By somebody else in the meantime: there is no input left to write it beside.
                messages.warning(request, str(refusal))
            except ProposalRefused as refusal:
                form.refuse(change, str(refusal))
        return done

    def _offer_to_judge(self, request: HttpRequest, done: list[ProposedChange]) -> None:
        """A name that was just applied is as sure as the one before, until somebody says so."""
        applied = [each for each in done if each.outcome == ProposedChange.Outcome.APPLIED]
        names = [each for each in applied if each.field == "name"]
        if not names or not request.user.has_perm(VERIFY):
            return
        office = Office.objects.get(pk=names[0].proposal.office_id)
        messages.info(
            request,
            format_html(
                'Kepastian nama tetap “{}”. <a href="{}">Nilai kepastian nama {}</a>',
                office.get_verification_display(),
                reverse("admin:provinces_office_verify", args=[office.pk]),
                office,
            ),
        )

    def _after(self, proposal: Proposal) -> HttpResponse:
        """To the queue once nothing is left to decide here."""
        if Proposal.objects.open().filter(pk=proposal.pk).exists():
            return self.back_to(proposal)
        return redirect("admin:provinces_proposal_changelist")

    def _page(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
        changes = list(proposal.changes.select_related("decided_by"))
        state, _ = state_of(proposal, changes)
        may_decide = self.has_change_permission(request, proposal) and not proposal.closed_at
        return self.page(
            request,
            proposal,
            "admin/provinces/proposal/review.html",
            title=str(proposal),
            proposal=proposal,
            state=state,
            sender=sender_of(proposal),
            rows=review_rows(proposal, changes, form, by=request.user, at=timezone.now()),
            form=form,
            may_decide=may_decide,
        )
