"""What a person does on their own page. Its address is the key; to open a page does nothing,
because programs that look mail over open every link in it.
"""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import public
from meetings.actions.name_consent import ConsentRefused, set_name_consent
from meetings.actions.need_consent import take_needs_back
from meetings.actions.registration import change_delegate
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.actions.seat_offers import accept_offer, decline_offer
from meetings.actions.withdrawal import withdraw_delegate
from meetings.delegations.asked import asked_of
from meetings.models import Registration
from meetings.self_registration.forms import PersonForm, shown_of
from meetings.self_registration.pace import check_pace
from meetings.views.tickets import own_registration, secret_address


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Dibaca oleh sekretariat; dihapus satu tahun sesudah rakor. Keadaan kesehatan "
        "tidak perlu ditulis.",
        error_messages={"required": "Isi alasan pembatalan."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@public
@secret_address
def accept(request: HttpRequest, code: str) -> HttpResponse:
    registration = own_registration(code)
    if request.method == "POST" and _done(
        request, lambda: accept_offer(registration=registration, by=None, at=timezone.now())
    ):
        messages.success(
            request, "Kursi Anda pasti. Tiket ada di halaman ini dan dikirim lewat surel."
        )
    return redirect(registration)


@public
@secret_address
def decline(request: HttpRequest, code: str) -> HttpResponse:
    registration = own_registration(code)
    if request.method == "POST":
        if _done(
            request, lambda: decline_offer(registration=registration, by=None, at=timezone.now())
        ):
            messages.success(request, "Tawaran ditolak; pendaftaran Anda berakhir.")
        return redirect(registration)
    if not registration.seat_offers.answerable(timezone.now()).exists():
        return redirect(registration)
    return _page(request, registration, "meetings/seat_decline.html")


@public
@secret_address
@require_POST
def name_consent(request: HttpRequest, code: str) -> HttpResponse:
    registration, is_given = own_registration(code), bool(request.POST.get("show"))
    if _done(
        request,
        lambda: set_name_consent(registration=registration, is_given=is_given, at=timezone.now()),
    ):
        told = "ditampilkan" if is_given else "tidak ditampilkan"
        messages.success(request, f"Tersimpan: nama Anda {told} pada daftar peserta.")
    return redirect(registration)


@public
@secret_address
@require_POST
def take_back_needs(request: HttpRequest, code: str) -> HttpResponse:
    """Also after registration closed, and after the rakor."""
    registration = own_registration(code)
    if take_needs_back(registration=registration, at=timezone.now()):
        messages.success(request, "Persetujuan dicabut; kebutuhan Anda tidak lagi tercatat.")
    return redirect(registration)


@public
@secret_address
def change(request: HttpRequest, code: str) -> HttpResponse:
    """For who registered for themselves, as to withdraw."""
    registration = _alone(code)
    meeting = registration.meeting
    form = PersonForm(
        request.POST or None,
        meeting=meeting,
        asked=asked_of(meeting),
        registration=registration,
        initial=shown_of(registration),
    )
    if request.method == "POST" and form.is_valid():
        delegate = form.delegate(registration.email)
        try:
            check_pace(request, registration.email)
            change_delegate(
                registration=registration, delegate=delegate, by=None, at=timezone.now()
            )
        except RegistrationRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, "Data Anda tersimpan.")
            return redirect(registration)
    return _page(request, registration, "meetings/own_change.html", form)


@public
@secret_address
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """For who registered for themselves; a delegate's office decides for the delegate."""
    registration = _alone(code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_delegate(
                registration=registration,
                reason=form.cleaned_data["reason"],
                by=None,
                at=timezone.now(),
            )
        except RegistrationRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Pendaftaran Anda dibatalkan.")
            return redirect(registration)
    elif not registration.is_active:
        return redirect(registration)
    return _page(request, registration, "meetings/own_withdraw.html", form)


def _alone(code: str) -> Registration:
    registration = own_registration(code)
    if registration.office_id is not None:
        raise Http404
    return registration


def _done(request: HttpRequest, act: Callable[[], Registration]) -> bool:
    """True if it is done; else the page that follows says why not."""
    try:
        act()
    except (RegistrationRefused, ConsentRefused) as refused:
        messages.error(request, str(refused))
        return False
    return True


def _page(
    request: HttpRequest, registration: Registration, template: str, form: forms.Form | None = None
) -> HttpResponse:
    meeting = registration.meeting
    context = {
        "registration": registration,
        "meeting": meeting,
        "form": form,
        "back_url": registration.get_absolute_url(),
        "is_sample_data": meeting.is_sample,
    }
    return render(request, template, context)
