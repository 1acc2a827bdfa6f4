"""The whole of some minutes as data: what a publication freezes, page and PDF are made from.

Texts are kept as they were written, in Markdown. HTML and PDF are derived at reading time, so
the fingerprint covers words rather than the output of one version of a library, and a repaired
sanitiser also repairs what was published before it.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from forum_portal.lib.dates import ZONE_NAMES, Precision, partial_date
from meetings.agenda.content import all_items
from meetings.models import ActionItem, AgendaItem, AgendaRelease, Decision, Meeting, Minutes
from meetings.when import weekdays

Content = dict[str, Any]

FORMAT = 1
_REQUIRED = {"chair": "pimpinan rapat", "note_taker": "notulis", "discussion": "pembahasan"}


def draft_content(minutes: Minutes) -> Content:
    """The content as the draft stands; three queries beside `minutes.meeting`."""
    return build(
        minutes,
        agenda=minutes.meeting.current_release,
        decisions=minutes.decisions.all(),
        action_items=minutes.action_items.all(),
    )


def build(
    minutes: Minutes,
    *,
    agenda: AgendaRelease | None,
    decisions: Iterable[Decision],
    action_items: Iterable[ActionItem],
) -> Content:
    """JSON values only. Items of the agenda that are not public, and breaks, are left out."""
    items = all_items(agenda.public) if agenda else ()
    subjects = [item["title"] for item in items if item["kind"] != AgendaItem.Kind.BREAK]
    return {
        "format": FORMAT,
        "meeting": _meeting(minutes.meeting),
        "invitation_number": minutes.invitation_number,
        "chair": {"name": minutes.chair, "position": minutes.chair_position},
        "secretary": minutes.secretary,
        "note_taker": {"name": minutes.note_taker, "position": minutes.note_taker_position},
        "agenda": subjects,
        "attendance": _text(minutes.attendance),
        "opening": _text(minutes.opening),
        "discussion": _text(minutes.discussion),
        "decisions": [
            {"number": number, "text": _text(decision.text)}
            for number, decision in enumerate(decisions, 1)
        ],
        "action_items": [_action_item(number, item) for number, item in enumerate(action_items, 1)],
        "closing": _text(minutes.closing),
        "is_sample": minutes.meeting.is_sample,
    }


def fingerprint(content: Content) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON: keys sorted, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def missing_parts(minutes: Minutes) -> list[str]:
    """Names of the parts without which minutes say nothing, as the form labels them."""
    return [label for name, label in _REQUIRED.items() if not getattr(minutes, name).strip()]


def _meeting(meeting: Meeting) -> Content:
    starts_at = meeting.starts_at
    return {
        "slug": meeting.slug,
        "title": meeting.title,
        "theme": meeting.theme,
        "starts_on": meeting.starts_on.isoformat(),
        "weekdays": weekdays(meeting),
        "dates": meeting.dates,
        "time": f"{starts_at:%H.%M} {ZONE_NAMES[meeting.zone]}" if starts_at else "",
        "zone": ZONE_NAMES[meeting.zone],
        "place": ", ".join(part for part in (meeting.venue, meeting.city) if part),
        "mode": meeting.get_mode_display() if meeting.mode else "",
    }


def _action_item(number: int, item: ActionItem) -> Content:
    return {
        "number": number,
        "task": _text(item.task),
        "responsible": item.responsible,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "due": partial_date(item.due_on, Precision.DAY) if item.due_on else "",
    }


def _text(written: str) -> str:
    """Without the line ends of the browser that sent it, which nobody wrote."""
    return written.replace("\r\n", "\n").strip()
