"""The text of a rakor's letters in the panel: written, looked at as a PDF, signed elsewhere."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin
from forum_portal.lib.native_inputs import DateField, DateInput
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.invitation_refusals import InvitationRefused
from meetings.actions.letters import Written, attach_signed, remove_signed, write_letter
from meetings.convening.readiness import missing_to_invite
from meetings.invitations.letter import (
    LINK_TO_COME,
    NUMBER_TO_COME,
    letter_content,
    missing_parts,
    suggested_texts,
)
from meetings.invitations.paper import FILE_NAME, letter_pdf, preview_pdf
from meetings.invitations.roll import in_order, members_on
from meetings.models import Invitation, InvitationLetter, Meeting, Signatory
from provinces.models import Office

BOARD = "admin:meetings_meeting_invitations"
# By whether the file is the original.
_KEPT_AS = {
    True: "sebagai berkas asli beserta tanda tangan elektroniknya; keabsahannya diperiksa di luar "
    "portal.",
    False: "sebagai halaman yang ditulis ulang; berkas itu tidak memuat tanda tangan elektronik.",
}


class LetterForm(forms.Form):
    signatory = forms.ModelChoiceField(
        Signatory.objects.none(),
        label="Penanda tangan",
        required=False,
        help_text="Pejabat penerbit surat yang dipilih pada data rakor.",
    )
    dated_on = DateField(label="Tanggal surat", widget=DateInput(), required=False)
    subject = forms.CharField(label="Hal", max_length=200)
    opening = forms.CharField(
        label="Pembuka",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Di bawahnya surat memuat hari/tanggal, pukul, tempat, acara, tautan "
        "konfirmasi dengan batas waktunya, dan pembiayaan menurut data rakor.",
    )
    closing = forms.CharField(
        label="Penutup",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Paragraf dipisahkan baris kosong.",
    )
    copies = forms.CharField(
        label="Tembusan",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu penerima per baris.",
    )
    with_agenda = forms.BooleanField(
        label="Lampirkan susunan acara yang terakhir dirilis", required=False
    )


class SignedForm(forms.Form):
    file = forms.FileField(
        label="Surat bertanda tangan (PDF)",
        help_text="Menggantikan surat buatan portal. PDF bertanda tangan elektronik disimpan dan "
        "dibagikan sebagai berkas asli beserta tanda tangan elektroniknya; keabsahannya diperiksa "
        "di luar portal. PDF lain, misalnya hasil pindai, ditulis ulang: yang disimpan halamannya.",
        error_messages={"required": "Pilih berkas PDF-nya."},
    )


def letter(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    known = InvitationLetter.objects.filter(meeting=meeting).first()
    form = LetterForm(
        request.POST if request.method == "POST" else None, initial=_initial(meeting, known)
    )
    form.fields["signatory"].queryset = _signatories(meeting)
    if request.method == "POST" and form.is_valid():
        write_letter(
            meeting=meeting, written=Written(**form.cleaned_data), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Naskah undangan disimpan. Periksa pratinjaunya.")
        return redirect(request.path)
    missing = [
        *missing_to_invite(meeting, timezone.now()),
        *(missing_parts(known) if known else []),
    ]
    return admin.page(
        request, meeting, "admin/meetings/invitation_letter.html",
        title="Naskah undangan", form=form, letter=known, missing=missing,
        issued=meeting.invitations.current().filter(issued_at__isnull=False).count(),
        offices=_addressees(meeting) if known else [],
    )  # fmt: skip


def preview(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The letter to one office as a PDF, before anything is issued."""
    letter = InvitationLetter.objects.select_related("signatory").filter(meeting=meeting).first()
    rows = Meeting.objects.select_related("issuer", "host_province", "current_release")
    meeting = rows.get(pk=meeting.pk)
    office = _addressee(meeting, request.GET.get("balai", ""))
    if letter is None or office is None:
        raise Http404
    at = timezone.now()
    if meeting.issuer is None or letter.signatory is None:
        messages.warning(request, "Pratinjau memerlukan penerbit surat dan penanda tangan.")
        return redirect("admin:meetings_meeting_letter", meeting.pk)
    letter.dated_on = letter.dated_on or timezone.localdate(at)
    content = letter_content(
        letter=letter, meeting=meeting, office=office, number=NUMBER_TO_COME, token=LINK_TO_COME
    )
    return _paper(preview_pdf(content, at=at), "pratinjau-undangan.pdf")


def paper(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, invitation: int) -> Any:
    """The letter as the office gets it."""
    issued = meeting.invitations.filter(issued_at__isnull=False)
    return _paper(letter_pdf(get_object_or_404(issued, pk=invitation)), FILE_NAME)


def signed(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, invitation: int) -> Any:
    row = get_object_or_404(in_order(meeting.invitations.all()), pk=invitation)

    def form(data: Any) -> SignedForm:
        return SignedForm(data, request.FILES if data is not None else None)

    def do(cleaned: dict[str, Any]) -> str:
        try:
            kept = attach_signed(
                invitation=row, file=cleaned["file"], by=request.user, at=timezone.now()
            )
        except ValidationError as refused:
            raise InvitationRefused(refused.message) from refused
        return f"Surat bertanda tangan untuk {row.office} disimpan {_KEPT_AS[kept.is_original]}"

    response = admin.confirm(
        request, meeting, title="Unggah surat bertanda tangan", do=do, button="Unggah",
        form_class=form, refusals=(InvitationRefused,), facts=_facts(row),
    )  # fmt: skip
    return to_board(response, meeting)


def unsigned(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, invitation: int) -> Any:
    row = get_object_or_404(in_order(meeting.invitations.exclude(signed_pdf="")), pk=invitation)

    def do(_: dict[str, Any]) -> str:
        remove_signed(invitation=row, by=request.user, at=timezone.now())
        return f"Surat bertanda tangan untuk {row.office} dicabut."

    response = admin.confirm(
        request, meeting, title="Cabut surat bertanda tangan?", do=do, button="Cabut",
        refusals=(InvitationRefused,), facts=_facts(row), tone="danger",
        lead="Balai kembali menerima surat buatan portal.",
    )  # fmt: skip
    return to_board(response, meeting)


def to_board(response: HttpResponse, meeting: Meeting) -> HttpResponse:
    """What was done or left is seen on the board, not on the page of the rakor."""
    if response.status_code == 302:
        return redirect(BOARD, meeting.pk)
    if isinstance(response, TemplateResponse) and response.context_data is not None:
        response.context_data["back_url"] = reverse(BOARD, args=[meeting.pk])
    return response


def _initial(meeting: Meeting, letter: InvitationLetter | None) -> dict[str, Any]:
    if letter is not None:
        return {name: getattr(letter, name) for name in Written._fields}
    signatories = list(_signatories(meeting)[:2])
    return {
        **suggested_texts(meeting)._asdict(),
        # The only one is the one.
        "signatory": signatories[0] if len(signatories) == 1 else None,
        "dated_on": meeting.invite_on or timezone.localdate(),
        "with_agenda": True,
    }


def _signatories(meeting: Meeting) -> Any:
    return Signatory.objects.filter(institution=meeting.issuer_id, is_active=True)


def _addressees(meeting: Meeting) -> list[Office]:
    """Who is invited; before that, who would be."""
    invited = Office.objects.filter(invitations__in=meeting.invitations.current())
    offices = list(invited.select_related("province").order_by("province__code", "slug"))
    return offices or list(members_on(timezone.localdate()))


def _addressee(meeting: Meeting, chosen: str) -> Office | None:
    offices = _addressees(meeting)
    return next((office for office in offices if str(office.pk) == chosen), None) or (
        offices[0] if offices and not chosen else None
    )


def _facts(invitation: Invitation) -> list[dict[str, Any]]:
    return [
        {"label": "Balai", "value": invitation.office},
        {"label": "Nomor surat", "value": invitation.number or "belum diterbitkan"},
    ]


def _paper(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return kept_by_nobody(response)
