"""Registering for oneself, where anybody may: an address, a code mailed to it, the form.

Who is registered already comes by the code to their own page. No answer tells whether an address
is: that stands in the mail alone.
"""

from datetime import datetime
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import public
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.registration import register_person
from meetings.actions.registration_codes import CodeRefused, send_code, use_code
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.delegations.asked import asked_of
from meetings.models import Meeting, MeetingQuerySet, Registration
from meetings.self_registration import proof
from meetings.self_registration.forms import CodeForm, EmailForm, PersonForm
from meetings.self_registration.pace import check_pace
from meetings.self_registration.page import page_context
from meetings.views.registration import delegation

TOO_OFTEN = "Terlalu banyak permintaan dari alamat ini. Tunggu beberapa menit, lalu coba lagi."
TYPED_KEPT = (
    "Bukti alamat surel berlaku satu jam dan sudah lewat. Isian Anda disimpan: mintalah kode baru "
    "untuk alamat yang sama, lalu lanjutkan."
)
# The middleware lets everybody into a public view, so signing in is asked for here.
_for_offices = login_required(delegation)


@public
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to registering: oneself where anybody may, else the delegation of an office."""
    meeting = _for_anybody().filter(slug=slug).first()
    if meeting is None:
        return _for_offices(request, slug)
    if "forget" in request.POST:
        proof.forget(request)
        return redirect("meetings:delegation", slug)
    at = timezone.now()
    if request.method != "POST" and proof.proved_email(request, at):
        return redirect("meetings:self_register", slug)
    return _ask_address(request, meeting, at)


@public
def code(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, at = get_object_or_404(_for_anybody(), slug=slug), timezone.now()
    awaited = proof.awaited_code(request, meeting)
    if awaited is None:
        return redirect("meetings:delegation", slug)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            use_code(code=awaited, typed=form.cleaned_data["code"], at=at)
        except CodeRefused as refused:
            form.add_error("code", str(refused))
        else:
            proof.prove(request, awaited.email, at)
            return redirect("meetings:self_register", slug)
    context = {**page_context(meeting, at, "Isi kode"), "form": form, "email": awaited.email}
    return kept_by_nobody(render(request, "meetings/self_registration_code.html", context))


@public
def register(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, at = get_object_or_404(_for_anybody(), slug=slug), timezone.now()
    email = proof.proved_email(request, at)
    if not email:
        return _prove_again(request, meeting)
    if known := meeting.registrations.active().filter(email__iexact=email).first():
        return redirect(known)
    typed = proof.typed_before(request, email)
    form = PersonForm(request.POST or None, meeting=meeting, asked=asked_of(meeting), initial=typed)
    if request.method == "POST" and form.is_valid():
        try:
            check_pace(request, email)
            made = register_person(meeting=meeting, delegate=form.delegate(email), at=at)
        except RegistrationRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return _registered(request, made)
    context = {**page_context(meeting, at, "Daftarkan diri"), "form": form, "email": email}
    return kept_by_nobody(render(request, "meetings/self_registration_form.html", context))


def _for_anybody() -> MeetingQuerySet:
    published = Meeting.objects.published().with_row_version().select_related("host_province")
    return published.filter(registered_by=Meeting.RegisteredBy.ANYBODY)


def _ask_address(request: HttpRequest, meeting: Meeting, at: datetime) -> HttpResponse:
    context: dict[str, Any] = page_context(meeting, at, "Pendaftaran")
    known = getattr(request.user, "email", "")
    form = EmailForm(request.POST or None, initial={"email": known})
    status = 200
    if request.method == "POST" and context["takes_address"] and form.is_valid():
        if not ratelimit.consume(request, action="registration_code"):
            form.add_error(None, TOO_OFTEN)
            status = 429
        elif _sent(request, form, meeting, at):
            return redirect("meetings:self_register_code", meeting.slug)
    page = "meetings/self_registration_start.html"
    return kept_by_nobody(render(request, page, {**context, "form": form}, status=status))


def _sent(request: HttpRequest, form: EmailForm, meeting: Meeting, at: datetime) -> bool:
    """True if a code is on its way; else the form says why not."""
    try:
        sent = send_code(meeting=meeting, email=form.cleaned_data["email"], at=at)
    except CodeRefused as refused:
        form.add_error(None, str(refused))
        return False
    proof.await_code(request, sent)
    return True


def _prove_again(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        names = PersonForm(meeting=meeting, asked=asked_of(meeting)).fields
        if proof.keep_typed(request, {name: request.POST.get(name, "")[:300] for name in names}):
            messages.warning(request, TYPED_KEPT)
    return redirect("meetings:delegation", meeting.slug)


def _registered(request: HttpRequest, registration: Registration) -> HttpResponse:
    proof.forget_typed(request)
    told = "Anda terdaftar." if registration.has_seat else "Anda masuk daftar tunggu."
    messages.success(request, f"{told} Surel dikirim ke {registration.email}.")
    return redirect(registration)
