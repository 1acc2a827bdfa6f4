"""Certificates in the panel: who earned one, issue them all, revoke or replace one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import moment
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.certificates import (
    CertificateRefused,
    Issue,
    certificates_of,
    is_left_out,
    issue_certificates,
    replace_certificate,
    revoke_certificate,
    standing,
)
from meetings.aftermath.certificates import Earned, sessions_needed
from meetings.aftermath.paper import certificate_pdf
from meetings.models import Aftercare, Certificate, Meeting

PAGE_SIZE = 100


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Terbaca siapa pun yang memeriksa kodenya."
    )


def certificates(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        try:
            issue = issue_certificates(meeting=meeting, by=request.user, at=timezone.now())
        except CertificateRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _told(issue))
        return redirect(request.path)
    aftercare = Aftercare.objects.filter(meeting=meeting).first() or Aftercare(meeting=meeting)
    people = standing(meeting, aftercare)
    issued = certificates_of(meeting)
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    sessions = people[0].sessions if people else meeting.sessions.count()
    return admin.page(
        request, meeting, "admin/meetings/certificates.html", title="Sertifikat",
        rows=[_row(one, issued.get(one.registration.pk, [])) for one in page],
        page=page, sessions=sessions,
        needed=sessions_needed(sessions, aftercare.sessions_percent),
        entitled=sum(one.is_entitled for one in people),
        waiting=sum(one.is_entitled and one.registration.pk not in issued for one in people),
        left_out=[one.registration.full_name for one in people if is_left_out(one, issued)],
    )  # fmt: skip


def _told(issue: Issue) -> str:
    done = f"{len(issue.made)} sertifikat diterbitkan." if issue.made else "Tidak ada yang baru."
    if not issue.left_out:
        return done
    return f"{done} {len(issue.left_out)} orang yang berhak dilewati: sertifikatnya pernah dicabut."


def _row(one: Earned, certificates: list[Certificate]) -> dict[str, Any]:
    valid = next((each for each in certificates if each.revoked_at is None), None)
    return {
        "name": one.registration.full_name,
        "from": one.registration.comes_from,
        "attended": one.attended,
        "is_entitled": one.is_entitled,
        "certificate": valid,
        "revoked": [each for each in certificates if each.revoked_at is not None],
        "replaces": certificates[0].pk if certificates and not valid else None,
    }


def paper(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    certificate = _certificate(meeting, pk)
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sertifikat-{certificate.code}.pdf"'
    return kept_by_nobody(response)


def revoke(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    certificate = _certificate(meeting, pk)

    def do(cleaned: dict[str, Any]) -> str:
        revoke_certificate(
            certificate=certificate, reason=cleaned["reason"], by=request.user, at=timezone.now()
        )
        return f"Sertifikat {certificate.code} dicabut."

    answer = admin.confirm(
        request, meeting, title=f"Cabut sertifikat {certificate.code}?", do=do,
        button="Cabut sertifikat", form_class=RevocationForm, refusals=(CertificateRefused,),
        tone="danger", back_url=_list_of(meeting),
        facts=[{"label": "Atas nama", "value": certificate.content["name"]},
               {"label": "Dari", "value": certificate.content["from"]}],
        lead="Kodenya selanjutnya menjawab bahwa sertifikat ini dicabut, dengan alasan yang Anda "
        "isi. Sertifikat pengganti hanya terbit bila Anda memilihnya pada daftar sertifikat.",
    )  # fmt: skip
    return redirect(_list_of(meeting)) if answer.status_code == 302 else answer


def replace(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, pk: int) -> HttpResponse:
    """Another certificate for the person whose revoked one is `pk`."""
    former = _certificate(meeting, pk)
    if former.revoked_at is None:
        raise Http404
    person = former.registration

    def do(_: dict[str, Any]) -> str:
        made = replace_certificate(registration=person, by=request.user, at=timezone.now())
        return f"Sertifikat pengganti {made.code} diterbitkan."

    answer = admin.confirm(
        request, meeting, title=f"Terbitkan pengganti sertifikat {former.code}?", do=do,
        button="Terbitkan pengganti", refusals=(CertificateRefused,),
        back_url=_list_of(meeting),
        facts=[{"label": "Atas nama", "value": person.full_name},
               {"label": "Dari", "value": person.comes_from},
               {"label": "Dicabut", "value": moment(former.revoked_at, meeting.zone)},
               {"label": "Alasan pencabutan", "value": former.revoke_reason}],
        lead="Sertifikat pengganti memuat data yang tercatat sekarang dan memakai kode baru. "
        "Pastikan alasan pencabutannya sudah teratasi; kode lama tetap menjawab dicabut.",
    )  # fmt: skip
    return redirect(_list_of(meeting)) if answer.status_code == 302 else answer


def _list_of(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_certificates", args=[meeting.pk])


def _certificate(meeting: Meeting, pk: int) -> Certificate:
    rows = Certificate.objects.filter(registration__meeting=meeting).select_related(
        "registration__office", "registration__meeting"
    )
    if (found := rows.filter(pk=pk).first()) is None:
        raise Http404
    return found


STEPS = (
    Step("sertifikat", "certificates", "Sertifikat", certificates,
         "meetings.add_certificate", is_listed=False),
    Step("cabut-sertifikat/<int:pk>", "certificate_revoke", "Cabut sertifikat", revoke,
         "meetings.change_certificate", is_listed=False),
    Step("pengganti-sertifikat/<int:pk>", "certificate_replace", "Terbitkan pengganti", replace,
         "meetings.add_certificate", is_listed=False),
    Step("sertifikat-pdf/<int:pk>", "certificate_paper", "Lihat sertifikat", paper,
         "meetings.view_certificate", is_listed=False),
)  # fmt: skip
