"""Certificates in the panel: who earned one, issue them all, revoke one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from meetings.actions.certificates import (
    CertificateRefused,
    issue_certificates,
    replace_certificate,
    revoke_certificate,
    standing,
)
from meetings.aftermath.certificates import Earned, sessions_needed
from meetings.aftermath.paper import certificate_pdf
from meetings.models import Aftercare, Certificate, Meeting, Registration

PAGE_SIZE = 100


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Terbaca siapa pun yang memeriksa kodenya."
    )


def certificates(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        try:
            messages.success(request, _issue(request, meeting))
        except CertificateRefused as refused:
            messages.error(request, str(refused))
        return redirect(request.path)
    aftercare = Aftercare.objects.filter(meeting=meeting).first() or Aftercare(meeting=meeting)
    people = standing(meeting, aftercare)
    issued = _issued(meeting)
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    sessions = people[0].sessions if people else meeting.sessions.count()
    return admin.page(
        request, meeting, "admin/meetings/certificates.html", title="Sertifikat",
        rows=[_row(one, issued.get(one.registration.pk, [])) for one in page],
        page=page, sessions=sessions,
        needed=sessions_needed(sessions, aftercare.sessions_percent),
        entitled=sum(one.is_entitled for one in people),
        waiting=sum(one.is_entitled and one.registration.pk not in issued for one in people),
    )  # fmt: skip


def _issue(request: HttpRequest, meeting: Meeting) -> str:
    """To all who never had one, or to whom `person` of the POST names; what was done."""
    at = timezone.now()
    if key := request.POST.get("person", ""):
        person = _revoked_from(meeting, key)
        made = replace_certificate(registration=person, by=request.user, at=at) if person else None
        return "Sertifikat pengganti diterbitkan." if made else "Tidak ada yang baru."
    issued = issue_certificates(meeting=meeting, by=request.user, at=at)
    return f"{len(issued)} sertifikat diterbitkan." if issued else "Tidak ada yang baru."


def _revoked_from(meeting: Meeting, key: str) -> Registration | None:
    revoked = Certificate.objects.filter(
        registration__meeting=meeting, revoked_at__isnull=False
    ).select_related("registration__meeting")
    return next((one.registration for one in revoked if str(one.registration_id) == key), None)


def _issued(meeting: Meeting) -> dict[Any, list[Certificate]]:
    """All of the rakor by person, the valid one first."""
    found: dict[Any, list[Certificate]] = {}
    rows = Certificate.objects.filter(registration__meeting=meeting)
    for certificate in rows.order_by("-issued_at"):
        found.setdefault(certificate.registration_id, []).append(certificate)
    return found


def _row(one: Earned, certificates: list[Certificate]) -> dict[str, Any]:
    valid = next((each for each in certificates if each.revoked_at is None), None)
    return {
        "pk": one.registration.pk,
        "name": one.registration.full_name,
        "from": one.registration.comes_from,
        "attended": one.attended,
        "is_entitled": one.is_entitled,
        "certificate": valid,
        "revoked": [each for each in certificates if each.revoked_at is not None],
    }


def paper(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    certificate = _certificate(meeting, pk)
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sertifikat-{certificate.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def revoke(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    certificate = _certificate(meeting, pk)

    def do(cleaned: dict[str, Any]) -> str:
        revoke_certificate(
            certificate=certificate, reason=cleaned["reason"], by=request.user, at=timezone.now()
        )
        return f"Sertifikat {certificate.code} dicabut."

    return admin.confirm(
        request, meeting, title=f"Cabut sertifikat {certificate.code}?", do=do,
        button="Cabut sertifikat", form_class=RevocationForm, refusals=(CertificateRefused,),
        tone="danger", back_url="../../sertifikat/",
        facts=[{"label": "Atas nama", "value": certificate.content["name"]},
               {"label": "Dari", "value": certificate.content["from"]}],
        lead="Kodenya selanjutnya menjawab bahwa sertifikat ini dicabut, dengan alasan yang Anda "
        "isi. Sertifikat pengganti hanya terbit bila Anda memilihnya pada daftar sertifikat.",
    )  # fmt: skip


def _certificate(meeting: Meeting, pk: int) -> Certificate:
    rows = Certificate.objects.filter(registration__meeting=meeting).select_related("registration")
    if (found := rows.filter(pk=pk).first()) is None:
        raise Http404
    return found


STEPS = (
    Step("sertifikat", "certificates", "Sertifikat", certificates,
         "meetings.add_certificate", is_listed=False),
    Step("cabut-sertifikat/<int:pk>", "certificate_revoke", "Cabut sertifikat", revoke,
         "meetings.change_certificate", is_listed=False),
    Step("sertifikat-pdf/<int:pk>", "certificate_paper", "Lihat sertifikat", paper,
         "meetings.view_certificate", is_listed=False),
)  # fmt: skip
