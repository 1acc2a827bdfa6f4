"""What the head of a rakor's page tells programs: search engines, and those that show a link.

Kept by the process like the body of the page (meetings/meeting_page.py).
"""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from forum_portal.lib.sample_mark import marked
from meetings.models import Meeting
from meetings.share_picture import HEIGHT, WIDTH, picture_tag
from meetings.structured_data import data_block, event
from meetings.when import when, where

LONGEST_DESCRIPTION = 300


def head(meeting: Meeting, version: str) -> SafeString | str:
    """Nothing for a draft. Two statements the first time, then none."""
    return "" if meeting.published_at is None else _head(meeting.pk, version)


@lru_cache(maxsize=64)
def _head(meeting_id: int, version: str) -> SafeString:
    rows = Meeting.objects.select_related("host_province", "issuer", "current_release")
    meeting = rows.prefetch_related("moves").get(pk=meeting_id)
    path = reverse("meetings:share_picture", args=[meeting.slug])
    # A program keeps a picture by its address; another picture has another one.
    image = f"{settings.SITE_URL}{path}?v={picture_tag(meeting)[:8]}"
    description = _description(meeting)
    context = {
        "title": marked(meeting.title, meeting.is_sample),
        "description": description,
        "url": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        "site_name": settings.SITE_NAME,
        "image": image,
        "image_alt": f"{meeting.title}, {when(meeting)}",
        "width": WIDTH,
        "height": HEIGHT,
        "data": data_block(event(meeting, description=description, image=image)),
    }
    return render_to_string("meetings/_meeting_head.html", context)


def _description(meeting: Meeting) -> str:
    parts = [when(meeting), where(meeting), meeting.theme]
    if meeting.cancelled_at is not None:
        parts.insert(0, f"Dibatalkan: {meeting.cancel_reason}")
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return Truncator(f"{text}.").chars(LONGEST_DESCRIPTION)
