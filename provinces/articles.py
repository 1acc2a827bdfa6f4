"""The praktik baik of an office, as its page lists them; the articles lie in a layer above."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from forum_portal.lib.compiled_queries import compiled
from provinces.members import Member
from provinces.models import Office

MOST_ARTICLES = 3


class Article(NamedTuple):
    """A public article of the office."""

    title: str
    url: str
    date: str
    is_sample: bool


def articles_of(member: Member) -> list[Article]:
    """The latest. One query."""
    return [
        Article(
            title=title,
            url=reverse("practices:detail", args=[slug]),
            date=date_format(timezone.localtime(published_at), "j F Y"),
            is_sample=is_sample,
        )
        for title, slug, published_at, is_sample in _article_rows(member.pk)
    ]


@compiled
def _article_rows(office: int) -> QuerySet:
    public = Office(pk=office).practices.public().latest_first()
    return public.values_list("current__title", "slug", "published_at", "is_sample")[:MOST_ARTICLES]
