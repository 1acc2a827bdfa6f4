"""A program that runs beside the server and ends with it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence

from forum_portal.lib.child_process import die_with_parent
from script._install import ROOT

STOP_SECONDS = 15
PAUSE_BEFORE_RESTART_SECONDS = 5


class Child:
    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: dict[str, str],
        fds: Sequence[int] = (),
    ):
        self.name = name
        self.command = command
        self.environment = environment
        self.fds = fds
        self.start()

    def start(self) -> None:
        # Its own session: Ctrl-C reaches the server alone, which stops its children in order.
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            pass_fds=self.fds,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        self.ended_at: float | None = None

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def restart_if_ended(self) -> None:
        """To be called all the time; pauses between the starts of a program that keeps failing."""
        if not self.has_ended:
            return
        if self.ended_at is None:
            self.ended_at = time.monotonic()
            status = self.process.returncode
            print(f"{self.name} berhenti (status {status}); dijalankan lagi.", flush=True)
        elif time.monotonic() - self.ended_at > PAUSE_BEFORE_RESTART_SECONDS:
            self.start()

    def stop(self) -> None:
        if not self.has_ended:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        # What it started itself and left behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
