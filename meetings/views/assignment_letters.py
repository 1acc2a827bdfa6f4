"""Surat tugas of an office: written here for the head's signature, or signed elsewhere.

An office's people act for their own office, the secretariat for the one that ?balai= names.
Another office's letter does not exist for them (404), nor does a file for who has not signed in.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import signed_in, signed_in_or_absent
from forum_portal.lib.kept_file_forms import KeptFile
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.assignment_letters import (
    attach_signed,
    change_letter,
    keep_letter,
    remove_letter,
    remove_signed,
    write_letter,
)
from meetings.actions.registration_refusals import RegistrationRefused
from meetings.delegations.letter import FILE_NAME, letter_pdf, suggested_wording
from meetings.delegations.letter_forms import (
    NumberedForm,
    SignedFileForm,
    UploadedForm,
    WordingForm,
    wording_of,
)
from meetings.delegations.letter_page import form_context, letters_context, letters_url
from meetings.delegations.reaching import delegate_of, delegation_url, rakor_of_offices
from meetings.models import AssignmentLetter, Meeting
from meetings.permissions import registering_office, registrable_offices
from provinces.models import Office

KEPT_ORIGINAL = "Berkas asli beserta tanda tangan elektroniknya disimpan."


@signed_in
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, office = _delegation(request, slug)
    if office is None:
        return redirect("meetings:delegation", slug)
    context = letters_context(meeting, office, at=timezone.now())
    return render(request, "meetings/letter_list.html", context)


@signed_in
def write(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, office = _delegation(request, slug)
    if office is None:
        return redirect("meetings:delegation", slug)
    suggested = suggested_wording(meeting, office, timezone.localdate())
    form = WordingForm(
        request.POST or None, meeting=meeting, office=office, initial=asdict(suggested)
    )

    def act() -> str:
        write_letter(**_new(request, form))
        return "Surat tugas dibuat. Cetak, mintakan tanda tangan, lalu unggah hasilnya di sini."

    return _page(request, meeting, office, form, act, "Buat surat tugas", button="Buat surat tugas")


@signed_in
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, office = _delegation(request, slug)
    if office is None:
        return redirect("meetings:delegation", slug)
    form = UploadedForm(request.POST or None, request.FILES or None, meeting=meeting, office=office)

    def act() -> str:
        keep_letter(**_new(request, form), file=form.cleaned_data["file"])
        return _with_original("Surat tugas disimpan.", form)

    return _page(request, meeting, office, form, act, "Unggah surat tugas", button="Unggah")


@signed_in
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    letter = _letter(request, slug, pk)
    meeting, office = letter.meeting, letter.office
    form_class = WordingForm if letter.task else NumberedForm
    form = form_class(
        request.POST or None, meeting=meeting, office=office, letter=letter,
        initial=wording_of(letter),
    )  # fmt: skip

    def act() -> str:
        given = {"wording": form.wording(), "assigned": form.assigned(), **_by(request)}
        return (
            "Surat tugas disimpan."
            if change_letter(letter=letter, **given)
            else "Tidak ada yang berubah."
        )

    label = "Ubah surat tugas"
    return _page(request, meeting, office, form, act, label, letter=letter, button="Simpan")


@signed_in
def sign(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The signed scan of a letter, or another in its place."""
    letter = _letter(request, slug, pk)
    form = SignedFileForm(request.POST or None, request.FILES or None)

    def act() -> str:
        attach_signed(letter=letter, file=form.cleaned_data["file"], **_by(request))
        return _with_original("Berkas bertanda tangan disimpan.", form)

    label = "Ganti berkas" if letter.file else "Unggah berkas bertanda tangan"
    return _page(
        request, letter.meeting, letter.office, form, act, label, letter=letter, button="Unggah"
    )


@signed_in
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    letter = _letter(request, slug, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    is_file_alone = request.POST.get("hapus") == "berkas"

    def act() -> str:
        if is_file_alone:
            remove_signed(letter=letter, **_by(request))
            return "Berkas bertanda tangan dihapus; surat tugasnya menunggu tanda tangan lagi."
        remove_letter(letter=letter, **_by(request))
        return "Surat tugas dihapus. Pesertanya tetap terdaftar, tanpa surat tugas."

    return _page(
        request, letter.meeting, letter.office, form, act, "Hapus surat tugas",
        template="meetings/letter_remove.html", letter=letter,
        named=letter.registrations.active().order_by("created_at"),
    )  # fmt: skip


@signed_in_or_absent
def paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The letter as it is to be signed."""
    letter = _letter(request, slug, pk)
    if not letter.task:
        raise Http404
    response = HttpResponse(
        letter_pdf(letter, at=letter.changed_at), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return kept_by_nobody(response)


@signed_in_or_absent
def signed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _file(_letter(request, slug, pk), FILE_NAME)


@signed_in_or_absent
def of_delegate(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The signed letter of one person."""
    registration = delegate_of(request.user, slug, pk)
    return _file(registration.letter, f"surat-tugas-{slugify(registration.name_key)}.pdf")


def _delegation(request: HttpRequest, slug: str) -> tuple[Meeting, Office | None]:
    meeting = rakor_of_offices(request.user, slug)
    return meeting, registering_office(request.user, request.GET.get("balai", ""))


def _letter(request: HttpRequest, slug: str, pk: int) -> AssignmentLetter:
    rows = AssignmentLetter.objects.select_related("meeting__host_province", "office__province")
    offices = registrable_offices(request.user)
    return get_object_or_404(rows, meeting__slug=slug, office__in=offices, pk=pk)


def _new(request: HttpRequest, form: NumberedForm) -> dict[str, Any]:
    return {
        "meeting": form.meeting,
        "office": form.office,
        "wording": form.wording(),
        "assigned": form.assigned(),
        **_by(request),
    }


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _page(
    request: HttpRequest,
    meeting: Meeting,
    office: Office,
    form: forms.Form,
    act: Callable[[], str],
    label: str,
    template: str = "meetings/letter_edit.html",
    **context: Any,
) -> HttpResponse:
    """Asks, then acts and goes back to the letters; a refusal stands above what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except RegistrationRefused as refused:
            form.add_error(None, str(refused))
            if isinstance(form, KeptFile):
                form.keep_file()
        else:
            messages.success(request, done)
            return redirect(letters_url(meeting, office))
    shown = form_context(meeting, office, label=label, at=timezone.now(), form=form, **context)
    return render(request, template, {**shown, "delegation_url": delegation_url(meeting, office)})


def _with_original(done: str, form: SignedFileForm) -> str:
    return f"{done} {KEPT_ORIGINAL}" if form.is_original else done


def _file(letter: AssignmentLetter | None, name: str) -> HttpResponse:
    if letter is None or not letter.file:
        raise Http404
    return kept_by_nobody(
        FileResponse(letter.file.open(), content_type="application/pdf", filename=name)
    )
