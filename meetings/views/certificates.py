"""Certificates: the paper for its holder, and for anybody whether a code is genuine."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from accounts.access import public, signed_in
from forum_portal.lib.dates import moment
from forum_portal.lib.secrecy import found_by_nobody, kept_by_nobody
from meetings.actions.certificates import certificate_of
from meetings.aftermath.certificates import read_code
from meetings.aftermath.paper import certificate_pdf as written
from meetings.delegations.reaching import delegate_of
from meetings.models import Certificate
from meetings.views.tickets import secret_address


@public
@secret_address
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The valid one of the person whose own page has `code`."""
    return _paper(get_object_or_404(_valid(), registration__ticket_code=code))


@signed_in
def of_delegate(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The same for the office, to which the address of the own page is not told."""
    return _paper(get_object_or_404(_valid(), registration=delegate_of(request.user, slug, pk)))


def _valid() -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(revoked_at=None, registration__withdrawn_at=None)
    return rows.select_related("registration__meeting")


def _paper(certificate: Certificate) -> HttpResponse:
    response = HttpResponse(written(certificate), content_type="application/pdf")
    name = slugify(certificate.content["name"])
    response["Content-Disposition"] = f'inline; filename="sertifikat-{name}.pdf"'
    return kept_by_nobody(response)


@public
def check(request: HttpRequest) -> HttpResponse:
    """Where a code is typed that was read from paper."""
    typed = request.GET.get("kode", "")
    code = read_code(typed)
    if code:
        return redirect("meetings:certificate", code=code)
    return render(request, "meetings/certificate_check.html", {"breadcrumbs": _crumbs()})


@public
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate says, or that there is none of this code. Nobody's other data."""
    rows = Certificate.objects.select_related("registration__meeting")
    found = rows.filter(code=read_code(code)).first()
    context = {"code": code, "breadcrumbs": _crumbs()}
    if found is None:
        return found_by_nobody(
            render(request, "meetings/certificate_unknown.html", context, status=404)
        )
    context |= _told(found)
    return found_by_nobody(render(request, "meetings/certificate_detail.html", context))


def _told(certificate: Certificate) -> dict[str, object]:
    content, meeting = certificate.content, certificate.registration.meeting
    items = [
        {"label": "Diberikan kepada", "value": content["name"]},
        {"label": "Dari", "value": content["from"]},
        {"label": "Sebagai", "value": content["role"]},
        {"label": "Pada", "value": content["meeting"], "url": meeting.get_absolute_url()},
        {"label": "Waktu", "value": content["dates"]},
        {"label": "Tempat", "value": content["place"]},
        {"label": "Kehadiran", "value": f"{content['attended']} dari {content['sessions']} sesi"},
        {
            "label": "Penanda tangan",
            "value": f"{content['signatory']}, {content['signatory_position']}",
        },
        {"label": "Diterbitkan", "value": moment(certificate.issued_at, meeting.zone)},
    ]
    revoked_at = certificate.revoked_at
    return {
        "certificate": certificate,
        "breadcrumbs": [*_crumbs(), {"label": certificate.code, "url": ""}],
        "items": [item for item in items if item["value"]],
        "revoked": moment(revoked_at, meeting.zone) if revoked_at else "",
        # Its code is not told: it stands on the certificate, for who was given that one.
        "is_replaced": bool(revoked_at) and certificate_of(certificate.registration) is not None,
        "is_sample_data": content["is_sample"],
    }


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": "Beranda", "url": reverse("home")},
        {"label": "Verifikasi sertifikat", "url": reverse("meetings:certificate_check")},
    ]
