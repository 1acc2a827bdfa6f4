"""How the commands end: one clear sentence for the operator and a status, never a traceback."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Failure(Exception):
    """What went wrong and on what, as one sentence for the operator."""


def run(command: Callable[[], int]) -> NoReturn:
    """Run `command`; SIGTERM and a closed terminal end it as Ctrl-C does, in good order."""
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    try:
        sys.exit(command())
    except Failure as failure:
        print(f"Gagal: {failure}", file=sys.stderr)
    except OSError as error:
        print(f"Gagal: {explain(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Dihentikan.", file=sys.stderr)
        sys.exit(130)
    sys.exit(1)


def explain(error: OSError) -> str:
    where = error.filename or "berkas portal"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"ruang disk habis ketika menulis {where}."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"pengguna ini tidak berhak membaca atau menulis {where}."
    if error.errno == errno.EROFS:
        return f"{where} berada pada disk yang hanya dapat dibaca."
    return f"{where}: {os.strerror(error.errno) if error.errno else error}."


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    # Once is enough: a second one must not break off the cleaning up.
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
