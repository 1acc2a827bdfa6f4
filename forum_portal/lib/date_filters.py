"""forum_portal.lib.dates for templates (built in, no {% load %} needed)."""

from datetime import date, datetime

from django import template

from forum_portal.lib import dates

register = template.Library()


@register.filter
def partial_date(day: date, precision: str) -> str:
    return dates.partial_date(day, precision)


@register.filter
def clock(at: datetime, zone: str) -> str:
    return dates.clock(at, zone)


@register.filter
def moment(at: datetime, zone: str) -> str:
    return dates.moment(at, zone)
