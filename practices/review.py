"""What a submitted text changes of the current edition, for the one who publishes it."""

from dataclasses import dataclass
from typing import Any

from practices.differences import Line, differences
from practices.models import Practice


@dataclass(frozen=True)
class Change:
    """One part that reads otherwise."""

    label: str
    lines: list[Line]


def changes_of(practice: Practice) -> list[Change]:
    """From the current edition, which there is, to the working text. Four queries."""
    edition = practice.current
    if edition is None:
        return []
    pictures = practice.pictures.values("stem", "alt")
    papers = practice.attachments.values("key", "title")
    pairs = (
        ("Judul", edition.title, practice.title),
        ("Topik", _names(edition.topics.all()), _names(practice.topics.all())),
        ("Ringkasan", edition.summary, practice.summary),
        ("Isi", edition.body, practice.body),
        ("Gambar", _listed(edition.pictures, "stem", "alt"), _listed(pictures, "stem", "alt")),
        ("Lampiran", _listed(edition.attachments, "key", "title"), _listed(papers, "key", "title")),
    )
    return [
        Change(label, differences(before, after)) for label, before, after in pairs
        if before != after
    ]  # fmt: skip


def _names(topics: Any) -> str:
    return "\n".join(topic.name for topic in topics)


def _listed(files: Any, key: str, words: str) -> str:
    """A line each: its words, and enough of its key that a replaced file shows."""
    return "\n".join(f"{file[words]} ({file[key][:6]})" for file in files)
