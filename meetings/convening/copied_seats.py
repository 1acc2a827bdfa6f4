"""The rules of a rakor's seats, as another rakor takes them over: moments move with its days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from meetings.models import Meeting, SeatLimit, SeatReservation

_COLUMNS = (
    "onsite_capacity",
    "online_capacity",
    "has_waiting_list",
    "waiting_order",
    "offer_hours",
)


class Reserved(NamedTuple):
    """until: how long after the first midnight of the rakor, negative before it."""

    role: str
    office_id: int | None
    seats: int
    until: timedelta | None


@dataclass(frozen=True)
class CopiedSeats:
    columns: Mapping[str, Any] = field(default_factory=dict)
    quota_until: timedelta | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    reserved: tuple[Reserved, ...] = ()


NO_SEATS = CopiedSeats()


def seats_of(meeting: Meeting) -> CopiedSeats:
    """Beside capacity and quota, which the plan itself shows. Two statements."""
    midnight = _midnight(meeting.starts_on, meeting.zone)
    return CopiedSeats(
        columns={name: getattr(meeting, name) for name in _COLUMNS},
        quota_until=_after(meeting.quota_until, midnight),
        limits=dict(meeting.seat_limits.values_list("role", "seats")),
        reserved=tuple(
            Reserved(one.role, one.office_id, one.seats, _after(one.kept_until, midnight))
            for one in meeting.seat_reservations.all()
        ),
    )


def set_columns(meeting: Meeting, seats: CopiedSeats) -> None:
    """Before `meeting` is saved."""
    for name, value in seats.columns.items():
        setattr(meeting, name, value)
    meeting.quota_until = _moment(seats.quota_until, meeting)


def add_rows(meeting: Meeting, seats: CopiedSeats) -> None:
    """Reserved places only where the plan limits the whole that they are kept from."""
    SeatLimit.objects.bulk_create(
        SeatLimit(meeting=meeting, role=role, seats=number) for role, number in seats.limits.items()
    )
    if meeting.capacity is not None:
        SeatReservation.objects.bulk_create(
            SeatReservation(
                meeting=meeting,
                role=one.role,
                office_id=one.office_id,
                seats=one.seats,
                kept_until=_moment(one.until, meeting),
            )
            for one in seats.reserved
        )


def _after(moment: datetime | None, midnight: datetime) -> timedelta | None:
    return moment - midnight if moment else None


def _moment(far: timedelta | None, meeting: Meeting) -> datetime | None:
    return _midnight(meeting.starts_on, meeting.zone) + far if far is not None else None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
