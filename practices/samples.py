"""The sample articles with their comments; all marked as samples."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.models import User
from practices import sample_texts as texts
from practices.actions.comments import approve_comment, write_comment
from practices.actions.publishing import publish_practice
from practices.actions.writing import Draft, DraftPicture, begin_practice, submit_practice
from practices.models import Practice, Topic
from practices.sample_texts import SampleArticle
from provinces.models import Office


def make_articles(*, operators: Mapping[Office, User], by: User, at: datetime) -> list[Practice]:
    """Three that are public, one with comments, and one that waits for the secretariat."""
    offices = {office.slug: office for office in operators}
    public = []
    for article in texts.PUBLISHED:
        practice = _submitted(article, offices, operators, at - timedelta(weeks=article.age_weeks))
        published_at = practice.edited_at + timedelta(days=1)
        publish_practice(practice=practice, read_at=practice.edited_at, by=by, at=published_at)
        public.append(practice)
    _submitted(texts.SUBMITTED, offices, operators, at - timedelta(days=1))
    _comment(public[0], operators, by=by, at=at - timedelta(days=5))
    return public


def _submitted(
    article: SampleArticle,
    offices: Mapping[str, Office],
    operators: Mapping[Office, User],
    at: datetime,
) -> Practice:
    # Whichever office there is, where the reference data no longer have the one that is meant.
    office = offices.get(article.office) or next(iter(operators))
    draft = Draft(
        title=article.title,
        summary=article.summary,
        body=_unwrapped(article.body),
        topics=tuple(Topic.objects.filter(slug__in=article.topics)) or (_any_topic(),),
        pictures=(DraftPicture(alt=article.picture, file=_drawing(article.title)),)
        if article.picture
        else (),
    )
    by = operators[office]
    practice = begin_practice(office=office, draft=draft, by=by, at=at)
    Practice.objects.filter(pk=practice.pk).update(is_sample=True)
    return submit_practice(practice=practice, by=by, at=at)


def _unwrapped(text: str) -> str:
    """A line a paragraph, as people type it; a single newline would stay one."""
    return re.sub(r"(?<!\n)\n(?![\n#>\-*\d])", " ", text)


def _any_topic() -> Topic:
    return Topic.objects.first() or Topic.objects.create(name="Topik contoh", slug="topik-contoh")


def _comment(
    practice: Practice, operators: Mapping[Office, User], *, by: User, at: datetime
) -> None:
    """One that shows and one that waits, of two other offices."""
    others = [office for office in operators if office.pk != practice.office_id]
    for office, text in zip(others, (texts.COMMENT, texts.WAITING_COMMENT), strict=False):
        comment = write_comment(
            practice=practice, text=text, office=office, by=operators[office], at=at
        )
        if text == texts.COMMENT:
            approve_comment(comment=comment, by=by, at=at + timedelta(hours=3))


def _drawing(title: str) -> ContentFile:
    """A plain drawing that cannot be taken for a photograph of anything."""
    width, height = 1600, 1000
    picture = Image.new("RGB", (width, height), "#eaf2fd")
    pen = ImageDraw.Draw(picture)
    turn = sum(title.encode()) % 5
    for number, colour in enumerate(("#c0d7f9", "#8ebcf8", "#3b82d9", "#0f7a3d", "#083575")):
        middle = (width * ((number * 2 + turn) % 5) // 4, height - number * 40)
        size = 760 - number * 110
        corners = (middle[0] - size, middle[1] - size, middle[0] + size, middle[1] + size)
        pen.ellipse(corners, fill=colour)
    written = BytesIO()
    picture.save(written, "PNG")
    return ContentFile(written.getvalue(), name="contoh.png")
