"""The agenda as a reader has it: kept for all alike, with ways to threads for who reads them."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meetings.agenda.discussion import add_talks, counts, reads_threads
from meetings.agenda.page import release_html
from meetings.agenda.reading import agenda_days
from meetings.models import AgendaRelease, Meeting

if TYPE_CHECKING:
    from accounts.models import User


def body_for(user: "User | AnonymousUser", meeting: Meeting, release: AgendaRelease) -> SafeString:
    """Beside each item of the latest release the way to its thread, for those who read threads."""
    is_staff = user.is_staff
    if release.pk != meeting.current_release_id or not reads_threads(user, meeting):
        return release_html(release.pk, with_internal=is_staff)
    column = "internal" if is_staff else "public"
    content = AgendaRelease.objects.values_list(column, flat=True).get(pk=release.pk)
    days, found = agenda_days(content, level=2), counts(meeting)
    for day in days:
        add_talks(day["rows"], meeting, found)
    return render_to_string("meetings/_agenda_body.html", {"days": days}) if days else SafeString()
