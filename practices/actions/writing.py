"""What an office does with its article: begin, save, submit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.pictures import Sizes, store_sizes
from forum_portal.lib.stored_files import stays_if_committed
from practices.actions.refusals import (
    AlreadySubmitted,
    DraftChanged,
    FileRefused,
    PracticeIncomplete,
    PracticeUnchanged,
    TooManyAttachments,
    TooManyPictures,
)
from practices.addresses import free_slug, lock_addresses
from practices.models import (
    MOST_ATTACHMENTS,
    MOST_PICTURES,
    Practice,
    PracticeAttachment,
    PracticePicture,
    Topic,
)
from provinces.models import Office

_TEXTS = ("title", "summary", "body")


@dataclass(frozen=True)
class DraftPicture:
    """A picture of the text: one that is there already (`pk`) or a new `file`.

    source: the name of the input that sent the file.
    """

    alt: str
    pk: int | None = None
    file: File | None = None
    source: str = ""


@dataclass(frozen=True)
class DraftAttachment:
    """A PDF beside the text: one that is there already (`pk`) or a new `file`, checked."""

    title: str
    pk: int | None = None
    file: File | None = None


@dataclass(frozen=True)
class Draft:
    """The whole working text: pictures and attachments that are not in it are taken out."""

    title: str
    summary: str = ""
    body: str = ""
    topics: Sequence[Topic] = ()
    pictures: Sequence[DraftPicture] = field(default_factory=tuple)
    attachments: Sequence[DraftAttachment] = field(default_factory=tuple)


@transaction.atomic
def begin_practice(*, office: Office, draft: Draft, by: User | None, at: datetime) -> Practice:
    """A new article of `office`; nobody but its staff and the secretariat reads it.

    Raises TooManyPictures, TooManyAttachments, FileRefused.
    """
    texts = {name: getattr(draft, name) for name in _TEXTS}
    lock_addresses()
    practice = Practice.objects.create(
        office=office,
        slug=free_slug(draft.title),
        created_at=at,
        created_by=by,
        edited_at=at,
        edited_by=by,
        **texts,
    )
    practice.topics.set(draft.topics)
    _keep_pictures(practice, draft.pictures)
    _keep_attachments(practice, draft.attachments)
    audit.record("practice.created", target=practice, by=by, at=at, office=office.slug)
    return practice


@transaction.atomic
def save_draft(
    *, practice: Practice, draft: Draft, read_at: datetime, by: User | None, at: datetime
) -> list[str]:
    """The names of what changed; the public goes on reading the current edition.

    read_at: edited_at of the text that `by` was shown.
    Raises DraftChanged when somebody saved since, and what begin_practice raises.
    """
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if practice.edited_at != read_at:
        raise DraftChanged(Practice.objects.select_related("edited_by").get(pk=practice.pk))
    changed = [name for name in _TEXTS if getattr(practice, name) != getattr(draft, name)]
    for name in changed:
        setattr(practice, name, getattr(draft, name))
    if set(practice.topics.all()) != set(draft.topics):
        practice.topics.set(draft.topics)
        changed.append("topics")
    changed += ["pictures"] if _keep_pictures(practice, draft.pictures) else []
    changed += ["attachments"] if _keep_attachments(practice, draft.attachments) else []
    if changed:
        practice.edited_at, practice.edited_by = at, by
        practice.save(update_fields=[*_TEXTS, "edited_at", "edited_by"])
        audit.record("practice.changed", target=practice, by=by, at=at, changed=changed)
    return changed


@transaction.atomic
def submit_practice(*, practice: Practice, by: User | None, at: datetime) -> Practice:
    """The secretariat finds it in its queue; the office may go on improving it there.

    Raises AlreadySubmitted, PracticeIncomplete, PracticeUnchanged.
    """
    practice = _locked(practice)
    if practice.submitted_at:
        raise AlreadySubmitted(practice)
    if missing := missing_parts(practice):
        raise PracticeIncomplete(missing)
    if (
        practice.is_public
        and practice.current
        and practice.edited_at <= practice.current.published_at
    ):
        raise PracticeUnchanged(practice)
    practice.submitted_at = at
    practice.save(update_fields=["submitted_at"])
    audit.record("practice.submitted", target=practice, by=by, at=at)
    return practice


def missing_parts(practice: Practice) -> list[str]:
    """What an article must have before it is submitted, by the names of its inputs."""
    parts = [
        ("judul", practice.title),
        ("topik", practice.topics.exists()),
        ("ringkasan", practice.summary),
        ("isi", practice.body),
    ]
    return [name for name, value in parts if not value]


def _locked(practice: Practice) -> Practice:
    rows = Practice.objects.select_for_update(of=("self",))
    return rows.select_related("office", "current").get(pk=practice.pk)


def _keep_pictures(practice: Practice, wanted: Sequence[DraftPicture]) -> bool:
    """True if it changed anything: their order, their words, which there are."""
    if len(wanted) > MOST_PICTURES:
        raise TooManyPictures(len(wanted))
    known = {picture.pk: picture for picture in practice.pictures.all()}
    before = [(picture.pk, picture.alt) for picture in known.values()]
    # A picture that a save at the same time took out stays out.
    wanted = [picture for picture in wanted if picture.pk is None or picture.pk in known]
    if before == [(picture.pk, picture.alt) for picture in wanted]:
        return False
    practice.pictures.exclude(pk__in=[picture.pk for picture in wanted if picture.pk]).delete()
    for place, picture in enumerate(wanted, 1):
        if picture.pk:
            practice.pictures.filter(pk=picture.pk).update(place=place, alt=picture.alt)
        elif picture.file:
            stored = _stored(picture.file, picture.source)
            PracticePicture.objects.create(
                practice=practice, place=place, alt=picture.alt, **stored
            )
    return True


def _stored(file: File, source: str) -> Sizes:
    try:
        return store_sizes(file)
    except ValidationError as refused:
        raise FileRefused(source, " ".join(refused.messages)) from refused


def _keep_attachments(practice: Practice, wanted: Sequence[DraftAttachment]) -> bool:
    """True if it changed anything."""
    if len(wanted) > MOST_ATTACHMENTS:
        raise TooManyAttachments(len(wanted))
    known = dict(practice.attachments.values_list("pk", "title"))
    kept = {paper.pk: paper.title for paper in wanted if paper.pk in known}
    new = [(paper.title, paper.file) for paper in wanted if paper.pk is None and paper.file]
    if kept == known and not new:
        return False
    practice.attachments.exclude(pk__in=kept).delete()
    for pk, title in kept.items():
        practice.attachments.filter(pk=pk).update(title=title)
    for title, file in new:
        stored = PracticeAttachment(practice=practice, key=uuid4().hex, title=title)
        stored.size_bytes = file.size
        stored.file.save("lampiran.pdf", file)
        stays_if_committed(str(stored.file))
    return True
