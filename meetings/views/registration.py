"""The delegation of an office: see it, add to it, change it, take back.

An office's people act for their own office, the secretariat for the one that ?balai= names.
Another office's delegate does not exist for them (404).
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import signed_in
from meetings.actions.assignment_letters import keep_letter
from meetings.actions.registration import change_delegate, register_delegate
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.withdrawal import withdraw_delegate
from meetings.delegation_page import crumbs, delegation_context
from meetings.forms import DelegateForm, WithdrawForm
from meetings.models import AssignmentLetter, Meeting, Registration
from meetings.nip import doubts
from meetings.permissions import registering_office, registrable_offices
from meetings.states import is_registration_open
from meetings.when import registration_window
from provinces.models import Office

_PAGES = {
    "meetings/registration_add.html": "Daftarkan peserta",
    "meetings/registration_change.html": "Ubah pendaftaran",
    "meetings/registration_withdraw.html": "Batalkan pendaftaran",
}


@signed_in
def delegation(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = _meeting(request, slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return _choose_office(request, meeting)
    return render(
        request,
        "meetings/delegation_detail.html",
        delegation_context(meeting, office, at=timezone.now()),
    )


@signed_in
def register(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = _meeting(request, slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return _choose_office(request, meeting)
    at = timezone.now()
    form = DelegateForm(
        request.POST or None,
        request.FILES or None,
        meeting=meeting,
        initial={"unit": office.name, "mode": Meeting.Mode.ONSITE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            registration = register_delegate(
                meeting=meeting,
                office=office,
                delegate=form.delegate(_letter(request, meeting, office, form)),
                by=request.user,
                at=at,
            )
        except RegistrationRefused as refused:
            _show(refused, form)
        else:
            _say_done(request, registration, "terdaftar. Tiket dikirim ke", form)
            return redirect(_delegation_url(meeting, office))
    return _form_page(request, meeting, office, form, "meetings/registration_add.html")


@signed_in
def change(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = _registration(request, slug, pk)
    meeting, office = registration.meeting, registration.office
    form = DelegateForm(
        request.POST or None, request.FILES or None, meeting=meeting, registration=registration
    )
    if request.method == "POST" and form.is_valid():
        try:
            registration = change_delegate(
                registration=registration,
                delegate=form.delegate(_letter(request, meeting, office, form)),
                by=request.user,
                at=timezone.now(),
            )
        except RegistrationRefused as refused:
            _show(refused, form)
        else:
            _say_done(request, registration, "tersimpan. Pemberitahuan dikirim ke", form)
            return redirect(_delegation_url(meeting, office))
    page = "meetings/registration_change.html"
    return _form_page(request, meeting, office, form, page, registration)


@signed_in
def withdraw(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = _registration(request, slug, pk)
    meeting, office = registration.meeting, registration.office
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_delegate(
                registration=registration,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RegistrationRefused as refused:
            _show(refused, form)
        else:
            messages.success(request, f"Pendaftaran {registration.full_name} dibatalkan.")
            return redirect(_delegation_url(meeting, office))
    page = "meetings/registration_withdraw.html"
    return _form_page(request, meeting, office, form, page, registration)


@signed_in
def assignment_letter(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    registration = _registration(request, slug, pk)
    letter = registration.letter
    if letter is None or not letter.file:
        raise Http404
    response = FileResponse(
        letter.file.open(),
        content_type="application/pdf",
        filename=f"surat-tugas-{slugify(registration.name_key)}.pdf",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    visible = Meeting.objects.visible_to(request.user).select_related("host_province")
    return get_object_or_404(visible, slug=slug, registered_by=Meeting.RegisteredBy.OFFICES)


def _registration(request: HttpRequest, slug: str, pk: UUID) -> Registration:
    visible = Registration.objects.visible_to(request.user)
    rows = visible.select_related("meeting__host_province", "office", "letter")
    return get_object_or_404(rows, meeting__slug=slug, pk=pk)


def _letter(
    request: HttpRequest, meeting: Meeting, office: Office, form: DelegateForm
) -> AssignmentLetter | None:
    file = form.cleaned_data["assignment_letter"]
    if not file:
        return None
    return keep_letter(
        meeting=meeting, office=office, file=file, by=request.user, at=timezone.now()
    )


def _choose_office(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    url = reverse("meetings:delegation", args=[meeting.slug])
    offices = registrable_offices(request.user).select_related("province")
    context = {
        "meeting": meeting,
        "offices": [
            {
                "name": office.name,
                "province": office.province.name,
                "url": f"{url}?balai={office.slug}",
            }
            for office in offices.order_by("province__code", "slug")
        ],
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Pilih balai", "")),
    }
    return render(request, "meetings/delegation_choose.html", context)


def _form_page(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    form: forms.Form,
    template: str,
    registration: Registration | None = None,
) -> HttpResponse:
    back_url = _delegation_url(meeting, office)
    has_letter = registration is not None and registration.has_letter
    letter = [meeting.slug, registration.pk] if has_letter and registration else []
    context: dict[str, Any] = {
        "meeting": meeting,
        "office": office,
        "form": form,
        "registration": registration,
        "back_url": back_url,
        "letter_url": reverse("meetings:assignment_letter", args=letter) if letter else "",
        "is_open": is_registration_open(meeting, timezone.now()),
        "closed": f"Pendaftaran {registration_window(meeting)}.",
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Delegasi", back_url), (_PAGES[template], "")),
    }
    return render(request, template, context)


def _delegation_url(meeting: Meeting, office: Office) -> str:
    return f"{reverse('meetings:delegation', args=[meeting.slug])}?balai={office.slug}"


def _show(refused: RegistrationRefused, form: forms.Form) -> None:
    """The refusal beside the field it is about; a chosen file has to be chosen again."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    if isinstance(form, DelegateForm):
        form.say_file_is_lost()


def _say_done(
    request: HttpRequest, registration: Registration, what: str, form: DelegateForm
) -> None:
    messages.success(request, f"{registration.full_name} {what} {registration.email}.")
    nip = form.cleaned_data["nip"]
    found = doubts(nip, timezone.localdate()) if nip else []
    if found:
        messages.warning(
            request,
            f"NIP {registration.full_name} tersimpan, tetapi periksa kembali: "
            f"{' dan '.join(found)} tampak tidak lazim.",
        )
