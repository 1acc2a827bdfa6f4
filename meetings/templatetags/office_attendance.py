"""For the profile of an office, whose own app knows nothing of attendance."""

from django import template
from django.utils import timezone

from meetings.attendance.over_years import Year, attended_by, by_year

register = template.Library()


@register.simple_tag
def attendance_by_year(office: int) -> list[Year]:
    """How the office attended the rakor that are over, the latest year first. One query."""
    return by_year(attended_by(office, timezone.localdate()))
