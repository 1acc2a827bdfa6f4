"""Facts of a device are kept: each once, whatever is doubtful of it, many in one statement.

Two devices may send facts about one person at the same moment. So that the second knows of the
first, both take the rows of the sessions they write to, in one order: of all locks that would do
it is the narrowest. The row of the rakor would make them wait for registrations, the person's row
would take a lock for each fact. The device's own row comes first: it orders a batch and its
retry, and whether the device is locked out stays true until the facts are in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from forum_portal.lib.person_names import as_written
from meetings.attendance.presence import moment_of
from meetings.checkin.facts import Fact
from meetings.checkin.flags import (
    Door,
    Judged,
    Known,
    KnownPerson,
    KnownTicket,
    Passage,
    add_passage,
    claimed_ticket,
    judge,
    place_of,
    readings_of,
)
from meetings.models import (
    AttendanceSession,
    CheckinDevice,
    Meeting,
    Registration,
    Scan,
    Ticket,
)
from provinces.models import Office

NO_SESSION = "Sesi ini tidak ada lagi di rakor ini. Pilih sesi yang lain, lalu kirim kembali."
TAKEN_ELSEWHERE = "Nomor catatan ini sudah dipakai di rakor lain."
TAKEN = "Nomor catatan ini sudah dipakai catatan lain, yang tetap berlaku."
# Twice what one door would send if it let in two thousand people four times a day for six days.
# Whoever holds a stolen telephone fills no disk with it: facts are never deleted.
MOST_OF_A_DEVICE = 100_000
TOO_MANY = "Perangkat ini sudah mengirim terlalu banyak catatan. Hubungi sekretariat."


@dataclass
class Kept:
    """What became of a batch. kept: with those that were known before; flags of each that has any.

    refused: those that stay on the device, with why.
    """

    device: CheckinDevice
    kept: list[UUID] = field(default_factory=list)
    flags: dict[UUID, list[str]] = field(default_factory=dict)
    refused: dict[UUID, str] = field(default_factory=dict)

    def keep(self, fact: UUID, flags: Sequence[str]) -> None:
        self.kept.append(fact)
        if flags:
            self.flags[fact] = [str(flag) for flag in flags]


@transaction.atomic
def keep_facts(
    *, device: CheckinDevice, facts: Sequence[Fact], unsent: int | None, at: datetime
) -> Kept:
    """Ten statements at most, however many facts; sent again, nothing changes.

    Of an id that stands twice the first words count. unsent: what the device says it still holds.
    """
    device = _seen(device, unsent, at)
    facts = list({fact.id: fact for fact in reversed(facts)}.values())
    sessions = _take_sessions(device.meeting, {fact.session_id for fact in facts})
    written = _written({fact.id for fact in facts})
    kept, fresh = Kept(device), []
    for fact in facts:
        scan = written.get(fact.id)
        if scan is not None and (why := _why_taken(fact, scan, device)):
            kept.refused[fact.id] = why
        elif scan is not None:
            kept.keep(fact.id, scan.flags)
        elif fact.session_id not in sessions:
            kept.refused[fact.id] = NO_SESSION
        else:
            fresh.append(fact)
    if fresh and Scan.objects.filter(device=device).count() + len(fresh) > MOST_OF_A_DEVICE:
        kept.refused |= {fact.id: TOO_MANY for fact in fresh}
    elif fresh:
        judged = judge(fresh, _known(device, fresh), _door(device), at)
        _write(device, judged, at)
        for each in judged:
            kept.keep(each.fact.id, each.flags)
    return kept


def _seen(device: CheckinDevice, unsent: int | None, at: datetime) -> CheckinDevice:
    rows = CheckinDevice.objects.select_for_update(of=("self",), no_key=True)
    device = rows.select_related("meeting").get(pk=device.pk)
    device.seen_at = at
    if unsent is not None:
        device.unsent_facts = unsent
    device.save(update_fields=["seen_at", "unsent_facts"])
    return device


def _take_sessions(meeting: Meeting, wanted: set[int]) -> set[int]:
    """Those of `wanted` that are the rakor's, locked in their order."""
    if not wanted:
        return set()
    rows = AttendanceSession.objects.select_for_update(no_key=True).order_by("pk")
    return set(rows.filter(meeting=meeting, pk__in=wanted).values_list("pk", flat=True))


def _written(ids: set[UUID]) -> dict[UUID, Scan]:
    """Those that are there already."""
    return Scan.objects.in_bulk(ids) if ids else {}


def _why_taken(fact: Fact, scan: Scan, device: CheckinDevice) -> str:
    """Empty where `scan` is the same fact, sent again; its clock may have been set meanwhile."""
    if scan.meeting_id != device.meeting_id:
        return TAKEN_ELSEWHERE
    said = (fact.session_id, fact.method, fact.direction, fact.walk_in.name if fact.walk_in else "")
    # The name as it is read now: one that was kept long ago may have been read otherwise.
    guest = as_written(scan.walk_in_name)
    is_same = said == (scan.session_id, scan.method, scan.direction, guest)
    whom = {fact.registration_id, scan.registration_id} - {None}
    return "" if is_same and len(whom) <= 1 else TAKEN


def _known(device: CheckinDevice, facts: Sequence[Fact]) -> Known:
    """What the portal knows of those whom the facts are about. Three statements."""
    codes = readings_of(facts)
    claimed = [claimed_ticket(fact, codes) for fact in facts]
    tickets = _tickets({ticket for ticket in claimed if ticket is not None})
    asked = {ticket.registration_id for ticket in tickets.values()}
    asked |= {fact.registration_id for fact in facts if fact.registration_id}
    passages = _passages(asked, {fact.session_id for fact in facts})
    return Known(device.meeting_id, codes, tickets, _people(asked), passages)


def _tickets(wanted: set[UUID]) -> dict[UUID, KnownTicket]:
    rows = Ticket.objects.filter(pk__in=wanted).values_list(
        "pk", "registration__meeting_id", "registration_id", "revoked_at"
    )
    return {
        pk: KnownTicket(meeting_id, registration_id, revoked_at)
        for pk, meeting_id, registration_id, revoked_at in rows
    }


def _people(wanted: set[UUID]) -> dict[UUID, KnownPerson]:
    rows = Registration.objects.filter(pk__in=wanted).values_list(
        "pk", "meeting_id", "seat", "withdrawn_at"
    )
    confirmed = Registration.Seat.CONFIRMED
    return {
        pk: KnownPerson(meeting_id, seat == confirmed, withdrawn_at)
        for pk, meeting_id, seat, withdrawn_at in rows
    }


def _passages(people: set[UUID], sessions: set[int]) -> dict[tuple[UUID, int], list[Passage]]:
    """Of the facts that count, those of these people in these sessions, in order."""
    found: dict[tuple[UUID, int], list[Passage]] = {}
    rows = Scan.objects.filter(
        ~Q(flags__overlap=Scan.NOT_COUNTED), registration__in=people, session__in=sessions
    ).order_by("scanned_at", "pk")
    for person, session, scanned_at, received_at, flags, direction, door, device in (
        rows.values_list(
            "registration_id", "session_id", "scanned_at", "received_at", "flags", "direction",
            "door", "device_id",
        )
    ):  # fmt: skip
        at = moment_of(flags, scanned_at, received_at)
        passage = Passage(at, direction == Scan.Direction.IN, place_of(door, device))
        add_passage(found.setdefault((person, session), []), passage)
    return found


def _door(device: CheckinDevice) -> Door:
    return Door(
        place=place_of(device.door, device.pk),
        made_at=device.made_at,
        is_locked=device.locked_at is not None,
        may_add_walk_ins=device.may_add_walk_ins,
    )


def _write(device: CheckinDevice, judged: Sequence[Judged], at: datetime) -> None:
    """One INSERT ... ON CONFLICT DO NOTHING: a fact has one id, and its first words stand."""
    guests = [each.fact.walk_in for each in judged if each.fact.walk_in]
    offices = _offices({guest.office_id for guest in guests if guest.office_id is not None})
    rows = [_row(device, each, offices, at) for each in judged]
    Scan.objects.bulk_create(rows, ignore_conflicts=True)


def _offices(wanted: set[int]) -> set[int]:
    if not wanted:
        return set()
    return set(Office.objects.filter(pk__in=wanted).values_list("pk", flat=True))


def _row(device: CheckinDevice, judged: Judged, offices: set[int], at: datetime) -> Scan:
    fact, guest = judged.fact, judged.fact.walk_in
    return Scan(
        id=fact.id,
        meeting_id=device.meeting_id,
        session_id=fact.session_id,
        registration_id=judged.registration_id,
        ticket_id=judged.ticket_id,
        device_id=device.pk,
        door=fact.door or device.door,
        method=fact.method,
        direction=fact.direction,
        scanned_at=fact.at,
        received_at=at,
        was_offline=fact.was_offline,
        flags=[str(flag) for flag in judged.flags],
        code_read=judged.code_read,
        walk_in_name=guest.name if guest else "",
        walk_in_position=guest.position if guest else "",
        # An office that is unknown here does not make the guest one.
        office_id=guest.office_id if guest and guest.office_id in offices else None,
    )
