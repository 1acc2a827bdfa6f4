"""Where an account gets the secret address of its own calendar, renews and removes it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import signed_in
from forum_portal.lib.dates import moment
from forum_portal.lib.secrecy import kept_by_nobody
from meetings.actions.calendar_address import remove_address, renew_address
from meetings.calendar.own import own_meetings
from meetings.models import CalendarAddress
from provinces.permissions import offices_of


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Shows the address to its account; a POST makes the first one."""
    found = CalendarAddress.objects.filter(user=request.user).first()
    if request.method == "POST":
        # Pressed twice, or in two windows: the address that is already there stays.
        if found is None:
            renew_address(by=request.user, at=timezone.now())
            messages.success(request, "Alamat kalender Anda sudah dibuat.")
        return redirect("meetings:own_calendar_page")
    context = {
        "address": _address(found) if found else None,
        "made_at": moment(found.made_at, settings.TIME_ZONE) if found else "",
        "count": own_meetings(request.user).count(),
        "offices": [] if request.user.is_staff else list(offices_of(request.user)),
        "breadcrumbs": [
            {"label": "Beranda", "url": reverse("home")},
            {"label": "Saya", "url": reverse("meetings:mine")},
            {"label": "Kalender saya"},
        ],
    }
    return kept_by_nobody(render(request, "meetings/own_calendar_detail.html", context))


@signed_in
def renew(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        renew_address(by=request.user, at=timezone.now())
        messages.success(
            request, "Alamat kalender Anda sudah diganti. Alamat yang lama tidak berlaku lagi."
        )
        return redirect("meetings:own_calendar_page")
    return render(request, "meetings/own_calendar_renew.html")


@signed_in
def remove(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        remove_address(by=request.user, at=timezone.now())
        messages.success(request, "Alamat kalender Anda sudah dihapus.")
        return redirect("meetings:own_calendar_page")
    return render(request, "meetings/own_calendar_remove.html")


def _address(found: CalendarAddress) -> dict[str, Any]:
    """Each way to the file, whole: it is copied into another program."""
    path = reverse("meetings:own_calendar", args=[found.token])
    whole = f"{settings.SITE_URL}{path}"
    without_scheme = whole.partition("://")[2]
    return {
        "choices": [
            {
                "name": "rakor",
                "label": "Rakor saja",
                "hint": "Satu entri untuk tiap rakor.",
                "url": whole,
                "file": path,
                "subscribe": f"webcal://{without_scheme}",
            },
            {
                "name": "acara",
                "label": "Rakor dan tiap mata acaranya",
                "hint": "Entri tersendiri untuk tiap mata acara dengan ruang dan pembicaranya.",
                "url": f"{whole}?acara=1",
                "file": f"{path}?acara=1",
                "subscribe": f"webcal://{without_scheme}?acara=1",
            },
        ],
    }
