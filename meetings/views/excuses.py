"""Keterangan tidak hadir: an office says who of its delegation is not there, and takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from meetings.actions.excuses import ExcuseRefused, record_excuse, withdraw_excuse
from meetings.attendance.excuse_form import ExcuseForm
from meetings.attendance.excuse_rows import excusable, excuse_rows
from meetings.delegations.reaching import crumbs
from meetings.models import Excuse, Meeting
from meetings.permissions import keeps_registrations, registering_office, registrable_offices
from meetings.states import is_registration_open, over_at
from provinces.models import Office


@signed_in
def excuses(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    office = registering_office(request.user, request.GET.get("balai", ""))
    if office is None:
        return _choose(request, meeting)
    at, people = timezone.now(), list(excusable(meeting, office))
    is_over = at >= over_at(meeting) and not keeps_registrations(request.user)
    form = ExcuseForm(request.POST or None, meeting=meeting, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            record_excuse(meeting=meeting, **form.said(), by=request.user, at=at)
        except ExcuseRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Keterangan tidak hadir dicatat.")
            return redirect(_address(meeting, office))
    context = {
        **_about(meeting, office),
        "form": form if people and not is_over and meeting.cancelled_at is None else None,
        "is_over": is_over,
        "can_change": keeps_registrations(request.user) or is_registration_open(meeting, at),
        "has_people": bool(people),
        "rows": excuse_rows(meeting, office),
    }
    return render(request, "meetings/excuse_list.html", context)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    rows = Excuse.objects.select_related("meeting", "office", "registration__office")
    excuse = get_object_or_404(rows.current(), meeting__slug=slug, pk=pk)
    office = excuse.registration.office if excuse.registration else excuse.office
    if office is None or not registrable_offices(request.user).filter(pk=office.pk).exists():
        raise Http404
    try:
        withdraw_excuse(excuse=excuse, by=request.user, at=timezone.now())
    except ExcuseRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Keterangan ditarik; catatannya dihapus.")
    return redirect(_address(excuse.meeting, office))


def _choose(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    offices = registrable_offices(request.user).select_related("province")
    rows = [
        {"name": each.name, "province": each.province.name, "url": _address(meeting, each)}
        for each in offices.order_by("province_id", "slug")
    ]
    context = {
        "meeting": meeting,
        "offices": rows,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Keterangan tidak hadir", "")),
    }
    return render(request, "meetings/delegation_choose.html", context)


def _about(meeting: Meeting, office: Office) -> dict[str, object]:
    delegation = f"{reverse('meetings:delegation', args=[meeting.slug])}?balai={office.slug}"
    return {
        "meeting": meeting,
        "office": office,
        "delegation_url": delegation,
        "is_sample_data": meeting.is_sample,
        "breadcrumbs": crumbs(meeting, ("Delegasi", delegation), ("Keterangan tidak hadir", "")),
    }


def _address(meeting: Meeting, office: Office) -> str:
    return f"{reverse('meetings:excuses', args=[meeting.slug])}?balai={office.slug}"
