"""A QR code as one path that a template draws: <svg viewBox="0 0 n n"><path d="...">."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4


@dataclass(frozen=True)
class QrCode:
    """size: modules on a side, quiet zone included; path: for the attribute d."""

    size: int
    path: str

    @property
    def svg(self) -> str:
        """A picture of its own, for papers; the ground stays the paper's."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.size} {self.size}">'
            f'<path d="{self.path}"/></svg>'
        )


def qr_code(text: str, *, level: str = "q", mask: int | None = None) -> QrCode:
    """The code of `text`. level: how much may be hidden and it still reads, "q" a quarter, "m"
    a seventh with fewer and larger modules, which suits a long text.

    Some 8 ms, most of them to choose the best of eight masks. mask: taken without looking, for
    text that is as good as random.
    """
    matrix = segno.make_qr(text, error=level, mask=mask).matrix
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
