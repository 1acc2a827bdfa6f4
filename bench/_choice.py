"""Which of the sample data the measurements look at: what has the most to show."""

from django.db.models import Count, Q

from meetings.models import Meeting
from provinces.models import Office


def meeting_with_longest_agenda() -> Meeting:
    """Of those whose agenda was released."""
    public_items = Count("agenda_items", filter=Q(agenda_items__is_public=True))
    released = Meeting.objects.published().filter(current_release__isnull=False)
    return released.annotate(length=public_items).latest("length")


def office_with_most_to_tell() -> Office:
    return Office.objects.annotate(told=Count("posts__terms") + Count("aliases")).latest("told")
