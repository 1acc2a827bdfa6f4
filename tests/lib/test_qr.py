import re

import segno

from forum_portal.lib.qr import QUIET_ZONE, qr_code

TEXT = "https://portal.example/tiket/AbCdEfGhIjKlMnOpQrStUv/"


def test_path_draws_the_modules_of_the_code():
    code = qr_code(TEXT)
    drawn = {
        (int(x) + offset, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path)
        for offset in range(int(length))
    }
    matrix = segno.make_qr(TEXT, error="q").matrix
    assert drawn == {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    }
    assert code.size == len(matrix) + 2 * QUIET_ZONE


def test_path_holds_nothing_but_drawing():
    assert re.fullmatch(r"[Mhvz0-9 -]+", qr_code(TEXT).path)
