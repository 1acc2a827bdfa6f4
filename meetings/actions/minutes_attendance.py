"""Taking the records of attendance over into the minutes, instead of typing them again."""

from datetime import datetime

from django.db import models, transaction

from accounts import audit
from accounts.models import User
from meetings.minutes.attendance import attendance_text
from meetings.models import Minutes


class Place(models.TextChoices):
    """Where the text goes beside what was typed before."""

    REPLACE = "ganti", "Ganti isinya"
    APPEND = "tambah", "Tambahkan sesudahnya"


class TakingRefused(Exception):
    """Why nothing is taken over, in a sentence for the reader."""


class NothingRecorded(TakingRefused):
    def __init__(self) -> None:
        super().__init__("Belum ada kehadiran yang tercatat pada sesi mana pun.")


class AlreadyThere(TakingRefused):
    def __init__(self) -> None:
        super().__init__("Bagian peserta notula sudah memuat catatan kehadiran yang terbaru.")


@transaction.atomic
def take_attendance_over(*, minutes: Minutes, place: Place, by: User, at: datetime) -> str:
    """The text that stands there now. Raises NothingRecorded, AlreadyThere."""
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting")
    minutes = rows.get(pk=minutes.pk)
    text = attendance_text(minutes.meeting, at)
    if not text:
        raise NothingRecorded
    written = minutes.attendance.replace("\r\n", "\n").strip()
    if text in written:
        raise AlreadyThere
    keeps = place == Place.APPEND and written
    minutes.attendance = f"{written}\n\n{text}\n" if keeps else f"{text}\n"
    minutes.save(update_fields=["attendance", "changed_at"])
    audit.record(
        "minutes.attendance_taken", target=minutes, by=by, at=at, meeting=minutes.meeting.title
    )
    return minutes.attendance
