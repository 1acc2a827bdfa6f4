"""Publishing minutes: freeze what the draft says now, as a further numbered publication."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import audit
from accounts.models import User
from forum_portal.lib.dates import moment
from meetings.minutes.content import draft_content, fingerprint, missing_parts
from meetings.models import Meeting, Minutes, Publication


class MinutesRefused(Exception):
    """The minutes cannot be published; says why, in a sentence for the reader."""


class MeetingNotHeld(MinutesRefused):
    """There was no meeting yet that these minutes could be of."""


class MinutesIncomplete(MinutesRefused):
    """A part is missing without which minutes say nothing."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(f"Notula belum lengkap. Yang belum diisi: {', '.join(parts)}.")


class MinutesUnchanged(MinutesRefused):
    """The draft says what the last publication says."""

    def __init__(self, last: Publication) -> None:
        super().__init__(
            f"Naskah ini sama dengan terbitan ke-{last.number} yang terbit pada "
            f"{moment(last.published_at, last.minutes.meeting.zone)}; tidak ada yang dibetulkan."
        )


class CorrectionUnnamed(MinutesRefused):
    """A further publication says what it corrects, the first one corrects nothing."""


@transaction.atomic
def publish_minutes(
    *, minutes: Minutes, by: User | None, at: datetime, correction_note: str = ""
) -> Publication:
    """The new publication; the public reads it from the moment the transaction commits.

    correction_note: what the publication corrects; required from the second one on.
    Raises MeetingNotHeld, MinutesIncomplete, MinutesUnchanged, CorrectionUnnamed.
    """
    minutes = _locked(minutes)
    note = correction_note.strip()
    _check_held(minutes.meeting, at)
    if missing := missing_parts(minutes):
        raise MinutesIncomplete(missing)
    last = minutes.publications.order_by("-number").first()
    content = draft_content(minutes)
    sha256 = fingerprint(content)
    _check_correction(last, sha256, note)
    publication = Publication.objects.create(
        minutes=minutes,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=sha256,
        corrects=last,
        correction_note=note,
        published_at=at,
        published_by=by,
    )
    audit.record(
        "minutes.published",
        target=publication,
        by=by,
        at=at,
        number=publication.number,
        sha256=sha256,
        correction_note=note,
    )
    return publication


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("meeting").get(pk=minutes.pk)


def _check_held(meeting: Meeting, at: datetime) -> None:
    if meeting.published_at is None:
        raise MeetingNotHeld(
            f"{meeting.title} belum diterbitkan; terbitkan rakornya sebelum notulanya."
        )
    if meeting.cancelled_at is not None:
        raise MeetingNotHeld(
            f"{meeting.title} dibatalkan ({meeting.cancel_reason}); tidak ada notula untuk rakor "
            "yang batal."
        )
    begins = datetime.combine(
        meeting.starts_on, meeting.starts_at or time.min, ZoneInfo(meeting.zone)
    )
    if at < begins:
        raise MeetingNotHeld(
            f"{meeting.title} belum dimulai. Notula dapat diterbitkan sejak "
            f"{moment(begins, meeting.zone)}."
        )


def _check_correction(last: Publication | None, sha256: str, note: str) -> None:
    if last is None and note:
        raise CorrectionUnnamed(
            "Terbitan pertama tidak membetulkan apa pun; kosongkan isian yang dibetulkan."
        )
    if last is not None and last.sha256 == sha256:
        raise MinutesUnchanged(last)
    if last is not None and not note:
        raise CorrectionUnnamed(
            f"Notula ini sudah terbit ({last.number} kali). Sebutkan apa yang dibetulkan oleh "
            f"terbitan ke-{last.number + 1}."
        )
