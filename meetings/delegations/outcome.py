"""What a page says after a delegate's form was sent: where each person stands now."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from accounts import kept_forms
from meetings.delegations.reaching import delegate_url, delegation_url
from meetings.forms import DelegateForm
from meetings.models import Registration
from meetings.nip import doubts

# Tells static/js/typed.js that what the browser kept has arrived.
SENT = "terkirim"
# So many are named in a message; the page below it names them all.
NAMED = 5


def where_told(registration: Registration) -> str:
    """The page that says it all: who waits finds the place in the line and why there."""
    if registration.has_seat:
        return delegation_url(registration.meeting, registration.office)
    return delegate_url(registration)


def say_outcome(
    request: HttpRequest, made: Sequence[Registration], form: DelegateForm | None = None
) -> None:
    """form: the one that was sent, which has nothing to give back any more."""
    seated = [one for one in made if one.has_seat]
    waiting = [one for one in made if not one.has_seat]
    if len(seated) == 1:
        (one,) = seated
        text = f"{one.full_name} terdaftar. Tiket dikirim ke {one.email}."
        messages.success(request, text, extra_tags=SENT)
    elif seated:
        text = f"{len(seated)} orang terdaftar dan menerima tiket lewat surel: {_names(seated)}"
        messages.success(request, text, extra_tags=SENT)
    if waiting:
        many = f"{len(waiting)} orang masuk" if len(waiting) > 1 else "Masuk"
        text = f"{many} daftar tunggu karena belum ada kursi: {_names(waiting)}"
        messages.warning(request, text, extra_tags=SENT)
    _after(request, made[0], form)


def say_substituted(
    request: HttpRequest, former: Registration, successor: Registration, form: DelegateForm
) -> None:
    """With the seat, the offer or the place in the line that the former person had."""
    text = f"{successor.full_name} menggantikan {former.full_name}"
    if successor.has_seat:
        text = f"{text} dengan kursinya. Tiket dikirim ke {successor.email}."
    elif successor.seat == Registration.Seat.OFFERED:
        text = f"{text}. Tawaran kursinya ikut beralih dan menunggu jawaban."
    else:
        text = f"{text} di tempatnya dalam daftar tunggu."
    messages.success(request, text, extra_tags=SENT)
    _after(request, successor, form)


def say_saved(request: HttpRequest, registration: Registration, form: DelegateForm) -> None:
    text = f"Data {registration.full_name} tersimpan."
    messages.success(request, text, extra_tags=SENT)
    _after(request, registration, form)


def say_draft_saved(request: HttpRequest, form: DelegateForm, lost: str) -> None:
    name = form.typed().get("full_name", "")
    draft = f"Draf {name}" if name else "Draf tanpa nama"
    text = f"{draft} disimpan. Lanjutkan kapan saja dari halaman ini."
    messages.success(request, text, extra_tags=SENT)
    if lost:
        messages.warning(request, f"Surat tugas tidak ikut tersimpan. {lost}")
    kept_forms.forget(request)


def _after(request: HttpRequest, registration: Registration, form: DelegateForm | None) -> None:
    kept_forms.forget(request)
    nip = form.cleaned_data.get("nip", "") if form else ""
    found = doubts(nip, timezone.localdate()) if nip else []
    if found:
        messages.warning(
            request,
            f"NIP {registration.full_name} tersimpan, tetapi periksa kembali: "
            f"{' dan '.join(found)} tampak tidak lazim.",
        )


def _names(registrations: Sequence[Registration]) -> str:
    """The first of them, and the number of the others; a single one more is named as well."""
    names = [one.full_name for one in registrations]
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])}, dan {len(names) - NAMED} orang lain"
