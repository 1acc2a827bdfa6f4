"""Child processes that never outlive their parent, however it ends."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

# Loaded before any fork: the child may not load libraries between fork and exec.
_libc = ctypes.CDLL(None, use_errno=True) if os.uname().sysname == "Linux" else None


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """A preexec_fn: the kernel sends the child `stop_signal` when its parent is gone.

    Elsewhere than on Linux it does nothing: there, a killed parent leaves its children behind.
    """
    parent = os.getpid()

    def ask_kernel() -> None:
        if _libc is None:
            return
        _libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
