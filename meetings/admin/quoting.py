"""Kutip: what was asked and answered about the agenda, ready to be quoted in the minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.dates import moment
from meetings.actions.minutes_quotes import QuoteRefused, quote_remark
from meetings.agenda.content import all_items
from meetings.agenda.discussion import speaker, threads_url
from meetings.minutes.quotes import holds_quote, quote_of
from meetings.models import AgendaRemark, Meeting, Minutes

DROPPED = "Acara yang tidak lagi di susunan acara"


def quoting(admin: PanelAdmin, request: HttpRequest, minutes: Minutes) -> HttpResponse:
    meeting = Meeting.objects.select_related("current_release").get(pk=minutes.meeting_id)
    remarks = meeting.agenda_remarks.shown().select_related("office")
    if request.method == "POST":
        key = request.POST.get("remark", "")
        remark = get_object_or_404(remarks, pk=key if key.isdecimal() and len(key) < 18 else 0)
        try:
            quote_remark(minutes=minutes, remark=remark, by=request.user, at=timezone.now())
        except QuoteRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "Kutipan ditambahkan pada akhir pembahasan.")
        return redirect(f"{request.path}#tulisan-{remark.pk}")
    return admin.page(
        request,
        minutes,
        "admin/meetings/minutes/quoting.html",
        title="Kutip tanya jawab",
        threads=_threads(meeting, minutes, list(remarks)),
    )


def _threads(
    meeting: Meeting, minutes: Minutes, remarks: list[AgendaRemark]
) -> list[dict[str, Any]]:
    """In the order of the agenda, then what it no longer holds."""
    release = meeting.current_release
    titles = (
        {item["number"]: item["title"] for item in all_items(release.internal)} if release else {}
    )
    dropped = [remark.item_number for remark in remarks if remark.item_number not in titles]
    titles |= dict.fromkeys(dropped, DROPPED)
    public = release.public if release else None
    threads = []
    for number, title in titles.items():
        rows = [_row(remark, minutes, public) for remark in remarks if remark.item_number == number]
        if rows:
            url = threads_url(meeting, number) if number not in dropped else ""
            threads.append({"title": title, "url": url, "rows": rows})
    return threads


def _row(remark: AgendaRemark, minutes: Minutes, public: Any) -> dict[str, Any]:
    return {
        "pk": remark.pk,
        "speaker": speaker(remark),
        "when": moment(remark.written_at, minutes.meeting.zone),
        "text": remark.text,
        "is_answer": remark.answers_id is not None,
        "is_quoted": holds_quote(minutes.discussion, quote_of(remark, public)),
    }


STEPS = (Step("kutip", "quoting", "Kutip tanya jawab", quoting, "meetings.change_minutes"),)
