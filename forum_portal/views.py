"""The home page, the pages about the portal itself, and what is shown when something fails."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import kept_forms
from accounts.access import public, public_facts
from forum_portal import health as checks
from forum_portal import home_page
from forum_portal import office_history as history_page
from forum_portal.lib.lost_database import is_database_away
from forum_portal.lib.request_log import request_id
from provinces import members, places
from provinces.breadcrumbs import way_from
from provinces.forms.as_of import AsOfForm
from provinces.sought import Sought

# As the check against forged forms begins its reason, before the origin itself.
_FROM_ANOTHER_SITE = (REASON_BAD_ORIGIN.partition("%s")[0], REASON_BAD_REFERER.partition("%s")[0])


@public_facts
def home(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    offices = places.places_of(Sought(today))
    rakor = home_page.next_rakor(now, places.count(offices))
    minutes, past_rakor = home_page.latest_minutes(), home_page.past_rakor(now)
    shown = [rakor, *minutes, *past_rakor]
    context = {
        "map": places.map_of_all(offices),
        "rakor": rakor,
        "minutes": minutes,
        "past_rakor": past_rakor,
        "leadership": home_page.leadership(today),
        "is_sample_data": any(row["is_sample"] for row in shown if row),
    }
    return render(request, "home.html", context)


@public_facts
def office_history(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    office = members.office_on(today, slug)
    if office is None:
        raise Http404
    history = history_page.history_of(office, today)
    kind = history_page.chosen_kind(request.GET)
    address = reverse("office_history", args=[slug])
    paginator = Paginator(history.of(kind), history_page.PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    attended = history_page.attended(office, kind, page, today)
    context = {
        "office": office,
        "attended": attended,
        "as_of": AsOfForm(today=today),
        "choices": history_page.choices(history, kind, address),
        "years": history_page.years(page, history.names, today),
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "query": request.GET,
        "is_sample_data": any(row.is_sample for row in (*page, *attended)),
        "breadcrumbs": way_from(office.province, office.url, ("Riwayat", "")),
    }
    return render(request, "office_history.html", context)


@public_facts
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 when well, 503 with the reason when not; for the load balancer and the duty officer."""
    faults = checks.faults(at=timezone.now())
    body = {"status": "ok"} if not faults else {"status": "sakit", "sebab": faults}
    return JsonResponse(body, status=503 if faults else 200)


@public
def robots(request: HttpRequest) -> HttpResponse:
    # The way in may be found; what lies behind it, and what a secret address opens, may not.
    closed = (
        "/admin/",
        "/akun/kata-sandi/",
        "/cari/",
        "/kalender/",
        "/provinsi/konfirmasi/",
        "/saya/",
        "/tiket/",
        "/undangan/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is larger than DATA_UPLOAD_MAX_... allows gets a page that says so."""
    is_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if is_large else 400
    return render(request, f"{status}.html", status=status)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Back to a form that keeps what was typed: signing in elsewhere made its page stale.

    What another site sends is not kept: the session begun for it would end the reader's own.
    """
    if not reason.startswith(_FROM_ANOTHER_SITE) and kept_forms.keep(request):
        return redirect(request.get_full_path())
    return render(request, "403_csrf.html", status=403)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever failed may be behind one of them.

    503 while the database is away, which passes by itself.
    """
    context = {"request_id": request_id.get(), "site_name": settings.SITE_NAME}
    status = 503 if is_database_away(sys.exc_info()[1]) else 500
    response = render(None, f"{status}.html", context, status=status)  # type: ignore[arg-type]
    if status == 503:
        response["Retry-After"] = "30"
    return response
