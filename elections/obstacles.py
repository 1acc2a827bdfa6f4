"""What stands in the way of publishing an election's result, each with the data behind it.

The panel lists them before it offers to publish; the action refuses with the first one.
"""

from collections.abc import Iterator
from datetime import datetime

from elections.models import Acclamation, Election, Result
from elections.quorum import is_quorate
from elections.timing import is_during, local_day
from forum_portal.lib.dates import Precision, moment, partial_date


class ResultRefused(Exception):
    """The result cannot be published; says why, in a sentence for the reader."""


class AlreadyPublished(ResultRefused):
    """An election has one result."""


class RecordIncomplete(ResultRefused):
    """Something is not recorded without which nobody can say how the election went."""


class RecordImplausible(ResultRefused):
    """Two recorded facts cannot both be true."""


class NotQuorate(ResultRefused):
    """Fewer offices were present than the rules of the election ask for."""


class PostTaken(ResultRefused):
    """The new term collides with another holder's."""


def obstacles(
    election: Election,
    acclamation: Acclamation | None,
    result: Result | None,
    *,
    member_count: int,
    at: datetime,
) -> list[ResultRefused]:
    """The most telling one first; none when the result can be published at `at`.

    member_count: how many offices were members then. A collision of terms shows only on
    publishing, under a lock.
    """
    if result:
        published = moment(result.published_at, election.meeting.zone)
        return [AlreadyPublished(f"Hasil pemilihan ini sudah terbit pada {published}.")]
    found: list[ResultRefused] = [*_of_the_meeting(election)]
    if acclamation is None:
        return [*found, RecordIncomplete("Aklamasinya belum dicatat.")]
    return [
        *found,
        *_missing(election, acclamation),
        *_of_the_moment(election, acclamation, at),
        *_of_the_presence(election, acclamation, member_count),
    ]


def _of_the_meeting(election: Election) -> Iterator[ResultRefused]:
    meeting = election.meeting
    if meeting.published_at is None:
        yield RecordImplausible(
            f"{meeting.title} belum diterbitkan; terbitkan rakornya sebelum hasil pemilihannya."
        )
    if meeting.cancelled_at is not None:
        yield RecordImplausible(
            f"{meeting.title} dibatalkan ({meeting.cancel_reason}); rakor yang batal tidak memilih."
        )
    if election.post.office_id is not None:
        yield RecordImplausible(f"{election.post} bukan jabatan forum.")


def _missing(election: Election, acclamation: Acclamation) -> Iterator[ResultRefused]:
    parts = {
        "pengusul": acclamation.proposed_by.strip(),
        "saksi": acclamation.witness_list,
        "saat aklamasi": acclamation.acclaimed_at,
        "balai hadir": acclamation.offices_present is not None,
        "kuorum": election.quorum_offices is not None,
    }
    if missing := [label for label, value in parts.items() if not value]:
        yield RecordIncomplete(
            f"Catatan pemilihan belum lengkap. Yang belum diisi: {', '.join(missing)}."
        )


def _of_the_moment(
    election: Election, acclamation: Acclamation, at: datetime
) -> Iterator[ResultRefused]:
    meeting, acclaimed_at = election.meeting, acclamation.acclaimed_at
    if acclaimed_at is None:
        return
    when = moment(acclaimed_at, meeting.zone)
    if acclaimed_at > at:
        yield RecordImplausible(f"Saat aklamasi, {when}, belum lewat.")
    if not is_during(meeting, acclaimed_at):
        yield RecordImplausible(f"Saat aklamasi, {when}, di luar hari rakor: {meeting.dates}.")
    until, day = acclamation.term_until, local_day(acclaimed_at, meeting)
    if until is not None and until <= day:
        yield RecordImplausible(
            f"Masa bakti berakhir {partial_date(until, acclamation.until_precision)}, padahal "
            f"baru mulai {partial_date(day, Precision.DAY)}."
        )


def _of_the_presence(
    election: Election, acclamation: Acclamation, member_count: int
) -> Iterator[ResultRefused]:
    present, quorum = acclamation.offices_present, election.quorum_offices
    if present is not None and present > member_count:
        yield RecordImplausible(
            f"Tercatat {present} balai hadir, padahal anggota forum waktu itu {member_count} balai."
        )
    if present is not None and quorum is not None and not is_quorate(present, quorum):
        yield NotQuorate(
            f"Kuorum {quorum} balai, hadir {present}. Hasil pemilihan di bawah kuorum tidak dapat "
            "diterbitkan."
        )
