"""What the portal's pages are held against: views with nothing around them.

They pass no context processor, and but for one no middleware at all. Each sets its
Content-Length, without which gunicorn would answer in chunks, so that they lose no time that the
portal saves.
"""

import json
from collections import defaultdict
from secrets import token_hex

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from post_office.models import STATUS, Email

from meetings.checkin.device_list import list_of
from meetings.models import AttendanceSession, CheckinDevice, Meeting, Registration, Scan


def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can do."""
    return HttpResponse(b"hello", headers={"Content-Length": "5"})


def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda of a rakor as anybody would write it on the first day: three statements."""
    meeting = get_object_or_404(Meeting.objects.published(), slug=slug)
    items = meeting.agenda_items.filter(is_public=True).prefetch_related("parts")
    context = {"meeting": meeting, "items": items}
    response = render(None, "agenda.html", context, using="reference")  # type: ignore[arg-type]
    response["Content-Length"] = str(len(response.content))
    return response


def tree(request: HttpRequest, slug: str) -> HttpResponse:
    """The same with what stands within each item, as anybody would write that."""
    meeting = get_object_or_404(Meeting.objects.published(), slug=slug)
    items = list(meeting.agenda_items.filter(is_public=True).prefetch_related("parts"))
    within = defaultdict(list)
    for item in items:
        within[item.parent_id].append(item)
    for item in items:
        item.inner = within[item.pk]  # type: ignore[attr-defined]
    context = {"meeting": meeting, "items": within[None]}
    response = render(None, "agenda_tree.html", context, using="reference")  # type: ignore[arg-type]
    response["Content-Length"] = str(len(response.content))
    return response


@login_required
@transaction.atomic
def register_signed_in(request: HttpRequest, slug: str, office: int) -> HttpResponse:
    """As below, by who signed in, with a row for the mail; behind Django's own middleware."""
    answer = _register(request, slug, office)
    Email.objects.create(
        from_email="portal@contoh.example",
        to=[request.POST["email"]],
        subject="Pendaftaran Anda",
        message=f"Yth. {request.POST['full_name']}, Anda terdaftar.",
        status=STATUS.queued,
    )
    return answer


@csrf_exempt
@transaction.atomic
def register(request: HttpRequest, slug: str, office: int) -> HttpResponse:
    """Lock, count, insert one row: what nobody who counts seats rightly can leave out."""
    return _register(request, slug, office)


def _register(request: HttpRequest, slug: str, office: int) -> HttpResponse:
    meeting = Meeting.objects.select_for_update().get(slug=slug)
    taken = Registration.objects.filter(meeting=meeting, withdrawn_at=None).count()
    if taken >= (meeting.capacity or 0):
        return HttpResponse(status=409, headers={"Content-Length": "0"})
    now = timezone.now()
    Registration.objects.create(
        meeting=meeting,
        office_id=office,
        full_name=request.POST["full_name"],
        name_key=request.POST["full_name"].lower(),
        role=request.POST["role"],
        position=request.POST["position"],
        unit=request.POST["unit"],
        mobile=request.POST["mobile"],
        email=request.POST["email"],
        mode="luring",
        privacy_version="-",
        ticket_code=token_hex(16),
        created_at=now,
        changed_at=now,
    )
    return HttpResponse(status=302, headers={"Location": "/", "Content-Length": "0"})


@csrf_exempt
@transaction.atomic
def insert(request: HttpRequest, slug: str) -> HttpResponse:
    """Facts of presence written as they were sent: no check, no flag, no person."""
    session = AttendanceSession.objects.select_related("meeting").get(meeting__slug=slug)
    now = timezone.now()
    Scan.objects.bulk_create(
        Scan(
            id=fact["id"],
            meeting_id=session.meeting_id,
            session=session,
            method=fact["method"],
            direction=fact["direction"],
            scanned_at=fact["at"],
            received_at=now,
            was_offline=fact["offline"],
            code_read=fact["code"][:60],
        )
        for fact in json.loads(request.body)["facts"]
    )
    return HttpResponse(b"{}", headers={"Content-Length": "2"})


def search(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that searches the list of a device by the app's own module."""
    device = CheckinDevice.objects.select_related("meeting").get(meeting__slug=slug)
    context = {"list": list_of(device, "", timezone.now())}
    response = render(None, "search.html", context, using="reference")  # type: ignore[arg-type]
    response["Content-Length"] = str(len(response.content))
    return response


def select(request: HttpRequest, number: int) -> HttpResponse:
    """One row by its key: the least that a database answers with an index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM provinces_office WHERE id = %s", [number])
        row = cursor.fetchone()
    content = (row[0] if row else "-").encode()
    return HttpResponse(content, headers={"Content-Length": str(len(content))})


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/standard/register/<slug:slug>/<int:office>/", register_signed_in),
    path("bench/register/<slug:slug>/<int:office>/", register),
    path("bench/agenda/<slug:slug>/", agenda),
    path("bench/tree/<slug:slug>/", tree),
    path("bench/insert/<slug:slug>/", insert),
    path("bench/search/<slug:slug>/", search),
    path("bench/select/<int:number>/", select),
]
