"""Photographs of a rakor: none without words for those who do not see it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from forum_portal.lib.pictures import delete_sizes, store_sizes
from meetings.models import Meeting, MeetingPicture

MOST_PICTURES = 200


class PictureRefused(Exception):
    """The photograph cannot be kept so; says why, in a sentence for the reader."""


class NotDescribed(PictureRefused):
    def __init__(self) -> None:
        super().__init__(
            "Foto memerlukan uraian: apa yang terlihat, dalam satu kalimat, bagi pembaca yang "
            "tidak melihatnya."
        )


class TooMany(PictureRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"{meeting} sudah memuat {MOST_PICTURES} foto, sebanyak-banyaknya bagi satu rakor."
        )


@dataclass(frozen=True)
class Words:
    """What a reader is told of a photograph, and which readers those are."""

    alt: str
    caption: str
    visibility: str


@transaction.atomic
def add_picture(
    *, meeting: Meeting, file: File, words: Words, by: User | None, at: datetime
) -> MeetingPicture:
    """After all others. Raises NotDescribed, TooMany, ValidationError of uploads."""
    words = _checked(words)
    meeting = Meeting.objects.locked(meeting.pk)
    if meeting.pictures.count() >= MOST_PICTURES:
        raise TooMany(meeting)
    last = meeting.pictures.aggregate(last=Max("order"))["last"] or 0
    stored = store_sizes(file)
    picture = MeetingPicture.objects.create(
        meeting=meeting, order=last + 1, added_at=at, **vars(words), **stored
    )
    audit.record("meeting.picture_added", target=meeting, by=by, at=at, alt=picture.alt)
    return picture


@transaction.atomic
def describe_picture(
    *, picture: MeetingPicture, words: Words, by: User | None, at: datetime
) -> bool:
    """False if nothing changed. Raises NotDescribed."""
    words = _checked(words)
    picture = MeetingPicture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
    if words == Words(picture.alt, picture.caption, picture.visibility):
        return False
    before = picture.alt
    for name, value in vars(words).items():
        setattr(picture, name, value)
    picture.save(update_fields=list(vars(words)))
    audit.record(
        "meeting.picture_described",
        target=picture.meeting,
        by=by,
        at=at,
        before=before,
        alt=picture.alt,
    )
    return True


@transaction.atomic
def move_picture(*, picture: MeetingPicture, by_places: int, by: User | None, at: datetime) -> None:
    """by_places: -1 is one towards the first; beyond an end nothing moves."""
    meeting = Meeting.objects.locked(picture.meeting_id)
    pictures = list(meeting.pictures.all())
    place = pictures.index(picture)
    target = min(max(0, place + by_places), len(pictures) - 1)
    if target == place:
        return
    pictures.insert(target, pictures.pop(place))
    for order, each in enumerate(pictures, 1):
        each.order = order
    MeetingPicture.objects.bulk_update(pictures, ["order"])
    audit.record(
        "meeting.picture_moved", target=meeting, by=by, at=at, alt=picture.alt, place=target + 1
    )


@transaction.atomic
def remove_picture(*, picture: MeetingPicture, by: User | None, at: datetime) -> None:
    """Its files go, too."""
    meeting = Meeting.objects.locked(picture.meeting_id)
    meeting.pictures.filter(pk=picture.pk).delete()
    delete_sizes(picture)
    audit.record("meeting.picture_removed", target=meeting, by=by, at=at, alt=picture.alt)


def _checked(words: Words) -> Words:
    alt, caption = (" ".join(text.split()) for text in (words.alt, words.caption))
    if not alt:
        raise NotDescribed
    return Words(alt, caption, words.visibility)
