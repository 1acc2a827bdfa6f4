"""The files of an article: where they are, and who may have them.

Anyone may have what the current edition of a public article holds; its office and the
secretariat also what its working text and its former editions hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from forum_portal.lib.pictures import Shown, shown
from forum_portal.lib.ranged_files import FOR_NONE_TO_KEEP, ranged_file
from practices.models import Edition, Practice

# As an edition keeps them (Edition.pictures, Edition.attachments).
PictureData = Mapping[str, Any]


@dataclass(frozen=True)
class Paper:
    """An attachment to hand out. file: its name in the storage."""

    title: str
    file: str


def picture_shown(slug: str, picture: PictureData) -> Shown:
    """`picture` of the article `slug` as templates/_components/picture.html takes it."""
    return shown(address=partial(_picture_address, slug), **picture)


def attachment_url(slug: str, key: str) -> str:
    return reverse("practices:attachment", args=[slug, key])


def holds_picture(practice: Practice, stem: str, width: int) -> bool:
    """True if anyone may have this picture. No query where the current edition is loaded."""
    if not practice.is_public or practice.current is None:
        return False
    return any(_is_size(picture, stem, width) for picture in practice.current.pictures)


def holds_draft_picture(practice: Practice, stem: str, width: int) -> bool:
    """True if the working text or an edition has it. Two queries at most."""
    of_text = practice.pictures.filter(stem=stem, widths__contains=[width])
    in_editions = Edition.objects.filter(
        practice=practice, pictures__contains=[{"stem": stem, "widths": [width]}]
    )
    return of_text.exists() or in_editions.exists()


def public_paper(practice: Practice, key: str) -> Paper:
    """Raises Http404 where the public has no such attachment."""
    if practice.is_public and practice.current is not None:
        for paper in practice.current.attachments:
            if paper["key"] == key:
                return Paper(paper["title"], paper["file"])
    raise Http404


def draft_paper(practice: Practice, key: str) -> Paper:
    """From the working text or an edition. Raises Http404. Two queries at most."""
    if paper := practice.attachments.filter(key=key).first():
        return Paper(paper.title, str(paper.file.name))
    held = Edition.objects.filter(practice=practice, attachments__contains=[{"key": key}])
    for edition in held[:1]:
        return next(
            Paper(kept["title"], kept["file"]) for kept in edition.attachments if kept["key"] == key
        )
    raise Http404


def paper_response(request: HttpRequest, paper: Paper, filename: str) -> HttpResponseBase:
    """Whole or in part. Raises Http404 where the database came without its files."""
    return ranged_file(
        request,
        name=paper.file,
        content_type="application/pdf",
        filename=filename,
        # A stored file never changes, and its name is that of no other.
        tag=PurePath(paper.file).stem,
        modified_at=None,
        kept=FOR_NONE_TO_KEEP,
    )


def _is_size(picture: PictureData, stem: str, width: int) -> bool:
    return bool(picture["stem"] == stem and width in picture["widths"])


def _picture_address(slug: str, stem: str, width: int) -> str:
    return reverse("practices:picture", args=[slug, stem, width])
