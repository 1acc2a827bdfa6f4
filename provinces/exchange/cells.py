"""How values stand in a cell, and how a cell is read back.

Days carry their precision: "2023", "2023-05", "2023-05-17" (also "17/05/2023" and "05/2023").
A question mark after it says that it is only the edge of what is known, not the day on which
anything began or ended; alone it says that nothing is known.
"""

import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from forum_portal.lib.dates import BoundPrecision, Precision
from forum_portal.lib.native_inputs import check_year

CLEAR = "-"
UNKNOWN = "?"
BETWEEN = " | "
_FORMATS = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
_BIG_ENDIAN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LITTLE_ENDIAN = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)(\d{4})")


class CellRefused(Exception):
    """What stands in a cell cannot be; says why, in a sentence without the column's name."""


def day_text(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    if precision == BoundPrecision.UNKNOWN:
        return f"{day.isoformat()}{UNKNOWN}"
    return day.strftime(_FORMATS[Precision(precision)])


def parse_day(text: str) -> tuple[date | None, str]:
    """The first day of what is known, and the BoundPrecision; no day for "?" and for "-"."""
    if text == UNKNOWN:
        return None, BoundPrecision.UNKNOWN
    if text == CLEAR:
        return None, BoundPrecision.DAY
    is_edge = text.endswith(UNKNOWN)
    known = text.removesuffix(UNKNOWN).strip()
    if match := _BIG_ENDIAN.fullmatch(known):
        parts = match.groups()
    elif match := _LITTLE_ENDIAN.fullmatch(known):
        parts = match.groups()[::-1]
    else:
        raise CellRefused(
            f"“{text}” bukan tanggal; tulis 2023, 2023-05, 2023-05-17, atau 17/05/2023."
        )
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[
        sum(p is not None for p in parts) - 1
    ]
    try:
        day = date(*(int(part or 1) for part in parts))
        check_year(day)
    except ValidationError as refusal:
        raise CellRefused(refusal.messages[0]) from None
    except ValueError:
        raise CellRefused(f"“{text}” tidak ada dalam penanggalan.") from None
    return day, BoundPrecision.UNKNOWN if is_edge else BoundPrecision(precision)


def parse_exact(text: str) -> tuple[date | None, str]:
    """As parse_day, where an unknown edge has no meaning."""
    day, precision = parse_day(text)
    if precision == BoundPrecision.UNKNOWN:
        raise CellRefused("tanda tanya tidak berlaku di sini; kosongkan bila tidak diketahui.")
    return day, precision


def choice_text(value: str, choices: Iterable[tuple[str, str]]) -> str:
    return str(dict(choices)[value])


def parse_choice(text: str, choices: Iterable[tuple[str, str]]) -> str:
    """By its label or its value, whatever the case; a full stop at the end does not count."""
    choices = list(choices)
    wanted = text.casefold().rstrip(".")
    for value, label in choices:
        if wanted in (value.casefold(), str(label).casefold().rstrip(".")):
            return value
    offered = ", ".join(f"“{label}”" for _, label in choices)
    raise CellRefused(f"“{text}” tidak dikenal; pilihannya {offered}.")


def parse_key(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise CellRefused(f"“{text}” bukan nomor.")
    return int(text)


def listed(text: str) -> list[str]:
    """The names between the strokes; none for "-"."""
    return [] if text == CLEAR else [name.strip() for name in text.split(BETWEEN.strip())]
