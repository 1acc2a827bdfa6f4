"""The list of published articles: its filters, its rows, its pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, Min, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from practices.article import readable
from practices.files import picture_shown
from practices.models import EditionTopic, Practice, PracticeQuerySet, Topic
from provinces.models import Office

PAGE_SIZE = 24
SAMPLE_BADGE = {"text": "Contoh", "tone": "amber"}

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Filters:
    """What can be chosen, and what was: an unknown choice filters nothing."""

    topics: Choices
    offices: Choices
    years: Choices
    topic: str = ""
    office: str = ""
    year: str = ""

    @property
    def is_narrowing(self) -> bool:
        return bool(self.topic or self.office or self.year)

    def select(self, practices: PracticeQuerySet) -> PracticeQuerySet:
        if self.topic:
            about = EditionTopic.objects.filter(edition=OuterRef("current"))
            practices = practices.filter(Exists(about.filter(topic__slug=self.topic)))
        if self.office:
            practices = practices.filter(office__slug=self.office)
        if self.year:
            practices = practices.filter(published_at__year=int(self.year))
        return practices

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "topik", "label": "Topik",
             "options": _options("Semua topik", self.topics, self.topic)},
            {"name": "balai", "label": "Balai",
             "options": _options("Semua balai", self.offices, self.office)},
            {"name": "tahun", "label": "Tahun terbit",
             "options": _options("Semua tahun", self.years, self.year)},
        ]  # fmt: skip

    def query(self) -> QueryDict:
        """What of the address's query means something, for the links of the pages."""
        query = QueryDict(mutable=True)
        for name, value in (("topik", self.topic), ("balai", self.office), ("tahun", self.year)):
            if value:
                query[name] = value
        return query


def filters_of(asked: QueryDict) -> Filters:
    """Three queries, none of which reads all articles."""
    topics = tuple(Topic.objects.values_list("slug", "name"))
    public = Practice.objects.public()
    writers = Office.objects.filter(Exists(public.filter(office=OuterRef("pk"))))
    offices = tuple(writers.order_by("province_id", "slug").values_list("slug", "name"))
    years = _years(public)
    return Filters(
        topics=topics,
        offices=offices,
        years=years,
        topic=_known(asked.get("topik", ""), topics),
        office=_known(asked.get("balai", ""), offices),
        year=_known(asked.get("tahun", ""), years),
    )


def page_of(practices: PracticeQuerySet, number: Any) -> Page:
    """The keys of public articles, the latest first. Two queries, which read an index."""
    keys = practices.latest_first().values_list("pk", flat=True)
    return Paginator(keys, PAGE_SIZE).get_page(number)


def rows_on(page: Page) -> list[dict[str, Any]]:
    """What the page of keys shows. Two queries, of its articles alone."""
    return rows_of(listed(Practice.objects.filter(pk__in=list(page))).latest_first())


def listed(practices: PracticeQuerySet) -> PracticeQuerySet:
    """With what rows_of() needs, without the texts. One query more for the topics of them all."""
    without = ("body", "summary", "return_reason", "current__body", "current__attachments")
    return readable(practices).defer(*without).prefetch_related("current__topics")


def rows_of(practices: Iterable[Practice]) -> list[dict[str, Any]]:
    """What templates/practices/_practice_row.html shows of each, which is listed() and public."""
    return [
        {
            "title": practice.current.title,
            "url": practice.get_absolute_url(),
            "summary": practice.current.summary,
            "office": practice.office.name,
            "then_called": practice.then_called,
            "province": practice.office.province.name,
            "published_at": practice.published_at,
            "topics": [topic.name for topic in practice.current.topics.all()],
            "picture": next(
                (picture_shown(practice.slug, first) for first in practice.current.pictures), None
            ),
            "is_sample": practice.is_sample,
        }
        for practice in practices
        if practice.current
    ]


def _years(public: PracticeQuerySet) -> Choices:
    """From the first to the last, whether or not each has an article; the latest first."""
    ends = public.aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["first"] is None:
        return ()
    first, last = (timezone.localtime(ends[end]).year for end in ("first", "last"))
    return tuple((str(year), str(year)) for year in range(last, first - 1, -1))


def _known(value: str, choices: Choices) -> str:
    return value if any(value == known for known, _ in choices) else ""


@lru_cache(maxsize=64)
def _options(everything: str, choices: Choices, chosen: str) -> SafeString:
    """The options of a choice: some hundred offices, set once a process as long as they stay."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, _SELECTED if value == chosen else "", label)
            for value, label in (("", everything), *choices)
        ),
    )


_SELECTED = mark_safe(" selected")
