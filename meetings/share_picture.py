"""The picture that stands for a rakor where its address is shared, made from its public facts."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from forum_portal.lib import pdf
from meetings.models import Meeting
from meetings.when import when, where

WIDTH, HEIGHT = 1200, 630
_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "meetings" / "pictures" / "share.typ"
_EDITION = pdf.edition(_TEMPLATE)


def share_picture(meeting: Meeting) -> bytes:
    """A PNG of WIDTH x HEIGHT; needs host_province selected. Some 30 ms, then kept."""
    return _drawn(_facts(meeting))


def picture_tag(meeting: Meeting) -> str:
    """Differs wherever the picture does; needs host_province selected."""
    return hashlib.sha256(f"{_EDITION}|{_facts(meeting)}".encode()).hexdigest()[:32]


@lru_cache(maxsize=64)
def _drawn(facts: str) -> bytes:
    return pdf.picture(_TEMPLATE, json.loads(facts))


def _facts(meeting: Meeting) -> str:
    """What share.typ reads, as JSON."""
    place = where(meeting)
    mode = meeting.get_mode_display()
    parts = (place, mode.lower() if place else mode)
    facts = {
        "forum": settings.SITE_NAME,
        "title": meeting.title,
        "when": when(meeting),
        "where": " · ".join(part for part in parts if part),
        "is_cancelled": meeting.cancelled_at is not None,
        "is_sample": meeting.is_sample,
    }
    return json.dumps(facts, ensure_ascii=False)
