"""A QR code as one path that a template draws: <svg viewBox="0 0 n n"><path d="...">."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4


@dataclass(frozen=True)
class QrCode:
    """size: modules on a side, quiet zone included; path: for the attribute d."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of `text`; a quarter of it may be hidden and it still reads (level Q)."""
    matrix = segno.make_qr(text, error="q").matrix
    runs = [
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for x, length in _runs(row)
    ]
    return QrCode(size=len(matrix) + 2 * QUIET_ZONE, path="".join(runs))


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """(start, length) of each unbroken stretch of dark modules."""
    runs = []
    start = None
    for x, is_dark in enumerate([*row, 0]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
