"""The list of published minutes, made once for what it shows and kept by the process.

Publications never change, so the numbers of those that are listed say all that the list can
say; whoever publishes, corrects or hides one changes them, and with them what is read here.
"""

from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meetings.models import Publication

PAGE_SIZE = 20


class Listed(NamedTuple):
    """Which publications are listed, with the addresses of their rakor: (pk, slug) of each."""

    publications: tuple[tuple[int, str], ...]


class ListBody(NamedTuple):
    html: SafeString
    has_samples: bool


def listed_now() -> Listed:
    """One query."""
    current = Publication.objects.public().current().order_by("pk")
    return Listed(tuple(current.values_list("pk", "minutes__meeting__slug")))


@lru_cache(maxsize=32)
def list_body(listed: Listed, year: int | None, page_number: int) -> ListBody:
    """The years to choose from and the rows, by year; of all years where `year` has none."""
    publications = Publication.objects.filter(pk__in=[pk for pk, _ in listed.publications])
    years = publications.years()
    if year in years:
        publications = publications.held_in(year)
    page = Paginator(publications.listed().latest_first(), PAGE_SIZE).get_page(page_number)
    query = QueryDict(mutable=True)
    if year in years:
        query["tahun"] = str(year)
    context = {
        "years": years if len(years) > 1 else [],
        "year": year if year in years else None,
        "page": page,
        "query": query,
        "groups": [
            {"year": held_in, "rows": [_row(publication) for publication in group]}
            for held_in, group in groupby(page, key=lambda publication: publication.held_on[:4])
        ],
    }
    html = render_to_string("meetings/_minutes_list.html", context)
    return ListBody(html, any(publication.is_sample for publication in page))


def _row(publication: Publication) -> dict[str, Any]:
    counts = [
        (publication.decision_count, "keputusan"),
        (publication.action_item_count, "tindak lanjut"),
    ]
    parts = [publication.place or publication.mode]
    parts += [f"{count} {what}" for count, what in counts if count]
    return {
        "title": publication.title,
        "url": publication.get_absolute_url(),
        "date": publication.dates,
        "note": " · ".join(part for part in parts if part),
        "badges": [{"text": "Contoh", "tone": "amber"}] if publication.is_sample else [],
    }
