"""Surat tugas of a delegation: kept once, named by the delegates whom it assigns."""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.models import AssignmentLetter, Meeting
from provinces.models import Office


@transaction.atomic
def keep_letter(
    *, meeting: Meeting, office: Office, file: File, by: User | None, at: datetime
) -> AssignmentLetter:
    """A letter that was written and signed elsewhere; file: checked."""
    letter = AssignmentLetter(
        meeting=meeting,
        office=office,
        size_bytes=file.size or 0,
        made_at=at,
        made_by=by,
        changed_at=at,
    )
    letter.file.save(file.name or "surat.pdf", file, save=False)
    letter.save()
    audit.record("assignment_letter.kept", target=letter, by=by, at=at, office=office.slug)
    return letter
