"""The papers and photographs on the page of a rakor, as far as its reader may read them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from meetings.models import Document, Meeting, MeetingPicture

Row = dict[str, Any]


def paper_columns(*, is_staff: bool, takes_part: bool) -> dict[str, BaseExpression]:
    """For .annotate() on Meeting; what paper_rows needs."""
    papers = Document.objects.readable(is_staff=is_staff, takes_part=takes_part).filter(
        meeting=OuterRef("pk")
    )
    pictures = MeetingPicture.objects.readable(is_staff=is_staff, takes_part=takes_part)
    row = JSONObject(pk="pk", title="title", size="size", visibility="visibility")
    return {
        "document_rows": ArraySubquery(
            papers.filter(item_number=None).with_latest().values(row=row)
        ),
        "item_paper_count": _counted(papers.filter(item_number__isnull=False, versions__number=1)),
        "picture_count": _counted(pictures.filter(meeting=OuterRef("pk"))),
    }


def paper_rows(meeting: Meeting) -> list[Row]:
    """The papers of the whole rakor, then the ways to all papers and to the photographs."""
    return [*(_document(meeting, row) for row in meeting.document_rows), *_further(meeting)]


def _counted(rows: QuerySet) -> Subquery:
    """How many of `rows`, which are those of one meeting; None for none."""
    return Subquery(rows.order_by().values("meeting").annotate(n=Count("pk")).values("n"))


def _document(meeting: Meeting, row: Row) -> Row:
    parts = ["PDF"]
    if row["size"]:
        parts.append(filesizeformat(row["size"]))
    if row["visibility"] != Document.Visibility.PUBLIC:
        parts.append(f"untuk {Document.Visibility(row['visibility']).label.lower()}")
    return {
        "title": row["title"],
        "url": reverse("meetings:document", args=[meeting.slug, row["pk"]]),
        "note": ", ".join(parts),
    }


def _further(meeting: Meeting) -> Iterator[Row]:
    """The ways to the page of all papers and to the photographs, where there are any."""
    if meeting.document_rows or meeting.item_paper_count:
        count = meeting.item_paper_count
        yield {
            "title": "Semua dokumen dan versinya",
            "url": reverse("meetings:documents", args=[meeting.slug]),
            "note": f"termasuk {count} bahan mata acara" if count else "",
        }
    if meeting.picture_count:
        yield {
            "title": "Foto rakor",
            "url": reverse("meetings:gallery", args=[meeting.slug]),
            "note": f"{meeting.picture_count} foto",
        }
