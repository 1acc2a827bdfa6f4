"""What the pages of the agenda's editor share: who may, and the way back to the place of work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from meetings.actions.agenda_refusals import ItemGone
from meetings.actions.agenda_removals import Removed
from meetings.models import Meeting

TEMPLATES = "admin/meetings/agenda"
VIEWS = "meetings.view_agendaitem"
CHANGES = "meetings.change_agendaitem"
# What this reader took out last, in the session, until something else is done.
REMOVED = "agenda_removed"


def page_of(meeting: Meeting, anchor: str = "", open_in: str = "") -> str:
    """The editor's page at the item, button or line that takes the focus.

    open_in: the item whose line for what it holds stands open.
    """
    address = reverse("admin:meetings_meeting_agenda", args=[meeting.pk])
    query = f"?isi={open_in}" if open_in else ""
    return f"{address}{query}#{anchor}" if anchor else f"{address}{query}"


def back(meeting: Meeting, anchor: str = "", open_in: str = "") -> HttpResponse:
    return redirect(page_of(meeting, anchor, open_in))


def gone(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """An item that another editor took out has no page any more."""
    messages.error(request, str(ItemGone()))
    return back(meeting)


def keep_removed(request: HttpRequest, meeting: Meeting, removed: Removed) -> None:
    request.session[REMOVED] = {
        "meeting": meeting.pk, "title": removed.title, "kept": removed.kept
    }  # fmt: skip
