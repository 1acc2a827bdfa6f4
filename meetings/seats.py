"""How many seats of a rakor are taken; counted, never stored."""

from dataclasses import dataclass

from django.db.models import Count, Q

from meetings.models import Meeting, Registration
from provinces.models import Office


@dataclass(frozen=True)
class SeatCount:
    """quota, used: of one office; capacity (None: unlimited), taken: of the whole meeting."""

    quota: int
    used: int
    capacity: int | None
    taken: int

    @property
    def is_quota_used(self) -> bool:
        return self.used >= self.quota

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def left(self) -> int:
        """What the office can still register, whichever limit is nearer."""
        of_office = max(self.quota - self.used, 0)
        if self.capacity is None:
            return of_office
        return min(of_office, max(self.capacity - self.taken, 0))


def count_seats(meeting: Meeting, office: Office) -> SeatCount:
    """One statement. Exact only while the caller holds the lock on the meeting's row."""
    counts = Registration.objects.filter(meeting=meeting, withdrawn_at=None).aggregate(
        used=Count("pk", filter=Q(office=office)), taken=Count("pk")
    )
    return SeatCount(quota=meeting.seats_per_office or 0, capacity=meeting.capacity, **counts)
