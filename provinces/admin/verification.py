"""The queue of names to be confirmed, and the page that says how sure one is."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.panel import PanelAdmin
from provinces.actions.verification import VerificationRefused, set_verification
from provinces.models import Office
from provinces.verification_queue import entries, unconfirmed_offices

PER_PAGE = 50
# Step.permission of OfficeAdmin, asked again by the queue.
VERIFY = "provinces.change_office"


class VerificationForm(forms.Form):
    verification = forms.ChoiceField(label="Kepastian nama", choices=Office.Verification.choices)
    source = forms.CharField(
        label="Sumber, atau alasan keraguan",
        max_length=300,
        help_text="Ditampilkan di halaman balai, misalnya “Surat Pusdatin 12/2026” atau “Dua "
        "nama berbeda di media”.",
    )


def show_queue(admin: PanelAdmin, request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(VERIFY):
        raise PermissionDenied
    page = Paginator(unconfirmed_offices(), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Nama yang perlu dipastikan",
        "page": page,
        "entries": entries(page.object_list, timezone.localdate()),
        "official": Office.Verification.OFFICIAL.value,
        "unsure": Office.Verification.PRESS_UNSURE.value,
    }
    return TemplateResponse(request, "admin/provinces/office/queue.html", context)


def verify(admin: PanelAdmin, request: HttpRequest, office: Office) -> HttpResponse:
    """The judgement that the queue proposes stands chosen; the secretariat names its source."""

    def do(cleaned: dict[str, Any]) -> str:
        judged = set_verification(office=office, by=request.user, at=timezone.now(), **cleaned)
        return f"{judged}: {judged.get_verification_display()}."

    chosen = request.GET.get("sebagai", "")
    initial = chosen if chosen in Office.Verification.values else office.verification

    form_class = partial(VerificationForm, initial={"verification": initial})
    return admin.confirm(
        request, office, title=f"Seberapa pasti nama {office}?", do=do, button="Simpan",
        form_class=form_class, refusals=(VerificationRefused,),
        facts=[{"label": "Nama resmi", "value": office.name},
               {"label": "Sekarang", "value": office.get_verification_display()},
               {"label": "Sumber sekarang", "value": office.verification_source or "tidak ada"}],
        lead="Nama itu sendiri diubah dengan “Ganti nama resmi”; di sini hanya seberapa pasti "
        "namanya.",
    )  # fmt: skip
