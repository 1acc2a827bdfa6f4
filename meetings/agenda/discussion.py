"""Tanya jawab: who reads and writes about an item of the agenda, and what its page shows.

Those who take part read and write in the name of their office, the secretariat as such; nobody
else learns that there is a thread. It is about an item of the release that the reader has, and
is closed with the rakor: readable then, not written any more.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.urls import reverse

from forum_portal.lib.dates import moment
from meetings.agenda.content import Content, Item, all_items
from meetings.models import AgendaRemark, Meeting
from meetings.permissions import takes_part
from provinces.models import OfficeQuerySet
from provinces.permissions import offices_of

if TYPE_CHECKING:
    from accounts.models import User

SECRETARIAT_NAME = "Sekretariat"
READS = "meetings.view_agendaremark"
MODERATES = "meetings.change_agendaremark"
Row = dict[str, Any]


def reads_threads(user: "User | AnonymousUser", meeting: Meeting) -> bool:
    """Staff by permission, others by taking part. One query, none without an account."""
    if user.is_staff:
        return user.has_perm(READS)
    return takes_part(user, meeting)


def moderates(user: "User | AnonymousUser") -> bool:
    return user.is_staff and user.has_perm(MODERATES)


def speaking_offices(user: "User | AnonymousUser", meeting: Meeting) -> OfficeQuerySet:
    """The offices in whose name `user` may write: theirs that take part."""
    attending = meeting.registrations.active().values("office")
    return offices_of(user).filter(pk__in=attending).order_by("name")


def closed_because(meeting: Meeting) -> str:
    """Why nobody writes any more; empty while they may."""
    if meeting.cancelled_at is not None:
        return f"{meeting.title} dibatalkan; tanya jawabnya hanya dapat dibaca."
    if meeting.closed_at is not None:
        return f"{meeting.title} sudah ditutup; tanya jawabnya hanya dapat dibaca."
    return ""


def item_of(content: Content | None, number: int) -> Item | None:
    """The item of a release by its number."""
    items = all_items(content) if content else ()
    return next((item for item in items if item["number"] == number), None)


def threads_url(meeting: Meeting, number: int) -> str:
    return reverse("meetings:discussion", args=[meeting.slug, number])


def counts(meeting: Meeting) -> dict[int, int]:
    """How many remarks that are not hidden each item has. One query."""
    shown = AgendaRemark.objects.filter(meeting=meeting).shown().order_by()
    counted = shown.values("item_number").annotate(count=Count("pk"))
    return dict(counted.values_list("item_number", "count"))


def add_talks(rows: Iterable[Row], meeting: Meeting, found: dict[int, int]) -> None:
    """The way to its thread and the count beside each of `rows` of an agenda."""
    for row in rows:
        if not row["is_pause"]:
            count = found.get(row["number"], 0)
            row["talk"] = {
                "url": threads_url(meeting, row["number"]),
                "label": f"Tanya jawab ({count})" if count else "Tanya jawab",
            }
        add_talks(row["rows"], meeting, found)


def thread(
    remarks: Iterable[AgendaRemark], meeting: Meeting, *, may_write: bool, may_moderate: bool
) -> list[Row]:
    """Questions in the order of writing, each with its answers; remarks: with their offices."""
    rows = {remark.pk: _row(remark, meeting, may_moderate) for remark in remarks}
    questions = []
    for remark in remarks:
        if remark.answers_id in rows:
            rows[remark.answers_id]["answers"].append(rows[remark.pk])
        else:
            questions.append(rows[remark.pk])
            if may_write and remark.hidden_at is None:
                rows[remark.pk]["answer_url"] = f"?jawab={remark.pk}#tulis"
    return questions


def speaker(remark: AgendaRemark) -> str:
    """The office, never the person; none is the secretariat."""
    return remark.office.name if remark.office else SECRETARIAT_NAME


def _row(remark: AgendaRemark, meeting: Meeting, may_moderate: bool) -> Row:
    is_hidden = remark.hidden_at is not None
    hide_url = reverse("meetings:remark_hide", args=[meeting.slug, remark.item_number, remark.pk])
    return {
        "pk": remark.pk,
        "speaker": speaker(remark),
        "when": moment(remark.written_at, meeting.zone),
        # What is hidden stays with who hides: others read the reason alone.
        "text": remark.text if not is_hidden or may_moderate else "",
        "is_hidden": is_hidden,
        "hide_reason": remark.hide_reason,
        "hide_url": hide_url if may_moderate else "",
        "answer_url": "",
        "answers": [],
    }
