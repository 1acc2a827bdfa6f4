"""For the profile of an office, whose own app knows nothing of attendance."""

from datetime import date

from django import template

from meetings.attendance.over_years import Year, attended_by, by_year

register = template.Library()


@register.simple_tag
def attendance_by_year(office: int, today: date) -> list[Year]:
    """How the office attended the rakor that are over, the latest year first. One query."""
    return by_year(attended_by(office, today))
