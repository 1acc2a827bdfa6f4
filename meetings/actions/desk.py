"""Presence that somebody of the secretariat records by hand, as facts like any other."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from meetings.attendance.presence import counts, moment_of
from meetings.models import AttendanceSession, Meeting, Registration, Scan


class DeskRefused(Exception):
    """Nothing was recorded; says why, in a sentence for the reader."""


class NobodyChosen(DeskRefused):
    def __init__(self) -> None:
        super().__init__("Belum ada peserta yang dipilih.")


class MeetingCancelled(DeskRefused):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting} dibatalkan: {meeting.cancel_reason}")


class NoSeat(DeskRefused):
    """Somebody of the list lost the seat, or never had one; nobody was recorded."""

    def __init__(self, names: Sequence[str]) -> None:
        told = ", ".join(names) if names else "Sebagian yang dipilih"
        super().__init__(
            f"{told} tidak punya kursi pada rakor ini (lagi). Muat ulang daftarnya, lalu ulangi."
        )


@transaction.atomic
def record_at_desk(
    *,
    session: AttendanceSession,
    people: Iterable[UUID],
    direction: str = Scan.Direction.IN,
    by: User,
    at: datetime,
) -> list[Registration]:
    """Those for whom a fact was added: who is in already is not recorded as coming again.

    Raises NobodyChosen, MeetingCancelled, NoSeat.
    """
    # Two desks one after the other, so that neither records whom the other has; the rakor first,
    # as all do who change its registrations.
    meeting = Meeting.objects.locked(session.meeting_id)
    session = meeting.sessions.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if meeting.cancelled_at is not None:
        raise MeetingCancelled(meeting)
    chosen = _chosen(meeting, set(people))
    there = _inside(session, chosen)
    is_coming = direction == Scan.Direction.IN
    fresh = [each for each in chosen if (each.pk in there) != is_coming]
    Scan.objects.bulk_create(
        Scan(
            meeting=meeting, session=session, registration=each, by=by, direction=direction,
            method=Scan.Method.DESK, scanned_at=at, received_at=at,
        )
        for each in fresh
    )  # fmt: skip
    if fresh:
        audit.record(
            f"attendancesession.{'presence' if is_coming else 'departure'}_recorded",
            target=session, by=by, at=at, delegates=[each.full_name for each in fresh],
        )  # fmt: skip
    return fresh


def _chosen(meeting: Meeting, people: set[UUID]) -> list[Registration]:
    if not people:
        raise NobodyChosen
    # Nobody loses the seat between this look and the facts.
    rows = meeting.registrations.select_for_update(of=("self",), no_key=True)
    found = list(rows.filter(pk__in=people).order_by("pk"))
    gone = [each.full_name for each in found if not each.has_seat]
    if gone or len(found) < len(people):
        raise NoSeat(gone)
    return sorted(found, key=lambda each: each.full_name.casefold())


def _inside(session: AttendanceSession, chosen: list[Registration]) -> set[UUID]:
    """Those of `chosen` whose last fact that counts saw them come in."""
    facts = session.scans.filter(registration__in=chosen).order_by("scanned_at", "received_at")
    passages = [
        (moment_of(flags, scanned_at, received_at), person, direction)
        for scanned_at, received_at, person, direction, flags, ruling in facts.values_list(
            "scanned_at", "received_at", "registration", "direction", "flags", "ruling__counts"
        )
        if person is not None and counts(flags, ruling)
    ]
    passages.sort(key=lambda passage: passage[0])
    last = {person: direction for _, person, direction in passages}
    return {person for person, direction in last.items() if direction == Scan.Direction.IN}
