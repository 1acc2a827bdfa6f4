"""Presensi mandiri: a person online enters the code of the session, by their own address."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import public
from forum_portal.lib.dates import moment
from meetings.actions.self_checkin import CheckedIn, SelfCheckInRefused, self_check_in
from meetings.attendance.self_page import self_check_in_of
from meetings.models import Meeting, Registration
from meetings.views.tickets import secret_address

TOO_MANY = (
    "Terlalu banyak percobaan. Presensi Anda belum tercatat; tunggu sepuluh menit, lalu masukkan "
    "kode yang ditampilkan di sesi, atau hubungi panitia."
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Kode sesi",
        max_length=20,
        help_text="Enam angka yang ditampilkan atau dibacakan di sesi.",
        error_messages={"required": "Isi kode yang ditampilkan di sesi."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@public
@secret_address
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    rows = Registration.objects.select_related("meeting")
    registration = get_object_or_404(rows, ticket_code=code)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not _may_try(request, registration):
            form.add_error(None, TOO_MANY)
            status = 429
        elif done := _done(registration, form):
            messages.success(request, _told(done, registration.meeting))
            return redirect(registration)
    context = {
        "registration": registration,
        "meeting": registration.meeting,
        "form": form,
        "self_checkin": self_check_in_of(registration, timezone.now()),
        "is_sample_data": registration.meeting.is_sample,
    }
    return render(request, "meetings/self_checkin.html", context, status=status)


def _done(registration: Registration, form: CodeForm) -> CheckedIn | None:
    """None with an error of the form where it was refused."""
    try:
        return self_check_in(
            registration=registration, code=form.cleaned_data["code"], at=timezone.now()
        )
    except SelfCheckInRefused as refusal:
        form.add_error("code", str(refusal))
        return None


def _may_try(request: HttpRequest, registration: Registration) -> bool:
    """By person: a hall of people may share one address."""
    return bool(ratelimit.consume(request, action="self_check_in", key=str(registration.pk)))


def _told(done: CheckedIn, meeting: Meeting) -> str:
    when = moment(done.at, meeting.zone)
    if done.is_new:
        return f"Kehadiran Anda pada sesi {done.session} tercatat: {when}."
    return f"Kehadiran Anda pada sesi {done.session} sudah tercatat sejak {when}."
