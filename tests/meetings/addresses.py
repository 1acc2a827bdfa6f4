"""What the addresses of a rakor's papers, proposals and threads need to be reversed."""

from uuid import uuid4

from meetings.actions.pictures import Words, add_picture
from meetings.models import Document, Meeting
from tests.factories import NOW, make_agenda_item, make_document, make_remark, release
from tests.practices._files import picture_file


def paper_addresses(meeting: Meeting) -> dict[str, dict[str, object]]:
    """By the name of the URL, of a rakor that has one of everything."""
    of_meeting: dict[str, object] = {"slug": meeting.slug}
    paper = {**of_meeting, "pk": make_document(meeting).pk}
    words = Words("Peserta di ruang sidang", "", Document.Visibility.PUBLIC)
    photo = add_picture(meeting=meeting, file=picture_file(), words=words, by=None, at=NOW)
    item = make_agenda_item(meeting)
    release(meeting)
    of_item = {**of_meeting, "number": item.pk}
    return {
        "meetings:documents": of_meeting,
        "meetings:document": paper,
        "meetings:document_version": {**paper, "number": 1},
        "meetings:gallery": of_meeting,
        "meetings:picture": {**of_meeting, "stem": photo.stem, "width": 300},
        "meetings:discussion": of_item,
        "meetings:remark_hide": {**of_item, "pk": make_remark(meeting, item.pk).pk},
        "meetings:proposals": of_meeting,
        "meetings:proposal_withdraw": {**of_meeting, "pk": uuid4()},
    }
