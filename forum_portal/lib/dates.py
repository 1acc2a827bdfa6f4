"""Dates as Indonesians write them, and dates of which only a part is known.

A partial date is a date with a precision: 2023-01-01 known to the year is "2023", never
"1 Januari 2023". Zones are named, because "08.00" alone is wrong in two thirds of the country.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Precision(models.TextChoices):
    DAY = "day", "hari"
    MONTH = "month", "bulan"
    YEAR = "year", "tahun"


class BoundPrecision(models.TextChoices):
    """How well one end of a period is known.

    UNKNOWN: the bound is the edge of what is known (the first or last day of which a source
    speaks), not the day on which anything began or ended.
    """

    DAY = Precision.DAY.value, Precision.DAY.label
    MONTH = Precision.MONTH.value, Precision.MONTH.label
    YEAR = Precision.YEAR.value, Precision.YEAR.label
    UNKNOWN = "unknown", "tidak diketahui"


_FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


def partial_date(day: date, precision: str) -> str:
    """The known part of `day`: "28 Mei 2024", "Mei 2024" or "2024"."""
    return date_format(day, _FORMATS[Precision(precision)])


def first_day(day: date, precision: str) -> date:
    """The day that stands for what is known of `day`: the first of its month or year."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == Precision.MONTH else day


@lru_cache(maxsize=1000)
def date_span(first: date, last: date | None, precision: str = Precision.DAY) -> str:
    """Both ends included, without repeating what they share.

    "28\u201331 Mei 2024", "30 Oktober\u20132 November 2024", "17 Juli 2025", "2023\u20132025".
    """
    if last is None or last == first:
        return partial_date(first, precision)
    end = partial_date(last, precision)
    start = partial_date(first, precision)
    if start == end:
        return end
    if precision == Precision.DAY and first.year == last.year:
        start = date_format(first, "j" if first.month == last.month else "j F")
    elif precision == Precision.MONTH and first.year == last.year:
        start = date_format(first, "F")
    return f"{start}\u2013{end}"


def period_in_words(
    first: date | None, until: date | None, from_precision: str, until_precision: str
) -> str:
    """What is known of a half-open period: "2023\u20132025", "sejak Mei 2024", "sampai 2025".

    Precisions: BoundPrecision. Empty when neither end is known.
    """
    begins = None if from_precision == BoundPrecision.UNKNOWN else first
    ended = until is not None and until_precision == BoundPrecision.UNKNOWN
    if begins and ended:
        return f"mulai {partial_date(begins, from_precision)}, akhirnya tidak diketahui"
    ends = None if ended else until
    if begins and ends:
        if from_precision == until_precision:
            return date_span(begins, ends, from_precision)
        return f"{partial_date(begins, from_precision)}\u2013{partial_date(ends, until_precision)}"
    if begins:
        return f"sejak {partial_date(begins, from_precision)}"
    if ends:
        return f"sampai {partial_date(ends, until_precision)}"
    return ""


def clock(moment: datetime, zone: str) -> str:
    """The time of day in `zone`, with the zone's name: "08.00 WITA"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H.%M} {ZONE_NAMES[zone]}"


def moment(at: datetime, zone: str) -> str:
    """Date and time in `zone`: "Senin, 30 Oktober 2023, 08.00 WITA"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{date_format(local.date(), 'l, j F Y')}, {clock(at, zone)}"
