"""A date as a card shows it: the month above, the days large, the weekdays below."""

from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from forum_portal.lib.dates import Precision

_DASH = "\u2013"


class DateCard(NamedTuple):
    """Such as Desember 2026, 15\u201316, Sel\u2013Rab; no weekdays where the day is not known."""

    month: str
    days: str
    weekdays: str


def date_card(first: date, last: date, precision: str) -> DateCard:
    """The precision decides how much is said: a year alone is "Tahun, 2027"."""
    if precision == Precision.YEAR:
        return DateCard("Tahun", _span(str(first.year), str(last.year)), "")
    if precision == Precision.MONTH:
        months = _span(date_format(first, "M"), date_format(last, "M"))
        return DateCard(_span(str(first.year), str(last.year)), months, "")
    if first == last:
        return DateCard(date_format(first, "F Y"), str(first.day), date_format(first, "l"))
    weekdays = _span(date_format(first, "D"), date_format(last, "D"))
    return DateCard(_months(first, last), f"{first.day}{_DASH}{last.day}", weekdays)


def _months(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{date_format(first, 'M Y')}{_DASH}{date_format(last, 'M Y')}"
    if first.month != last.month:
        return f"{date_format(first, 'M')}{_DASH}{date_format(last, 'M Y')}"
    return date_format(first, "F Y")


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}{_DASH}{last}"
