"""What the pages of papers and photographs of a rakor show, made ready as words.

Papers of the whole rakor stand in their slots, those of an item under its title as the reader's
release of the agenda tells it. A paper of an item that the reader's release does not hold stands
in its slot, too: its item is nobody's business there.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from forum_portal.lib.dates import Precision, partial_date
from forum_portal.lib.pictures import Shown, shown
from meetings.agenda.content import Content, all_items
from meetings.models import Document, DocumentVersion, Meeting, MeetingPicture

Row = dict[str, Any]
_TONES = {Document.Visibility.PARTICIPANTS: "blue", Document.Visibility.SECRETARIAT: "amber"}


def papers_for(meeting: Meeting, *, is_staff: bool, takes_part: bool) -> list[Document]:
    """With their versions, the latest first. Two queries."""
    versions = Prefetch("versions", DocumentVersion.objects.order_by("-number"))
    readable = meeting.documents.readable(is_staff=is_staff, takes_part=takes_part)
    found = readable.filter(versions__isnull=False).distinct().prefetch_related(versions)
    return list(found)


def release_read(meeting: Meeting, *, is_staff: bool) -> Content | None:
    """The latest release of the agenda as this reader has it; None before the first."""
    release = meeting.current_release
    if release is None:
        return None
    return release.internal if is_staff else release.public


def sections(meeting: Meeting, papers: Iterable[Document], agenda: Content | None) -> list[Row]:
    """Slots and items that hold papers: {"title", "kind" ("slot" or "item"), "papers"}."""
    titles = {item["number"]: item["title"] for item in all_items(agenda)} if agenda else {}
    by_item: dict[int, list[Row]] = {}
    by_slot: dict[str, list[Row]] = {}
    for paper in papers:
        row = paper_row(meeting, paper)
        number = paper.item_number
        if number is not None and number in titles:
            slot = paper.get_slot_display()
            by_item.setdefault(number, []).append({**row, "slot": slot})
        else:
            by_slot.setdefault(paper.slot, []).append(row)
    slots = [
        {"title": label, "kind": "slot", "id": slot, "papers": by_slot[slot]}
        for slot, label in Document.Slot.choices
        if slot in by_slot
    ]
    items = [
        {"title": title, "kind": "item", "id": f"acara-{number}", "papers": by_item[number]}
        for number, title in titles.items()
        if number in by_item
    ]
    return [*slots, *items]


def paper_row(meeting: Meeting, paper: Document) -> Row:
    """paper: with its versions, the latest first."""
    latest, *former = paper.versions.all()
    words = [_size(latest)]
    if former:
        words.append(f"versi {latest.number}")
    words.append(_day(meeting, latest))
    return {
        "title": paper.title,
        "url": reverse("meetings:document", args=[meeting.slug, paper.pk]),
        "note": ", ".join(words),
        "changes": latest.note,
        "badge": _badge(paper),
        "former": [_former(meeting, version) for version in former],
    }


def pictures_shown(meeting: Meeting, pictures: Iterable[MeetingPicture]) -> list[Row]:
    address = partial(_picture_address, meeting.slug)
    return [
        {
            "picture": picture_shown(picture, address),
            "caption": picture.caption,
            "badge": _badge(picture),
            "id": f"foto-{picture.pk}",
        }
        for picture in pictures
    ]


def picture_shown(picture: MeetingPicture, address: Callable[[str, int], str]) -> Shown:
    return shown(
        stem=picture.stem,
        widths=picture.widths,
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        address=address,
    )


def _former(meeting: Meeting, version: DocumentVersion) -> Row:
    paper = version.document_id
    return {
        "label": f"Versi {version.number}",
        "url": reverse("meetings:document_version", args=[meeting.slug, paper, version.number]),
        "note": f"{_size(version)}, {_day(meeting, version)}",
        "changes": version.note,
    }


def _size(version: DocumentVersion) -> str:
    return f"PDF {filesizeformat(version.size_bytes)}" if version.size_bytes else "PDF"


def _day(meeting: Meeting, version: DocumentVersion) -> str:
    """The day of the upload on the clock of the rakor."""
    return partial_date(version.added_at.astimezone(ZoneInfo(meeting.zone)).date(), Precision.DAY)


def _badge(held: Document | MeetingPicture) -> Row | None:
    """Who else reads it; nothing where everybody does."""
    visibility = Document.Visibility(held.visibility)
    if visibility == Document.Visibility.PUBLIC:
        return None
    return {"text": f"Untuk {visibility.label.lower()}", "tone": _TONES[visibility]}


def _picture_address(slug: str, stem: str, width: int) -> str:
    return reverse("meetings:picture", args=[slug, stem, width])
