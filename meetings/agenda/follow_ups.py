"""Tindak lanjut of former rakor that are still open, offered to the agenda of a later one."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from meetings.models import ActionItem, AgendaItem, AgendaProposal, Meeting, Publication


def open_follow_ups(meeting: Meeting) -> list[ActionItem]:
    """Of rakor before `meeting`, as their latest publication lists them, not yet on its agenda.

    What nobody has published is a draft's, and what a correction left out holds no longer. Two
    queries; the latest rakor first.
    """
    on_agenda = AgendaItem.objects.filter(meeting=meeting, follows_up=OuterRef("pk"))
    unsettled = (
        ActionItem.objects.filter(
            ~Exists(on_agenda),
            settled_on=None,
            minutes__meeting__starts_on__lt=meeting.starts_on,
            minutes__meeting__is_sample=meeting.is_sample,
        )
        .exclude(minutes__meeting=meeting)
        .select_related("minutes__meeting")
        .order_by("-minutes__meeting__starts_on", "order", "pk")
    )
    found = list(unsettled)
    published = _published_tasks({item.minutes_id for item in found})
    return [item for item in found if _as_published(item) in published.get(item.minutes_id, ())]


def kept_proposals(meeting: Meeting) -> Iterable[AgendaProposal]:
    """Those kept at former rakor, which `meeting` may take up."""
    return (
        AgendaProposal.objects.kept()
        .exclude(meeting=meeting)
        .filter(meeting__is_sample=meeting.is_sample)
        .select_related("meeting", "office")
        .order_by("proposed_at", "pk")
    )


def _published_tasks(minutes: set[int]) -> dict[int, set[str]]:
    current = Publication.objects.filter(minutes__in=minutes).current()
    return {
        publication.minutes_id: {row["task"] for row in publication.content["action_items"]}
        for publication in current
    }


def _as_published(item: ActionItem) -> str:
    """Its words as meetings/minutes/content.py writes them."""
    return item.task.replace("\r\n", "\n").strip()
