"""What the page of one article shows: the same for the public and for a preview."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from forum_portal.lib.markdown import to_html
from forum_portal.lib.pictures import Shown
from practices.files import attachment_url, picture_shown
from practices.models import Edition, EditionTopic, Practice, PracticeQuerySet, Topic
from provinces.names import then_called_on

MOST_RELATED = 3
# Sections of the page are h2; what the article has of its own stands among them.
HEADING_LEVEL = 2


@dataclass(frozen=True)
class Reading:
    """An article as one reads it. topics: (label, url); attachments: (title, url, note)."""

    title: str
    summary: str
    body: SafeString
    topics: list[dict[str, str]]
    pictures: list[Shown]
    attachments: list[dict[str, str]]

    @property
    def first_picture(self) -> Shown | None:
        return self.pictures[0] if self.pictures else None

    @property
    def other_pictures(self) -> list[Shown]:
        return self.pictures[1:]


def readable(practices: PracticeQuerySet) -> PracticeQuerySet:
    """With what a page says beside the text: office, province, name at the first publication.

    Adds `then_called`: the office's name on that day where it is another one today, else "".
    """
    return (
        practices.select_related("current", "office__province")
        .annotate(published_on=TruncDate("published_at"))
        .annotate(then_called=then_called_on("published_on", office="office"))
    )


def public_reading(practice: Practice, edition: Edition) -> Reading:
    """Of `edition`, the current one. One query, for the topics."""
    return Reading(
        title=edition.title,
        summary=edition.summary,
        body=_body(edition.pk, edition.body),
        topics=_topics(edition.topics.all()),
        pictures=[picture_shown(practice.slug, picture) for picture in edition.pictures],
        attachments=[_attachment(practice, paper) for paper in edition.attachments],
    )


def draft_reading(practice: Practice) -> Reading:
    """Of the working text. Three queries."""
    pictures = practice.pictures.values("stem", "widths", "width", "height", "alt")
    papers = practice.attachments.values("key", "title", "size_bytes")
    return Reading(
        title=practice.title,
        summary=practice.summary,
        body=to_html(practice.body, heading_level=HEADING_LEVEL),
        topics=_topics(practice.topics.all()),
        pictures=[picture_shown(practice.slug, picture) for picture in pictures],
        attachments=[_attachment(practice, paper) for paper in papers],
    )


def related_to(practice: Practice) -> PracticeQuerySet:
    """Other articles about a topic of this one, the latest first."""
    own = EditionTopic.objects.filter(edition=practice.current_id).values("topic")
    shared = EditionTopic.objects.filter(edition=OuterRef("current"), topic__in=own)
    others = Practice.objects.public().filter(Exists(shared)).exclude(pk=practice.pk)
    return others.latest_first()


@lru_cache(maxsize=64)
def _body(edition: int, body: str) -> SafeString:
    """An edition never changes, so each process sets its text once."""
    return to_html(body, heading_level=HEADING_LEVEL)


def _topics(topics: Any) -> list[dict[str, str]]:
    found: list[Topic] = list(topics)
    return [{"label": topic.name, "url": topic.get_absolute_url()} for topic in found]


def _attachment(practice: Practice, paper: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": paper["title"],
        "url": attachment_url(practice.slug, paper["key"]),
        "note": f"PDF, {filesizeformat(paper['size_bytes'])}",
    }
