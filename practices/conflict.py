"""Two people wrote at once: what the other one saved, beside what was typed."""

from dataclasses import dataclass
from datetime import datetime

from practices.actions.writing import Draft
from practices.differences import Line, differences
from practices.models import Practice


@dataclass(frozen=True)
class ConflictPart:
    """One input that reads otherwise now: the saved text whole, and from it to the typed one."""

    label: str
    saved: str
    lines: list[Line]


@dataclass(frozen=True)
class Conflict:
    """Empty `parts`: the other one changed pictures or attachments, which are kept."""

    who: str
    at: datetime
    parts: list[ConflictPart]


def conflict_of(saved: Practice, typed: Draft) -> Conflict:
    """One query, for the topics."""
    topics = ", ".join(topic.name for topic in saved.topics.all())
    pairs = (
        ("Judul", saved.title, typed.title),
        ("Topik", topics, ", ".join(topic.name for topic in typed.topics)),
        ("Ringkasan", saved.summary, typed.summary),
        ("Isi", saved.body, typed.body),
    )
    return Conflict(
        who=saved.edited_by.full_name if saved.edited_by else "Orang lain",
        at=saved.edited_at,
        parts=[
            ConflictPart(label, before, differences(before, after))
            for label, before, after in pairs
            if before != after
        ],
    )
