"""An office answers its invitation: by the link of its letter, or signed in.

To open a page writes nothing, because programs that look mail over open every link in it.
"""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import public, signed_in
from forum_portal.lib.secrecy import at_secret_address
from meetings.actions.answers import AnswerRefused, answer_by_account, answer_by_link
from meetings.invitations.answering import why_over
from meetings.invitations.form import ReplyForm, answer_given, answerer_of
from meetings.invitations.page import answer_in_words, invitation_context
from meetings.invitations.paper import FILE_NAME, letter_pdf
from meetings.models import Invitation
from provinces.permissions import offices_of

TOO_OFTEN = "Terlalu banyak permintaan dari alamat ini. Tunggu beberapa menit, lalu coba lagi."


@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _by_link(token)
    form, is_kept, status = _form(request, invitation), False, 200
    if request.method == "POST" and not _may_send(request):
        form.add_error(None, TOO_OFTEN)
        status = 429
    elif request.method == "POST" and form.is_valid():
        is_kept = _answered(
            request, form, answer_by_link, invitation=invitation, reply=form.reply()
        )
    if is_kept:
        return at_secret_address(redirect("meetings:invitation", token))
    context = _context(invitation, form, reverse("meetings:invitation_letter", args=[token]))
    return at_secret_address(
        render(request, "meetings/invitation_answer.html", context, status=status)
    )


@public
def letter(request: HttpRequest, token: str) -> HttpResponse:
    return at_secret_address(_paper(_by_link(token)))


@signed_in
def answer_own(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _of_own_office(request, pk)
    form = _form(request, invitation)
    if (
        request.method == "POST"
        and form.is_valid()
        and _answered(
            request, form, answer_by_account,
            invitation=invitation, reply=form.reply(), by=request.user,
        )
    ):  # fmt: skip
        return redirect("meetings:own_invitation", pk)
    context = _context(invitation, form, reverse("meetings:own_letter", args=[pk]))
    context["breadcrumbs"] = [
        {"label": "Beranda", "url": reverse("home")},
        {"label": "Saya", "url": reverse("meetings:mine")},
        {"label": "Undangan"},
    ]
    return at_secret_address(render(request, "meetings/invitation_answer.html", context))


@signed_in
def own_letter(request: HttpRequest, pk: int) -> HttpResponse:
    return at_secret_address(_paper(_of_own_office(request, pk)))


def _issued() -> QuerySet[Invitation]:
    """Before its letter is issued, an invitation exists for the secretariat alone."""
    rows = Invitation.objects.filter(issued_at__isnull=False).prefetch_related("meeting__moves")
    return rows.select_related("office__province", "meeting__host_province", "number")


def _by_link(token: str) -> Invitation:
    return get_object_or_404(_issued(), token=token)


def _of_own_office(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(_issued(), pk=pk, office__in=offices_of(request.user))


def _form(request: HttpRequest, invitation: Invitation) -> ReplyForm:
    known = answer_given(invitation) or answerer_of(request.user, invitation.office)
    return ReplyForm(request.POST if request.method == "POST" else None, initial=known)


def _answered(request: HttpRequest, form: ReplyForm, act: Any, **given: Any) -> bool:
    """True if the answer is kept; else the form says why not."""
    try:
        kept = act(**given, at=timezone.now())
    except AnswerRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Jawaban tersimpan: {answer_in_words(kept)}.")
    return True


def _context(invitation: Invitation, form: ReplyForm, letter_url: str) -> dict[str, Any]:
    context = invitation_context(invitation, timezone.now())
    letter_url = "" if why_over(invitation) else letter_url
    return {**context, "form": form, "letter_url": letter_url}


def _paper(invitation: Invitation) -> HttpResponse:
    """A letter that no longer stands is not handed out; its page says why."""
    if why_over(invitation):
        raise Http404
    response = HttpResponse(letter_pdf(invitation), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response


def _may_send(request: HttpRequest) -> bool:
    """Loose for one address: a hall of people shares it."""
    return ratelimit.consume(request, action="invitation_answer")
