"""Numbers of letters: how a pattern of an institution is read, and what it makes of a serial.

A pattern is text with parts in braces, such as "{urut}/{unit}/{klasifikasi}/{tahun}", which
makes "12/C4/DM.01.02/2026". The serial begins at 1 each year; whose it is and which it is, the
register says (meetings/actions/numbering.py).
"""

import re
from collections.abc import Iterator
from datetime import date

PARTS = ("urut", "unit", "klasifikasi", "bulan", "tahun")
_PART = re.compile(r"\{([^{}]*)\}")
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class PatternRefused(ValueError):
    """Why no number can be made by the pattern, in a sentence for the reader."""


def number_text(pattern: str, *, serial: int, unit: str, classification: str, on: date) -> str:
    """The number as it stands on the letter dated `on`; its month in Roman numerals.

    Raises PatternRefused: see check_pattern.
    """
    check_pattern(pattern, unit=unit, classification=classification)
    values = {
        "urut": str(serial),
        "unit": unit,
        "klasifikasi": classification,
        "bulan": _ROMAN_MONTHS[on.month - 1],
        "tahun": str(on.year),
    }
    return _PART.sub(lambda found: values[found[1]], pattern)


def check_pattern(pattern: str, *, unit: str, classification: str) -> None:
    """Raises PatternRefused: a part unknown or written twice, no {urut}, or nothing to fill in."""
    for sentence in _objections(pattern, unit, classification):
        raise PatternRefused(sentence)


def _objections(pattern: str, unit: str, classification: str) -> Iterator[str]:
    found = _PART.findall(pattern)
    for part in found:
        if part not in PARTS:
            known = ", ".join(f"{{{name}}}" for name in PARTS)
            yield f"Bagian {{{part}}} tidak dikenal; yang dikenal: {known}."
        if found.count(part) > 1:
            yield f"Bagian {{{part}}} hanya boleh ditulis satu kali."
    if "{" in _PART.sub("", pattern) or "}" in _PART.sub("", pattern):
        yield "Ada kurung kurawal yang tidak berpasangan dalam pola nomor."
    if "urut" not in found:
        yield "Pola nomor harus memuat {urut}."
    if "tahun" not in found:
        # The serial begins anew each year: without the year two letters would bear one number.
        yield "Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun."
    if "unit" in found and not unit:
        yield "Pola nomor memakai {unit}, tetapi kode unit penerbit belum diisi."
    if "klasifikasi" in found and not classification:
        yield "Pola nomor memakai {klasifikasi}, tetapi kode klasifikasinya belum diisi."
