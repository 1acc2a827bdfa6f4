"""Papers of a rakor: filed in a slot, followed by versions, withdrawn, shown again.

Each locks the document before it counts versions, so two uploads at once become two versions;
the database refuses a number twice and any change of a version, whoever writes it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.base import File
from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.stored_files import stays_if_committed
from forum_portal.lib.uploads import checked_pdf
from meetings.models import AgendaItem, Document, DocumentVersion, Meeting

MAX_PAPER_BYTES = 20 * 1024 * 1024
# What the trail calls the fields of a Filing.
_NAMES = {
    "title": "judul",
    "slot": "jenis",
    "visibility": "dapat dibaca oleh",
    "item_number": "mata acara",
    "order": "urutan",
}


class DocumentRefused(Exception):
    """The paper cannot be filed or changed; says why, in a sentence for the reader."""


class SameFile(DocumentRefused):
    def __init__(self, latest: DocumentVersion) -> None:
        super().__init__(
            f"Berkas ini sama dengan versi {latest.number} “{latest.document.title}”; "
            "tidak ada yang berubah."
        )


class FiledAlready(DocumentRefused):
    def __init__(self, document: Document) -> None:
        super().__init__(f"Berkas ini sudah tersimpan sebagai “{document}” dari rakor ini.")


class UnknownItem(DocumentRefused):
    def __init__(self) -> None:
        super().__init__("Mata acara itu tidak ada di rakor ini.")


@dataclass(frozen=True)
class Filing:
    """Where a paper stands and who may read it. item_number: None is the whole rakor."""

    title: str
    slot: str
    visibility: str
    item_number: int | None = None
    order: int = 1


@transaction.atomic
def add_document(
    *, meeting: Meeting, filing: Filing, file: File, by: User | None, at: datetime
) -> Document:
    """The paper with its first version.

    Raises UnknownItem, FiledAlready (under the same title), ValidationError of uploads.
    """
    content = checked_pdf(file, MAX_PAPER_BYTES)
    # One at a time: a button pressed twice files one paper.
    Meeting.objects.locked(meeting.pk)
    _check_item(meeting, filing)
    same = meeting.documents.filter(title=filing.title, versions__sha256=_sha256(content))
    if filed := same.filter(withdrawn_at=None).first():
        raise FiledAlready(filed)
    document = Document.objects.create(meeting=meeting, **vars(filing))
    _add(document, 1, content, "", by, at)
    audit.record(
        "document.added",
        target=document,
        by=by,
        at=at,
        meeting=meeting.title,
        visibility=document.get_visibility_display(),
    )
    return document


@transaction.atomic
def add_version(
    *, document: Document, file: File, note: str, by: User | None, at: datetime
) -> DocumentVersion:
    """The version that follows; the former ones stay. Raises SameFile, ValidationError."""
    content = checked_pdf(file, MAX_PAPER_BYTES)
    document = _locked(document)
    latest = document.versions.first()
    if latest is not None and latest.sha256 == _sha256(content):
        raise SameFile(latest)
    version = _add(document, latest.number + 1 if latest else 1, content, note.strip(), by, at)
    audit.record("document.version_added", target=document, by=by, at=at, number=version.number)
    return version


@transaction.atomic
def file_document(*, document: Document, filing: Filing, by: User | None, at: datetime) -> bool:
    """Puts the paper elsewhere or opens it to others; False if nothing changed.

    Raises UnknownItem.
    """
    document = _locked(document)
    before = {name: getattr(document, name) for name in vars(filing)}
    changed = [name for name, value in vars(filing).items() if before[name] != value]
    if not changed:
        return False
    if "item_number" in changed:
        _check_item(document.meeting, filing)
    for name in changed:
        setattr(document, name, getattr(filing, name))
    document.save(update_fields=changed)
    words = [_NAMES[name] for name in changed]
    audit.record("document.changed", target=document, by=by, at=at, changed=words)
    return True


@transaction.atomic
def withdraw_document(*, document: Document, by: User | None, at: datetime) -> None:
    """From then on staff alone read it, every version of it."""
    document = _locked(document)
    if document.withdrawn_at is None:
        document.withdrawn_at = at
        document.save(update_fields=["withdrawn_at"])
        audit.record("document.retracted", target=document, by=by, at=at)


@transaction.atomic
def restore_document(*, document: Document, by: User | None, at: datetime) -> None:
    """Those who could read it before it was withdrawn read it again."""
    document = _locked(document)
    if document.withdrawn_at is not None:
        document.withdrawn_at = None
        document.save(update_fields=["withdrawn_at"])
        audit.record("document.reopened", target=document, by=by, at=at)


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _check_item(meeting: Meeting, filing: Filing) -> None:
    """Raises UnknownItem."""
    number = filing.item_number
    if number and not AgendaItem.objects.filter(meeting=meeting, pk=number).exists():
        raise UnknownItem


def _add(
    document: Document, number: int, content: File, note: str, by: User | None, at: datetime
) -> DocumentVersion:
    version = DocumentVersion(
        document=document,
        number=number,
        size_bytes=content.size,
        sha256=_sha256(content),
        note=note,
        added_at=at,
        added_by=by,
    )
    content.seek(0)
    version.file.save("naskah.pdf", content, save=False)
    stays_if_committed(str(version.file.name))
    version.save()
    return version


def _sha256(content: File) -> str:
    content.seek(0)
    return sha256(content.read()).hexdigest()
