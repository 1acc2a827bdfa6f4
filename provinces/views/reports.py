"""A reader without an account tells that something about an office is wrong."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import public
from provinces.actions.proposals import propose
from provinces.breadcrumbs import Crumb, way_from
from provinces.forms.reports import ReportForm
from provinces.models import Office, Proposal

TOO_MANY = (
    "Terlalu banyak laporan dari jaringan ini dalam waktu singkat. Laporan Anda belum terkirim; "
    "tunggu satu jam, lalu kirim kembali."
)


@public
def add(request: HttpRequest, slug: str) -> HttpResponse:
    office = get_object_or_404(Office.objects.select_related("province"), slug=slug)
    form = ReportForm(request.POST or None, office=office)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_of_a_program:
            # Told that it worked, it has no reason to try again.
            return redirect("provinces:reported", slug)
        if _may_report(request, office):
            propose(
                office=office,
                origin=Proposal.Origin.PUBLIC,
                by=None,
                at=timezone.now(),
                **form.proposed(),
            )
            return redirect("provinces:reported", slug)
        form.add_error(None, TOO_MANY)
        status = 429
    context = {"office": office, "form": form, "breadcrumbs": _crumbs(office)}
    return render(request, "provinces/report_add.html", context, status=status)


@public
def done(request: HttpRequest, slug: str) -> HttpResponse:
    office = get_object_or_404(Office, slug=slug)
    return render(request, "provinces/report_done.html", {"office": office})


def _may_report(request: HttpRequest, office: Office) -> bool:
    """Tight for one address about one office, loose for the address: a hall of people shares it.

    The second limit is the office's own, against a flood from many addresses.
    """
    address = get_adapter().get_client_ip(request)
    return ratelimit.consume(
        request, action="report", key=f"{address} {office.slug}"
    ) and ratelimit.consume(request, action="report_of_office", key=office.slug)


def _crumbs(office: Office) -> list[Crumb]:
    return way_from(office.province.name, office.get_absolute_url(), ("Laporkan kesalahan", ""))
